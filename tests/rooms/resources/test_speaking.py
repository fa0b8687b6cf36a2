"""A sheet, a letter, one's rights: made on the spot, kept nowhere, each right with its source."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from commonhearth.rooms.resources import checks, rights

SAID = "I sleep badly since March and I want to be asked first."


def test_the_sheet_says_what_was_written_and_is_kept_nowhere(world, django_assert_num_queries):
    client = world.client("visitor")
    with django_assert_num_queries(0):
        answer = client.post("/speaking/appointment/", {"say": SAID, "whom": "Dr Shah, Thursday"})
    page = answer.content.decode()
    assert SAID in page
    assert "Dr Shah, Thursday" in page
    assert "no-store" in answer["Cache-Control"]
    again = client.post("/speaking/appointment/", {"say": SAID, "again": "1"}).content.decode()
    assert SAID in again, "changing it keeps what was typed"
    assert SAID not in client.get("/speaking/appointment/").content.decode()


def test_an_empty_sheet_has_lines_to_write_on(world):
    page = world.client("visitor").post("/speaking/appointment/", {}).content.decode()
    assert "What I do not want" in page


@pytest.mark.parametrize("code", [code for code, country in rights.pages().items() if country.letter])
def test_a_letter_rests_on_the_law_of_its_country(world, code):
    body = {"country": code, "to": "The Harbour Practice\n1 Quay", "name": "Mara Quill", "born": "1 May 1980"}
    page = world.client("visitor").post("/speaking/records/", body).content.decode()
    letter = rights.pages()[code].letter
    assert letter is not None
    for words in ("Mara Quill", "The Harbour Practice", "1 May 1980", letter.answer_within):
        assert words in page
    assert letter.law.replace("’", "’") in page


def test_a_letter_without_a_name_or_a_country_is_asked_for_again(world):
    answer = world.client("visitor").post("/speaking/records/", {"to": "A practice", "name": ""})
    assert answer.status_code == 422
    assert "A practice" in answer.content.decode()


def test_each_right_has_a_source_and_the_day_it_was_read():
    keys = [one.key for country in rights.pages().values() for one in country.rights]
    assert len(keys) == len(set(keys))
    for country in rights.pages().values():
        assert country.rights
        for one in country.rights:
            assert one.source_url.startswith(("https://", "http://"))
            assert one.source_name and one.words and one.title
            assert date(2026, 1, 1) <= one.read_on <= date(2026, 11, 28)


def test_nothing_speaks_for_or_against_a_treatment():
    text = " ".join(f"{one.title} {one.words}" for page in rights.pages().values() for one in page.rights)
    for word in ("medication", "medicine", "dose", "taper", "antidepress", "diagnos"):
        assert word not in text.lower()


def test_an_old_reading_says_so(world):
    page = world.client("visitor").get("/speaking/rights/gb/").content.decode()
    assert "Read on 28 November 2026" in page
    from commonhearth.rooms.resources.rights import pages

    newest = max(one.read_on for country in pages().values() for one in country.rights)
    just_read = datetime.combine(newest, time(), UTC)
    assert checks.findings(just_read) == []
    found = checks.findings(just_read + timedelta(days=800))
    assert len(found) == sum(len(country.rights) for country in pages().values())
    assert not any(one.serious for one in found)


def test_a_country_we_read_nothing_about_is_not_there(world):
    assert world.client("visitor").get("/speaking/rights/zz/").status_code == 404


def test_whoever_belongs_somewhere_need_not_go_alone(world):
    """Company on the way and a letter sent together are one press away, in each place somebody is in."""
    page = world.client("member").get("/speaking/").content.decode()
    assert "/c/harbour/company/come-with-me/" in page and "/c/harbour/agreements/" in page
    for who in ("visitor", "stranger", "former"):
        page = world.client(who).get("/speaking/").content.decode()
        assert "come-with-me" not in page and "Not alone" not in page
