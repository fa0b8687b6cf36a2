"""Which posts a viewer finds at all, and which stay folded until they press."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from commonhearth.core.words import fold
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.members.models import KeptApart, Member
from commonhearth.kit import markdown
from commonhearth.rooms.conversations import care_notes, words
from commonhearth.rooms.conversations.models import Muted, Post, Reading, Topic
from commonhearth.rooms.conversations.wording import CARE_NOTES


def without_those_kept_apart(posts: QuerySet[Post], viewer: Actor) -> QuerySet[Post]:
    """Leave out what was written, by name, by whoever is kept apart from the viewer.

    What stands without a name stays for everybody: its absence would tell who wrote it.
    """
    asked = KeptApart.objects.filter(asker_id=getattr(viewer, "id", None)).values("other_id")
    was_asked = KeptApart.objects.filter(other_id=getattr(viewer, "id", None)).values("asker_id")
    return posts.filter(Q(author=None) | ~Q(author__member__in=asked) & ~Q(author__member__in=was_asked))


def still_muted(viewer: Actor, *, now: datetime) -> QuerySet[Muted]:
    """Return what the viewer wants to hear nothing of now."""
    mine = Muted.objects.filter(member_id=getattr(viewer, "id", None))
    return mine.filter(Q(until=None) | Q(until__gt=now))


def in_sight(posts: QuerySet[Post], viewer: Actor, *, now: datetime | None = None) -> QuerySet[Post]:
    """Leave out what is gone or out of sight, and what is by whom the viewer is kept apart from or has muted."""
    muted = still_muted(viewer, now=now or timezone.now())
    there = posts.filter(withdrawn=None, hidden=None, taken_down=None)
    there = there.exclude(topic__in=muted.exclude(topic=None).values("topic_id"))
    people = muted.exclude(person=None).values("person_id")
    return without_those_kept_apart(there.filter(Q(author=None) | ~Q(author__in=people)), viewer)


def with_latest(topics: QuerySet[Topic], viewer: Actor) -> QuerySet[Topic]:
    """Annotate when something was last written that the viewer finds, and how far they have read; leave out
    topics in which they find nothing."""
    found = without_those_kept_apart(Post.objects.filter(topic=OuterRef("pk")), viewer)
    latest = found.order_by("-created", "-id").values("created")[:1]
    return topics.annotate(latest=Subquery(latest), read_until=_read_until(viewer)).filter(
        latest__isnull=False
    )


def _read_until(viewer: Actor) -> Subquery:
    mine = Reading.objects.filter(member_id=getattr(viewer, "id", None), topic=OuterRef("pk"))
    return Subquery(mine.values("until")[:1])


def with_reading(topics: QuerySet[Topic], viewer: Actor) -> QuerySet[Topic]:
    """Annotate how far the viewer has read, and whether they have written in the circle under their name."""
    seats = [seat.membership_id for seat in viewer.seats.values()] if isinstance(viewer, Member) else []
    own = Post.objects.filter(circle=OuterRef("circle"), author__in=seats)
    return topics.annotate(read_until=_read_until(viewer), has_written=Exists(own))


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
    muted: list[Muted] = []
    if isinstance(viewer, Member):
        muted = list(still_muted(viewer, now=now).select_related("topic", "person"))
    words.read([*rows, *(row for row in muted if row.sealed_word is not None)], viewer=viewer)
    return Quiet(
        topics=frozenset(row.topic_id for row in muted if row.topic_id),
        people=frozenset(row.person_id for row in muted if row.person_id),
        words=tuple(row.word for row in muted if row.word),
        rows=muted,
    )


def quiet_of(viewer: Actor, *, now: datetime) -> Quiet:
    """Return what the viewer wants to hear nothing of."""
    return opened(viewer, [], now=now)


def shown_to(viewer: Actor, ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return how posts are shown where they were found: a care note stands in the place of the words."""
    quiet = quiet_of(viewer, now=timezone.now())
    found = {}
    for post in Post.objects.filter(id__in=ids).select_related("topic"):
        title, text = post.topic.title, ""
        if post.care_note:
            text = _("Care note: %(words)s") % {"words": care_notes.said(post.care_note)}
        elif quiet.touches(post.care_note, title, post.topic.tags):
            title = _("Something you put aside")
        else:
            text = markdown.snippet(post.text)
        found[post.id] = (title or _("A conversation whose title was taken back"), text)
    return found
