"""The reference of rules says what the rules say, and every rule's reasons have sentences."""

from __future__ import annotations

import ast

import pytest

from commonhearth.foundation.access import rules
from commonhearth.kit import sentences
from commonhearth.site.reference import _reasons, table
from tests.databases import ROOT


def test_the_page_is_current():
    assert (ROOT / "docs/reference/access.md").read_text() == table(), "run: make reference"


def test_every_may_is_declared():
    declared = {name.rsplit(".", 1)[1] for name in rules()}
    written = set()
    for path in (ROOT / "commonhearth").rglob("access.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("may_"):
                written.add(node.name)
    assert written - declared == set()
    assert len(declared) > 60


@pytest.mark.parametrize("name", sorted(rules()))
def test_each_reason_has_a_sentence(name):
    assert [code for code in _reasons(rules()[name]) if not sentences.raw(code)] == []
