"""Draws the icons of the installed app from the kit's mark, to be committed: `python -m tests.kit.drawing_icons`.

A browser is asked to draw `hearth.svg` at each size; `test_mark.py` fails when the mark has changed since.
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

from PIL import Image

from commonhearth import kit

STATIC = Path(kit.__file__).parent / "static/kit"
MARK = STATIC / "hearth.svg"
#: File -> its side, and how much of the side the mark takes: launchers cut a disc out of the whole one.
ICONS = {
    "mark-180.png": (180, 1.0),
    "mark-192.png": (192, 1.0),
    "mark-512.png": (512, 1.0),
    "mark-whole.png": (512, 0.8),
}
GROUND = "#f6f0e5"


def digest() -> str:
    """Return what the icons say they were drawn from."""
    return hashlib.sha256(MARK.read_bytes()).hexdigest()[:16]


def _page(side: int, share: float) -> str:
    inside = round(side * share)
    svg = MARK.read_text().replace("<svg ", f'<svg width="{inside}" height="{inside}" ', 1)
    ground = GROUND if share < 1 else "transparent"
    style = f"margin:0;width:{side}px;height:{side}px;display:grid;place-items:center;background:{ground}"
    return f'<body style="{style}">{svg}'


def draw(browser: Any) -> None:
    """Draw each icon, in few colours, with the mark's digest inside."""
    from PIL.PngImagePlugin import PngInfo

    for name, (side, share) in ICONS.items():
        page = browser.new_page(viewport={"width": side, "height": side})
        page.set_content(_page(side, share))
        drawn = Image.open(io.BytesIO(page.screenshot(omit_background=share == 1)))
        said = PngInfo()
        said.add_text("mark", digest())
        drawn.quantize(colors=48, method=Image.Quantize.FASTOCTREE).save(
            STATIC / name, optimize=True, pnginfo=said
        )
        page.close()


if __name__ == "__main__":
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        draw(chromium)
        chromium.close()
