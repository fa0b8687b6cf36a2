"""A handbook to take along: every page as Markdown and as HTML that opens in any browser, with its files."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import unquote

from django.template.loader import render_to_string
from markupsafe import Markup

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.files.models import File
from commonhearth.foundation.files.selectors import contents_for, hung_on
from commonhearth.kit import markdown
from commonhearth.rooms.handbook.models import Page
from commonhearth.rooms.handbook.selectors import contents_of, pictures_by_name

_PICTURE = re.compile(r"(?P<words>!\[[^\]\n]*\])\(<?(?P<name>[^<>()\n]+)>?\)")


def packed(viewer: Actor, circle: Circle, *, now: datetime) -> bytes:
    """Return a handbook as a zip.

    Raises:
        NotVisible: when the viewer may not read the circle.
    """
    contents = contents_of(viewer, circle, with_text=True)
    pages = contents.in_order
    hung = hung_on(pages, viewer=viewer)
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        chapters: list[tuple[Page, Markup, list[tuple[File, str]]]] = []
        for number, page in enumerate(pages, start=1):
            files = list(_files(archive, viewer, hung.get(page.id, []), f"files/{number:02d}/"))
            archive.writestr(f"markdown/{number:02d} {_file_name(page.title)}.md", _markdown(page, files))
            chapters.append((page, _html(page, files), files))
        whole = {"circle": circle, "contents": contents, "chapters": chapters, "made": now}
        archive.writestr("handbook.html", render_to_string("handbook/taken.html", whole))
    return box.getvalue()


def _files(
    archive: zipfile.ZipFile, viewer: Actor, found: list[File], folder: str
) -> Iterator[tuple[File, str]]:
    """Write what hangs on a page; what the disk has lost is left out rather than all of it."""
    for file in found:
        try:
            archive.writestr(folder + file.called, contents_for(viewer, file))
        except NotVisible:
            continue
        yield file, folder + file.called


def _markdown(page: Page, files: list[tuple[File, str]]) -> str:
    pictures = pictures_by_name(dict(files))
    by_name = {name.casefold(): picture.address for name, picture in pictures.items()}

    def led(found: re.Match[str]) -> str:
        address = by_name.get(unquote(found["name"]).casefold())
        return f"{found['words']}(<../{address}>)" if address else found[0]

    text = _PICTURE.sub(led, page.text)
    rest = "".join(f"\n- [{file.called}](<../{name}>)" for file, name in files if f"<../{name}>" not in text)
    return f"# {page.title}\n\n{text}\n{rest and chr(10)}{rest}\n"


def _html(page: Page, files: list[tuple[File, str]]) -> Markup:
    return markdown.render(page.text, top=3, tables=True, pictures=pictures_by_name(dict(files)))


def _file_name(title: str) -> str:
    return " ".join(re.sub(r"[^\w\s().,-]", " ", title).split())[:60].strip(" .") or "page"
