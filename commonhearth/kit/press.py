"""The press: HTML on standard input becomes a PDF on standard output. Run by `kit.paper`, in a process of its own.

    python -I -m commonhearth.kit.press ADDRESS < page > page.pdf

What comes in is a line of JSON that says how long the page is and which pictures follow it, then the page, then
the pictures. Nothing is fetched, from the network or from the disk: the house's style sheet is given along, a
picture is one of those that came in, and whatever else a page names is left out. What the press may use of the
machine is bounded before the page is read.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urljoin

import weasyprint

STYLE = Path(__file__).parent / "static/kit/hearth.css"
#: Bytes of address space, and seconds of the processor.
MEMORY = 1024 * 1024 * 1024
SECONDS = 20


def bounded() -> None:
    """Let this process take only so much, and stand behind those who answer pages."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)


class Given(weasyprint.urls.URLFetcher):  # type: ignore[misc]
    """Gives what was given along, and fetches nothing. The printer goes on without what else a page asked for."""

    def __init__(self, pictures: Mapping[str, tuple[str, bytes]]) -> None:
        super().__init__()
        self.pictures = pictures

    def fetch(self, url: str, headers: Any = None) -> Any:
        found = self.pictures.get(url)
        if found is None:
            raise ValueError(f"not fetched: {url[:80]}")
        return weasyprint.urls.URLFetcherResponse(url, found[1], {"Content-Type": found[0]})


def press(html: str, address: str, pictures: Mapping[str, tuple[str, bytes]] | None = None) -> bytes:
    """Return the page as a tagged PDF/UA file, printed as the browser would print it.

    Args:
        html: a whole page with its language and title.
        address: where the page stands, so that its links lead there from paper that is read on a screen.
        pictures: by their addresses, as the page names them: their type and their bytes.
    """
    given = Given({urljoin(address, one): picture for one, picture in (pictures or {}).items()})
    style = weasyprint.CSS(string=STYLE.read_text(), url_fetcher=given)
    page = weasyprint.HTML(string=html, base_url=address or None, url_fetcher=given)
    made: bytes = page.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")
    return made


def taken(source: BinaryIO) -> tuple[str, dict[str, tuple[str, bytes]]]:
    """Return the page and its pictures, as `kit.paper` hands them in."""
    said = json.loads(source.readline())
    html = source.read(said["page"]).decode()
    return html, {address: (kind, source.read(size)) for address, kind, size in said["pictures"]}


if __name__ == "__main__":
    bounded()
    _html, _pictures = taken(sys.stdin.buffer)
    sys.stdout.buffer.write(press(_html, sys.argv[1] if sys.argv[1:] else "", _pictures))
