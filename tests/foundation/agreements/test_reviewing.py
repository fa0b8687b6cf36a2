"""What is agreed is looked at again one day: said with the wording or later, and told to the next meeting."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from commonhearth.foundation.access import Refused
from commonhearth.foundation.agreements import services
from commonhearth.foundation.agreements.models import ClauseVersion
from commonhearth.foundation.agreements.selectors.glance import BEFORE, reviews_due
from commonhearth.foundation.circles.selectors import AGENDA_SENTENCES, ON_THE_AGENDA
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.members.models import Standing
from tests.foundation.agreements.conftest import WEEK, Table

DAY = timedelta(days=1)


def due(table: Table, viewer: str = "ada", *, after: timedelta) -> list[str]:
    """Return the sources of what a meeting some time from now may look at again."""
    table.circle.__dict__.pop("_alive_wordings", None)
    actor = table.house.acting(getattr(table.house, viewer))
    return [one.source for one in reviews_due(actor, table.circle, table.now + after)]


def test_nothing_is_looked_at_again_unless_somebody_said_so(table: Table):
    assert table.adopt(table.house.ada).review_on is None
    assert due(table, after=100 * WEEK) == []


def test_a_day_said_with_the_wording_comes_to_the_agenda_a_week_before_it(table: Table):
    day = (table.now + 10 * WEEK).date()
    version = table.adopt(table.house.ada, review_on=day)
    assert version.review_on == day
    assert due(table, after=10 * WEEK - BEFORE - DAY) == []
    assert due(table, after=10 * WEEK - BEFORE) == [f"review:{version.id}:{day}"]
    assert due(table, after=30 * WEEK) == [f"review:{version.id}:{day}"], "it is still to be looked at"


def test_what_is_only_proposed_is_not_looked_at_again(table: Table):
    table.propose(table.house.ada, review_on=(table.now + WEEK + DAY).date())
    assert due(table, after=10 * WEEK) == []


def test_another_wording_takes_the_day_along_only_when_it_says_so(table: Table):
    table.adopt(table.house.ada, review_on=(table.now + 3 * WEEK).date())
    table.adopt(table.house.ben, "We meet on Fridays.", after=2 * WEEK, number=1)
    assert due(table, after=10 * WEEK) == []


@pytest.mark.parametrize("days", [-1, 0])
def test_the_day_comes_after_the_time_to_raise_concerns(table: Table, days: int):
    with pytest.raises(services.LookTooSoon):
        table.propose(table.house.ada, review_on=(table.now + WEEK + days * DAY).date())
    assert not ClauseVersion.objects.exists()


def test_who_has_looked_says_when_to_look_next(table: Table):
    version = table.adopt(table.house.ada, review_on=(table.now + 3 * WEEK).date())
    now, next_day = table.now + 3 * WEEK, (table.now + 30 * WEEK).date()
    ben = table.house.acting(table.house.ben)
    services.look_again(actor=ben, version=version, on=next_day, now=now)
    assert due(table, after=3 * WEEK) == []
    assert due(table, after=30 * WEEK) == [f"review:{version.id}:{next_day}"]
    assert Line.objects.filter(verb="agreement.look_again").count() == 1
    services.look_again(actor=ben, version=version, on=next_day, now=now)
    assert Line.objects.filter(verb="agreement.look_again").count() == 1, "the same again is nothing new"
    with pytest.raises(services.LookTooSoon):
        services.look_again(actor=ben, version=version, on=now.date(), now=now)
    services.look_again(actor=ben, version=version, on=None, now=now)
    assert due(table, after=50 * WEEK) == []


def test_only_who_decides_says_when_and_only_of_what_is_agreed(table: Table):
    version = table.adopt(table.house.ada)
    table.house.cleo.standing = Standing.GUEST
    table.house.cleo.save()
    day = (table.now + 30 * WEEK).date()
    with pytest.raises(Refused) as refused:
        services.look_again(
            actor=table.house.acting(table.house.cleo), version=version, on=day, now=table.now + WEEK
        )
    assert refused.value.verdict.code == "still_new"
    ada = table.house.acting(table.house.ada)
    table.adopt(table.house.ben, "We meet on Fridays.", after=2 * WEEK, number=1)
    proposed = table.propose(table.house.ben, "We meet on Mondays.", after=4 * WEEK, number=1)
    for not_agreed in (version, proposed):
        with pytest.raises(Refused) as refused:
            services.look_again(actor=ada, version=not_agreed, on=day, now=table.now + 5 * WEEK)
        assert refused.value.verdict.code == "not_in_force"


def test_the_agenda_asks_for_it_in_words(table: Table):
    table.adopt(table.house.ada, review_on=(table.now + 3 * WEEK).date())
    actor = table.house.acting(table.house.ada)
    asked = [one for ask in ON_THE_AGENDA for one in ask(actor, table.circle, table.now + 3 * WEEK)]
    [point] = [one for one in asked if one.code == "review_due"]
    assert "does it still fit us" in str(AGENDA_SENTENCES[point.code]) % point.params


def _agreed(world) -> ClauseVersion:
    """A clause of the circle of everyone that was agreed a week ago."""
    place = world.harbour
    with place.within():
        member, then = place.acting("member"), world.now - 2 * WEEK
        made = services.begin_agreement(
            actor=member, circle=place.circles["root"], kind="other", title="Tea", now=then
        )
        version = services.propose_version(
            actor=member, agreement=made, text="At four.", short="At four.", closes=then + WEEK, now=then
        )
        return services.put_in_force(actor=member, version=version, now=then + WEEK)


def test_the_page_of_a_clause_says_it_and_takes_another_day(world):
    version = _agreed(world)
    client: Client = world.client("neighbour")
    at = f"/c/harbour/agreements/{version.clause.agreement_id}/1/"
    assert "Say when we look at it again" in client.get(at).text
    assert "Say when we look at it again" not in world.client("guest").get(at).text
    to = f"/c/harbour/wordings/{version.id}/look-again/"
    past = client.post(to, {"review_on": "2001-01-01"})
    assert past.status_code == 422 and "Please choose a day after" in past.text
    assert client.post(to, {"review_on": "2099-05-04"}).status_code == 302
    assert "We look at it again on 4 May 2099" in client.get(at).text
    assert world.client("guest").post(to, {"review_on": ""}).status_code == 403


def test_a_proposal_is_made_with_its_day(world):
    version = _agreed(world)
    client = world.client("neighbour")
    at = f"/c/harbour/agreements/{version.clause.agreement_id}/1/propose/"
    sent = {
        "short": "At five.",
        "closes": (world.now + WEEK).strftime("%Y-%m-%dT%H:%M"),
        "once_key": "k" * 20,
    }
    soon = client.post(at, sent | {"review_on": world.now.date().isoformat()})
    assert soon.status_code == 422 and "Please choose a day after" in soon.text and "At five." in soon.text
    assert client.post(at, sent | {"review_on": "2099-05-04"}).status_code == 302
    page = client.get(f"/c/harbour/agreements/{version.clause.agreement_id}/1/").text
    assert "Once it is agreed, we look at it again on 4 May 2099" in page
