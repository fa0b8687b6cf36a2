"""Roles whose term ends: whoever holds one hears of it twice, so that nobody's time runs out unseen."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from commonhearth.foundation.circles.models import Role
from commonhearth.foundation.members.models import Standing
from commonhearth.foundation.notices.models import Notice
from commonhearth.foundation.notices.telling import tell

#: So many days before a term ends, first and last; a shorter term hears of it once, or not at all.
FIRST, LAST = timedelta(days=60), timedelta(days=30)
CODE = "circle.term_ends"


def remind_of_terms(*, now: datetime) -> int:
    """Tell, in the community in reach, who holds a role that ends in two months, and in one; return how many.

    Whoever was given the role after such a day knows its end from then, and is not told again; nor is anybody told
    where somebody holds the role for the time after. A day on which nothing ran is made up for on the next.
    """
    today = now.date()
    rows = Role.objects.filter(
        ended=None,
        starts__lte=today,
        ends__gt=today,
        ends__lte=today + FIRST,
        holder__left=None,
        holder__member__standing=Standing.MEMBER,
        circle__closed_on=None,
    ).select_related("holder__member__community")
    told = defaultdict(list)
    for role_id, at in Notice.objects.filter(code=CODE, created__gt=now - 2 * FIRST).values_list(
        "params__role", "created"
    ):
        told[role_id].append(at.date())
    done = 0
    for role in rows:
        due = role.ends - (LAST if role.ends <= today + LAST else FIRST)
        if role.created.date() >= due or any(day >= due for day in told[str(role.id)]) or _goes_on(role):
            continue
        tell(
            member=role.holder.member,  # type: ignore[union-attr]  # asked for above
            code=CODE,
            params={"day": role.ends.strftime("%-d %B %Y"), "role": str(role.id)},
            url_name="circles:roles",
            url_args=[str(role.circle_id)],
            now=now,
        )
        done += 1
    return done


def _goes_on(role: Role) -> bool:
    after = Role.objects.filter(circle=role.circle_id, office=role.office, into=role.into_id, ended=None)
    return after.filter(ends__gt=role.ends, holder__isnull=False).exists()
