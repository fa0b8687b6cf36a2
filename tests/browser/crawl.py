"""Follow every link that somebody is shown, and stop nowhere but at the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urldefrag, urlsplit

IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+|(?<=^/help/)[a-z]{2}(?=/)")
#: Asked of the page itself: Playwright's search brings a script along to each page, which costs more than the look.
LINKS = "Array.from(document.querySelectorAll('a[href]'), link => link.href)"
#: What is taken along or printed, and is no page.
FILES = re.compile(
    r"/(export|download|take-along|files)/|\.(zip|csv|ics|json|geojson|jsonld|svg|pdf)(\?|$)|[?&]pdf=1"
)


def pages(
    page: Any,
    origin: str,
    start: tuple[str, ...],
    *,
    most: int = 400,
    before: Callable[[], None] = lambda: None,
) -> Iterator[str]:
    """Visit pages by their links, breadth first; gives the path of each with the page standing on it.

    Pages of one kind differ only in ids, and one says what all would.
    """
    waiting, seen, kinds = list(start), set(start), {IDS.sub("*", path) for path in start}
    while waiting and most:
        path = waiting.pop(0)
        before()
        answer = page.goto(origin + path, wait_until="load")
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        most -= 1
        yield path
        for target in page.evaluate(LINKS):
            address = urlsplit(urldefrag(target).url)
            found = address.path + (f"?{address.query}" if address.query else "")
            kind = IDS.sub("*", address.path)
            if not target.startswith(origin + "/") or found in seen or kind in kinds or FILES.search(found):
                continue
            seen.add(found)
            kinds.add(kind)
            waiting.append(found)
