"""Coming into a circle, somebody reads its ground rules and says that they keep to them; again when they change."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.agreements import selectors, services
from commonhearth.foundation.agreements.models import Assent, ClauseVersion
from commonhearth.foundation.circles import services as circling
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.members.services.erasing import erase_own
from commonhearth.foundation.notices.models import Notice
from commonhearth.foundation.notices.tasks import rules_changed
from tests.counting import queries

WEEK = timedelta(days=7)


def agreed(place, key, text, *, number=None, ago=0):
    """Put a ground rule in force in one of the circles, proposed by `member`."""
    then = place.now - ago * WEEK
    actor = place.acting("member")
    agreement = selectors.agreement_for(actor, place.things["agreement_id"][key], now=then)
    ClauseVersion.objects.filter(circle=place.circles[key], in_force_from=None).update(withdrawn=then)
    version = services.propose_version(
        actor=actor, agreement=agreement, text=text, short=text, closes=then, now=then - WEEK, number=number
    )
    return services.put_in_force(actor=actor, version=version, now=then)


def newcomer(place, key="open"):
    """Let `neighbour` come into the circle under another name."""
    circling.join(actor=place.acting("neighbour"), circle=place.circles[key], name="Sorrel", now=place.now)
    return place.acting("neighbour")


@pytest.fixture
def here(world):
    with world.harbour.within():
        yield world.harbour


def test_a_newcomer_is_asked_and_agrees_once(here):
    rule = agreed(here, "open", "What is said here stays here.")
    actor, circle = newcomer(here), here.circles["open"]
    assert not selectors.keeps_to_rules(actor, circle)
    for _twice in range(2):
        services.keep_to_rules(actor=actor, circle=circle, read=[rule.id], now=here.now)
    assert selectors.keeps_to_rules(actor, circle)
    assert Assent.objects.get(by__name="Sorrel").to == [str(rule.id)]


def test_who_proposed_it_or_said_yes_is_not_asked_again(here):
    agreed(here, "open", "What is said here stays here.")
    assert selectors.keeps_to_rules(here.acting("member"), here.circles["open"])
    actor, circle = newcomer(here), here.circles["open"]
    agreement = selectors.agreement_for(actor, here.things["agreement_id"]["open"], now=here.now)
    version = services.propose_version(
        actor=here.acting("member"), agreement=agreement, text="Pass.", short="Pass.",
        closes=here.now + WEEK, now=here.now,
    )  # fmt: skip
    services.agree(actor=actor, version=version, now=here.now)
    services.put_in_force(actor=actor, version=version, now=here.now + WEEK)
    assert selectors.ground_rules(actor, circle).unread == {
        one.id for one in selectors.ground_rules(actor, circle).rules if one.id != version.id
    }


def test_a_change_asks_again_and_only_for_what_changed(here):
    first = agreed(here, "open", "Nobody interrupts.", ago=3)
    second = agreed(here, "open", "You may pass.", ago=3)
    actor, circle = newcomer(here), here.circles["open"]
    services.keep_to_rules(actor=actor, circle=circle, read=[first.id, second.id], now=here.now)
    changed = agreed(here, "open", "You may pass, always.", number=second.clause.number)
    found = selectors.ground_rules(actor, circle)
    assert found.waits and found.before and found.unread == {changed.id}
    with pytest.raises(services.RulesChanged):  # the page they sent was the one before the change
        services.keep_to_rules(actor=actor, circle=circle, read=[first.id, second.id], now=here.now)


def test_who_is_not_inside_neither_reads_a_closed_circles_rules_nor_agrees_anywhere(here):
    agreed(here, "closed", "What is said here stays here.")
    stranger = here.acting("steward")
    with pytest.raises(NotVisible):
        selectors.ground_rules(stranger, here.circles["closed"])
    with pytest.raises(Refused):
        services.keep_to_rules(actor=stranger, circle=here.circles["open"], read=[], now=here.now)


def test_a_hidden_circles_rules_are_read_by_its_own(here):
    agreed(here, "hidden", "A sentence of the hidden circle.")
    actor = here.acting("paused")
    assert [rule.short for rule in selectors.ground_rules(actor, here.circles["hidden"]).rules] == [
        "A sentence of the hidden circle."
    ]
    rule = ClauseVersion.objects.get(
        circle=here.circles["hidden"], replaced=None, in_force_from__isnull=False
    )
    services.keep_to_rules(actor=actor, circle=here.circles["hidden"], read=[rule.id], now=here.now)
    assert selectors.keeps_to_rules(actor, here.circles["hidden"])


def test_the_circle_is_told_except_who_said_yes(here):
    newcomer(here)
    rule = agreed(here, "open", "What is said here stays here.")
    rules_changed.call(str(rule.id), str(rule.circle_id))
    told = set(Notice.objects.filter(code="rules.changed").values_list("member_id", flat=True))
    assert told == {here.acting("neighbour").id}  # paused reads it when back; member proposed it


def test_coming_in_leads_to_the_rules_and_help_stays_open(world):
    with world.harbour.within():
        rule = agreed(world.harbour, "open", "What is said here stays here.")
        circle = world.harbour.circles["open"]
    client, base = world.client("neighbour"), f"/c/harbour/circles/{circle.id}/"
    key = client.get(f"{base}join/").text.split('name="once_key" value="')[1].split('"')[0]
    came = client.post(f"{base}join/", {"name": "Sorrel", "once_key": key})
    assert came["Location"] == f"{base}ground-rules/"
    assert "Please read how we are with each other." in client.get(base).text
    for path in ("/help/gb/", base, "/c/harbour/you/"):  # nothing is shut meanwhile
        assert client.get(path).status_code == 200
    answered = client.post(f"{base}ground-rules/", {"read": [str(rule.id), "nonsense"]})
    assert answered["Location"] == base
    assert "Please read how we are with each other." not in client.get(base).text


def test_erasing_oneself_takes_the_assent_along(here):
    rule = agreed(here, "open", "What is said here stays here.")
    actor = newcomer(here)
    services.keep_to_rules(actor=actor, circle=here.circles["open"], read=[rule.id], now=here.now)
    erase_own(actor=actor, now=here.now)
    assert not Assent.objects.filter(by__member=actor).exists()


def test_the_page_costs_the_same_for_many_rules(world):
    base = f"/c/harbour/circles/{world.harbour.circles['open'].id}/ground-rules/"
    with world.harbour.within():
        newcomer(world.harbour)
        agreed(world.harbour, "open", "One.")
    few = queries(world.client("neighbour"), base)
    with world.harbour.within():
        for number in range(40):
            agreed(world.harbour, "open", f"Rule {number}.")
    assert queries(world.client("neighbour"), base) == few <= 8
    with world.harbour.within():
        assert CircleMembership.objects.filter(name="Sorrel").count() == 1
