"""Writing notices, in the transaction of what they are about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import F, Q

from commonhearth.foundation.registry import Point

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from commonhearth.foundation.members.models import Member

#: Letters of other kinds that a link in them stops: what -> (member, now), filled by rooms above.
STOPS: Point[Callable[[Member, datetime], None]] = Point("notices.stops")
#: Sentences of notices by code, filled by each package above or beside: code -> lazy sentence.
NOTICES: Point[Any] = Point("notices.sentences")


def tell(
    *,
    member: Member,
    code: str,
    now: datetime,
    params: dict[str, str] | None = None,
    url_name: str = "",
    url_args: list[str] | None = None,
) -> None:
    """Tell one member something, if they are inside. Nobody else ever learns whether they read it.

    Args:
        code: a sentence of `NOTICES`.
        params: plain values that fill it.
        url_name: where it leads, inside the community; `url_args` follow the slug.

    Raises:
        KeyError: for a code that nobody has a sentence for.
    """
    # Models are not loaded yet when apps import this package.
    from commonhearth.foundation.members.models import INSIDE
    from commonhearth.foundation.notices.models import Notice

    if code not in NOTICES:
        raise KeyError(code)
    if member.standing not in INSIDE:
        return
    Notice.objects.create(
        member=member, code=code, params=params or {}, url_name=url_name, url_args=url_args or [], created=now
    )


def tell_unless_waiting(*, member: Member, code: str, url_name: str, now: datetime) -> None:
    """Tell one member something that they have not been told since they last read: once is enough.

    Raises:
        KeyError: for a code that nobody has a sentence for.
    """
    from commonhearth.foundation.notices.models import Notice

    if not Notice.objects.filter(member=member, code=code, url_name=url_name, read=False).exists():
        tell(member=member, code=code, url_name=url_name, now=now)


def tell_circle(
    *,
    circle_id: UUID,
    code: str,
    url_name: str,
    url_args: list[str],
    now: datetime,
    params: dict[str, str] | None = None,
    only: Q | None = None,
) -> int:
    """Tell everyone in a circle the same, once a day at most for each code and address; return how many.

    The sentence names no circle: who is in a hidden one must not read its name in a list or a letter.

    Args:
        params: plain values that fill the sentence.
        only: a filter of the circle's memberships, where it does not concern all of them.

    Raises:
        KeyError: for a code that nobody has a sentence for.
    """
    from commonhearth.foundation.circles.models import CircleMembership
    from commonhearth.foundation.members.models import ACTING
    from commonhearth.foundation.notices.models import Notice

    if code not in NOTICES:
        raise KeyError(code)
    told = Notice.objects.filter(code=code, url_args=url_args, created__gt=now - timedelta(days=1))
    people = CircleMembership.objects.filter(
        only or Q(), circle_id=circle_id, left=None, circle__closed_on=None, member__standing__in=ACTING
    ).exclude(member_id__in=told.values("member_id"))
    rows = [
        Notice(
            member_id=member_id,
            code=code,
            params=params or {},
            url_name=url_name,
            url_args=url_args,
            created=now,
        )
        for member_id in people.values_list("member_id", flat=True)
    ]
    Notice.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def put_away(*, code: str, url_args: list[str]) -> None:
    """Put away, for everyone who was asked for the same, what is done now: no home asks for it any more."""
    from commonhearth.foundation.notices.models import Notice

    Notice.objects.filter(code=code, url_args=url_args, read=False).update(read=True)


def tell_many(
    *,
    people: QuerySet[Any],
    code: str,
    url_name: str,
    url_args: list[str],
    now: datetime,
    by_letter: bool = True,
) -> int:
    """Tell some members the same, unless it waits for them unread already; return how many are told.

    Args:
        people: a query for rows that name a member each; whoever is to hear nothing is left out of it.
        by_letter: False for those who want no letter for this: it stands in the house, and no letter counts it.

    Raises:
        KeyError: for a code that nobody has a sentence for.
    """
    from commonhearth.foundation.notices.models import Notice

    if code not in NOTICES:
        raise KeyError(code)
    waiting = Notice.objects.filter(code=code, url_args=url_args, read=False)
    if by_letter:  # one that no letter counts does not keep another from being counted
        members = people.order_by().values("member_id")
        waiting.filter(mailed=F("created"), member_id__in=members).update(mailed=None)
    told = waiting | Notice.objects.filter(code=code, url_args=url_args, created__gt=now - timedelta(days=1))
    ids = (
        people.exclude(member_id__in=told.values("member_id")).order_by().values_list("member_id", flat=True)
    )
    rows = [
        Notice(
            member_id=member_id,
            code=code,
            url_name=url_name,
            url_args=url_args,
            created=now,
            mailed=None if by_letter else now,
        )
        for member_id in ids.distinct()
    ]
    Notice.objects.bulk_create(rows, batch_size=500)
    return len(rows)
