"""What a hand does on a page: it presses, and the next page comes, soon or late."""

from __future__ import annotations

from playwright.sync_api import Locator


def through(thing: Locator, *, key: str = "") -> None:
    """Press what leads to another page, and wait until that page stands whole.

    A plain click may return while the press is still on its way to the host. What is then read is the page before, and
    a page then opened cuts it off. With `key` it is pressed by that key.
    """
    with thing.page.expect_navigation():
        if key:
            thing.press(key)
        else:
            thing.click()
