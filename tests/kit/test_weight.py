"""What every first view pays: style, script, icons and the frame, compressed."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import django_htmx
from django.test import RequestFactory

from commonhearth import kit
from commonhearth.kit import problems
from commonhearth.kit.examples import ICON_NAMES

STATIC = Path(kit.__file__).parent / "static/kit"


def packed(*parts: bytes) -> int:
    return sum(len(gzip.compress(part, 6)) for part in parts)


def test_style_is_light():
    assert packed((STATIC / "hearth.css").read_bytes()) <= 12_000


def test_script_is_light():
    htmx = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"
    assert packed(htmx.read_bytes(), (STATIC / "hearth.js").read_bytes()) <= 20_000


def test_icons_are_light():
    assert packed((STATIC / "icons.svg").read_bytes()) <= 3_000


def test_a_list_of_fifty_is_light():
    """The sample list, in a member's frame: a page's own text comes on top of this."""
    from commonhearth.kit.views import sample

    html = sample(RequestFactory().get("/"), "list").content
    assert packed(html) <= 14_000
    assert len(re.findall(rb"<[a-z]", html)) <= 1_500


def test_a_page_asks_for_few_files_and_only_from_here():
    html = problems.problem(None, 404).content.decode()
    asked_for = re.findall(r'(?:src|<link[^>]*href)="([^"]*)"', html)
    # Style, the sheet of icons, which is the window's icon too, two scripts; the page itself and for members the
    # manifest make six.
    assert len(asked_for) == 4
    assert re.findall(r"/static/kit/icons[\w.]*svg", html)[0] in asked_for
    assert [address for address in asked_for if not address.startswith("/static/")] == []


def test_every_icon_that_a_template_names_is_drawn():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))
    assert set(ICON_NAMES.split()) == drawn
    root = Path(kit.__file__).parents[1]
    named = set()
    for template in root.glob("**/templates/**/*.html"):
        named |= set(re.findall(r'(?:\bicon\(|icon=)"([\w-]+)"', template.read_text()))
    assert named - drawn == set()
