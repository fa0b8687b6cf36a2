"""Come with me: asked of everybody, chosen by whoever asked, read by two from then on, gone the day after."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.members import services as membering
from commonhearth.foundation.notices.models import Notice
from commonhearth.rooms.care.models import Companion, Errand
from commonhearth.rooms.care.selectors import accompanying as selectors
from commonhearth.rooms.care.services import accompanying as services
from tests.counting import queries

WORDS = "To the clinic at ten; hold my coat."
PAGE = "/c/harbour/company/come-with-me/"


@pytest.fixture
def here(world, db):
    with world.harbour.within():
        Errand.objects.all().delete()
        Notice.objects.filter(code__startswith="care.along").delete()
        yield world.harbour


def ask(place, who: str = "member", days: int = 1, words: str = WORDS) -> Errand:
    day = (place.now + timedelta(days=days)).date()
    return services.ask_along(actor=place.acting(who), day=day, words=words, now=place.now)


def seen(place, who: str) -> list[str]:
    found = selectors.ways(place.acting(who), now=place.now)
    return [one.words for one in (*found.own, *found.others)]


def told(place, who: str) -> list[str]:
    rows = Notice.objects.filter(member=place.acting(who), code__startswith="care.along")
    return sorted(rows.values_list("code", flat=True))


def test_everyone_inside_reads_it_until_somebody_is_chosen_then_only_the_two(here):
    errand = ask(here)
    for who in ("guest", "member", "neighbour", "steward", "paused"):
        assert seen(here, who) == [WORDS], who
    along = services.come_along(actor=here.acting("neighbour"), errand=errand, now=here.now)
    other = services.come_along(actor=here.acting("steward"), errand=errand, now=here.now)
    assert told(here, "member") == ["care.along_offered"] * 2

    services.choose(actor=here.acting("member"), companion=along, now=here.now)

    assert {who: bool(seen(here, who)) for who in ("member", "neighbour", "steward", "guest")} == {
        "member": True,
        "neighbour": True,
        "steward": False,
        "guest": False,
    }
    assert "care.along_yes" in told(here, "neighbour") and "care.along_settled" in told(here, "steward")
    assert not Companion.objects.filter(id=other.id).exists()
    with pytest.raises(NotVisible):
        selectors.errand_in_reach(here.acting("steward"), errand.id, now=here.now)


def test_what_is_asked_is_sealed(here):
    errand = ask(here)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM care_errand")
        assert all(WORDS.encode() not in bytes(row[0]) for row in cursor.fetchall())
    errand.for_viewer = False
    with pytest.raises(Refused):
        sealed.open(errand.words, viewer=here.acting("steward"))


def test_nobody_else_chooses_ends_or_takes_back(here):
    errand = ask(here)
    along = services.come_along(actor=here.acting("neighbour"), errand=errand, now=here.now)
    for act in (
        lambda who: services.choose(actor=who, companion=along, now=here.now),
        lambda who: services.end_companion(actor=who, companion=along, now=here.now),
        lambda who: services.take_back(actor=who, errand=errand, now=here.now),
    ):
        with pytest.raises(Refused):
            act(here.acting("steward"))
    with pytest.raises(Refused) as twice:
        services.come_along(actor=here.acting("neighbour"), errand=errand, now=here.now)
    assert twice.value.verdict.code == "errand_has_company"
    with pytest.raises(Refused) as own:
        services.come_along(actor=here.acting("member"), errand=errand, now=here.now)
    assert own.value.verdict.code == "errand_of_yourself"


def test_either_ends_it_without_a_reason_and_it_stands_open_again(here):
    errand = ask(here)
    along = services.come_along(actor=here.acting("neighbour"), errand=errand, now=here.now)
    services.choose(actor=here.acting("member"), companion=along, now=here.now)

    services.end_companion(actor=here.acting("neighbour"), companion=along, now=here.now)
    services.end_companion(actor=here.acting("neighbour"), companion=along, now=here.now)

    assert told(here, "member") == ["care.along_not", "care.along_offered"], "told once"
    assert seen(here, "steward") == [WORDS]


def test_whoever_is_kept_apart_neither_finds_nor_answers_nor_is_chosen(here):
    errand = ask(here)
    along = services.come_along(actor=here.acting("neighbour"), errand=errand, now=here.now)
    membering.keep_apart(actor=here.acting("member"), other=here.acting("neighbour"), now=here.now)

    assert seen(here, "neighbour") == [] and not Companion.objects.filter(id=along.id).exists()
    with pytest.raises(NotVisible):
        services.come_along(actor=here.acting("neighbour"), errand=errand, now=here.now)
    with pytest.raises(NotVisible):
        services.choose(actor=here.acting("member"), companion=along, now=here.now)


def test_it_is_gone_when_the_day_is_over_and_not_before(here):
    ask(here, days=1)
    ends = here.now.replace(hour=23, minute=0) + timedelta(days=1)
    assert services.forget_over(now=ends) == 0 and Errand.objects.count() == 1
    assert services.forget_over(now=ends + timedelta(days=1)) == 1
    assert not Errand.objects.exists() and not Companion.objects.exists()


def test_whoever_leaves_takes_it_with_them(here):
    errand = ask(here, who="neighbour")
    services.come_along(actor=here.acting("member"), errand=errand, now=here.now)
    membering.leave(actor=here.acting("neighbour"), now=here.now)
    assert not Errand.objects.exists() and not Companion.objects.exists()


def test_a_few_ways_at_a_time(here):
    for day in range(1, 6):
        ask(here, days=day)
    with pytest.raises(Refused) as many:
        ask(here, days=6)
    assert many.value.verdict.code == "errands_enough"


def test_the_form_keeps_what_was_typed_writes_once_and_says_who_reads(world):
    client, place = world.client("member"), world.harbour
    page = client.get(PAGE).content.decode()
    assert "Everyone who belongs to the community can read it" in page
    yesterday = (place.now - timedelta(days=2)).date().isoformat()
    answer = client.post(PAGE, {"day": yesterday, "words": WORDS, "once_key": "k" * 22})
    said = answer.content.decode()
    assert answer.status_code == 422 and WORDS in said and "This day is over" in said
    day = (place.now + timedelta(days=3)).date().isoformat()
    with place.within():
        before = Errand.objects.count()
    for _twice in range(2):
        assert client.post(PAGE, {"day": day, "words": WORDS, "once_key": "n" * 22}).status_code == 302
    with place.within():
        assert Errand.objects.count() == before + 1


def test_the_page_asks_the_same_of_the_database_however_many_ask(world):
    client, place = world.client("steward"), world.harbour
    few = queries(client, PAGE)
    with place.within():
        for number in range(40):
            day = place.now.date() + timedelta(days=2 + number % 5)
            row = Errand(member=place.acting("neighbour"), day=day)
            row.words = WORDS
            row.save()
    assert queries(client, PAGE) == few <= 8
    assert "after=" in client.get(PAGE).content.decode()
