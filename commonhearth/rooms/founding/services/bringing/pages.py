"""A preview's rows, sealed, some on each page. Page 0 holds what is true of the whole file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from commonhearth.foundation import sealed
from commonhearth.rooms.founding.models import Bringing, BringingPage, Kind

#: Rows on one page of a preview.
SIZE = {Kind.PEOPLE: 100, Kind.CALENDAR: 50, Kind.AGREEMENTS: 100, Kind.DECISIONS: 50}
HEAD = 0


def put(run: Bringing, rows: Sequence[Any], *, head: Any = None) -> None:
    """Lay rows down as the run's preview, in place of any before."""
    BringingPage.objects.filter(bringing=run).delete()
    size = SIZE[Kind(run.kind)]
    pages = [BringingPage(bringing=run, number=HEAD, content=_written(head or {}))]
    for number, start in enumerate(range(0, len(rows), size), start=1):
        content = _written(list(rows[start : start + size]))
        pages.append(BringingPage(bringing=run, number=number, content=content))
    BringingPage.objects.bulk_create(pages, batch_size=100)


def write(page: BringingPage, rows: Sequence[Any]) -> None:
    """Write one page anew."""
    page.content = _written(list(rows))  # type: ignore[assignment]
    page.save(update_fields=["content"])


def head(run: Bringing, *, viewer: Any) -> dict[str, Any]:
    """Return what is true of the whole file."""
    found: dict[str, Any] = {}
    for page in BringingPage.objects.filter(bringing=run, number=HEAD):
        found = read(page, viewer=viewer)
    return found


def read(page: BringingPage, *, viewer: Any) -> Any:
    """Return one page's rows."""
    return json.loads(sealed.open(page.content, viewer=viewer))


def every_row(run: Bringing, *, viewer: Any) -> Iterator[Any]:
    """Yield every row, page by page, so that a long list is never in memory twice."""
    for page in BringingPage.objects.filter(bringing=run, number__gt=HEAD).order_by("number").iterator(10):
        yield from read(page, viewer=viewer)


def _written(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
