"""A living community: gates from facts, the next open meeting, the kit on paper."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.test import Client

from commonhearth.core.founding import Gate
from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.agreements.models import Agreement, Clause, ClauseVersion
from commonhearth.foundation.circles.models import Circle, CircleMembership, Role
from commonhearth.foundation.circles.selectors import acting
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.communities.selectors import face_of
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.logbook.wording import sentence
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.members.services import keep_apart, leave
from commonhearth.foundation.tenancy import in_community
from commonhearth.rooms.founding import selectors, services
from commonhearth.rooms.founding.models import Beginning
from commonhearth.rooms.founding.services.meeting import move_once
from commonhearth.rooms.meetings.models import Meeting, Present, Series
from commonhearth.rooms.meetings.selectors.open import home_lines, next_open_meeting
from tests.counting import queries


@pytest.fixture
def living(table):
    """A community that three people have just begun."""
    table.confirm(table.whole(), "Ana", "Ben", "Cleo")
    return Community.objects.get()


def stands(community, person, now, stage=0):
    with in_community(community.id):
        view = selectors.growing(acting(person, now=now), community=community, now=now)
    return {one.gate: one.there for one in view.stages[stage].stands}


def test_gates_are_read_from_facts_and_what_cannot_be_seen_is_neither(table, living, now):
    ana = table.person("Ana")
    assert stands(living, ana, now) == {
        Gate.CHARTER: True,
        Gate.TWO_OPEN_MEETINGS: False,
        Gate.ROLES_END: True,
        Gate.HELPLINE_CARD: True,
    }
    with in_community(living.id):
        Role.objects.all().delete()
        Beginning.objects.update(helplines="AQ")
    assert stands(living, ana, now)[Gate.ROLES_END] is False
    assert stands(living, ana, now)[Gate.HELPLINE_CARD] is False
    second = stands(living, ana, now, stage=2)
    assert second[Gate.TRIAL_RECORD] is False and second[Gate.LEGAL_FORM] is None


def test_meetings_that_took_place_are_seen_and_those_called_off_or_hidden_are_not(table, living, now):
    def seen():
        first, second = (stands(living, table.person("Ana"), now, stage=stage) for stage in (0, 1))
        return first[Gate.TWO_OPEN_MEETINGS], second[Gate.THREE_MONTHS]

    def meets(days_ago, **more):
        starts = now - timedelta(days=days_ago)
        given = {"on": starts.date(), "starts": starts, "ends": starts + timedelta(hours=2), "changed": now}
        return Meeting.objects.create(series=series, circle=series.circle, created=now, **(given | more))

    with in_community(living.id):
        series = Series.objects.get()
        meets(70), meets(100, cancelled=now)
    assert seen() == (False, False)
    with in_community(living.id):
        other = meets(40)
    assert seen() == (True, False), "two months"
    with in_community(living.id):
        third = meets(8)
    assert seen() == (True, True)
    with in_community(living.id):
        hidden = Circle.objects.create(
            parent=series.circle, openness="confidential", circle_kind="support", created=now
        )
        Meeting.objects.filter(id__in=[other.id, third.id]).update(circle=hidden)
    assert seen() == (False, False), "left out of every count"


def test_somebody_to_turn_to_about_harm_is_who_is_named_for_it_now(table, living, now):
    def named():
        return stands(living, table.person("Ana"), now, stage=3)[Gate.SAFEGUARDING]

    assert named() is False
    with in_community(living.id):
        role = Role.objects.all()[0]
        Role.objects.filter(id=role.id).update(office="on_duty")
    assert named() is True


def test_what_the_house_cannot_see_is_said_by_somebody_and_never_shown_as_checked(table, living, now):
    ana, cleo = table.person("Ana"), table.person("Cleo")
    words = {"gate": Gate.LEGAL_FORM, "note": "An association since May.", "link": "", "now": now}
    with in_community(living.id):
        with pytest.raises(Refused):
            services.say_there(actor=acting(cleo, now=now), **words)
        with pytest.raises(ValueError, match="charter"):
            services.say_there(actor=acting(ana, now=now), **words | {"gate": Gate.CHARTER})
        services.say_there(actor=acting(ana, now=now), **words)
        services.say_there(actor=acting(ana, now=now), **words | {"note": "Registered on 3 May."})
        assert [line.verb for line in Line.objects.filter(verb__startswith="founding.said")] == [
            "founding.said.legal_form"
        ] * 2
        assert "A legal form" in sentence("founding.said.legal_form", {})
    assert stands(living, ana, now, stage=2)[Gate.LEGAL_FORM] is None, "said is not seen"
    client = Client()
    client.force_login(cleo)
    text = client.get(f"/c/{living.slug}/growing/").content.decode()
    assert "said by Ana, 5 March 2026; nobody has checked it" in text and "Registered on 3 May." in text
    assert "/growing/say/" not in text
    with in_community(living.id):
        with pytest.raises(Refused):
            services.say_no_more(actor=acting(cleo, now=now), gate=Gate.LEGAL_FORM, now=now)
        services.say_no_more(actor=acting(ana, now=now), gate=Gate.LEGAL_FORM, now=now)
        assert Line.objects.filter(verb="founding.said_no_more.legal_form").count() == 1
    assert "said by" not in client.get(f"/c/{living.slug}/growing/").content.decode()


def test_who_said_it_is_not_named_to_somebody_kept_apart_from_them(table, living, now):
    ana, ben, cleo = (table.person(name) for name in ("Ana", "Ben", "Cleo"))
    with in_community(living.id):
        words = {"gate": Gate.LEGAL_FORM, "note": "", "link": "", "now": now}
        services.say_there(actor=acting(ana, now=now), **words)
        keep_apart(actor=acting(ana, now=now), other=Member.objects.get(person=cleo), now=now)
    pages = {}
    for person in (ben, cleo):
        client = Client()
        client.force_login(person)
        pages[person] = [
            client.get(f"/c/{living.slug}/{page}/").content.decode() for page in ("growing", "logbook")
        ]
    growing, logbook = pages[ben]
    assert "said by Ana, 5 March 2026" in growing and "By Ana." in logbook
    growing, logbook = pages[cleo]
    assert "said by somebody here, 5 March 2026" in growing and "By somebody here." in logbook
    assert "Ana" not in growing + logbook


def test_who_speaks_for_the_community_says_it_on_a_page_and_takes_it_back_there(table, living, now):
    with in_community(living.id):
        Role.objects.update(
            ends=date.max
        )  # pages go by the real day, and these terms began on the tests' evening
    client = Client()
    client.force_login(table.person("Ana"))
    page, growing = f"/c/{living.slug}/growing/say/audit/", f"/c/{living.slug}/growing/"
    assert page in client.get(growing).content.decode()
    assert client.get(f"/c/{living.slug}/growing/say/charter/").status_code == 404, "the house sees it itself"
    assert client.post(page, {"link": "javascript:alert(1)"}).status_code == 422
    assert client.post(page, {"note": "By two of Copnor.", "link": "example.org/m"}).status_code == 302
    text = client.get(growing).content.decode()
    assert "By two of Copnor." in text and 'href="https://example.org/m"' in text
    assert "By two of Copnor." in client.get(page).content.decode()
    client.post(page, {"off": "yes"})
    assert "By two of Copnor." not in client.get(growing).content.decode()


def test_roles_exits_and_assemblies_leave_traces_that_are_read(table, living, now):
    ana = table.person("Ana")

    def seen():
        return {
            gate: one for stage in (1, 2, 3) for gate, one in stands(living, ana, now, stage=stage).items()
        }

    with in_community(living.id):
        root = Circle.objects.get(circle_kind="root")
        one, other = (CircleMembership.objects.get(circle=root, member__name=name) for name in ("Ana", "Ben"))
        Role.objects.all().delete()
        words = {
            "circle": root,
            "starts": now.date(),
            "ends": now.date() + timedelta(days=90),
            "created": now,
        }
        Role.objects.create(office="treasurer", holder=one, **words)
    assert (seen()[Gate.SKILLS_TWICE], seen()[Gate.EXIT_TRIED], seen()[Gate.QUORUM_KEPT]) == (
        False,
        None,
        None,
    )
    with in_community(living.id):
        Role.objects.create(office="treasurer", holder=one, **words)
    assert seen()[Gate.SKILLS_TWICE] is False, "twice the same person"
    with in_community(living.id):
        Role.objects.create(office="second", holder=other, **words)
        leave(actor=acting(table.person("Cleo"), now=now), now=now)
    assert (seen()[Gate.SKILLS_TWICE], seen()[Gate.EXIT_TRIED]) == (None, True), "skills are not roles"


def test_enough_people_at_four_meetings_is_counted_by_the_rule_and_only_where_there_is_one(
    table, living, now
):
    ana = table.person("Ana")
    with in_community(living.id):
        series = Series.objects.get()
        root = series.circle
        seats = list(CircleMembership.objects.filter(circle=root).order_by("created", "id"))
        for days_ago in range(5):
            starts = now - timedelta(days=days_ago + 1)
            meeting = Meeting.objects.create(
                series=series,
                circle=root,
                on=starts.date(),
                starts=starts,
                ends=starts + timedelta(hours=1),
                changed=now,
                created=now,
            )
            for seat in seats[: 2 if days_ago else 1]:
                Present.objects.create(meeting=meeting, circle=root, seat=seat, created=now)
    assert stands(living, ana, now, stage=3)[Gate.QUORUM_KEPT] is None, "no rule says how many"
    with in_community(living.id):
        agreement = Agreement.objects.get(agreement_kind="charter")
        clause = Clause.objects.create(
            agreement=agreement, circle=root, number=99, rule_key="quorum", created=now
        )
        said = ClauseVersion.objects.create(
            clause=clause, circle=root, rule_value="2", closes=now, in_force_from=now, created=now
        )
    assert stands(living, ana, now, stage=3)[Gate.QUORUM_KEPT] is True, "four of five"
    with in_community(living.id):
        ClauseVersion.objects.filter(id=said.id).update(rule_value="100%")
    assert stands(living, ana, now, stage=3)[Gate.QUORUM_KEPT] is False


def test_the_gates_lock_nothing(table, living, now):
    """The stage is the community's to say, whatever stands."""
    from commonhearth.foundation.communities.services import change_community

    with in_community(living.id):
        change_community(actor=acting(table.person("Ana"), now=now), community=living, stage=3, now=now)
    living.refresh_from_db()
    assert living.stage == 3
    assert Gate.SUPPLIES not in stands(living, table.person("Ana"), now, stage=3), "a co-op needs no field"


def test_nobody_outside_sees_how_it_grows(table, living, now):
    with in_community(living.id):
        for act in (selectors.growing, selectors.kit_of_community):
            with pytest.raises(NotVisible):
                act(table.person("Zoe"), community=living, now=now)


def test_the_public_page_says_the_day_and_no_more_of_the_place_than_was_chosen(table, living, now):
    def said():
        with in_community(living.id):
            return face_of(living, viewer=table.person("Zoe"), now=now)["meeting"]

    assert "Thursday 19 March, 19:00" in said() and "near the Guildhall" in said()
    assert "library" not in said()
    assert living.reach_out, "somebody answers the hello"
    with in_community(living.id):
        Series.objects.update(place_for="all")
    assert "Upstairs at the library" in said()


def test_a_meeting_that_is_over_is_not_the_next(table, living, now):
    with in_community(living.id):
        meeting = Meeting.objects.get()
        assert next_open_meeting(living, meeting.starts + timedelta(hours=1))
        assert next_open_meeting(living, meeting.starts + timedelta(hours=3)) is None


def test_who_speaks_for_the_community_sets_the_next_meeting_on_its_own_clocks(table, living, now):
    words = {
        "community": living,
        "day": date(2026, 7, 1),
        "clock": time(18, 30),
        "where": "The allotment",
        "district": "Copnor",
        "shown": "district",
        "expect": "",
        "now": now,
    }
    with in_community(living.id):
        with pytest.raises(Refused):
            services.set_meeting(actor=acting(table.person("Cleo"), now=now), **words)
        services.set_meeting(actor=acting(table.person("Ana"), now=now), **words)
        [meeting] = Meeting.objects.filter(cancelled=None)
        assert meeting.starts.isoformat() == "2026-07-01T17:30:00+00:00", "summer time"
        assert "Wednesday 1 July, 18:30" in next_open_meeting(living, now)
        with pytest.raises(Refused):
            services.call_off_meeting(actor=acting(table.person("Cleo"), now=now), now=now)
        services.call_off_meeting(actor=acting(table.person("Ana"), now=now), now=now)
        assert next_open_meeting(living, now) is None


def test_what_was_set_before_there_were_meetings_goes_there_once(table, living, now):
    with in_community(living.id):
        services.call_off_meeting(actor=acting(table.person("Ana"), now=now), now=now)
        Beginning.objects.update(
            meets_at=now + timedelta(days=3),
            meets_where="The barn",
            meets_district="Copnor",
            meets_shown="district",
        )
        for _again in range(2):
            move_once(community=living, now=now)
        [meeting] = Meeting.objects.filter(cancelled=None)
        assert meeting.starts == now + timedelta(days=3) and meeting.series.place == "The barn"


def test_home_says_that_a_meeting_is_coming(table, living, now):
    with in_community(living.id):
        [line] = home_lines(acting(table.person("Cleo"), now=now), now)
        assert "19 March" in line.sentence and "library" not in line.sentence


def test_the_kit_of_a_draft_and_of_its_community_say_the_same(table, now):
    draft = table.whole()
    before = selectors.kit_of_draft(table.person("Ben"), draft.id, now=now)
    with pytest.raises(NotVisible):
        selectors.kit_of_draft(table.person("Zoe"), draft.id, now=now)
    table.confirm(draft, "Ana", "Ben", "Cleo")
    community = Community.objects.get()
    with in_community(community.id):
        after = selectors.kit_of_community(acting(table.person("Ben"), now=now), community=community, now=now)
    assert after == before
    assert before.where_for_all == "near the Guildhall" and "library" in before.where
    assert [clause.value for _t, _k, clauses in after.texts for clause in clauses if clause.setting] == [
        "18", "gifts, nothing counted", "7", "any two members", "60",
    ]  # fmt: skip
    assert after.ground_rules and after.helplines and after.topics


def test_a_list_of_drafts_and_their_pages_ask_the_same_of_the_database_however_much_there_is(table):
    draft = table.draft()
    client = Client()
    client.force_login(table.person("Ana"))
    pages = [
        f"/start/{draft.id}/",
        f"/start/{draft.id}/founders/",
        f"/start/{draft.id}/agreements/",
        "/start/",
    ]
    few = [queries(client, path) for path in pages]
    table.come(draft, *(f"Guest{number}" for number in range(8)))
    for _ in range(30):
        services.add_clause(
            actor=table.person("Ana"), draft_id=draft.id, kind="charter", text="We sing.", short="We sing.",
            fixed=False, now=table.now,
        )  # fmt: skip
    assert [queries(client, path) for path in pages] == few
    assert max(few) <= 8


def test_growing_asks_the_same_however_many_there_are(world):
    path = "/c/harbour/growing/"
    few = queries(world.client("member"), path)
    assert few <= 14
