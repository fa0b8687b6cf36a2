"""The logbook as people meet it: who reads which line, whose name is said, and what a page of it costs."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from commonhearth.foundation import logbook
from commonhearth.foundation.members.models import Member
from tests.counting import queries

#: Session, sign-in, member and circles are four; the circle, its lines, their key and the names are four.
MOST_QUERIES = 8


def at(world, who, name, /, *args, **asked_for):
    return world.client(who).get(reverse(f"circles:{name}", args=["harbour", *args]), asked_for)


def said(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))


def write(world, verb, by="steward", circle=None, **more):
    with world.harbour.within(), transaction.atomic():
        actor = world.harbour.acting(by)
        return logbook.write(actor=actor, verb=verb, now=world.now, circle_id=circle and circle.id, **more)


def test_members_and_newcomers_read_what_the_community_did(world):
    for who in ("member", "guest", "paused", "steward"):
        assert "The community was begun." in said(at(world, who, "logbook"))


def test_what_is_about_somebody_is_read_by_them_and_by_whoever_did_it(world):
    with world.harbour.within():
        about = {"member": str(world.harbour.acting("member").pseudonym)}
    line = write(world, "member.card_given", by="registrar", about=about)
    for who, reads in {"member": True, "registrar": True, "neighbour": False, "steward": False}.items():
        for whose in ("own", "all"):
            assert ("given a printed card" in said(at(world, who, "logbook", whose=whose))) is reads, who
        assert "given a printed card" not in said(at(world, who, "logbook")), "not on a screen others see"
        assert (at(world, who, "line", line.id).status_code == 200) is reads, who
    assert "Not everybody reads this line." in said(at(world, "member", "logbook", whose="own"))


@pytest.mark.parametrize("who", ["steward", "operator"])
@pytest.mark.parametrize("key", ["closed", "hidden"])
def test_neither_steward_nor_operator_gains_anything_from_an_office(world, who, key):
    circle = world.harbour.circles[key]
    line = write(world, "circle.changed", by="member", circle=circle)
    for path in (("circle_logbook", circle.id), ("circle_logbook_file", circle.id), ("line", line.id)):
        assert at(world, who, *path).status_code == 404
    assert at(world, "member", "line", line.id).status_code == 200


def test_a_page_of_a_hidden_circle_names_it_nowhere_outside(world):
    circle = world.harbour.circles["hidden"]
    page = at(world, "member", "circle_logbook", circle.id)
    assert page.status_code == 200
    assert "What was done here" in re.search("<title>(.*?)</title>", page.text)[1]
    assert str(circle.id) not in at(world, "member", "logbook").text.partition("</nav>")[2]


def test_a_reason_is_read_by_those_who_answer_for_it_and_not_by_whom_it_is_about(world):
    with world.harbour.within():
        about = {"member": str(world.harbour.acting("member").pseudonym)}
    write(world, "hold.placed", by="steward", about=about, why="Quill told us of it.")
    assert "Quill" in said(at(world, "steward", "logbook", whose="all"))
    page = said(at(world, "member", "logbook", whose="own"))
    assert "Somebody’s access was put on hold" in page and "Quill" not in page
    assert "put on hold" not in said(at(world, "neighbour", "logbook", whose="all"))


def test_that_somebody_is_to_be_asked_to_leave_they_do_not_hear_from_the_logbook(world):
    with world.harbour.within():
        about = {"member": str(world.harbour.acting("steward").pseudonym)}
    line = write(world, "removal.begun", by="registrar", about=about, why="We tried.")
    assert "We tried." not in said(at(world, "steward", "logbook", whose="all"))
    assert at(world, "steward", "line", line.id).status_code == 404
    assert "We tried." in said(at(world, "registrar", "logbook", whose="all"))


def test_only_own_lines_by_kind_and_by_day(world):
    write(world, "meeting.planned", by="member")
    everything = at(world, "member", "logbook")
    assert "A meeting was planned." in said(everything) and "community was begun" in said(everything)
    assert "community was begun" not in said(at(world, "member", "logbook", kind="meetings"))
    assert "community was begun" not in said(at(world, "member", "logbook", whose="own"))
    assert "A meeting was planned." in said(at(world, "member", "logbook", whose="own"))
    yesterday = (world.now - timedelta(days=1)).date().isoformat()
    assert "A meeting was planned." not in said(at(world, "member", "logbook", until=yesterday))
    assert "A meeting was planned." in said(at(world, "member", "logbook", since=yesterday))


@pytest.mark.parametrize(
    ("asked_for", "status"),
    [
        ({"since": "soon"}, 422),
        ({"kind": "gossip"}, 422),
        ({"whose": "everything"}, 422),
        ({"since": "0001-01-01", "until": "9999-12-31"}, 200),
        ({"after": "yesterday~nothing"}, 200),
        ({"after": "0001-01-01T00:00:00+14:00~" + "0" * 32}, 200),
    ],
)
def test_what_is_asked_for_badly_is_said_beside_the_field(world, asked_for, status):
    assert at(world, "member", "logbook", **asked_for).status_code == status


def test_pages_follow_one_another(world):
    with world.harbour.within(), transaction.atomic():
        actor = world.harbour.acting("steward")
        for number in range(60):
            logbook.write(
                actor=actor, verb="community.changed", now=world.now + timedelta(minutes=number), about={}
            )
    first = at(world, "guest", "logbook")
    assert first.text.count("What the community says of itself was changed.") == 50
    older = re.search(r'href="([^"]+)"[^>]*>Earlier', first.text)[1].replace("&amp;", "&")
    assert world.client("guest").get(older).text.count("says of itself was changed.") >= 10


@pytest.mark.parametrize(
    ("key", "who"), [(None, "member"), ("open", "member"), ("hidden", "member"), ("open", "neighbour")]
)
def test_a_page_asks_as_often_for_few_lines_as_for_many(world, key, who):
    circle = key and world.harbour.circles[key]
    names = ("circle_logbook", circle.id) if circle else ("logbook",)
    path = reverse(f"circles:{names[0]}", args=["harbour", *names[1:]])
    few = queries(world.client(who), path)
    for _ in range(30):
        write(world, "circle.changed", by="member", circle=circle)
    assert few == queries(world.client(who), path) <= MOST_QUERIES


def test_the_file_holds_the_same_lines(world):
    write(world, "community.changed")
    answer = at(world, "member", "logbook_file", kind="community")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["When", "What was done", "By", "Why", "Kind"]
    assert ["What the community says of itself was changed.", "Stella"] in [row[1:3] for row in rows]
    assert {row[4] for row in rows[1:]} == {"The community itself"}
    assert answer["Content-Disposition"] == 'attachment; filename="logbook.csv"'


def test_no_id_of_a_member_stands_on_it(world):
    with world.harbour.within():
        ids = {str(one) for row in Member.objects.values_list("id", "person_id", "pseudonym") for one in row}
    for page in (
        at(world, "member", "logbook"),
        at(world, "member", "logbook_file"),
        at(world, "member", "circle_logbook", world.harbour.circles["hidden"].id),
    ):
        assert not [one for one in ids if one in page.content.decode()]
