"""Agreement pages: reading, proposing, answering, differences; constant queries."""

from __future__ import annotations

import gzip
import html
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from commonhearth.foundation.access import Refused
from commonhearth.foundation.agreements import services
from commonhearth.foundation.agreements.models import Agreement, Clause, ClauseVersion, Response
from commonhearth.foundation.agreements.selectors.counting import count_of
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.members import services as members
from commonhearth.kit import sentences
from tests.counting import queries
from tests.foundation.files import samples

WEEK = timedelta(days=7)


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))


def key_on(response) -> str:
    return re.search(r'name="once_key" value="([^"]+)"', response.text)[1]


@pytest.fixture
def charter(world) -> Agreement:
    """The community's charter: one clause agreed twice, a third wording before everyone."""
    place = world.harbour
    with place.within():
        member = place.acting("member")
        made = services.begin_agreement(
            actor=member,
            circle=place.circles["root"],
            kind="charter",
            title="Charter",
            now=world.now - 9 * WEEK,
        )
        for number, day, weeks in ((None, "Thursdays", 8), (1, "Fridays", 5)):
            then = world.now - weeks * WEEK
            version = services.propose_version(
                actor=member,
                agreement=made,
                number=number,
                text=f"We meet on {day} at seven.",
                short=f"We meet on {day}.",
                closes=then + WEEK,
                now=then,
            )
            services.put_in_force(actor=member, version=version, now=then + WEEK)
        services.propose_version(
            actor=member,
            agreement=made,
            number=1,
            text="We meet on Tuesdays at seven.",
            short="We meet on Tuesdays.",
            closes=world.now + WEEK,
            now=world.now,
        )
    return made


def address(name, *args) -> str:
    return reverse(f"agreements:{name}", args=["harbour", *args])


def proposed(world) -> ClauseVersion:
    with world.harbour.within():
        return ClauseVersion.objects.get(short="We meet on Tuesdays.")


def test_a_clause_shows_what_is_agreed_what_is_proposed_and_what_changes(world, charter):
    page = world.client("neighbour").get(address("clause", charter.id, 1))
    assert "<del>Fridays</del>" in page.text and "<ins>Tuesdays</ins>" in page.text
    said = text(page)
    assert "Proposed by Mara" in said and "I agree" in said
    assert "<del>Thursdays</del><ins>Fridays</ins>" in re.sub(r"\s*\n\s*", "", page.text)


def test_saying_yes_and_raising_a_concern_by_the_page(world, charter):
    client, version = world.client("neighbour"), proposed(world)
    assert client.post(address("agree", version.id)).status_code == 302
    empty = client.post(address("concern", version.id), {"concern": " "})
    assert empty.status_code == 422
    assert client.post(address("concern", version.id), {"concern": "I work then."}).status_code == 302
    page = client.get(address("clause", charter.id, 1))
    assert "I work then." in page.text and "a concern that must be heard" in page.text
    with world.harbour.within():
        response = Response.objects.get(version=version)
    assert client.post(address("settle", version.id, response.id)).status_code == 302
    assert "settled on" in text(client.get(address("clause", charter.id, 1)))


def test_a_concern_may_be_spoken_by_the_page_and_is_heard_by_who_reads_the_circle(world, charter):
    client, version = world.client("neighbour"), proposed(world)
    note = SimpleUploadedFile("note.wav", samples.wav(), content_type="audio/wav")
    assert client.post(address("concern", version.id), {"concern": "", "voice": note}).status_code == 302
    page = client.get(address("clause", charter.id, 1)).text
    assert "Spoken:" in page and "a concern that must be heard" in page
    heard = re.search(r'<audio[^>]*src="([^"]+)"', page)[1]
    assert world.client("member").get(heard).status_code == 200
    assert world.client("elsewhere").get(heard).status_code == 404


def test_what_somebody_without_a_sign_in_says_is_written_down_for_them_and_counts(world, charter):
    client, version, place = world.client("neighbour"), proposed(world), world.harbour
    with place.within():
        olga = CircleMembership.objects.get(
            circle=place.circles["root"], member_id=place.things["without_sign_in_id"]
        )
        before = count_of(version)
    assert "Write down what Olga says" in text(client.get(address("clause", charter.id, 1)))
    assert "Write down" not in text(world.client("steward").get(address("clause", charter.id, 1)))
    where = address("answer_for", version.id, olga.id)
    assert "Said by them, written by you" in text(client.get(where))
    assert client.post(where, {"says": "concern", "concern": " "}).status_code == 422
    assert client.post(where, {"says": "yes", "concern": "The stairs."}).status_code == 422
    assert client.post(where, {"says": "concern", "concern": "The stairs."}).status_code == 302
    page = text(client.get(address("clause", charter.id, 1)))
    assert "The stairs." in page and re.search(r"Olga, written by \w+ · a concern that must be heard", page)
    with place.within():
        assert count_of(version).concerns == before.concerns + 1
    assert client.post(where, {"says": "yes"}).status_code == 302
    with place.within():
        after = count_of(version)
        assert (after.agreed, after.concerns) == (before.agreed + 1, before.concerns)
    assert re.search(
        r"Have said yes: [^.]*Olga, written by \w+", text(client.get(address("clause", charter.id, 1)))
    )


@pytest.mark.parametrize("who", ["member", "steward", "guest", "paused"])
def test_nobody_else_writes_for_them_and_nobody_for_who_has_a_sign_in(world, charter, who):
    version, place = proposed(world), world.harbour
    with place.within():
        seats = {
            seat.member_id: seat.id for seat in CircleMembership.objects.filter(circle=place.circles["root"])
        }
        olga, steward = seats[place.things["without_sign_in_id"]], seats[place.acting("steward").id]
    assert world.client(who).post(address("answer_for", version.id, olga), {"says": "yes"}).status_code == 403
    assert (
        world.client("neighbour")
        .post(address("answer_for", version.id, steward), {"says": "yes"})
        .status_code
        == 403
    )
    with place.within():
        assert not Response.objects.filter(version=version, by__in=[olga, steward]).exists()


def test_when_its_time_is_over_a_yes_may_still_come_for_them_and_no_concern(world, charter):
    client, version, place = world.client("neighbour"), proposed(world), world.harbour
    with place.within():
        olga = CircleMembership.objects.get(
            circle=place.circles["root"], member_id=place.things["without_sign_in_id"]
        )
        ClauseVersion.objects.filter(id=version.id).update(closes=world.now - timedelta(days=1))
        neighbour = place.acting("neighbour")
        with pytest.raises(Refused, match="time_is_over"):
            services.raise_concern(
                actor=neighbour, version=version, concern="Late.", for_whom=olga, now=world.now
            )
        assert services.agree(actor=neighbour, version=version, for_whom=olga, now=world.now).written_by_id
    assert "They have a concern" not in text(client.get(address("answer_for", version.id, olga.id)))


def test_a_newcomer_reads_and_is_told_why_not_more(world, charter):
    page = world.client("guest").get(address("clause", charter.id, 1))
    assert page.status_code == 200 and "I agree" not in text(page)
    assert sentences.say("still_new") in html.unescape(text(page))
    assert world.client("guest").post(address("agree", proposed(world).id)).status_code == 403


@pytest.mark.parametrize("who", ["visitor", "stranger", "applicant", "former", "elsewhere", "operator"])
def test_outside_nothing_is_here(world, charter, who):
    client = world.client(who)
    for path in (address("agreement", charter.id), address("clause", charter.id, 1), address("ours")):
        assert client.get(path).status_code == 404
    assert client.post(address("agree", proposed(world).id)).status_code == 404


def test_proposing_by_the_page_keeps_what_was_typed_when_something_is_wrong(world, charter):
    client = world.client("member")
    path = address("propose_new", charter.id)
    soon = (world.now + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    late = (world.now + WEEK).strftime("%Y-%m-%dT%H:%M")
    data = {"short": "We eat first.", "text": "", "once_key": key_on(client.get(path))}
    wrong = client.post(path, data | {"closes": soon})
    assert wrong.status_code == 422
    assert "We eat first." in wrong.text and "at least a day" in text(wrong)
    assert client.post(path, data | {"closes": late}).status_code == 302
    assert client.post(path, data | {"closes": late}).status_code == 302
    with world.harbour.within():
        assert ClauseVersion.objects.filter(short="We eat first.").count() == 1


def test_a_setting_is_proposed_with_its_value_and_set_when_agreed(world, charter):
    client = world.client("member")
    path = address("propose_new", charter.id) + "?rule=admission"
    form = client.get(path)
    assert "Who lets people in. Now: a steward or welcomer" in text(form)
    late = (world.now + WEEK).strftime("%Y-%m-%dT%H:%M")
    data = {"short": "Two of us let people in.", "text": "", "closes": late, "once_key": key_on(form)}
    assert client.post(path, data | {"rule_value": "anyone"}).status_code == 422
    assert client.post(path, data | {"rule_value": "two_members"}).status_code == 302
    with world.harbour.within():
        services.put_due_in_force(now=world.now + 2 * WEEK)
    world.harbour.community.refresh_from_db()
    assert world.harbour.community.admission == "two_members"


def test_words_of_the_code_stay_off_the_pages(world, charter):
    for who in ("member", "neighbour", "guest"):
        for path in (address("agreement", charter.id), address("clause", charter.id, 1), address("ours")):
            said = text(world.client(who).get(path)).lower()
            for word in ("objection", "confidential", "applicant", "quorum"):
                assert word not in said


def test_home_says_what_can_still_be_answered_without_naming_the_circle(world, charter):
    said = text(world.client("neighbour").get("/c/harbour/home/"))
    assert "Something is before one of your circles" in said
    assert "Tuesdays" not in said


@pytest.mark.parametrize(("name", "most"), [("ours", 8), ("agreement", 7), ("clause", 7)])
def test_queries_do_not_grow_with_clauses_and_answers(world, charter, name, most):
    args = {"ours": (), "agreement": (charter.id,), "clause": (charter.id, 1)}[name]
    client = world.client("neighbour")

    with world.harbour.within():
        more(charter, world, 5, start=10)
    few = queries(client, address(name, *args))
    with world.harbour.within():
        more(charter, world, 60, start=100)
    assert few == queries(client, address(name, *args)) <= most


@pytest.mark.parametrize(
    ("key", "speaks", "most"), [("root", True, 8), ("hidden", False, 8), ("hidden", True, 9)]
)
def test_a_clause_asks_little_in_the_worst_case_too(world, charter, key, speaks, most):
    place = world.harbour
    with place.within():
        circle, neighbour = place.circles[key], place.acting("neighbour")
        made = charter if key == "root" else Agreement.objects.filter(circle=circle)[0]
        version = ClauseVersion.objects.select_related("clause").get(
            clause__agreement=made, in_force_from=None, withdrawn=None
        )
        inside = {"Nia": neighbour.id} | ({"Olga": place.things["without_sign_in_id"]} if speaks else {})
        for name, member_id in inside.items():
            CircleMembership.objects.get_or_create(
                circle=circle, member_id=member_id, left=None, defaults={"name": name, "joined": world.now}
            )
    # The neighbour writes for Olga where both are; for the hidden circle there is a key to ask for.
    client, where = world.client("neighbour"), address("clause", made.id, version.clause.number)
    note = SimpleUploadedFile("note.wav", samples.wav(), content_type="audio/wav")
    assert client.post(address("concern", version.id), {"concern": "", "voice": note}).status_code == 302
    page = client.get(where).text
    assert "<audio" in page and ("Write down what Olga says" in page) == speaks
    assert queries(client, where) <= most


def test_who_is_kept_apart_from_the_reader_has_no_name_on_a_clause(world, charter):
    place, version = world.harbour, proposed(world)
    client = world.client("neighbour")
    assert client.post(address("concern", version.id), {"concern": "I work then."}).status_code == 302
    with place.within():
        olga = CircleMembership.objects.get(
            circle=place.circles["root"], member_id=place.things["without_sign_in_id"]
        )
        name = str(
            CircleMembership.objects.get(circle=place.circles["root"], member=place.acting("neighbour"))
        )
    assert client.post(address("answer_for", version.id, olga.id), {"says": "yes"}).status_code == 302
    before = text(world.client("member").get(address("clause", charter.id, 1)))
    assert f"Olga, written by {name}" in before and f"{name} · a concern" in before
    assert "Proposed by Mara." in text(client.get(address("clause", charter.id, 1)))
    with place.within():
        members.keep_apart(actor=place.acting("member"), other=place.acting("neighbour"), now=world.now)
    after = text(world.client("member").get(address("clause", charter.id, 1)))
    assert name not in after.split("Proposed", 1)[1]
    assert "I work then." in after and "somebody here · a concern" in after and "Olga" in after
    assert "Proposed by" not in text(client.get(address("clause", charter.id, 1)))


def more(charter: Agreement, world, count: int, *, start: int) -> None:
    root = world.harbour.circles["root"]
    clauses = [
        Clause(agreement=charter, circle=root, number=start + number, created=world.now)
        for number in range(count)
    ]
    Clause.objects.bulk_create(clauses)
    ClauseVersion.objects.bulk_create(
        [
            ClauseVersion(
                clause=clause, circle=root, text="T.", short="T.", closes=world.now, in_force_from=world.now
            )
            for clause in clauses
        ]
    )


def test_a_long_agreement_stays_light(world, charter):
    with world.harbour.within():
        more(charter, world, 90, start=10)
        texts = ClauseVersion.objects.filter(clause__number__gte=10)
        texts.update(
            text=" ".join(f"word{n}" for n in range(80)), short="One sentence says it. And a second."
        )
    page = world.client("neighbour").get(address("agreement", charter.id))
    assert "More clauses" in page.text
    assert len(gzip.compress(page.content, 6)) <= 14_000
    assert page.text.count("<") / 2 < 1_500
