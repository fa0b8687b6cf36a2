"""Facts per country: read strictly, each with its source and its day; old ones are told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from commonhearth.rooms.founding import checks
from commonhearth.rooms.founding.countries import FRESH_FOR, TOPICS, WrongFact, read, shipped
from commonhearth.rooms.founding.selectors import countries_with_facts, topics_of
from commonhearth.rooms.founding.wording.countries import ASK
from commonhearth.rooms.founding.wording.countries import TOPICS as WORDS

ONE = """
read_on = 2026-11-28
read_how = "stored-copy"
[[fact]]
key = "gb-form-x"
country = "GB"
topic = "form"
says = "It is so."
source_name = "Somebody"
source_url = "https://example.org/"
"""


def test_every_fact_says_where_and_when_it_was_read():
    facts = shipped()
    assert len({fact.key for fact in facts}) == len(facts) > 30
    assert {"GB", "IE", "DE", "AT", "CH", "FR", "ES", "IT", "NL", "US"} == {fact.country for fact in facts}
    by_country = {
        code: {fact.topic for fact in facts if fact.country == code} for code, _ in countries_with_facts()
    }
    assert all(topics == set(TOPICS) for topics in by_country.values()), "a cell holds only a question again"
    assert {fact.region for fact in facts if fact.country == "GB"} >= {"Scotland", "Northern Ireland"}
    for fact in facts:
        assert fact.source_name and fact.source_url.startswith("http") and fact.read_on and fact.read_how


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (('source_name = "Somebody"\n', ""), "lacks source_name"),
        (('topic = "form"', 'topic = "money-laundering"'), "topic is unknown"),
        (('country = "GB"', 'country = "XX"'), "its key is not country-name"),
        (('key = "gb-form-x"', 'key = "de-form-x"'), "its key is not country-name"),
        (("https://example.org/", "javascript:alert(1)"), "not a web address"),
        (("read_on = 2026-11-28\n", ""), "when its source was read"),
        (('read_how = "stored-copy"', 'read_how = "hearsay"'), "how its source was read"),
        (('says = "It is so."', 'says = " "'), "says nothing"),
        (('topic = "form"', 'topic = "form"\nprice = 3'), "has price"),
    ],
)
def test_a_fact_that_is_not_right_is_refused_with_its_key(change, problem):
    with pytest.raises(WrongFact, match=problem):
        read(ONE.replace(*change))


def test_a_fact_that_stands_twice_is_refused():
    with pytest.raises(WrongFact, match="stands twice"):
        read(ONE + ONE[ONE.index("[[fact]]") :])


def test_after_a_year_the_check_warns_and_the_page_says_so(client, db, monkeypatch):
    first = min(shipped(), key=lambda fact: fact.read_on)
    day = datetime.combine(first.read_on, datetime.min.time(), tzinfo=UTC)
    assert checks.findings(day + FRESH_FOR) == []
    found = checks.findings(day + FRESH_FOR + timedelta(days=1))
    assert len(found) == sum(fact.read_on == first.read_on for fact in shipped())
    assert not any(finding.serious for finding in found)
    assert first.source_url in found[0].says and "366 days" in found[0].says
    newest = max(fact.read_on for fact in shipped()) - first.read_on
    assert len(checks.findings(day + newest + FRESH_FOR + timedelta(days=1))) == len(shipped())
    assert first.is_old(today=first.read_on + FRESH_FOR + timedelta(days=1))


def test_what_could_not_be_read_is_left_out_and_the_page_says_what_to_ask(client, db):
    assert set(ASK) == set(WORDS) == set(TOPICS)
    for code in (*dict(countries_with_facts()), "PT"):
        page = client.get(f"/start/countries/{code.lower()}/").content.decode()
        for topic in topics_of(code):
            assert str(topic.heading) in page
            assert (str(topic.ask)[:40] in page) == (not topic.facts)
            for fact in topic.facts:
                assert fact.source_url.replace("&", "&amp;") in page


def test_the_list_and_an_unknown_country(client, db):
    assert "Germany" in client.get("/start/countries/").content.decode()
    assert client.get("/start/countries/zz/").status_code == 200
    assert client.get("/start/countries/germany/").status_code == 404
