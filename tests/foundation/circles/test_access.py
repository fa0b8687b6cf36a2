"""Who may: each rule as a table over the cast. Undeclared means no; a steward gains nothing."""

from __future__ import annotations

import pytest

from commonhearth.foundation.access import System
from commonhearth.foundation.circles import access
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.circles.selectors import circle_of, names_of, people_of
from commonhearth.foundation.circles.selectors.people import without_those_kept_apart
from commonhearth.foundation.members.models import Hold, KeptApart
from commonhearth.foundation.members.selectors import kept_apart_ids

CAST = "visitor stranger applicant guest member neighbour elsewhere former paused steward reviewer operator".split()

#: Rule -> circle -> who may, everybody else may not. In each circle sit `member` (its facilitator) and
#: `paused`; `neighbour`, `steward` and `guest` are elsewhere in the community.
INSIDE = {"guest", "member", "neighbour", "paused", "steward"}
TABLE = {
    access.may_see_circle: {"root": INSIDE, "open": INSIDE, "closed": INSIDE, "hidden": {"member", "paused"}},
    access.may_read_circle: {
        "root": INSIDE,
        "open": INSIDE,
        "closed": {"member", "paused"},
        "hidden": {"member", "paused"},
    },
    access.may_open_circle_name: {"closed": INSIDE, "hidden": {"member", "paused"}},
    access.may_join: {"root": set(), "open": {"neighbour", "steward"}, "closed": set(), "hidden": set()},
    access.may_ask_to_join_circle: {
        "root": set(),
        "open": set(),
        "closed": {"neighbour", "steward"},
        "hidden": set(),
    },
    access.may_invite_to_circle: {
        "root": set(),
        "open": {"member"},
        "closed": {"member"},
        "hidden": {"member"},
    },
    access.may_answer_asking: {"root": set(), "open": {"member"}, "closed": {"member"}, "hidden": {"member"}},
    access.may_leave_circle: {
        "root": set(),
        "open": {"member", "paused"},
        "closed": {"member", "paused"},
        "hidden": {"member", "paused"},
    },
    access.may_rename_self: {"root": set(), "open": {"member", "paused"}, "hidden": {"member", "paused"}},
    access.may_open_circle: {
        "root": {"member", "neighbour", "steward"},
        "open": {"member"},
        "closed": {"member"},
        "hidden": {"member"},
    },
    access.may_change_circle: {"root": set(), "open": {"member"}, "closed": {"member"}, "hidden": {"member"}},
    access.may_end_circle: {"root": set(), "open": {"member"}, "closed": {"member"}, "hidden": {"member"}},
    access.may_give_role: {
        "root": {"steward"},
        "open": {"member"},
        "closed": {"member"},
        "hidden": {"member"},
    },
}


@pytest.mark.parametrize("rule", TABLE, ids=lambda rule: rule.__name__)
def test_the_table(world, rule):
    wrong = []
    for key, may in TABLE[rule].items():
        with world.harbour.within():
            circle = circle_of(world.harbour.circles[key].id, now=world.now)
        for who in CAST:
            actor = world.actor(who)
            with world.harbour.within():
                verdict = rule(actor, circle)
            if bool(verdict) != (who in may):
                wrong.append((key, who, verdict.code))
    assert wrong == []


@pytest.mark.parametrize("rule", TABLE, ids=lambda rule: rule.__name__)
def test_no_job_and_no_command_may(world, rule):
    with world.harbour.within():
        for circle in world.harbour.circles.values():
            assert not rule(System("anything"), circle)


def test_every_refusal_has_a_sentence(world):
    from commonhearth.kit import sentences

    codes = set()
    for rule, rows in TABLE.items():
        for key in rows:
            with world.harbour.within():
                circle = circle_of(world.harbour.circles[key].id, now=world.now)
                codes |= {rule(world.actor(who), circle).code for who in CAST}
    for code in codes - {"yes"}:
        assert sentences.say(code) != sentences.say("no such code"), code


def test_a_plain_row_grants_to_nobody(world):
    """A member who was not fetched as an actor has no seats and no offices."""
    from commonhearth.foundation.members.models import Member

    with world.harbour.within():
        plain = Member.objects.get(id=world.harbour.acting("member").id)
        assert not access.may_give_role(plain, world.harbour.circles["open"])
        assert not access.may_see_circle(plain, world.harbour.circles["hidden"])


def test_on_hold_a_member_sees_no_circle(world):
    from datetime import timedelta

    with world.harbour.within():
        member = world.harbour.acting("member")
        Hold.objects.create(
            member=member,
            placed_by=world.harbour.acting("steward"),
            confirm_by=world.now + timedelta(hours=24),
            until=world.now + timedelta(hours=72),
            talk_to="Olga",
        )
        held = world.harbour.acting("member")
        assert not access.may_see_circle(held, world.harbour.circles["open"])
        assert held.offices == frozenset()


def test_the_query_leaves_out_whom_members_say_it_should(world):
    with world.harbour.within():
        viewer, other = world.harbour.acting("neighbour"), world.harbour.acting("member")
        third = world.harbour.acting("steward")
        KeptApart.objects.create(asker=viewer, other=other)
        KeptApart.objects.create(asker=third, other=viewer)
        everyone = CircleMembership.objects.filter(left=None)
        left_out = {row.member_id for row in everyone} - {
            row.member_id for row in without_those_kept_apart(everyone, viewer)
        }
        assert left_out == kept_apart_ids(viewer)
        assert left_out >= {other.id, third.id}
        seat = CircleMembership.objects.get(circle=world.harbour.circles["open"], member=other, left=None)
        assert seat.id not in names_of(viewer, world.harbour.circles["open"], [seat.id])
        assert people_of(viewer, world.harbour.circles["open"]).people
