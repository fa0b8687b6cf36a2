"""Lines are written with the change, read by those they concern, and betray whoever edits them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commonhearth.foundation import logbook, sealed
from commonhearth.foundation.access import NotVisible, Refused, System
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.logbook import access, chain, selectors, verbs, wording
from commonhearth.foundation.logbook.models import Detail, Line, Link
from commonhearth.foundation.tenancy import guards, in_community

CIRCLE, OTHER_CIRCLE = uuid.uuid4(), uuid.uuid4()


def someone(standing: str = "member", *circles: uuid.UUID, **more: Any) -> Any:
    return SimpleNamespace(pseudonym=uuid.uuid4(), standing=standing, circle_ids=frozenset(circles), **more)


@pytest.fixture
def house(db: None) -> Iterator[Community]:
    community = Community.objects.create(name="Heron", slug="heron", community_kind="other", public_key=b"-")
    with in_community(community.id):
        yield community


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        verbs.VERBS._entries,
        "bench.moved",
        verbs.Verb("%(who)s moved the bench to %(place)s.", verbs.Kind.COMMUNITY, verbs.EVERYONE),
    )
    monkeypatch.setattr(access.READS_CIRCLE, "_entries", {})


def move(now: datetime, *, actor: Any = None, place: str = "the pond", **more: Any) -> Line:
    with transaction.atomic():
        return logbook.write(
            actor=actor or someone(), verb="bench.moved", now=now, details={"place": place}, **more
        )


# --- Writing -----------------------------------------------------------------------------------------


def test_a_line_goes_with_its_change(house: Community, now: datetime) -> None:
    with pytest.raises(ValueError, match="no"), transaction.atomic():
        move(now)
        raise ValueError("no")
    assert not Line.objects.exists()
    assert not Detail.objects.exists()


def test_a_line_is_refused_outside_a_transaction(real_commits: Any, now: datetime) -> None:
    community = Community.objects.create(name="Heron", slug="heron", community_kind="other", public_key=b"-")
    if connection.vendor == "postgresql":  # there a community in reach always means a transaction
        return
    with in_community(community.id), pytest.raises(logbook.NoTransaction):
        logbook.write(actor=System("test"), verb="bench.moved", now=now)


def test_a_member_signs_with_a_pseudonym_and_a_job_with_its_name(house: Community, now: datetime) -> None:
    rosa = someone()
    assert move(now, actor=rosa).who == str(rosa.pseudonym)
    assert move(now, actor=System("digest")).who == "system:digest"


def test_details_do_not_stand_in_the_database_as_text(house: Community, now: datetime) -> None:
    line = move(now, place="under the ninth bridge")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM logbook_detail")
        cells = [bytes(cell) if isinstance(cell, memoryview) else cell for cell in cursor.fetchone()]
        cursor.execute("SELECT * FROM logbook_line")
        cells += list(cursor.fetchone())
    assert "ninth bridge" not in repr(cells)
    assert b"ninth bridge".hex() not in "".join(
        bytes(cell).hex() for cell in cells if isinstance(cell, bytes | memoryview)
    )
    assert len(bytes(line.details_digest)) == 32


def test_the_same_details_never_give_the_same_digest(house: Community, now: datetime) -> None:
    assert bytes(move(now).details_digest) != bytes(move(now).details_digest)


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_to_change_a_line(house: Community, now: datetime, verb: str) -> None:
    move(now)
    chain.link_lines(house.id, now)
    for model in (Line, Link):
        with pytest.raises(IntegrityError), transaction.atomic():
            if verb == "update":
                model.objects.update(created=now)
            else:
                model.objects.all()._raw_delete("default")


# --- Reading -----------------------------------------------------------------------------------------


def test_a_member_reads_sentences_newest_first(
    house: Community, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    rosa = someone()
    monkeypatch.setitem(
        wording.NAMES._entries,
        "test",
        lambda known, viewer: {(str(rosa.pseudonym), None): wording.Signed("Rosa")},
    )
    move(now, actor=rosa, place="the pond")
    move(now + timedelta(hours=1), actor=System("digest"), place="the gate")
    assert [entry.sentence for entry in selectors.lines_for(someone()).entries] == [
        "The house itself moved the bench to the gate.",
        "Rosa moved the bench to the pond.",
    ]


@pytest.mark.parametrize(
    ("standing", "reads"),
    [
        ("guest", True),
        ("member", True),
        ("paused", True),
        ("applicant", False),
        ("former", False),
        ("removed", False),
        ("died", False),
    ],
)
def test_who_reads(house: Community, now: datetime, standing: str, reads: bool) -> None:
    line = move(now)
    detail = Detail.objects.get(line=line)
    if reads:
        assert len(selectors.lines_for(someone(standing)).entries) == 1
        assert "pond" in sealed.open(detail.content, viewer=someone(standing))
    else:
        with pytest.raises(NotVisible):
            selectors.lines_for(someone(standing))
        with pytest.raises(Refused):
            sealed.open(detail.content, viewer=someone(standing))


@pytest.mark.parametrize("outsider", [SimpleNamespace(), System("digest"), someone(on_hold=True)])
def test_who_is_not_inside_reads_nothing(house: Community, outsider: Any) -> None:
    with pytest.raises(NotVisible):
        selectors.lines_for(outsider)


def test_a_circles_lines_are_its_own_members(house: Community, now: datetime) -> None:
    move(now, circle_id=CIRCLE)
    move(now)
    move(now)
    assert len(selectors.lines_for(someone("member", CIRCLE)).entries) == 2
    assert len(selectors.lines_for(someone("member", OTHER_CIRCLE)).entries) == 2
    assert len(selectors.lines_for(someone("member", CIRCLE), circle=CIRCLE).entries) == 1
    with pytest.raises(NotVisible):
        selectors.lines_for(someone("member", OTHER_CIRCLE), circle=CIRCLE)
    with pytest.raises(Refused):
        sealed.open(Detail.objects.get(circle_id=CIRCLE).content, viewer=someone())


def test_an_open_circles_lines_are_everybodys(
    house: Community, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(access.READS_CIRCLE._entries, "test", lambda viewer, circle: circle == CIRCLE)
    move(now, circle_id=CIRCLE)
    assert len(selectors.lines_for(someone(), circle=CIRCLE).entries) == 1
    assert sealed.open(Detail.objects.get().content, viewer=someone())


def test_pages_follow_one_another_without_gap(house: Community, now: datetime) -> None:
    written = {move(now + timedelta(minutes=number // 3)).id for number in range(10)}
    seen: list[uuid.UUID] = []
    more = "begin"
    while more:
        page = selectors.lines_for(someone(), after=more, size=3)
        seen += [entry.id for entry in page.entries]
        more = page.more
    assert len(seen) == 10
    assert set(seen) == written


def test_a_page_costs_the_same_for_ten_and_for_a_hundred_lines(house: Community, now: datetime) -> None:
    counts = []
    for _ in range(2):
        for _ in range(10 if not counts else 90):
            move(now)
        with CaptureQueriesContext(connection) as queries:
            selectors.lines_for(someone(), size=100)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 5


def test_an_erased_detail_leaves_a_readable_line(house: Community, now: datetime) -> None:
    move(now)
    Detail.objects.all().delete()
    (entry,) = selectors.lines_for(someone()).entries
    assert entry.sentence == "A member moved the bench to …."


def test_a_verb_that_no_register_knows_is_read_by_nobody(house: Community, now: datetime) -> None:
    rosa = someone()
    with transaction.atomic():
        line = logbook.write(actor=rosa, verb="never.heard", now=now)
    for viewer in (rosa, someone()):
        assert selectors.lines_for(viewer).entries == []
        with pytest.raises(NotVisible):
            selectors.line_for(viewer, line.id)


# --- The chain ---------------------------------------------------------------------------------------


@pytest.fixture
def chained(house: Community, now: datetime) -> list[Line]:
    lines = [move(now + timedelta(minutes=number), place=f"place {number}") for number in range(5)]
    assert chain.link_lines(house.id, now) == 5
    assert chain.link_lines(house.id, now) == 0
    return list(Line.objects.filter(pk__in=[line.pk for line in lines]).order_by("link__number"))


def test_an_untouched_logbook_has_nothing_to_say(chained: list[Line], now: datetime) -> None:
    move(now, place="later")
    assert chain.verify(now) == []


def test_further_lines_go_on_from_the_last_link(chained: list[Line], now: datetime, house: Community) -> None:
    move(now)
    assert chain.link_lines(house.id, now) == 1
    assert list(Link.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert chain.verify(now) == []


EDITS = {
    "who": "'someone else'",
    "verb": "'bench.burned'",
    "at": "'2020-01-01 00:00:00+00:00'",
    "about": '\'{"bench": "other"}\'',
    "why": "'a reason'",
    "created": "'2020-01-01 00:00:00+00:00'",
    "circle_id": "'00000000-0000-4000-8000-000000000000'",
}


@pytest.mark.sqlite
@pytest.mark.parametrize("column", sorted(EDITS))
def test_an_edited_line_is_named(chained: list[Line], now: datetime, column: str) -> None:
    quietly(f"UPDATE logbook_line SET {column} = {EDITS[column]} WHERE id = '{chained[2].id.hex}'")
    assert chain.verify(now) == [chain.Fault("line-changed", chained[2].id, 3)]


@pytest.mark.sqlite
def test_a_line_taken_out_is_named(chained: list[Line], now: datetime) -> None:
    quietly(
        "DELETE FROM logbook_detail",
        "PRAGMA defer_foreign_keys = ON",
        f"DELETE FROM logbook_line WHERE id = '{chained[1].id.hex}'",
    )
    assert chain.verify(now) == [chain.Fault("line-missing", chained[1].id, 2)]
    put_line_back(chained[1])


@pytest.mark.sqlite
def test_a_link_taken_out_is_named(chained: list[Line], now: datetime) -> None:
    quietly("DELETE FROM logbook_link WHERE number = 3")
    faults = chain.verify(now)
    assert chain.Fault("link-missing", number=3) in faults


@pytest.mark.sqlite
def test_a_link_made_to_fit_an_edited_line_is_named(chained: list[Line], now: datetime) -> None:
    quietly(f"UPDATE logbook_line SET why = 'x' WHERE id = '{chained[2].id.hex}'")
    forged = chain.line_digest(Line.objects.get(pk=chained[2].pk)).hex()
    quietly(f"UPDATE logbook_link SET line_digest = x'{forged}' WHERE number = 3")
    assert chain.verify(now) == [chain.Fault("link-changed", chained[2].id, 3)]


@pytest.mark.sqlite
def test_changed_details_are_named(chained: list[Line], now: datetime) -> None:
    detail = Detail.objects.get(line=chained[3])
    detail.content = '{"place":"somewhere else"}'
    detail.save()
    assert chain.verify(now) == [chain.Fault("details-changed", chained[3].id)]


@pytest.mark.sqlite
def test_details_that_do_not_open_are_named_and_no_others(chained: list[Line], now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE logbook_detail SET content = (SELECT content FROM logbook_detail WHERE line_id = %s) "
            "WHERE line_id = %s",
            [chained[0].id.hex, chained[1].id.hex],
        )
    assert chain.verify(now) == [chain.Fault("details-changed", chained[1].id)]


def test_details_erased_with_their_key_are_no_fault(
    chained: list[Line], now: datetime, house: Community
) -> None:
    sealed.destroy_key("community", house.id)
    assert chain.verify(now) == []


def test_lines_that_nobody_ties_are_named(house: Community, now: datetime) -> None:
    line = move(now)
    assert chain.verify(timezone.now()) == []
    late = chain.verify(timezone.now() + timedelta(hours=2))
    assert late == [chain.Fault("not-linked", line.id)]


def test_each_community_has_its_own_chain(chained: list[Line], now: datetime) -> None:
    other = Community.objects.create(name="Wren", slug="wren", community_kind="other", public_key=b"-")
    with in_community(other.id):
        move(now)
    assert chain.link_lines(other.id, now) == 1
    with in_community(other.id):
        assert Link.objects.get().number == 1
        assert chain.verify(now) == []
    assert chain.verify(now) == []


def test_of_two_jobs_at_once_one_finds_nothing_left(chained: list[Line], now: datetime) -> None:
    again = Link(number=5, line=move(now), line_digest=b"-", digest=b"-")
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def quietly(*statements: str) -> None:
    """Edit past the guards, as somebody with the database file could."""
    guards.remove_triggers()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    guards.apply()


def put_line_back(line: Line) -> None:
    line.save(force_insert=True)  # so that the test's transaction ends with every reference whole
