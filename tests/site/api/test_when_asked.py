"""What only programs need is loaded when the first of them comes."""

from __future__ import annotations

import subprocess
import sys

from django.urls import resolve, reverse

from tests.databases import ROOT

PAGES_ONLY = """
import sys, commonhearth, django
django.setup()
from django.urls import resolve, reverse
assert reverse("front") == "/" and resolve("/help/gb/")
assert not {"ninja", "pydantic"} & sys.modules.keys(), "loaded for a page"
assert reverse("programs:api_description") == "/api/v1/openapi.json"
assert "ninja" in sys.modules
"""


def test_pages_load_nothing_of_it():
    done = subprocess.run(
        [sys.executable, "-c", PAGES_ONLY], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_names_and_addresses_agree():
    found = resolve(reverse("programs:api_description"))
    assert (found.namespace, found.url_name) == ("programs", "api_description")
