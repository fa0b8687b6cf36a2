"""Pages that are meant for paper: printed by the reader, or taken away as a PDF where this host can make one.

    return paper(request, "directory/pocket.html", context, name="pocket-directory")

A page for paper extends `kit/paper.html`, which says how to print it. `?pdf=1` answers with the file. Without
the extra (`make pdf`), or when the press is busy or gives up, the same address answers with the page and says so.

The printing itself happens in a short-lived process (DESIGN 5), one at a time: it takes about 100 MB for a second.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonhearth.kit.page import page

#: How long a reader waits for the press to be free, and for the file, in seconds.
WAIT_FOR_TURN = 3
WAIT_FOR_FILE = 25
#: Bytes of a page that goes in, of its pictures together, and of the file that comes out.
LARGEST_PAGE = 2_000_000
LARGEST_PICTURES = 12_000_000
LARGEST_FILE = 20_000_000

#: By the address that a page names: type and bytes.
Pictures = Mapping[str, tuple[str, bytes]]

#: What is said instead of the file.
WHY_NOT: dict[str, str | Promise] = {
    "absent": _("This host does not make PDF files. Print this page instead; it is the same."),
    "busy": _("Another file is being made just now. Try again in a minute, or print this page; it is the same."),
    "too_large": _("This is too long for one file. Print this page instead, or ask for less of it."),
    "failed": _("The file could not be made. Print this page instead; it is the same."),
}  # fmt: skip

#: What the extra needs of the machine: the shared libraries of Debian's libpango-1.0-0 and libpangoft2-1.0-0.
_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0")
_LOADS = f"import ctypes\nfor name in {_LIBRARIES!r}: ctypes.CDLL(name)"

_PRESS = (sys.executable, "-I", "-m", "commonhearth.kit.press")
_one_press = threading.BoundedSemaphore(1)


class CannotPrint(Exception):
    """There is no PDF. `code` is one of `WHY_NOT`."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code


@lru_cache(maxsize=1)
def can_print_pdf() -> bool:
    """Tell whether this host has the extra and the libraries under it. Looked up once per process."""
    if find_spec("weasyprint") is None:
        return False
    return (
        subprocess.run([sys.executable, "-I", "-c", _LOADS], capture_output=True, check=False).returncode == 0
    )


def pdf_of(html: str, *, address: str = "", pictures: Pictures | None = None) -> bytes:
    """Return a page as a tagged PDF/UA file. Nothing is fetched for it but the house’s own style sheet.

    Args:
        html: a whole page with its language and title; ours, with what others wrote escaped in it.
        address: where the page stands, for its links.
        pictures: those that stand in it; others that it names are left out.

    Raises:
        CannotPrint: with the reason's code.
    """
    if not can_print_pdf():
        raise CannotPrint("absent")
    written = html.encode()
    if len(written) > LARGEST_PAGE:
        raise CannotPrint("too_large")
    if not _one_press.acquire(timeout=WAIT_FOR_TURN):
        raise CannotPrint("busy")
    try:
        done = subprocess.run(
            [*_PRESS, address],
            input=_handed_in(written, pictures or {}),
            capture_output=True,
            timeout=WAIT_FOR_FILE,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},  # none of the host's secrets
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CannotPrint("too_large", "it took too long") from None
    finally:
        _one_press.release()
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF-"):
        raise CannotPrint("failed", done.stderr.decode(errors="replace")[-400:])
    if len(done.stdout) > LARGEST_FILE:
        raise CannotPrint("too_large")
    return done.stdout


def _handed_in(written: bytes, pictures: Pictures) -> bytes:
    """Return what the press reads: how long the page is and which pictures follow, the page, the pictures."""
    said = [(address, kind, len(content)) for address, (kind, content) in pictures.items()]
    head = json.dumps({"page": len(written), "pictures": said}).encode() + b"\n"
    return b"".join([head, written, *(content for _kind, content in pictures.values())])


def paper(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    name: str,
    pictures: Callable[[], Pictures] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with a page for paper, or with its PDF where `?pdf=1` asks for that and this host can make one.

    Args:
        request: the request answered.
        template: the template's name; it extends `kit/paper.html`.
        context: what the template speaks of.
        name: what the file is called, without its ending; nothing from a closed circle.
        pictures: asked, when a file is to be made, for the pictures in it that this reader may see; together at
            most `LARGEST_PICTURES` bytes.
        status: the HTTP status of the page.
    """
    given = {
        "now": getattr(request, "now", None),
        "pdf_url": _pdf_url(request),
        "pdf_why_not": "",
        **(context or {}),
    }
    if request.GET.get("pdf") != "1":
        return page(request, template, given, status=status)
    try:
        html = get_template(template).render(given, request)
        address = request.build_absolute_uri(request.path)
        made = pdf_of(html, address=address, pictures=pictures() if pictures and can_print_pdf() else None)
    except CannotPrint as no:
        given |= {"pdf_url": "", "pdf_why_not": WHY_NOT[no.code]}
        return page(request, template, given, status=status)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _pdf_url(request: HttpRequest) -> str:
    """Return the address of the file, with all that was asked for; nothing where there can be none."""
    if not can_print_pdf():
        return ""
    asked = request.GET.copy()
    asked["pdf"] = "1"
    return "?" + asked.urlencode()


def tell() -> int:
    """Say on a terminal whether this host can make PDF files; what `make pdf` ends with."""
    if can_print_pdf():
        sys.stdout.write("This host can make PDF files.\n")
        return 0
    sys.stderr.write(
        "PDF files need two libraries. On Debian type: apt-get install libpango-1.0-0 libpangoft2-1.0-0\n"
    )
    return 1


if __name__ == "__main__":
    sys.exit(tell())
