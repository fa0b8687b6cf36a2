"""The file of shipped numbers: its shape, and how it comes into the table."""

from datetime import date

import pytest

from commonhearth.rooms.helplines.countries import NAMES, country_of_languages
from commonhearth.rooms.helplines.models import Helpline, Purpose
from commonhearth.rooms.helplines.reference import WrongLine, shipped_lines
from commonhearth.rooms.helplines.services import Loaded, load_helplines

LINE = """
read_on = 2026-11-20
read_how = "stored-copy"
[[line]]
key = "ie-lamp"
country = "IE"
purpose = "talk"
name = "The Lamp"
about = "Someone to talk to."
calls = [{ number = "1800 000 000" }]
source_name = "The Lamp"
source_url = "https://lamp.example/"
"""


def test_every_line_has_its_source_and_the_day_it_was_read() -> None:
    for line in shipped_lines():
        assert line["source_url"].startswith("http"), line["key"]
        assert line["source_name"], line["key"]
        assert line["read_on"] <= date(2026, 11, 20), line["key"]
        assert line["read_how"] == "stored-copy", line["key"]


def test_every_named_country_has_an_emergency_number_first() -> None:
    first = {}
    for line in shipped_lines():
        first.setdefault(line["country"], line)
    assert first.keys() == NAMES.keys()
    assert all(line["purpose"] == Purpose.EMERGENCY for line in first.values())
    assert len(first) >= 10


def test_at_least_ten_countries_have_someone_to_talk_to() -> None:
    assert len({line["country"] for line in shipped_lines() if line["purpose"] == Purpose.TALK}) >= 10


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("1800 000 000", "1800 LAMP", "not a number"),
        ('purpose = "talk"', 'purpose = "chat"', "purpose is unknown"),
        ('country = "IE"', 'country = "ZZ"', "not country-name"),
        ("https://lamp.example/", "lamp.example", "not a web address"),
        ('source_name = "The Lamp"\n', "", "lacks source_name"),
        ("read_on = 2026-11-20\n", "", "when its source was read"),
        ('about = "', 'abuot = "', "lacks about"),
        ('calls = [{ number = "1800 000 000" }]\n', "", "has no number"),
    ],
)
def test_a_line_that_is_not_right_is_refused_by_name(before: str, after: str, problem: str) -> None:
    with pytest.raises(WrongLine, match=problem):
        shipped_lines(LINE.replace(before, after))


def test_a_key_stands_once() -> None:
    with pytest.raises(WrongLine, match="twice"):
        shipped_lines(LINE + LINE[LINE.index("[[line]]") :])


@pytest.mark.django_db
def test_loading_is_done_by_migrate_and_again_changes_nothing() -> None:
    shipped = len(shipped_lines())
    assert Helpline.objects.count() == shipped
    before = dict(Helpline.objects.values_list("key", "id"))

    assert load_helplines() == Loaded(added=0, changed=0, removed=0, same=shipped)
    assert dict(Helpline.objects.values_list("key", "id")) == before


@pytest.mark.django_db
def test_loading_takes_over_what_changed_and_removes_what_is_gone() -> None:
    samaritans = Helpline.objects.get(key="gb-samaritans")
    Helpline.objects.filter(key="gb-samaritans").update(calls=[{"number": "999 999", "for": ""}])
    Helpline.objects.filter(key="ie-samaritans").delete()
    Helpline.objects.create(
        key="gb-gone", country="GB", purpose="talk", name="Gone", about="-", calls=[{"number": "1", "for": ""}],
        source_name="-", source_url="https://gone.example/", read_on=date(2020, 1, 1), read_how="live",
    )  # fmt: skip

    loaded = load_helplines()

    assert (loaded.added, loaded.changed, loaded.removed) == (1, 1, 1)
    assert Helpline.objects.get(key="gb-samaritans").calls == samaritans.calls
    assert Helpline.objects.get(key="gb-samaritans").id == samaritans.id


@pytest.mark.parametrize(
    ("header", "country"),
    [
        ("en-GB,en;q=0.9", "GB"),
        ("de", "DE"),
        ("de-AT,de;q=0.8,en-US;q=0.5", "AT"),
        ("en;q=0.9, nl;q=0.8", "NL"),
        ("es-ES,es;q=0.9", "EU"),
        ("zh-Hant-TW, fr;q=0.2", "FR"),
        ("en", None),
        ("", None),
        ("*;q=0.1, x-y-z, de-;;q=, \x00", None),
        (",".join(["xx"] * 5000), None),
    ],
)
def test_the_browser_s_languages_may_say_a_country(header: str, country: str | None) -> None:
    assert country_of_languages(header, NAMES) == country
