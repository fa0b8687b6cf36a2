"""A handbook as a viewer may see it: what is in it, one page, what was changed, what fits some words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import CharField, QuerySet, Value
from django.utils.functional import Promise
from markupsafe import Markup

from commonhearth.core.differing import Gap, Line, differences
from commonhearth.core.words import MOST_ASKED, matcher, words_of
from commonhearth.foundation import search
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.circles.selectors import circle_for, names_of, read_plainly_by
from commonhearth.foundation.files.models import File, FileKind
from commonhearth.foundation.files.selectors import contents_for, hung_on
from commonhearth.foundation.registry import Point
from commonhearth.foundation.tenancy.ready import Ready
from commonhearth.kit import markdown
from commonhearth.kit.paper import LARGEST_PICTURES
from commonhearth.rooms.handbook import words
from commonhearth.rooms.handbook.access import may_change_page, may_read_handbook, may_read_page
from commonhearth.rooms.handbook.models import Page, Wording

KIND = "handbook"
#: Pages in a handbook's list, wordings in a page's, and pages of a hidden circle that are opened to be searched.
MOST_PAGES, WORDINGS, MOST_OPENED = 300, 30, 5_000


@dataclass(frozen=True, slots=True)
class PageLink:
    """A quiet link beside a page, such as “something isn’t right”.

    Attributes:
        url_name: a page inside the community whose address ends with the handbook page's id.
    """

    label: str | Promise
    url_name: str


#: Links beside a page that rooms above fill in; keyed "room.what".
BESIDE_A_PAGE: Point[PageLink] = Point("handbook.beside_a_page")


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the list, with those below it."""

    page: Page
    below: list[Page] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a handbook, in its order, and what was taken out of it."""

    entries: list[Entry]
    put_away: list[Page]

    @property
    def in_order(self) -> list[Page]:
        """Every page, those below right after the one above."""
        return [page for entry in self.entries for page in (entry.page, *entry.below)]


def contents_of(viewer: Actor, circle: Circle, *, with_text: bool = False) -> Contents:
    """Return what is in a circle's handbook; two queries whatever there is, one where nothing is sealed.

    Raises:
        NotVisible: when the viewer may not read the circle.
    """
    if not may_read_handbook(viewer, circle):
        raise NotVisible
    rows = Page.objects.filter(circle=circle).order_by("place", "created", "id")
    if not with_text:
        rows = rows.defer("text", "sealed_text")
    found = list(rows[: MOST_PAGES * 2])
    for page in found:
        page.circle = circle
    if with_text:
        _name_who_checked(viewer, circle, found)
    words.read(found, viewer=viewer, names=words.BOTH if with_text else ("title",))
    stands = [page for page in found if page.put_away is None][:MOST_PAGES]
    below: dict[UUID | None, list[Page]] = {}
    for page in stands:
        below.setdefault(page.parent_id, []).append(page)
    entries = [Entry(page, below.get(page.id, [])) for page in below.get(None, [])]
    away = [page for page in found if page.put_away is not None and may_read_page(viewer, page)]
    return Contents(entries, away)


def _name_who_checked(viewer: Actor, circle: Circle, pages: Sequence[Page]) -> None:
    ids = {page.checked_by_id for page in pages if page.checked_by_id}
    names = names_of(viewer, circle, ids) if ids else {}
    for page in pages:
        page.checked_name = names.get(page.checked_by_id, "") if page.checked_by_id else ""


def _name_who_wrote(viewer: Actor, circle: Circle, wordings: Sequence[Wording]) -> None:
    ids = {wording.author_id for wording in wordings if wording.author_id}
    names = names_of(viewer, circle, ids) if ids else {}
    for wording in wordings:
        wording.by = names.get(wording.author_id, "") if wording.author_id else ""


def page_for(viewer: Actor, page_id: UUID, *, now: datetime) -> Page:
    """Return one page with its circle and its words.

    Raises:
        NotVisible: when there is none that this viewer may read.
    """
    page = _with_parent.first(handbook=page_id)
    if page is None:
        raise NotVisible
    page.circle = circle_for(viewer, page.circle_id, now=now)
    if not may_read_page(viewer, page):
        raise NotVisible
    _name_who_checked(viewer, page.circle, [page])
    if page.parent is not None:
        page.parent.circle = page.circle
        words.read([page, page.parent], viewer=viewer)
    else:
        words.read([page], viewer=viewer)
    return page


_with_parent: Ready[Page] = Ready(
    lambda handbook: Page.objects.filter(id=handbook).select_related("parent").order_by()
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page to read: its text as HTML, and what hangs on it and is not shown within the text."""

    html: Markup
    files: list[File]
    hung: list[File]


def shown(viewer: Actor, page: Page, *, slug: str, top: int = 2) -> Shown:
    """Return a page's text with its pictures in their places."""
    return shown_all(viewer, [page], slug=slug, top=top)[page.id]


def shown_all(viewer: Actor, pages: Sequence[Page], *, slug: str, top: int = 2) -> dict[UUID, Shown]:
    """Return the texts of many pages; two queries for what hangs on them."""
    hung = hung_on(pages, viewer=viewer)
    return {page.id: _shown(page, hung.get(page.id, []), slug, top) for page in pages}


def _shown(page: Page, files: list[File], slug: str, top: int) -> Shown:
    pictures = pictures_by_name({file: f"/c/{slug}/files/{file.id}/" for file in files})
    html = markdown.render(page.text, top=top, tables=True, pictures=pictures)
    beside = [file for file in files if f'src="/c/{slug}/files/{file.id}/"' not in html]
    return Shown(html, files, beside)


def pictures_for_paper(
    viewer: Actor, shown: Iterable[Shown], *, slug: str, most: int = LARGEST_PICTURES
) -> dict[str, tuple[str, bytes]]:
    """Return the pictures of pages that were shown to this viewer, by the addresses at which the pages name them.

    Those beside a text are small already. Where the large ones within the texts would be too much together,
    small ones stand for them, and where these are too much, the last ones are left out: their words stand there.
    """
    found: dict[str, tuple[str, bytes]] = {}
    left = most
    for one in shown:
        for file in one.files:
            address = f"/c/{slug}/files/{file.id}/"
            if file.kind != FileKind.PICTURE:
                continue
            if file in one.hung:
                address += "small/"
            small = file in one.hung or file.size > left
            try:
                content = contents_for(viewer, file, small=small)
            except NotVisible:
                continue
            if len(content) <= left:
                found[address] = (file.content_type, content)
                left -= len(content)
    return found


#: The endings that a picture may have had when it was sent; it is kept as one of two kinds.
ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".webp")


def pictures_by_name(addresses: Mapping[File, str]) -> dict[str, markdown.Picture]:
    """Return what `![words](name)` may show on a page: pictures by the name they came with or are kept under."""
    found: dict[str, markdown.Picture] = {}
    for file, address in addresses.items():
        if file.kind == FileKind.PICTURE:
            picture = markdown.Picture(address, file.width, file.height)
            found |= {f"{file.called.rpartition('.')[0]}{ending}": picture for ending in ENDINGS}
    return found | {
        file.called: markdown.Picture(address, file.width, file.height)
        for file, address in addresses.items()
        if file.kind == FileKind.PICTURE
    }


# --- What was changed --------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class WordingPage:
    """Some wordings of a page, newest first, and the number before which the next ones stand (0 at the end)."""

    wordings: list[Wording]
    more: int


def wordings_of(viewer: Actor, page: Page, *, before: int = 0, size: int = WORDINGS) -> WordingPage:
    """Return one page of a page's wordings with their titles and who wrote them.

    Args:
        page: as `page_for` gave it to this viewer.
    """
    rows = Wording.objects.filter(page=page).defer("text", "sealed_text")
    if before > 0:
        rows = rows.filter(number__lt=before)
    found = list(rows.order_by("-number")[: size + 1])
    for wording in found:
        wording.circle = page.circle
    words.read(found[:size], viewer=viewer, names=("title",))
    _name_who_wrote(viewer, page.circle, found[:size])
    return WordingPage(found[:size], found[size - 1].number if len(found) > size else 0)


@dataclass(frozen=True, slots=True)
class Difference:
    """What one wording changed in the one before it."""

    wording: Wording
    before: Wording | None
    lines: tuple[Line | Gap, ...]
    title_changed: bool


def difference_for(viewer: Actor, page: Page, number: int) -> Difference:
    """Return what one wording of a page changed.

    Raises:
        NotVisible: when the page never had a wording of that number.
    """
    rows = Wording.objects.filter(page=page, number__in=[number - 1, number])
    by_number = {wording.number: wording for wording in rows}
    if number not in by_number:
        raise NotVisible
    for wording in by_number.values():
        wording.circle = page.circle
    words.read(by_number.values(), viewer=viewer)
    _name_who_wrote(viewer, page.circle, [by_number[number]])
    here, before = by_number[number], by_number.get(number - 1)
    lines = differences(was=before.text if before else "", now=here.text)
    return Difference(here, before, lines, before is not None and before.title != here.title)


# --- Finding -----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Hit:
    """A page that fits, with the line in which the words stand."""

    id: UUID
    title: str
    line: str


def search_in(viewer: Actor, circle: Circle, query: str, *, now: datetime, limit: int = 30) -> list[Hit]:
    """Return the pages of one handbook that fit some words.

    What is sealed is in no index: a hidden circle's pages are opened and looked through, the newest first.

    Raises:
        NotVisible: when the viewer may not read the circle.
    """
    if not may_read_handbook(viewer, circle):
        raise NotVisible
    if circle.is_hidden:
        return _by_opening(viewer, circle, query)[:limit]
    found = search.find(query, kinds=[KIND], viewer=viewer, now=now, limit=limit, scope=circle.id)
    return [Hit(hit.id, hit.title, markdown.snippet(hit.text)) for hit in found]


def _by_opening(viewer: Actor, circle: Circle, query: str) -> list[Hit]:
    asked = words_of(query, most=MOST_ASKED)
    if not asked:
        return []
    rows = list(Page.objects.filter(circle=circle, put_away=None).order_by("-changed", "-id")[:MOST_OPENED])
    for page in rows:
        page.circle = circle
    words.read(rows, viewer=viewer)
    fits = matcher(asked)
    found = []
    for page in rows:
        if (fit := fits(words_of(page.title), words_of(page.text))) is not None:
            found.append((fit.points, Hit(page.id, page.title, markdown.snippet(page.text))))
    return [hit for _points, hit in sorted(found, key=lambda pair: -pair[0])]


def readable(handbook: UUID, member: UUID) -> QuerySet[Page, tuple[str]]:
    """Ask for a page if a member inside may read it, for the search over everything; it is shown as it was indexed."""
    pages = Page.objects.filter(read_plainly_by(member), id=handbook, put_away=None)
    return pages.order_by().values_list(Value("", output_field=CharField()))


# --- When to look again ------------------------------------------------------------------------------
def is_due(page: Page, today: date) -> bool:
    """Return whether the day has come on which somebody should look again."""
    return page.check_again is not None and page.check_again <= today


def pages_to_stand_below(viewer: Actor, page: Page) -> list[Page]:
    """Return the pages below which one may stand: those at the top, but itself."""
    if not may_change_page(viewer, page) or page.below.filter(put_away=None).exists():
        return []
    return [entry.page for entry in contents_of(viewer, page.circle).entries if entry.page.id != page.id]
