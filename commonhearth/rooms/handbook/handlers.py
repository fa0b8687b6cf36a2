"""What handbooks do at news: sealing what was open, keeping the index in step."""

from __future__ import annotations

from collections.abc import Iterator

from commonhearth.foundation import search
from commonhearth.foundation.circles.events import CircleHidden
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.events import hears
from commonhearth.foundation.files.services import seal_hung_on
from commonhearth.rooms.handbook import words
from commonhearth.rooms.handbook.events import PageChanged
from commonhearth.rooms.handbook.models import Page
from commonhearth.rooms.handbook.selectors import KIND


@hears(CircleHidden)
def seal_the_handbook(event: CircleHidden) -> None:
    """What was written and hung openly is sealed when its circle is hidden, and found in no index any more."""
    circle = Circle.objects.get(id=event.circle_id)
    pages = list(Page.objects.filter(circle=circle))
    for page in pages:
        search.forget(kind=KIND, id=page.id)
    words.seal_all(circle)
    seal_hung_on(pages, sealed_with=("circle", circle.id), now=event.now)


@hears(PageChanged)
def index_the_page(event: PageChanged) -> None:
    """A page is found by its words where its circle is not hidden, as long as it stands in the handbook."""
    page = Page.objects.select_related("circle").get(id=event.page_id)
    if page.circle.is_hidden or page.put_away:
        search.forget(kind=KIND, id=page.id)
    else:
        search.index_many(kind=KIND, things=[thing(page)], now=event.now)


def thing(page: Page) -> search.Thing:
    """Return a page as it is found."""
    return search.Thing(page.id, page.title, page.text, page.circle_id)


def things() -> Iterator[search.Thing]:
    """Give every page that is to be found in the community in reach, after an import."""
    rows = Page.objects.filter(put_away=None).exclude(circle__openness="confidential")
    yield from (thing(page) for page in rows.iterator())
