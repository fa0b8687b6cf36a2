"""The posts of a topic, thread by thread, each by its author's name in the circle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from markupsafe import Markup

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.circles.selectors import named, sealed_names
from commonhearth.foundation.files.models import File
from commonhearth.foundation.files.selectors import hung_on, with_what_hangs
from commonhearth.foundation.members.apart import apart_from
from commonhearth.foundation.tenancy.ready import Ready
from commonhearth.kit import markdown
from commonhearth.rooms.conversations import authorship, care_notes, words
from commonhearth.rooms.conversations.access import may_read_history
from commonhearth.rooms.conversations.models import Post, PostVersion, Topic
from commonhearth.rooms.conversations.selectors.seeing import (
    Quiet,
    found_by,
    muted_rows,
    quiet_from,
    without_those_kept_apart,
)
from commonhearth.rooms.conversations.selectors.topics import topic_for

#: Posts on one page, and earlier wordings of one.
PAGE, VERSIONS = 50, 30


@dataclass(frozen=True, slots=True)
class Said:
    """A post as the viewer sees it.

    Attributes:
        name: the author's name in the circle where it was written; empty for a post without one.
        author: their place there, where they are known by a name and still in it.
        gone: withdrawn, hidden, taken_down, or nothing. Its author still sees what is hidden or taken down.
        folded: why it stays folded until it is opened: care, muted, word, or nothing.
        is_new: whether it was written after the viewer last said that they have read.
    """

    post: Post
    name: str
    author: CircleMembership | None
    is_own: bool
    gone: str = ""
    folded: str = ""
    is_new: bool = False
    files: list[File] = field(default_factory=list)
    #: Who wrote it down, where the author chose somebody to.
    writer: str = ""

    @property
    def by(self) -> str:
        """Who wrote it, in words."""
        if self.post.anonymous:
            return _("Without a name")
        name = self.name or _("somebody who was here")
        if self.post.written_by_id is None:
            return name
        return _("%(name)s, written by %(writer)s") % {"name": name, "writer": self.writer or _("somebody")}

    @property
    def care(self) -> str:
        """Its care note in words."""
        return care_notes.said(self.post.care_note)

    @property
    def html(self) -> Markup:
        """Its words, safely."""
        return markdown.render(self.post.text)


@dataclass(frozen=True, slots=True)
class PostPage:
    """Some posts of a topic.

    Attributes:
        more: the key after which the next ones come; empty at the end.
        amid: whether others come before them.
    """

    posts: list[Said]
    more: str
    amid: bool = False


def posts_of(
    viewer: Actor,
    topic: Topic,
    *,
    now: datetime,
    after: str = "",
    at: UUID | None = None,
    since: datetime | None = None,
    size: int = PAGE,
) -> PostPage:
    """Return one page of a topic's posts, each thread whole before the next one.

    Args:
        topic: as `topic_for` gave it to this viewer.
        after: `more` of the page before.
        at: a post to begin at, with its thread before it where that fits on the page.
        since: only what was written after this moment, in the order in which it was written.

    Raises:
        NotVisible: when there is no post `at`; one that stands elsewhere by now begins the page at its beginning.
    """
    key, member_id = _read_key(after), getattr(viewer, "id", None)
    if size == PAGE and not key and not at and member_id:  # as it is mostly read
        if since is not None:
            found, more = _cut(_first_new(topic=topic.id, member=member_id, since=since), size)
        else:
            found, more = _cut(_first(topic=topic.id, member=member_id), size)
        return PostPage(said(viewer, topic, found, now=now), more, amid=since is not None)
    every = _every(topic.id, member_id)
    if since is not None:
        rows = _since(every, since)
        found, more = _cut(_later(rows, after), size)
        return PostPage(said(viewer, topic, found, now=now), more, amid=True)
    rows = every.order_by(*BY_THREAD)
    begin = every.filter(id=at).first() if at and not key else None
    if at and begin is None and not Post.objects.filter(id=at).exists():  # of another community, or of none
        raise NotVisible
    if begin is not None:
        thread = rows.filter(_from(begin.thread_at, begin.thread))
        found, more = _cut(thread, size)
        if begin.id not in {post.id for post in found}:
            key = begin.thread_at, begin.thread, begin.created, begin.id
            found, more = _cut(rows.filter(_past(key) | Q(id=begin.id), thread_at__gte=key[0]), size)
    else:
        found, more = _cut(rows.filter(_past(key), thread_at__gte=key[0]) if key else rows, size)
    return PostPage(said(viewer, topic, found, now=now), more, amid=bool(key or begin))


def _every(topic_id: UUID, member_id: UUID | None) -> QuerySet[Post]:
    """Return the posts of a topic that a member finds, without columns that a page of them has no use for."""
    posts = _with_people(found_by(Post.objects.filter(topic=topic_id), member_id), member_id)
    of_no_use = (f"{who}__{name}" for who in ("author", "written_by") for name in OF_NO_USE)
    return posts.defer("topic", "circle", *of_no_use)


def _with_people(posts: QuerySet[Post], member_id: UUID | None) -> QuerySet[Post]:
    """Read along who wrote each post and who wrote it down, whether this one is kept apart from a member, and whether
    anything hangs on it."""
    posts = with_what_hangs(posts).select_related("author", "written_by")
    return posts.annotate(writer_apart=apart_from(member_id, "written_by__member"))  # type: ignore[no-redef]


def _since(posts: QuerySet[Post], since: datetime) -> QuerySet[Post]:
    return posts.filter(created__gt=since).order_by("created", "id")


#: Of an author's place in the circle a page shows the name, and whether they are in it still.
OF_NO_USE = ("created", "community", "member", "to_tell_apart", "joined")
BY_THREAD = ("thread_at", "thread", "created", "id")
_first: Ready[Post] = Ready(lambda topic, member: _every(topic, member).order_by(*BY_THREAD)[: PAGE + 1])
_first_new: Ready[Post] = Ready(lambda topic, member, since: _since(_every(topic, member), since)[: PAGE + 1])


def _cut(rows: Sequence[Post] | QuerySet[Post], size: int) -> tuple[list[Post], str]:
    found = list(rows[: size + 1])
    return found[:size], _key_of(found[size - 1]) if len(found) > size else ""


def _from(thread_at: datetime, thread: UUID) -> Q:
    return Q(thread_at__gt=thread_at) | Q(thread_at=thread_at, thread__gte=thread)


def _past(key: tuple[datetime, UUID, datetime, UUID]) -> Q:
    thread_at, thread, created, post_id = key
    return (
        Q(thread_at__gt=thread_at)
        | Q(thread_at=thread_at, thread__gt=thread)
        | Q(thread_at=thread_at, thread=thread, created__gt=created)
        | Q(thread_at=thread_at, thread=thread, created=created, id__gt=post_id)
    )


def _later(rows: QuerySet[Post], after: str) -> QuerySet[Post]:
    if key := _read_key(after):
        return rows.filter(Q(created__gt=key[2]) | Q(created=key[2], id__gt=key[3]))
    return rows


def _key_of(post: Post) -> str:
    return "~".join([post.thread_at.isoformat(), str(post.thread), post.created.isoformat(), str(post.id)])


def _read_key(key: str) -> tuple[datetime, UUID, datetime, UUID] | None:
    try:
        thread_at, thread, created, post_id = key.replace(" ", "+").split("~")
        found = (
            datetime.fromisoformat(thread_at),
            UUID(thread),
            datetime.fromisoformat(created),
            UUID(post_id),
        )
    except ValueError:
        return None
    return found if found[0].tzinfo and found[2].tzinfo else None


def post_for(viewer: Actor, post_id: UUID, *, now: datetime) -> Said:
    """Return one post with its topic and circle.

    Raises:
        NotVisible: when there is none that this viewer may read.
    """
    rows = without_those_kept_apart(Post.objects.filter(id=post_id), viewer)
    post = _with_people(rows, getattr(viewer, "id", None)).first()
    if post is None:
        raise NotVisible
    return said(viewer, topic_for(viewer, post.topic_id, now=now, titled=False), [post], now=now)[0]


def post_of(post_id: UUID | None) -> Post:
    """Return a post with its circle for a room above that was given its id, without asking who looks.

    Raises:
        NotVisible: when there is none any more.
    """
    post = Post.objects.filter(id=post_id).select_related("circle", "author").first()
    if post is None:
        raise NotVisible
    return post


def as_it_stood(viewer: Actor, post: Post) -> Said | None:
    """Return what a post said, also out of sight, without who wrote it: for a room above that has asked who looks.

    None where its words are gone. What hangs on it is not opened.

    Raises:
        Refused: for a post of a hidden circle that the viewer may not read.
    """
    row = with_what_hangs(Post.objects.filter(id=post.id, withdrawn=None)).select_related("circle").first()
    if row is None:
        return None
    words.read([row], viewer=viewer)
    return Said(row, name="", author=None, is_own=False) if row.text or row.has_files else None


def said(viewer: Actor, topic: Topic, posts: Iterable[Post], *, now: datetime) -> list[Said]:
    """Return posts of one topic in words, with what hangs on them: one query where the viewer muted anything, one for
    the keys where anything is sealed, and one for files where anything hangs here."""
    found, circle = list(posts), topic.circle
    for post in found:
        post.topic, post.circle = topic, circle
    muted = muted_rows(viewer, now=now) if topic.has_muted else []
    values = [*sealed_names([circle]), *words.sealed_in([topic, *muted, *found])]
    with sealed.at_hand([*values, *(post.sealed_author for post in found)]):
        named([circle], viewer=viewer)
        own = authorship.written_by(viewer, found)
        shown = [post for post in found if not gone(post) or post.id in own]
        words.read([topic, *muted, *shown], viewer=viewer)
        files = hung_on([post for post in shown if post.has_files], viewer=viewer)
    quiet = quiet_from(muted)
    return [_said(post, topic, quiet, own, files.get(post.id, [])) for post in found]


def gone(post: Post) -> str:
    """Return how a post is gone, or nothing."""
    return next((how for how in ("withdrawn", "taken_down", "hidden") if getattr(post, how)), "")


def _said(post: Post, topic: Topic, quiet: Quiet, own: set[UUID], files: list[File]) -> Said:
    is_own, folded = post.id in own, ""
    if is_own:
        pass
    elif post.author_id in quiet.people:
        folded = "muted"
    elif post.care_note and quiet.touches(post.care_note, "", ""):
        folded = "word"
    elif post.care_note:
        folded = "care"
    author = post.author if post.author and post.author.left is None else None
    read_until = getattr(topic, "read_until", None)
    return Said(
        post,
        name=str(post.author or ""),
        author=author if author and author.circle_id == topic.circle_id else None,
        is_own=is_own,
        gone=gone(post),
        folded=folded,
        is_new=bool(read_until and post.created > read_until and not is_own),
        files=files,
        writer="" if post.writer_apart else str(post.written_by or ""),
    )


def history_of(viewer: Actor, post: Post) -> list[PostVersion]:
    """Return what a post said before, latest first.

    Raises:
        NotVisible: when the viewer may not read it.
    """
    if not may_read_history(viewer, post):
        raise NotVisible
    versions = list(PostVersion.objects.filter(post=post).order_by("-number")[:VERSIONS])
    for version in versions:
        version.circle = post.circle
    words.read(versions, viewer=viewer)
    return versions
