"""What somebody takes from somebody, and those who look at it again: for tests of both."""

from __future__ import annotations

from datetime import timedelta

from commonhearth.foundation.accounts.services import people
from commonhearth.foundation.circles.selectors import as_actor
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.care import selectors, services
from commonhearth.rooms.care.models import Panellist
from commonhearth.rooms.conversations.models import Post

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def hide(bench, case, who="steward", now=None):
    return services.propose(
        actor=bench.act(who), case=case, what="hide", rule="contempt", words="It calls people rubbish.",
        now=now or bench.now,
    )  # fmt: skip


def take_down(bench, case, rule="contempt"):
    measure = services.propose(
        actor=bench.act("steward"), case=case, what="take_down", rule=rule,
        words="It calls people rubbish.", now=bench.now,
    )  # fmt: skip
    return services.confirm(actor=bench.act("registrar"), measure=measure, now=bench.now + HOUR)


def post_of(case):
    return Post.objects.get(id=case.post)


def appealed(bench, measure, who="member", seed="5eed"):
    own = selectors.wrote_post(bench.act(who), measure.post)
    return services.appeal(
        actor=bench.act(who),
        measure=measure,
        words="I meant the weather.",
        seed=seed,
        wrote=own,
        now=bench.now + HOUR,
    )


def grown(bench, *names):
    """Let more full members live here, with a sign-in each."""
    for name in names:
        person = people.make_without_email(now=bench.now)
        Member.objects.create(name=name, standing="member", person=person, created=bench.now)


def seats(appeal):
    return list(Panellist.objects.filter(appeal=appeal, not_me=False).select_related("member", "appeal"))


def as_member(seat, bench):
    return as_actor(Member.objects.select_related("community").get(id=seat.member_id), now=bench.now)
