"""Every colour that words stand in, on every ground they stand on, in every theme: computed from the style sheet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from commonhearth import kit

CSS = (Path(kit.__file__).parent / "static/kit/hearth.css").read_text()

#: Where each theme's roles stand. The device's wish and a person's choice must say the same.
BLOCKS = {
    "light": r":root \{(.*?)\}",
    "dark, wished": r"prefers-color-scheme: dark\) \{\s*:root:not\(\[data-theme\]\) \{(.*?)\}",
    "dark, chosen": r':root\[data-theme="dark"\] \{(.*?)\}',
    "contrast, wished": r"prefers-contrast: more\) \{\s*:root:not\(\[data-theme\]\) \{(.*?)\}",
    "contrast, chosen": r':root\[data-theme="contrast"\] \{(.*?)\}',
}
WORDS = ["ink", "soft", "ember", "ember-deep", "moss", "slate", "plum", "stop"]
GROUNDS = ["paper", "card", "field"]
NOTICES = ["ember", "moss", "slate", "plum", "stop"]

TEXT_PAIRS = (
    [(word, ground) for word in WORDS for ground in GROUNDS]
    + [(word, f"{role}-ground") for role in NOTICES for word in ("ink", "soft", role)]
    + [("on-ember", "ember"), ("on-ember", "ember-deep"), ("paper", "ink"), ("card", "moss")]
)
#: What must be seen to be used, without being read: borders of fields and buttons, the focus ring, rings of people.
EDGE_PAIRS = [(edge, ground) for edge in ("edge", "focus", "stop") for ground in GROUNDS]


def roles(theme: str) -> dict[str, str]:
    found = re.search(BLOCKS[theme], CSS, re.DOTALL)
    assert found, f"the style sheet has no block for {theme}"
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", found[1]))


def luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb". Source: WCAG 2.2, definition of relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours. Source: WCAG 2.2, definition of contrast ratio."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself_is_right():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)  # the known grey that just passes


@pytest.mark.parametrize("theme", BLOCKS)
def test_words_can_be_read(theme):
    found = roles(theme)
    weak = {
        f"{word} on {ground}": round(contrast(found[word], found[ground]), 2)
        for word, ground in TEXT_PAIRS
        if contrast(found[word], found[ground]) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("theme", BLOCKS)
def test_edges_and_focus_can_be_seen(theme):
    found = roles(theme)
    weak = [f"{edge} on {ground}" for edge, ground in EDGE_PAIRS if contrast(found[edge], found[ground]) < 3]
    assert weak == []


@pytest.mark.parametrize("theme", ["dark", "contrast"])
def test_a_wish_of_the_device_and_a_choice_look_the_same(theme):
    assert roles(f"{theme}, wished") == roles(f"{theme}, chosen")


@pytest.mark.parametrize("theme", BLOCKS)
def test_every_theme_names_every_role(theme):
    assert roles(theme).keys() == roles("light").keys()


def test_rules_ask_for_roles_not_for_colours():
    """Outside the blocks of roles, and outside paper, no rule names a colour of its own."""
    rules = CSS[CSS.index("--- Type and space") : CSS.index("--- Paper")]
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsl", rules) == []


def test_the_print_sheet_leaves_out_what_cannot_be_pressed():
    paper = CSS[CSS.index("@media print") :]
    for name in (".ways", ".rail", ".buttons", ".skip"):
        assert name in paper
