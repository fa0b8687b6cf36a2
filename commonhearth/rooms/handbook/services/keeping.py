"""Keeping a handbook: is it still true, where does it stand, is it still wanted?"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from commonhearth.foundation.access import require
from commonhearth.foundation.circles.access import Actor, own_seat
from commonhearth.foundation.communities.selectors import today_here
from commonhearth.foundation.events import announce
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.notices.telling import tell
from commonhearth.rooms.handbook.access import may_change_page, may_put_back_page
from commonhearth.rooms.handbook.events import PageChanged
from commonhearth.rooms.handbook.models import Page
from commonhearth.rooms.handbook.services.writing import _locked, parent_for


def check_page(*, actor: Actor, page: Page, again: date | None, now: datetime) -> Page:
    """Say that a page is true as it stands, and when somebody should look again.

    Raises:
        Refused: when the actor may not.
    """
    with transaction.atomic():
        page = _locked(page)
        require(may_change_page(actor, page))
        page.checked_by_id = own_seat(actor, page.circle).membership_id
        page.checked_on, page.check_again = page.circle.community.today(now), again
        page.reminded = False
        page.save(update_fields=["checked_by", "checked_on", "check_again", "reminded"])
    return page


def remind(*, now: datetime) -> int:
    """Tell whoever checked a page last that its day has come, once; return how many were told.

    In the community in reach. Who is away, has left the circle or the community is not told: the page says itself
    that nobody has looked since.
    """
    today = today_here(now=now)
    due = Page.objects.filter(check_again__lte=today, reminded=False, put_away=None, circle__closed_on=None)
    told = 0
    for page in due.select_related("checked_by__member").order_by("id"):
        seat = page.checked_by
        if seat is not None and seat.left is None and seat.member.is_acting:
            _tell(seat.member, page, now)
            told += 1
        Page.objects.filter(id=page.id).update(reminded=True)
    return told


def _tell(member: Member, page: Page, now: datetime) -> None:
    # The sentence names neither page nor circle: it may stand in a letter.
    tell(member=member, code="handbook.check", url_name="handbook:page", url_args=[str(page.id)], now=now)


def move_page(
    *, actor: Actor, page: Page, parent_id: UUID | None = None, up: bool | None = None, now: datetime
) -> Page:
    """Let a page stand elsewhere: below another or at the top, or one place up or down among those beside it.

    Args:
        up: one place up or down; None to stand below `parent_id`, at the end.

    Raises:
        Refused: when the actor may not.
        NotVisible: when it cannot stand there.
    """
    with transaction.atomic():
        page = _locked(page)
        require(may_change_page(actor, page))
        if up is None:
            parent = parent_for(page.circle, parent_id)
            if parent is not None and (parent.id == page.id or page.below.exists()):
                parent = None  # one level: a page that others stand below stays at the top
            page.parent = parent
            beside = _beside(page)
            page.place = 1 + max((other.place for other in beside), default=-1)
            page.save(update_fields=["parent", "place"])
        else:
            _step(page, up)
        announce(PageChanged(page.circle_id, page.id, now))
    return page


def _beside(page: Page) -> list[Page]:
    rows = Page.objects.select_for_update().filter(circle_id=page.circle_id, parent_id=page.parent_id)
    return [other for other in rows.order_by("place", "created", "id") if other.id != page.id]


def _step(page: Page, up: bool) -> None:
    rows = Page.objects.select_for_update().filter(circle_id=page.circle_id, parent_id=page.parent_id)
    order = list(rows.order_by("place", "created", "id"))
    here = next(place for place, other in enumerate(order) if other.id == page.id)
    steps = range(here - 1, -1, -1) if up else range(here + 1, len(order))
    there = next((place for place in steps if order[place].put_away is None), None)
    if there is not None:
        order.insert(there, order.pop(here))
    for place, other in enumerate(order):
        Page.objects.filter(id=other.id).update(place=place)


def put_away(*, actor: Actor, page: Page, now: datetime) -> None:
    """Take a page out of the handbook, with nothing lost; pages below it come to the end of the top.

    Raises:
        Refused: when the actor may not.
    """
    with transaction.atomic():
        page = _locked(page)
        require(may_change_page(actor, page))
        end = 1 + max((other.place for other in _beside(page)), default=-1)
        Page.objects.filter(parent=page).update(parent=None, place=F("place") + end)
        Page.objects.filter(id=page.id).update(put_away=now)
        announce(PageChanged(page.circle_id, page.id, now))


def put_back(*, actor: Actor, page: Page, now: datetime) -> None:
    """Put a page back into the handbook, at the end.

    Raises:
        Refused: when the actor may not.
    """
    with transaction.atomic():
        page = _locked(page)
        require(may_put_back_page(actor, page))
        page.put_away, page.parent = None, None
        page.place = 1 + max((other.place for other in _beside(page)), default=-1)
        page.save(update_fields=["put_away", "parent", "place"])
        announce(PageChanged(page.circle_id, page.id, now))
