"""The icons of the installed app are the kit's mark, as it is now."""

from __future__ import annotations

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
