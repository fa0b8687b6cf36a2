"""What happens when two people, or two tabs, press at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members import services
from commonhearth.foundation.members.models import INSIDE, Application, Endorsement, Member, Period, Standing
from commonhearth.foundation.outbox.models import Mail
from tests.foundation.accounts.test_at_once import at_once
from tests.world import Place, World


@pytest.fixture
def harbour(real_commits: Any, world: World) -> Place:
    return world.harbour


def each(harbour: Place, *acts: Callable[[], Any]) -> list[Any]:
    """Do different things at the same moment, each within the community."""
    waiting = iter(acts)

    def act() -> Any:
        mine = next(waiting)
        with harbour.within():
            return mine()

    return at_once(len(acts), act)


def asking(harbour: Place) -> Application:
    with harbour.within():
        return Application.objects.get(id=harbour.things["application_id"])


def test_one_link_lets_in_one_of_two(world: World, harbour: Place) -> None:
    def come_in(who: str, name: str) -> Callable[[], Any]:
        return lambda: services.accept_invitation(
            actor=world.persons[who],
            community=harbour.community,
            token=harbour.things["token"],
            name=name,
            now=world.now,
        )

    answers = each(
        harbour, come_in("stranger", "Saba"), come_in("operator", "Odo"), come_in("reviewer", "Rea")
    )
    kinds = sorted(type(answer).__name__ for answer in answers)
    assert kinds == ["InvitationSpent", "InvitationSpent", "Member"], answers
    with harbour.within():
        assert Member.objects.filter(name__in=("Saba", "Odo", "Rea"), standing__in=INSIDE).count() == 1


def test_a_yes_and_a_no_at_once_are_one_answer(world: World, harbour: Place) -> None:
    application = asking(harbour)
    with harbour.within():
        first, second = harbour.acting("steward"), harbour.acting("steward")

    def yes() -> Any:
        return services.endorse(
            actor=first, application=application, community=harbour.community, now=world.now
        )

    def no() -> Any:
        services.decline(
            actor=second,
            application=application,
            community=harbour.community,
            letter="We are full.",
            elsewhere=["A", "B"],
            now=world.now,
        )
        return "letter"

    answers = each(harbour, yes, no)
    assert sorted(type(answer).__name__ for answer in answers) in (
        ["NothingToAnswer", "bool"],
        ["NothingToAnswer", "str"],
    ), answers
    with harbour.within():
        member = harbour.acting("applicant")
        came_in = True in answers
        assert (member.standing in INSIDE) == came_in
        assert Mail.objects.filter(to="applicant@example.org", kind="joining").count() == 1
        assert Mail.objects.filter(text__body__contains="We are full").exists() == (not came_in)


def test_two_yeses_at_once_let_in_once(world: World, harbour: Place) -> None:
    Community.objects.filter(id=harbour.community.id).update(admission="two_members")
    community = Community.objects.get(id=harbour.community.id)
    application = asking(harbour)
    with harbour.within():
        several = [harbour.acting(who) for who in ("member", "neighbour")]

    def yes(member: Member) -> Callable[[], Any]:
        return lambda: services.endorse(
            actor=member, application=application, community=community, now=world.now
        )

    assert sorted(each(harbour, *map(yes, several))) == [False, True]
    with harbour.within():
        assert harbour.acting("applicant").standing == Standing.GUEST
        assert Endorsement.objects.filter(application=application).count() == 2


def test_two_tabs_at_once_ask_once(world: World, harbour: Place) -> None:
    def ask() -> Any:
        return services.ask_to_join(
            actor=world.persons["stranger"], community=harbour.community, name="Saba", now=world.now
        )

    answers = each(harbour, ask, ask, ask)
    assert sorted(type(answer).__name__ for answer in answers) == ["Application", "Refused", "Refused"], (
        answers
    )


def test_two_of_one_name_at_once_are_told_apart(world: World, harbour: Place) -> None:
    with harbour.within():
        tokens = [services.invite(actor=harbour.acting("member"), now=world.now)[1] for _ in range(2)]

    def come(who: str, token: str) -> Callable[[], Any]:
        return lambda: services.accept_invitation(
            actor=world.persons[who], community=harbour.community, token=token, name="Saba", now=world.now
        )

    answers = each(harbour, come("stranger", tokens[0]), come("operator", tokens[1]))
    assert sorted(type(answer).__name__ for answer in answers) == ["Member", "NameInUse"], answers


def test_two_who_say_at_once_that_somebody_has_died_say_one_thing(world: World, harbour: Place) -> None:
    with harbour.within():
        member = harbour.acting("member")
        several = [harbour.acting(who) for who in ("steward", "neighbour")]

    def say(who: Member) -> Callable[[], Any]:
        return lambda: services.say_died(actor=who, member=member, now=world.now)

    said = each(harbour, *map(say, several))
    assert len({death.id for death in said}) == 1, said


def test_two_names_entered_at_once_get_two_numbers(world: World, harbour: Place) -> None:
    with harbour.within():
        registrar = harbour.acting("registrar")
        several = [harbour.acting(who) for who in ("member", "neighbour", "steward", "member")]

    def enter(member: Member) -> Callable[[], Any]:
        return lambda: services.enter_legal_name(
            actor=registrar, member=member, legal_name="Somebody", now=world.now
        )

    answers = each(harbour, *map(enter, several))
    assert {type(answer).__name__ for answer in answers} == {"RegisterEntry"}, answers
    assert len({entry.number for entry in answers}) == 3


def test_a_press_that_waited_for_a_later_one_goes_on_from_there(world: World, harbour: Place) -> None:
    """A request's moment is when it came, and it may have waited for one that came after it."""
    with harbour.within():
        services.go_away(actor=harbour.acting("member"), back_on=None, now=world.now + timedelta(seconds=2))
        member = services.come_back(actor=harbour.acting("member"), now=world.now)
        assert member.standing == Standing.MEMBER
        since = Period.objects.get(member=member, until=None).since
        assert since == world.now + timedelta(seconds=2)
