"""Writing a page, alone or two at once: nothing that somebody typed is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from commonhearth.core.merging import Collision, Side, merge
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles.access import Actor, own_seat
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.events import announce
from commonhearth.foundation.files import services as files
from commonhearth.foundation.files.arriving import Accepted
from commonhearth.foundation.files.models import File
from commonhearth.rooms.handbook import words
from commonhearth.rooms.handbook.access import may_change_page, may_write_handbook
from commonhearth.rooms.handbook.events import PageChanged
from commonhearth.rooms.handbook.models import Page, Wording


class Collided(Exception):
    """Somebody else rewrote the same lines meanwhile; nothing of this change was kept yet.

    Attributes:
        number: the wording that stands now, from which the next change is made.
        title: the title as it was handed in.
        title_now: the title that stands now, where both changed it; "" otherwise.
        text: both texts put together; where they collide both wordings stand one after the other.
        collisions: what each made of the same lines.
    """

    def __init__(
        self, number: int, title: str, title_now: str, text: str, collisions: tuple[Collision, ...]
    ) -> None:
        super().__init__(number)
        self.number, self.title, self.title_now, self.text = number, title, title_now, text
        self.collisions = collisions


@dataclass(frozen=True, slots=True)
class Changed:
    """A page after a change.

    Attributes:
        put_together: whether somebody else had changed it meanwhile, and both changes stand now.
    """

    page: Page
    put_together: bool


def write_page(
    *,
    actor: Actor,
    circle: Circle,
    title: str,
    text: str,
    hung: Sequence[Accepted] = (),
    parent_id: UUID | None = None,
    now: datetime,
) -> Page:
    """Write a new page at the end of the handbook, or of those below another page.

    Raises:
        Refused: when the actor may not, or there is no room for its files.
        NotVisible: when there is no such page to stand below.
    """
    with transaction.atomic():
        circle = Circle.objects.select_for_update().get(id=circle.id)
        require(may_write_handbook(actor, circle))
        parent = parent_for(circle, parent_id)
        last = Page.objects.filter(circle=circle, parent=parent).aggregate(last=Max("place"))["last"]
        page = Page(id=uuid4(), circle=circle, parent=parent, changed=now, created=now)
        page.place = 0 if last is None else last + 1
        words.put(page, circle, title=_one_line(title), text=text.strip())
        page.save()
        _keep_wording(page, actor, _one_line(title), text.strip(), now)
        hang_on_page(actor=actor, page=page, hung=hung, now=now)
        announce(PageChanged(circle.id, page.id, now))
    return page


def change_page(
    *,
    actor: Actor,
    page: Page,
    made_from: int,
    title: str,
    text: str,
    hung: Sequence[Accepted] = (),
    now: datetime,
) -> Changed:
    """Change a page. What others changed meanwhile elsewhere in it stays; their and these words stand together.

    Args:
        made_from: the number of the wording that the actor had before them.

    Raises:
        Refused: when the actor may not, or there is no room for its files.
        NotVisible: when it never had a wording of that number.
        Collided: when both rewrote the same lines; nothing is changed then.
    """
    with transaction.atomic():
        page = _locked(page)
        require(may_change_page(actor, page))
        title, text = _one_line(title), text.strip()
        words.read([page], viewer=actor)
        standing = (page.title, page.text)
        together = False
        if made_from != page.number:
            title, text = _together(actor, page, made_from, title, text)
            together = (title, text) != standing
        hang_on_page(actor=actor, page=page, hung=hung, now=now)
        if (title, text) != standing:
            page.number += 1
            page.changed = now
            words.put(page, page.circle, title=title, text=text)
            page.save()
            _keep_wording(page, actor, title, text, now)
        announce(PageChanged(page.circle_id, page.id, now))
    return Changed(page, together)


def _together(actor: Actor, page: Page, made_from: int, title: str, text: str) -> tuple[str, str]:
    was = Wording.objects.filter(page=page, number=made_from).first()
    if was is None:
        raise NotVisible
    was.circle = page.circle
    words.read([was], viewer=actor)
    merged = merge(was=was.text, theirs=page.text, yours=text)
    if page.title in (was.title, title):
        title_now = ""
    elif title == was.title:
        title, title_now = page.title, ""
    else:
        title_now = page.title
    if merged.collisions or title_now:
        raise Collided(page.number, title, title_now, merged.text(Side.BOTH), merged.collisions)
    return title, merged.text().strip()


def take_back_to(*, actor: Actor, page: Page, number: int, now: datetime) -> Page:
    """Let an earlier wording stand again, as a new one: nothing in between is lost.

    Raises:
        Refused: when the actor may not.
        NotVisible: when there is no such wording.
    """
    with transaction.atomic():
        page = _locked(page)
        require(may_change_page(actor, page))
        earlier = Wording.objects.filter(page=page, number=number).first()
        if earlier is None:
            raise NotVisible
        earlier.circle = page.circle
        words.read([earlier], viewer=actor)
        return change_page(
            actor=actor, page=page, made_from=page.number, title=earlier.title, text=earlier.text, now=now
        ).page


def hang_on_page(*, actor: Actor, page: Page, hung: Sequence[Accepted], now: datetime) -> None:
    """Hang pictures and other files on a page; sealed where its circle is hidden.

    Raises:
        Refused: when the actor may not, or there is no room for them.
    """
    require(may_change_page(actor, page))
    files.hang(
        hung, on=page, now=now, sealed_with=("circle", page.circle_id) if page.circle.is_hidden else None
    )


def take_down_from_page(*, actor: Actor, page: Page, file_id: UUID) -> None:
    """Take a file off a page, for good.

    Raises:
        Refused: when the actor may not.
        NotVisible: when it does not hang there.
    """
    with transaction.atomic():
        page = _locked(page)
        require(may_change_page(actor, page))
        file = File.objects.filter(id=file_id, about_id=page.id).first()
        if file is None:
            raise NotVisible
        files.take_down(file)


def parent_for(circle: Circle, parent_id: UUID | None) -> Page | None:
    """Return the page below which one is to stand.

    Raises:
        NotVisible: when it is none of the circle's, or stands below another itself.
    """
    if parent_id is None:
        return None
    found = Page.objects.filter(id=parent_id, circle=circle, parent=None, put_away=None).first()
    if found is None:
        raise NotVisible
    return found


def _locked(page: Page) -> Page:
    return Page.objects.select_for_update(of=("self",)).select_related("circle__community").get(id=page.id)


def _keep_wording(page: Page, actor: Actor, title: str, text: str, now: datetime) -> None:
    kept = Wording(page=page, circle=page.circle, number=page.number, created=now)
    kept.author_id = own_seat(actor, page.circle).membership_id
    words.put(kept, page.circle, title=title, text=text)
    kept.save()


def _one_line(title: str) -> str:
    return " ".join(title.split())
