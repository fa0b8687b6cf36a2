"""The icons of the installed app are the kit's mark, as it is now."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from PIL import Image

from tests.kit.drawing_icons import ICONS, STATIC, digest


@pytest.mark.parametrize("name", ICONS)
def test_each_icon_is_drawn_from_the_mark(name):
    drawn = Image.open(STATIC / name)
    side, _share = ICONS[name]
    assert drawn.size == (side, side)
    assert drawn.text["mark"] == digest(), "python -m tests.kit.drawing_icons"
    assert (STATIC / name).stat().st_size < 12_000


def test_the_sheet_of_icons_is_the_mark_when_it_is_drawn_by_itself():
    """It is the window's icon, so that a first view asks for one file less."""
    mark, sheet = (ElementTree.parse(STATIC / name).getroot() for name in ("hearth.svg", "icons.svg"))
    drawn = [part for part in sheet if not part.tag.endswith("}symbol")]
    assert sheet.get("viewBox") == mark.get("viewBox")
    assert [ElementTree.tostring(part).strip() for part in drawn] == [
        ElementTree.tostring(part).strip() for part in mark
    ]
