"""Coming along by a link, confirming one text, and the community that begins with the third yes."""

from __future__ import annotations

import re
import threading
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from commonhearth.foundation.access import VISITOR, NotVisible, Refused
from commonhearth.foundation.agreements.models import Agreement, ClauseVersion, Response
from commonhearth.foundation.agreements.rules import BadValue, rule
from commonhearth.foundation.agreements.services import NoShortVersion, ShortTooLong
from commonhearth.foundation.circles.models import Circle, CircleMembership, Role
from commonhearth.foundation.circles.selectors import acting
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.members.models import Invitation, Member
from commonhearth.foundation.outbox.models import Mail
from commonhearth.foundation.tenancy import in_community
from commonhearth.rooms.directory.models import BeingStarted, Listing
from commonhearth.rooms.founding import services
from commonhearth.rooms.founding.models import Beginning, Draft, DraftClause, Founder, FounderLink
from commonhearth.rooms.founding.services.text import digest_of
from commonhearth.rooms.meetings.models import Meeting


def clause(draft, key):
    return DraftClause.objects.get(draft=draft, key=key)


def letters(name):
    return list(Mail.objects.filter(to=f"{name.lower()}@example.org").values_list("text__body", flat=True))


# --- Links ---------------------------------------------------------------------------------------


def test_a_link_lets_in_one_person_once(table):
    draft = table.draft()
    link, token = services.invite_founder(actor=table.person("Ana"), draft_id=draft.id, now=table.now)
    assert token not in link.token_digest
    ben = services.come_along(actor=table.person("Ben"), token=token, name="Ben", now=table.now)
    assert ben.draft_id == draft.id
    with pytest.raises(services.LinkSpent):
        services.come_along(actor=table.person("Cleo"), token=token, name="Cleo", now=table.now)
    assert Founder.objects.count() == 2


@pytest.mark.parametrize("why", ["expired", "revoked", "put_away", "published", "made_up"])
def test_a_link_that_opens_nothing(table, why):
    draft = table.whole() if why == "published" else table.draft()
    ana = table.person("Ana")
    link, token = services.invite_founder(actor=ana, draft_id=draft.id, now=table.now)
    now = table.now
    if why == "expired":
        now += timedelta(days=services.DAYS, seconds=1)
    elif why == "revoked":
        services.revoke_link(actor=ana, draft_id=draft.id, link_id=link.id, now=table.now)
    elif why == "put_away":
        services.put_away(actor=ana, draft_id=draft.id, now=table.now)
    elif why == "published":
        table.confirm(draft, "Ana", "Ben", "Cleo")
    else:
        token = "x" * 5000
    before = Founder.objects.count()
    with pytest.raises(services.LinkSpent):
        services.come_along(actor=table.person("Dan"), token=token, name="Dan", now=now)
    assert Founder.objects.count() == before


def test_a_visitor_does_not_come_along(table):
    draft = table.draft()
    _link, token = services.invite_founder(actor=table.person("Ana"), draft_id=draft.id, now=table.now)
    with pytest.raises(Refused):
        services.come_along(actor=VISITOR, token=token, name="Ben", now=table.now)


def test_whoever_is_one_already_does_not_use_the_link_up(table):
    draft = table.draft()
    _link, token = services.invite_founder(actor=table.person("Ana"), draft_id=draft.id, now=table.now)
    services.come_along(actor=table.person("Ana"), token=token, name="Anna", now=table.now)
    assert table.founder(draft, "Ana").name == "Ana"
    services.come_along(actor=table.person("Ben"), token=token, name="Ben", now=table.now)


def test_two_of_one_name_choose_a_word(table):
    draft = table.draft()
    _link, token = services.invite_founder(actor=table.person("Ana"), draft_id=draft.id, now=table.now)
    with pytest.raises(services.NameInUse):
        services.come_along(actor=table.person("Ben"), token=token, name="ana", now=table.now)
    services.come_along(actor=table.person("Ben"), token=token, name="Ana", word="garden", now=table.now)
    with pytest.raises(services.NameInUse):
        services.name_oneself(
            actor=table.person("Ana"), draft_id=draft.id, name="Ana", word="Garden", now=table.now
        )


def test_only_founders_invite_and_take_links_back(table):
    draft, other = table.draft(), table.draft(by="Zoe")
    link, _token = services.invite_founder(actor=table.person("Ana"), draft_id=draft.id, now=table.now)
    for draft_id in (draft.id, uuid4()):
        with pytest.raises(NotVisible):
            services.invite_founder(actor=table.person("Zoe"), draft_id=draft_id, now=table.now)
    with pytest.raises(NotVisible):
        services.revoke_link(actor=table.person("Zoe"), draft_id=other.id, link_id=link.id, now=table.now)
    link.refresh_from_db()
    assert link.revoked is None


def test_more_than_twenty_is_no_founding_circle(table):
    draft = table.draft()
    for _ in range(19):
        services.invite_founder(actor=table.person("Ana"), draft_id=draft.id, now=table.now)
    with pytest.raises(services.EnoughFounders):
        services.invite_founder(actor=table.person("Ana"), draft_id=draft.id, now=table.now)
    link = FounderLink.objects.first()
    services.revoke_link(actor=table.person("Ana"), draft_id=draft.id, link_id=link.id, now=table.now)
    services.invite_founder(actor=table.person("Ana"), draft_id=draft.id, now=table.now)


# --- Words, roles --------------------------------------------------------------------------------


def test_every_clause_is_the_founders_own_to_word_leave_out_and_add(table):
    draft = table.draft()
    ana = table.person("Ana")
    money = clause(draft, "money")
    services.word_clause(
        actor=ana, draft_id=draft.id, clause_id=money.id, text="Two count.", short="Two count.", fixed=True,
        now=table.now,
    )  # fmt: skip
    services.take_clause(
        actor=ana, draft_id=draft.id, clause_id=clause(draft, "conflict").id, taken=False, now=table.now
    )
    added = services.add_clause(
        actor=ana, draft_id=draft.id, kind="charter", text="We sing.", short="We sing.", fixed=False,
        now=table.now,
    )  # fmt: skip
    money.refresh_from_db()
    assert (money.text, money.fixed, money.taken) == ("Two count.", True, True)
    assert not clause(draft, "conflict").taken
    assert added.number == DraftClause.objects.filter(draft=draft, agreement_kind="charter").count()


def test_a_clause_keeps_a_short_version_of_five_sentences_and_a_real_setting(table):
    draft = table.draft()
    trial = clause(draft, "trial")
    say = {"actor": table.person("Ana"), "draft_id": draft.id, "clause_id": trial.id, "now": table.now}
    with pytest.raises(NoShortVersion):
        services.word_clause(text="T", short=" ", fixed=False, rule_value="30", **say)
    with pytest.raises(ShortTooLong):
        services.word_clause(text="T", short="A. B. C. D. E. F.", fixed=False, rule_value="30", **say)
    with pytest.raises(BadValue):
        services.word_clause(text="T", short="S", fixed=False, rule_value="for ever", **say)
    services.word_clause(text="T", short="S", fixed=False, rule_value="30", **say)
    trial.refresh_from_db()
    assert trial.rule_value == "30"


def test_a_clause_of_another_draft_is_not_there(table):
    mine, theirs = table.draft(), table.draft(by="Zoe")
    strange = clause(theirs, "money")
    with pytest.raises(NotVisible):
        services.take_clause(
            actor=table.person("Ana"), draft_id=mine.id, clause_id=strange.id, taken=False, now=table.now
        )
    with pytest.raises(NotVisible):
        services.name_roles(
            actor=table.person("Ana"),
            draft_id=mine.id,
            named=[services.Named("steward", table.founder(theirs, "Zoe").id)],
            now=table.now,
        )


@pytest.mark.parametrize(
    ("office", "months"), [("steward", 13), ("steward", 0), ("delegate", 6), ("king", 6)]
)
def test_no_term_over_a_year_and_no_office_that_founders_do_not_fill(table, office, months):
    draft = table.draft()
    with pytest.raises(ValueError):
        table.name(draft, (office, "Ana", months))


# --- Confirming ----------------------------------------------------------------------------------


def test_nothing_is_confirmed_while_something_needful_is_not_said(table):
    draft = table.draft()
    with pytest.raises(Refused) as refusal:
        table.confirm(draft, "Ana")
    assert refusal.value.verdict.code == "draft_lacks"


def test_what_is_confirmed_is_what_was_read(table):
    draft = table.whole()
    read = digest_of(draft)
    table.say(draft, by="Ben", purpose="Something else.")
    with pytest.raises(services.TextChanged):
        services.confirm(actor=table.person("Ana"), draft_id=draft.id, text=read, now=table.now)
    assert table.founder(draft, "Ana").confirmed is None


@pytest.mark.parametrize(
    "change",
    [
        lambda table, draft: table.say(draft, purpose="Another purpose."),
        lambda table, draft: table.say(draft, meets_where="Elsewhere"),
        lambda table, draft: table.name(draft, ("steward", "Ana", 6)),
        lambda table, draft: services.take_clause(
            actor=table.person("Ana"),
            draft_id=draft.id,
            clause_id=clause(draft, "money").id,
            taken=False,
            now=table.now,
        ),
        lambda table, draft: services.step_out(actor=table.person("Ben"), draft_id=draft.id, now=table.now),
    ],
)
def test_a_change_asks_again_once(table, change):
    draft = table.whole(others=("Ben", "Cleo", "Dan"))
    table.confirm(draft, "Cleo", "Dan")
    change(table, draft)
    draft.refresh_from_db()
    text = digest_of(draft)
    assert not Founder.objects.filter(draft=draft, confirmed_text=text).exists()
    assert len(letters("Cleo")) == len(letters("Dan")) == 1
    assert str(draft.id) in letters("Cleo")[0] and "Voices" not in letters("Cleo")[0]
    table.say(draft, for_whom="Everybody")
    assert len(letters("Cleo")) == 1, "they are asked again once, until they confirm again"


def test_saying_the_same_again_asks_nobody(table):
    draft = table.whole()
    table.confirm(draft, "Ben")
    table.say(draft, purpose=draft.purpose)
    services.leave_out(actor=table.person("Ana"), draft_id=draft.id, step="people", now=table.now)
    assert letters("Ben") == []


def test_a_confirmation_is_taken_back(table):
    draft = table.whole()
    table.confirm(draft, "Ana", "Ben")
    services.take_back(actor=table.person("Ben"), draft_id=draft.id, now=table.now)
    draft = table.confirm(draft, "Cleo")
    assert draft.published is None
    assert table.confirm(draft, "Ben").published


def test_the_third_yes_makes_a_living_community(table, now):
    draft = table.whole()
    assert table.confirm(draft, "Ana", "Ben").published is None
    assert not Community.objects.exists()
    draft = table.confirm(draft, "Cleo")
    community = Community.objects.get()
    assert draft.published == now and draft.community == community
    assert (community.name, community.slug, community.public_page) == (
        "Harbour Voices",
        "harbour-voices",
        True,
    )
    assert community.outside_name == "HV", "a neutral name outside"
    with in_community(community.id):
        assert {member.name: member.standing for member in Member.objects.all()} == {
            "Ana": "member", "Ben": "member", "Cleo": "member",
        }  # fmt: skip
        root = Circle.objects.get()
        assert root.is_root
        assert CircleMembership.objects.filter(circle=root, left=None).count() == 3
        roles = {role.office: (str(role.holder), role.starts, role.ends) for role in Role.objects.all()}
        assert roles == {
            "steward": ("Ana", now.date(), date(2027, 3, 5)),
            "treasurer": ("Ben", now.date(), date(2026, 9, 5)),
        }
        assert acting(table.person("Ana"), now=now).offices == {"steward"}
        assert set(Agreement.objects.values_list("agreement_kind", flat=True)) == {
            "charter", "bylaws", "ground_rules",
        }  # fmt: skip
        versions = ClauseVersion.objects.select_related("clause", "decision")
        assert versions.count() == DraftClause.objects.filter(draft=draft, taken=True).count()
        for version in versions:
            assert version.in_force_from == now and version.decision.verb == "agreement.founded"
            assert Response.objects.filter(version=version, agrees=True).count() == 3
        assert any(version.clause.fixed for version in versions)
        assert rule(root, "trial_days", now) == 60
        assert Line.objects.filter(verb="agreement.founded").count() == 3
        beginning = Beginning.objects.get()
        assert beginning.helplines == "GB"
        meeting = Meeting.objects.select_related("series").get()
        assert meeting.starts.isoformat() == "2026-03-19T19:00:00+00:00" and meeting.series.doors == "all"
    community.refresh_from_db()
    assert community.admission == "two_members" and community.economy == "gift"
    listing = Listing.objects.get(community=community)
    assert listing.name == "Harbour Voices" and listing.closed_on is None
    for name in ("Ana", "Ben", "Cleo"):
        [letter] = letters(name)
        assert str(draft.id) in letter and not re.search("Voices|voices|Portsmouth", letter)


def test_a_clause_left_out_is_not_in_force(table):
    draft = table.whole()
    services.take_clause(
        actor=table.person("Ana"),
        draft_id=draft.id,
        clause_id=clause(draft, "who_says_yes").id,
        taken=False,
        now=table.now,
    )
    table.confirm(draft, "Ana", "Ben", "Cleo")
    community = Community.objects.get()
    assert community.admission == "steward", "what no clause rules stays as communities begin"


def test_a_steward_must_be_among_those_who_confirmed(table):
    draft = table.whole(others=("Ben", "Cleo", "Dan"))
    assert table.confirm(draft, "Ben", "Cleo", "Dan").published is None
    assert table.confirm(draft, "Ana").published


def test_who_has_not_confirmed_gets_no_office_and_an_invitation(table):
    draft = table.whole(others=("Ben", "Cleo", "Dan"))
    table.confirm(draft, "Ana", "Cleo", "Dan")
    community = Community.objects.get()
    with in_community(community.id):
        assert not Member.objects.filter(name="Ben").exists()
        assert not Role.objects.filter(office="treasurer").exists()
        assert Invitation.objects.get().note == "Ben"
    [letter] = letters("Ben")
    assert f"/o/{community.id}/come-in/" in letter and "Voices" not in letter


def test_a_community_of_this_name_makes_the_address_another(table):
    for expected in ("harbour-voices", "harbour-voices-portsmouth"):
        table.confirm(table.whole(), "Ana", "Ben", "Cleo")
        assert Community.objects.filter(slug=expected).exists()
    table.confirm(table.whole(), "Ana", "Ben", "Cleo")
    assert Community.objects.count() == 3
    other = table.whole()
    table.say(other, name="希望")
    table.confirm(other, "Ana", "Ben", "Cleo")
    assert Community.objects.filter(slug="community").exists()


def test_after_that_nothing_of_the_draft_is_changed(table):
    draft = table.confirm(table.whole(), "Ana", "Ben", "Cleo")
    ana = table.person("Ana")
    for act in (services.put_away, services.step_out, services.take_back, services.say, services.take_up):
        with pytest.raises(Refused) as refusal:
            act(actor=ana, draft_id=draft.id, now=table.now)
        assert refusal.value.verdict.code == "draft_published"
    with pytest.raises(Refused):
        services.confirm(actor=ana, draft_id=draft.id, text=digest_of(draft), now=table.now)
    assert Community.objects.count() == 1


def test_the_card_comes_down_when_it_has_begun(table):
    draft = table.whole()
    services.show_card(actor=table.person("Ana"), draft_id=draft.id, meet_within_km=25, now=table.now)
    assert BeingStarted.objects.get().ended is None
    table.confirm(draft, "Ana", "Ben", "Cleo")
    assert BeingStarted.objects.get().ended == table.now


def test_of_two_third_yeses_at_once_one_makes_the_community(real_commits, now):
    from tests.rooms.founding.conftest import Table

    table = Table(now)
    draft = table.whole(others=("Ben", "Cleo", "Dan"))
    table.confirm(draft, "Ana", "Ben")
    text, ready, went = digest_of(draft), threading.Barrier(2), []

    def last(name):
        person = table.person(name)
        ready.wait(10)
        try:
            services.confirm(actor=person, draft_id=draft.id, text=text, now=now)
            went.append("confirmed")
        except Refused as refusal:
            went.append(refusal.verdict.code)
        finally:
            connection.close()

    both = [threading.Thread(target=last, args=(name,)) for name in ("Cleo", "Dan")]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    assert sorted(went) == ["confirmed", "draft_published"]
    community = Community.objects.get()
    assert Draft.objects.get().community == community
    with in_community(community.id):
        assert Member.objects.count() == 3


def test_a_first_meeting_whose_day_has_passed_is_not_announced(table):
    """On the community's clock: it is the next day already in Auckland while Greenwich has this one."""
    draft = table.whole()
    table.say(draft, meets_on=table.now.date(), time_zone="Pacific/Auckland")
    table.now = table.now.replace(hour=22)
    community = table.confirm(draft, "Ana", "Ben", "Cleo").community
    assert community is not None
    with in_community(community.id):
        assert not Meeting.objects.exists()
