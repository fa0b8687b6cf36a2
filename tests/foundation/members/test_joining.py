"""Asking to join, being answered, coming in by a link."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonhearth.foundation import sealed
from commonhearth.foundation.access import Refused
from commonhearth.foundation.accounts.services import people
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.communities.models import Admission
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.members import services
from commonhearth.foundation.members.models import Application, Invitation, Member, Period, Standing
from commonhearth.foundation.members.selectors import applications_waiting
from commonhearth.foundation.members.services.invitations import find_invitation
from commonhearth.foundation.outbox.models import Mail


@pytest.fixture
def harbour(world):
    with world.harbour.within():
        yield world.harbour


def asks(place, key="newcomer", name="Lotte"):
    person = people.arrive(email=f"{key}@example.org", now=place.now)
    return services.ask_to_join(
        actor=person,
        community=place.community,
        name=name,
        answers=[{"question": "Why?", "answer": "Company."}],
        now=place.now,
    )


def test_who_asks_hears_a_name_and_a_day(harbour):
    asking = asks(harbour)
    assert asking.hear_by == (harbour.now + timedelta(days=harbour.community.answer_days)).date()
    assert asking.welcomer == harbour.acting("steward")
    assert asking.member.standing == Standing.APPLICANT


def test_asking_twice_is_refused_and_asks_once(harbour):
    asking = asks(harbour)
    with pytest.raises(Refused) as refusal:
        services.ask_to_join(actor=asking.member, community=harbour.community, name="Lotte", now=harbour.now)
    assert refusal.value.verdict.code == "asked_already"
    assert Application.objects.filter(member=asking.member).count() == 1


def test_the_door_does_not_tell_whose_name_is_in_use(harbour):
    from commonhearth.foundation.notices.models import Notice

    asking = asks(harbour, name="mara")
    assert asking.member.standing == Standing.APPLICANT
    say = {"application": asking, "community": harbour.community, "now": harbour.now}
    services.endorse(actor=harbour.acting("steward"), **say)
    told = Notice.objects.filter(code="name.shared").values_list("member_id", flat=True)
    assert set(told) == {asking.member_id, harbour.acting("member").id}, "inside, both are offered a word"


def test_a_link_asks_for_a_word(harbour):
    _made, token = services.invite(actor=harbour.acting("member"), now=harbour.now)
    person = people.arrive(email="second-mara@example.org", now=harbour.now)
    come = {"actor": person, "community": harbour.community, "token": token, "now": harbour.now}
    with pytest.raises(services.NameInUse):
        services.accept_invitation(name="mara", **come)
    assert str(services.accept_invitation(name="Mara", word="garden", **come)) == "Mara (garden)"


def test_answers_are_sealed_and_open_for_those_who_answer(harbour):
    asking = Application.objects.get(id=asks(harbour).id)
    assert "Company" in sealed.open(asking.answers, viewer=harbour.acting("steward"))
    assert "Company" in sealed.open(asking.answers, viewer=asking.member)
    with pytest.raises(Refused):
        sealed.open(asking.answers, viewer=harbour.acting("member"))


def test_a_yes_makes_a_newcomer_with_a_dated_period(harbour):
    asking = asks(harbour)
    assert services.endorse(
        actor=harbour.acting("steward"), application=asking, community=harbour.community, now=harbour.now
    )
    member = Member.objects.get(id=asking.member_id)
    assert member.standing == Standing.GUEST
    assert member.trial_until == (harbour.now + timedelta(days=harbour.community.trial_days)).date()
    assert [p.standing for p in Period.objects.filter(member=member, until=None)] == [Standing.GUEST]


def test_a_second_answer_finds_nothing_to_answer(harbour):
    asking = asks(harbour)
    steward = harbour.acting("steward")
    services.endorse(actor=steward, application=asking, community=harbour.community, now=harbour.now)
    with pytest.raises(services.NothingToAnswer):
        services.endorse(actor=steward, application=asking, community=harbour.community, now=harbour.now)


def test_two_members_are_needed_where_the_community_chose_so(harbour):
    harbour.community.admission = Admission.TWO_MEMBERS
    harbour.community.save()
    asking = asks(harbour)
    say = {"application": asking, "community": harbour.community, "now": harbour.now}
    assert not services.endorse(actor=harbour.acting("member"), **say)
    assert not services.endorse(actor=harbour.acting("member"), **say), "one member's yes counts once"
    assert services.endorse(actor=harbour.acting("neighbour"), **say)


def test_a_circle_admits_where_the_community_chose_so(harbour):
    member = harbour.acting("member")
    circle = next(iter(member.circle_ids - harbour.acting("steward").circle_ids))
    harbour.community.admission, harbour.community.admission_circle = Admission.CIRCLE, circle
    asking = asks(harbour)
    with pytest.raises(Refused) as refusal:
        services.endorse(
            actor=harbour.acting("steward"), application=asking, community=harbour.community, now=harbour.now
        )
    assert refusal.value.verdict.code == "needs_circle"
    assert services.endorse(actor=member, application=asking, community=harbour.community, now=harbour.now)


def test_where_the_circle_that_admits_has_nobody_left_the_stewards_hear_and_answer(harbour):
    from commonhearth.foundation.notices.models import Notice

    steward, member = harbour.acting("steward"), harbour.acting("member")
    circle = next(iter(member.circle_ids - steward.circle_ids))
    community = harbour.community
    community.admission, community.admission_circle = Admission.CIRCLE, circle
    community.save()
    told = Notice.objects.filter(code="joining.asked", member=steward, created__gte=harbour.now)
    told = told.exclude(id__in=list(told.values_list("id", flat=True)))
    asks(harbour, key="first", name="Lina")
    assert not told.exists() and not applications_waiting(steward, community), "the circle sees to it"
    CircleMembership.objects.filter(circle=circle).exclude(member=member).update(left=harbour.now)
    services.go_away(actor=member, back_on=None, now=harbour.now)
    asking = asks(harbour)
    assert told.exists() and asking in applications_waiting(steward, community)
    assert not applications_waiting(harbour.acting("neighbour"), community)
    assert services.endorse(actor=steward, application=asking, community=community, now=harbour.now)


def test_where_only_one_could_say_yes_theirs_is_enough(harbour):
    harbour.community.admission = Admission.TWO_MEMBERS
    harbour.community.save()
    asking = asks(harbour)
    member = harbour.acting("member")
    Member.objects.exclude(id__in=[member.id, asking.member_id]).update(standing=Standing.FORMER)
    assert services.endorse(actor=member, application=asking, community=harbour.community, now=harbour.now)


@pytest.mark.parametrize("who", ["guest", "member", "neighbour", "paused", "former", "registrar"])
def test_nobody_else_admits(harbour, who):
    asking = asks(harbour)
    with pytest.raises(Refused):
        services.endorse(
            actor=harbour.acting(who), application=asking, community=harbour.community, now=harbour.now
        )


def test_a_no_is_a_letter_and_leaves_neither_verdict_nor_reason(harbour):
    asking = asks(harbour)
    services.decline(
        actor=harbour.acting("steward"),
        application=asking,
        community=harbour.community,
        letter="We are full until summer, and I am sorry.",
        elsewhere=["The library group", "The river walkers"],
        now=harbour.now,
    )
    said_no = Member.objects.get(id=asking.member_id)
    other = asks(harbour, key="other", name="Ottilie")
    services.withdraw(actor=other.member, application=other, now=harbour.now)
    took_back = Member.objects.get(id=other.member_id)
    assert said_no.standing == took_back.standing == Standing.FORMER
    rows = Application.objects.filter(id__in=[asking.id, other.id])
    assert {(row.closed is not None, row.welcomer_id) for row in rows} == {(True, asking.welcomer_id)}
    assert not Line.objects.filter(verb__contains="declin").exists()
    mail = Mail.objects.get(to="newcomer@example.org", kind="joining")
    assert "full until summer" in mail.text.body and "river walkers" in mail.text.body
    assert "mental" not in mail.text.subject.lower()


def test_who_left_may_ask_again_and_stays_one_row(harbour):
    former = harbour.acting("former")
    services.ask_to_join(actor=former, community=harbour.community, name="Frida", now=harbour.now)
    assert Member.objects.filter(person=former.person).count() == 1
    assert Member.objects.get(id=former.id).standing == Standing.APPLICANT


def test_closed_to_new_people_refuses(harbour):
    harbour.community.open_to_members = False
    with pytest.raises(Refused) as refusal:
        asks(harbour)
    assert refusal.value.verdict.code == "not_taking_people"


def test_waiting_askings_are_seen_by_those_who_answer_only(harbour):
    assert [a.member.name for a in applications_waiting(harbour.acting("steward"), harbour.community)] == [
        "Ines"
    ]
    assert applications_waiting(harbour.acting("member"), harbour.community) == []


def test_who_never_answers_looks_nothing_up(harbour, django_assert_num_queries):
    with harbour.within():
        member = harbour.acting("member")
        with django_assert_num_queries(0):
            assert applications_waiting(member, harbour.community) == []


def test_a_link_lets_in_one_person_once(harbour):
    _made, token = services.invite(actor=harbour.acting("member"), now=harbour.now)
    first = people.arrive(email="first@example.org", now=harbour.now)
    second = people.arrive(email="second@example.org", now=harbour.now)
    come = {"community": harbour.community, "token": token, "now": harbour.now}
    member = services.accept_invitation(actor=first, name="Fern", **come)
    assert member.standing == Standing.GUEST and member.welcomed_by == harbour.acting("member")
    with pytest.raises(services.InvitationSpent):
        services.accept_invitation(actor=second, name="Sol", **come)


@pytest.mark.parametrize("spoil", ["expired", "revoked", "inviter left", "wrong"])
def test_a_spoilt_link_opens_nothing_and_says_the_same(harbour, spoil):
    made, token = services.invite(actor=harbour.acting("neighbour"), now=harbour.now)
    now = harbour.now
    if spoil == "expired":
        now += timedelta(days=15)
    elif spoil == "revoked":
        services.revoke_invitation(actor=harbour.acting("neighbour"), invitation=made, now=now)
    elif spoil == "inviter left":
        services.leave(actor=harbour.acting("neighbour"), now=now)
    else:
        token = token[::-1]
    with pytest.raises(services.InvitationSpent):
        find_invitation(token, now=now)


def test_the_token_is_not_kept(harbour):
    made, token = services.invite(actor=harbour.acting("member"), now=harbour.now)
    assert token not in str(Invitation.objects.filter(id=made.id).values().get())


def test_a_bar_holds_across_names_links_and_a_new_sign_in(harbour):
    former = harbour.acting("former")
    services.bar(actor=harbour.acting("steward"), member=former, why="Threats, twice.", now=harbour.now)
    with pytest.raises(services.Barred):
        services.ask_to_join(actor=former, community=harbour.community, name="Somebody", now=harbour.now)
    _made, token = services.invite(actor=harbour.acting("member"), now=harbour.now)
    with pytest.raises(services.Barred):
        services.accept_invitation(
            actor=former.person, community=harbour.community, token=token, name="Somebody", now=harbour.now
        )
    was = former.person.email
    former.person.delete()
    again = people.arrive(email=was, now=harbour.now)
    with pytest.raises(services.Barred):
        services.ask_to_join(actor=again, community=harbour.community, name="Anybody", now=harbour.now)


def test_a_barred_link_is_not_used_up(harbour):
    former = harbour.acting("former")
    services.bar(actor=harbour.acting("steward"), member=former, why="Threats.", now=harbour.now)
    made, token = services.invite(actor=harbour.acting("member"), now=harbour.now)
    with pytest.raises(services.Barred):
        services.accept_invitation(
            actor=former.person, community=harbour.community, token=token, name="X", now=harbour.now
        )
    assert Invitation.objects.get(id=made.id).used_by is None


def test_somebody_without_a_sign_in_belongs_and_has_a_voice(harbour):
    member = services.add_without_sign_in(
        actor=harbour.acting("registrar"),
        name="Old Tam",
        speaks_through=harbour.acting("member"),
        now=harbour.now,
    )
    assert member.person is None and member.standing == Standing.MEMBER
    assert member.speaks_through == harbour.acting("member")


def test_their_voice_gives_them_a_printed_way_in_of_their_own(harbour):
    from commonhearth.foundation.accounts.services import cards

    member = services.add_without_sign_in(
        actor=harbour.acting("registrar"),
        name="Old Tam",
        speaks_through=harbour.acting("member"),
        now=harbour.now,
    )
    for who in ("registrar", "steward", "neighbour"):
        with pytest.raises(Refused):
            services.give_card(actor=harbour.acting(who), member=member, now=harbour.now)
    printed = services.give_card(actor=harbour.acting("member"), member=member, now=harbour.now)
    person = cards.spend_code(number=printed.card.number, code=printed.codes[0], now=harbour.now)
    assert person is not None and Member.objects.get(person=person) == member
    again = services.give_card(
        actor=harbour.acting("member"), member=Member.objects.get(id=member.id), now=harbour.now
    )
    assert cards.spend_code(number=printed.card.number, code=printed.codes[1], now=harbour.now) is None
    assert Member.objects.get(id=member.id).person == person
    assert again.card.number != printed.card.number


def test_nobody_prints_a_card_for_somebody_with_a_sign_in(harbour):
    other = harbour.acting("neighbour")
    other.speaks_through = harbour.acting("member")
    other.save(update_fields=["speaks_through"])
    with pytest.raises(Refused) as refusal:
        services.give_card(actor=harbour.acting("member"), member=other, now=harbour.now)
    assert refusal.value.verdict.code == "has_own_way_in"
