"""Which posts a viewer finds at all, and which stay folded until they press."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, JSONObject, Left
from django.utils import timezone
from django.utils.translation import gettext as _

from commonhearth.core.words import fold
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.members.models import KeptApart, Member
from commonhearth.foundation.tenancy.ready import Ready
from commonhearth.kit import markdown
from commonhearth.rooms.conversations import care_notes, words
from commonhearth.rooms.conversations.models import Muted, Post, Reading, Topic
from commonhearth.rooms.conversations.wording import CARE_NOTES


def without_those_kept_apart(posts: QuerySet[Post], viewer: Actor) -> QuerySet[Post]:
    """Leave out what was written, by name, by whoever is kept apart from the viewer.

    What stands without a name stays for everybody: its absence would tell who wrote it.
    """
    return found_by(posts, getattr(viewer, "id", None))


def found_by(posts: QuerySet[Post], member_id: UUID | None) -> QuerySet[Post]:
    """Do what `without_those_kept_apart` does, for a question that knows no more than the viewer's id."""
    asked = KeptApart.objects.filter(asker_id=member_id).values("other_id")
    was_asked = KeptApart.objects.filter(other_id=member_id).values("asker_id")
    return posts.filter(Q(author=None) | ~Q(author__member__in=asked) & ~Q(author__member__in=was_asked))


def still_muted(member_id: UUID | None, now: datetime) -> QuerySet[Muted]:
    """Return what a member wants to hear nothing of now."""
    mine = Muted.objects.filter(member_id=member_id)
    return mine.filter(Q(until=None) | Q(until__gt=now))


def in_sight(posts: QuerySet[Post], viewer: Actor, *, now: datetime | None = None) -> QuerySet[Post]:
    """Leave out what is gone or out of sight, and what is by whom the viewer is kept apart from or has muted."""
    return in_sight_of(posts, getattr(viewer, "id", None), now or timezone.now())


def in_sight_of(posts: QuerySet[Post], member_id: UUID | None, now: datetime) -> QuerySet[Post]:
    """Do what `in_sight` does, for a question that knows no more than the viewer's id."""
    muted = still_muted(member_id, now)
    there = posts.filter(withdrawn=None, hidden=None, taken_down=None)
    there = there.exclude(topic__in=muted.exclude(topic=None).values("topic_id"))
    people = muted.exclude(person=None).values("person_id")
    return found_by(there.filter(Q(author=None) | ~Q(author__in=people)), member_id)


def where_found(topics: QuerySet[Topic], member_id: UUID | None) -> QuerySet[Topic]:
    """Leave out topics in which a member finds nothing."""
    return topics.filter(Exists(found_by(Post.objects.filter(topic=OuterRef("pk")), member_id)))


def with_latest(topics: QuerySet[Topic], member_id: UUID | None) -> QuerySet[Topic]:
    """Annotate when something was last written that the viewer finds, and how far they have read; leave out
    topics in which they find nothing."""
    found = found_by(Post.objects.filter(topic=OuterRef("pk")), member_id)
    latest = found.order_by("-created", "-id").values("created")[:1]
    return topics.annotate(latest=Subquery(latest), read_until=_read_until(member_id)).filter(
        latest__isnull=False
    )


def _read_until(member_id: UUID | None) -> Subquery:
    mine = Reading.objects.filter(member_id=member_id, topic=OuterRef("pk"))
    return Subquery(mine.values("until")[:1])


def seats_of(member_id: UUID) -> QuerySet[CircleMembership]:
    """Return a member's own places in circles, by id: those of `Member.seats` of who is inside."""
    return CircleMembership.objects.filter(member=member_id, left=None).order_by().values("id")


def with_reading(topics: QuerySet[Topic], member_id: UUID, now: datetime) -> QuerySet[Topic]:
    """Annotate how far a member has read, whether they have written in the circle under their name, and whether there
    is anybody or any word that they want to hear nothing of: other topics make no difference in this one."""
    own = Post.objects.filter(circle=OuterRef("circle"), author__in=seats_of(member_id))
    return topics.annotate(  # type: ignore[no-redef]
        read_until=_read_until(member_id),
        has_written=Exists(own),
        has_muted=Exists(still_muted(member_id, now).filter(topic=None)),
    )


@dataclass(frozen=True, slots=True)
class Quiet:
    """What one viewer wants to hear nothing of now; words as codes of care notes or as they typed them."""

    topics: frozenset[UUID] = frozenset()
    people: frozenset[UUID] = frozenset()
    words: tuple[str, ...] = ()
    rows: list[Muted] = field(default_factory=list)

    def touches(self, care_note: str, title: str, tags: str) -> bool:
        """Whether something bears a word that the viewer put aside. What was written itself is not looked at."""
        if not self.words:
            return False
        codes, own = care_notes.parts(care_note)
        beside = fold(f"{own} {title} {tags}")
        return any(word in codes or (word not in CARE_NOTES and fold(word) in beside) for word in self.words)


def opened(viewer: Actor, rows: Iterable[Topic | Post], *, now: datetime) -> Quiet:
    """Open the words of rows, and return what the viewer wants to hear nothing of: one query, and one for the
    keys where anything is sealed."""
    muted = muted_rows(viewer, now=now)
    words.read([*rows, *muted], viewer=viewer)
    return quiet_from(muted)


def muted_rows(viewer: Actor, *, now: datetime) -> list[Muted]:
    """Return what the viewer wants to hear nothing of, words still sealed; one query."""
    return _muted(member=viewer.id, now=now) if isinstance(viewer, Member) else []


_muted: Ready[Muted] = Ready(lambda member, now: still_muted(member, now).select_related("topic", "person"))


def quiet_from(muted: list[Muted]) -> Quiet:
    """Return what the viewer wants to hear nothing of, from rows whose words are open."""
    return Quiet(
        topics=frozenset(row.topic_id for row in muted if row.topic_id),
        people=frozenset(row.person_id for row in muted if row.person_id),
        words=tuple(row.word for row in muted if row.word),
        rows=muted,
    )


def quiet_of(viewer: Actor, *, now: datetime) -> Quiet:
    """Return what the viewer wants to hear nothing of."""
    return opened(viewer, [], now=now)


def in_words(title: str) -> str:
    """Return a title in words: one that was taken back says so."""
    return title or _("A conversation whose title was taken back")


def shown_as(quiet: Quiet, *, title: str, tags: str, care_note: str = "", text: str = "") -> tuple[str, str]:
    """Return how a topic or a post is shown where it was found, as title and text.

    A care note stands in the place of the words, and what bears a word put aside keeps its title to itself.
    """
    aside = quiet.touches("", title, tags)
    if care_note:
        text = _("Care note: %(words)s") % {"words": care_notes.said(care_note)}
    else:
        text = "" if aside else markdown.snippet(text)
    return _("Something you put aside") if aside else in_words(title), text


def _in_short(**fields: Any) -> Cast:
    return Cast(JSONObject(**fields), TextField())


#: What `shown_as` is given of a topic, and of a post, in one column: of a text as much as a snippet looks at.
TOPIC_IN_SHORT = _in_short(title="title", tags="tags")
POST_IN_SHORT = _in_short(
    title="topic__title",
    tags="topic__tags",
    care_note="care_note",
    text=Left("text", markdown.SNIPPED + 1),
)


def shown_to(viewer: Actor, said: Mapping[UUID, str]) -> dict[UUID, tuple[str, str]]:
    """Return how topics and posts, read in short, are shown to a viewer."""
    quiet = quiet_of(viewer, now=timezone.now())
    return {id: shown_as(quiet, **json.loads(one)) for id, one in said.items()}
