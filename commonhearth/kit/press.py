"""The press: HTML on standard input becomes a PDF on standard output. Run by `kit.paper`, in a process of its own.

    python -I -m commonhearth.kit.press ADDRESS < page.html > page.pdf

It fetches nothing, from the network or from the disk: the house's style sheet is given along, and
whatever else a page names is left out. What it may use of the machine is bounded before the page is read.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path
from typing import Any

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


class Nothing(weasyprint.urls.URLFetcher):  # type: ignore[misc]
    """Fetches nothing. The printer goes on without what a page asked for."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        raise ValueError(f"not fetched: {url[:80]}")


def press(html: str, address: str) -> bytes:
    """Return the page as a tagged PDF/UA file, printed as the browser would print it.

    Args:
        html: a whole page with its language and title.
        address: where the page stands, so that its links lead there from paper that is read on a screen.
    """
    style = weasyprint.CSS(string=STYLE.read_text(), url_fetcher=Nothing())
    page = weasyprint.HTML(string=html, base_url=address or None, url_fetcher=Nothing())
    made: bytes = page.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")
    return made


if __name__ == "__main__":
    bounded()
    sys.stdout.buffer.write(press(sys.stdin.buffer.read().decode(), sys.argv[1] if sys.argv[1:] else ""))
