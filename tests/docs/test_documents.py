"""What the documents say is so: commands exist, links lead somewhere, every decision is listed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/**/*.md")])


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_make_commands_exist(document):
    said = set(re.findall(r"(?:`|^\s*\$? ?)make ([a-z][a-z-]+)", document.read_text(), flags=re.MULTILINE))
    assert said - make_targets() == set()


def test_every_make_command_is_explained():
    explained = re.findall(r"^[a-z-]+:.*## .+", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    assert {line.split(":")[0] for line in explained} == make_targets()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(document):
    text = re.sub(r"```.*?```", "", document.read_text(), flags=re.DOTALL)
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"(https?|mailto):|#", target):
            continue
        if not (document.parent / target.split("#")[0]).exists():
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_files_named_in_code_style_exist(document):
    """A path in backticks with a folder in it is a promise, unless it is of the host or a pattern."""
    text = re.sub(r"```.*?```", "", document.read_text(), flags=re.DOTALL)
    named = re.findall(r"`((?:commonhearth|tests|docs|bench|deploy|locale|requirements)/[\w./-]+)`", text)
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_decision_is_listed_with_its_title():
    index = (ROOT / "docs" / "adr" / "README.md").read_text()
    missing = []
    for path in sorted((ROOT / "docs" / "adr").glob("[0-9]*.md")):
        title = path.read_text().splitlines()[0].lstrip("# ")
        title = re.sub(r"^(ADR )?\d+[.:]? *", "", title)
        row = f"| {path.stem.split('-')[0]} | [{title}]({path.name}) |"
        if row not in index:
            missing.append(row)
    assert missing == [], "add these rows to docs/adr/README.md"


def test_no_two_decisions_share_a_number():
    numbers = [path.name.split("-")[0] for path in (ROOT / "docs" / "adr").glob("[0-9]*.md")]
    assert sorted(numbers) == sorted(set(numbers))


def test_every_verb_of_the_hearth_command_is_documented():
    said = subprocess.run(
        [sys.executable, "-c", "from commonhearth.site.command import main; main()", "--help"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip
    verbs = set(re.findall(r"^  hearth ([a-z-]+(?: [a-z-]+)?) {2,}", said, flags=re.MULTILINE))
    documented = set(
        re.findall(
            r"^\| `hearth ([a-z-]+(?: [a-z-]+)?)[^`]*`",
            (ROOT / "docs" / "commands.md").read_text(),
            re.MULTILINE,
        )
    )
    assert verbs, "hearth --help lists no verbs"
    assert verbs ^ documented == set(), "docs/commands.md has a row `hearth VERB …` for each verb"
