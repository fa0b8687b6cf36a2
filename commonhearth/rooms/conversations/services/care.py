"""What two people decide about a post under the circle's rules, called by the room for care when they have.

These services ask only whether it is that room which calls. Who may, the second person, the reason's
wording, the time limit and the appeal are kept there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from commonhearth.foundation import logbook
from commonhearth.foundation.access import NotVisible, System, require
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.events import announce
from commonhearth.foundation.notices import tell
from commonhearth.rooms.conversations import authorship, finding
from commonhearth.rooms.conversations.access import may_open_authorship, may_put_out_of_sight
from commonhearth.rooms.conversations.events import (
    AuthorshipOpened,
    PostHidden,
    PostShownAgain,
    PostTakenDown,
)
from commonhearth.rooms.conversations.mail.waiting import unsay
from commonhearth.rooms.conversations.models import Post
from commonhearth.rooms.conversations.wording import REASONS


def hide_post(*, actor: System, post: Post, reason: str, now: datetime) -> Post:
    """Put a post out of sight until it is shown again or taken down. Its author is told, and reads it still.

    Args:
        reason: a code of `wording.REASONS`.

    Raises:
        Refused: when somebody other than the room for care calls, or the post was taken back.
        KeyError: for a reason that nobody has a sentence for.
    """
    return _change(actor, post, now, "talk.put_away", PostHidden, hidden=now, reason=_known(reason))


def show_post(*, actor: System, post: Post, now: datetime) -> Post:
    """Show a post again that was out of sight or taken down.

    Raises:
        Refused: as `hide_post`.
    """
    return _change(
        actor, post, now, "talk.shown_again", PostShownAgain, hidden=None, taken_down=None, reason=""
    )


def take_down_post(*, actor: System, post: Post, reason: str, now: datetime) -> Post:
    """Take a post down for good. Its author is told why; what it said is kept for an appeal.

    Raises:
        Refused: as `hide_post`.
        KeyError: for a reason that nobody has a sentence for.
    """
    return _change(
        actor, post, now, "talk.taken_down", PostTakenDown, hidden=None, taken_down=now, reason=_known(reason)
    )


def _known(reason: str) -> str:
    REASONS[reason]
    return reason


def _change(
    actor: System, post: Post, now: datetime, verb: str, news: type, **facts: datetime | str | None
) -> Post:
    with transaction.atomic():
        post = _locked(post)
        require(may_put_out_of_sight(actor, post))
        for name, value in facts.items():
            setattr(post, name, value)
        post.save(update_fields=list(facts))
        unsay(post.topic_id)
        if not post.circle.is_hidden:
            if post.taken_down:
                finding.erase(finding.POST, [post.id])
            else:
                finding.index_post(post, now=now)
        _write(actor, verb, post, now=now)
        _tell_author(post, verb, now=now)
        announce(news(post.circle_id, post.id, now))
    return post


def _locked(post: Post) -> Post:
    return Post.objects.select_for_update(of=("self",)).select_related("circle").get(id=post.id)


def _write(actor: System, verb: str, post: Post, *, now: datetime) -> None:
    logbook.write(
        actor=actor,
        verb=verb,
        now=now,
        about={"post": str(post.id)},
        circle_id=None if post.circle.is_root else post.circle_id,
    )


def _tell_author(post: Post, code: str, *, now: datetime) -> None:
    """Tell who wrote a post under their name. Of one without a name its page tells them: a notice with its
    address would say who wrote it."""
    if post.author_id is None:
        return
    place = CircleMembership.objects.select_related("member").filter(id=post.author_id).first()
    if place is not None:
        tell(member=place.member, code=code, url_name="conversations:post", url_args=[str(post.id)], now=now)


def open_authorship(*, actor: System, post: Post, two: Mapping[str, str], now: datetime) -> CircleMembership:
    """Open who wrote a post without a name, in an emergency. They are told at once, and the logbook keeps it.

    Args:
        two: the officers, as the author reads them: `who` and `other`.

    Raises:
        Refused: when somebody other than the room for care calls, or the post has a name.
        NotVisible: when it can no longer be opened, because its author erased what was theirs.
    """
    with transaction.atomic():
        post = _locked(post)
        require(may_open_authorship(actor, post))
        place_id = authorship.places_of([post], purpose=authorship.EMERGENCY).get(post.id)
        place = CircleMembership.objects.select_related("member", "circle").filter(id=place_id).first()
        if place is None:
            raise NotVisible
        _write(actor, "talk.authorship_opened", post, now=now)
        tell(member=place.member, code="talk.authorship_opened_by", params=dict(two), now=now)
        announce(AuthorshipOpened(post.circle_id, post.id, now))
    return place
