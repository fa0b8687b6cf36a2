"""Nobody but who keeps the tin, and who paid, learns of one payment: from no page, operation, export or search."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.files.arriving import accept
from commonhearth.foundation.files.models import File
from commonhearth.foundation.logbook.selectors import Wanted, Whose, lines_for
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.members.selectors import kept_apart_ids
from commonhearth.foundation.members.services.export import export_own
from commonhearth.rooms.treasury import selectors, services
from commonhearth.rooms.treasury.models import HardMonth
from tests.foundation.files import samples

#: What changes from one answer to the next, whatever there is to tell.
CHANGES = re.compile(
    r'(name="(csrfmiddlewaretoken|once_key)" value="[^"]*"|"csrf[^"]*":\s*"[^"]*"|nonce="[^"]*")'
)
VIEWERS = ["neighbour", "guest", "steward", "registrar", "paused"]


def everything(world, place, who, *, also=()):
    """Return all that somebody can get hold of about a tin, by what it is."""
    client, circle = world.client(who), place.circles["open"].id
    at, api = f"/c/harbour/circles/{circle}", f"/api/v1/c/harbour/circles/{circle}"
    year = place.now.year
    paths = [
        f"{at}/", f"{at}/tin/", f"{at}/tin/count/", f"{at}/tin/keepers/", f"{at}/tin/years/{year}/",
        f"{at}/tin/book.csv", f"{at}/tin/new/", f"{at}/tin/hard-month/", f"{api}/tin", f"{api}/tin/entries",
        f"{api}/tin/counts", f"{api}/tin/years/{year}", "/c/harbour/home/", "/c/harbour/notices/",
        f"{at}/logbook/?whose=all", f"{at}/logbook.csv?whose=all", f"{api}/logbook",
        "/c/harbour/search/?q=dues", "/c/harbour/search/?q=73.19", "/api/v1/c/harbour/search?q=dues", *also,
    ]  # fmt: skip
    found = {path: CHANGES.sub("", client.get(path).content.decode()) for path in paths}
    actor = place.acting(who)
    for where in (None, circle):
        page = lines_for(actor, circle=where, wanted=Wanted(whose=Whose.ALL), size=200)
        found[f"logbook of {where}"] = str([(one.at, one.sentence) for one in page.entries])
    with zipfile.ZipFile(io.BytesIO(export_own(Member.objects.get(id=actor.id), now=place.now))) as own:
        found["export"] = own.read("own.json").decode()
    return found


@pytest.mark.parametrize("who", VIEWERS)
def test_a_payment_changes_nothing_that_others_see(world, place, write, here, who):
    payer = here("member").id
    before = everything(world, place, who)
    paid = write(
        amount=7319, dues=True, payer=payer, what="for spring", receipt=[accept("a.png", samples.picture())]
    )
    file = File.objects.get(about_id=paid.id)
    again = write(amount=100, dues=True, payer=payer, what="")
    services.set_right(actor=place.acting("member"), entry=again, what="twice", now=place.now)
    after = everything(world, place, who)
    for path in before:
        assert after[path] == before[path], path
    client = world.client(who)
    for path in (
        f"/c/harbour/tin/entries/{paid.id}/",
        f"/c/harbour/tin/entries/{paid.id}/set-right/",
        f"/api/v1/c/harbour/tin/entries/{paid.id}",
        f"/c/harbour/files/{file.id}/",
        f"/c/harbour/files/{file.id}/small/",
    ):
        assert client.get(path).status_code == 404, path


def test_who_paid_reads_their_own_and_no_other(world, place, write, here):
    seat, other = here("neighbour"), here("member")
    mine = write(amount=7319, dues=True, payer=seat.id, what="")
    theirs = write(amount=911, dues=True, payer=other.id, what="")
    client = world.client("neighbour")
    shown = client.get(f"/c/harbour/circles/{place.circles['open'].id}/tin/").content.decode()
    assert "£73.19" in shown and "£9.11" not in shown
    assert client.get(f"/c/harbour/tin/entries/{mine.id}/").status_code == 200
    assert client.get(f"/c/harbour/tin/entries/{theirs.id}/").status_code == 404
    taken = json.loads(everything(world, place, "neighbour")["export"])["rows"]["treasury_entry"]
    assert [row["id"] for row in taken] == [str(mine.id)]
    assert str(other.id) not in json.dumps(taken)


def test_who_keeps_the_tin_reads_each_and_who_lays_it_down_none(world, place, tin, write, here):
    seat = here("neighbour")
    paid = write(amount=7319, dues=True, payer=here("member").id, what="")
    services.ask_to_keep(actor=place.acting("member"), tin=tin, seat_id=seat.id, now=place.now)
    client, at = world.client("neighbour"), f"/c/harbour/circles/{place.circles['open'].id}/tin/"
    assert "£73.19" in client.get(at).content.decode()
    assert "73.19" in client.get(f"{at}book.csv").content.decode()
    services.lay_down_tin(actor=place.acting("neighbour"), tin=tin, now=place.now)
    assert "£73.19" not in client.get(at).content.decode()
    assert client.get(f"{at}book.csv").status_code == 403
    assert client.get(f"/c/harbour/tin/entries/{paid.id}/").status_code == 404


def test_a_count_tells_others_neither_what_is_there_nor_what_is_missing(
    world, place, tin, member, write, here
):
    """Two counts a day apart would be a payment, and so would a difference that is a payment nobody wrote yet."""
    here("neighbour")
    write(amount=7319, dues=True, payer=here("member").id, what="")
    there = selectors.book_of(member, tin, now=place.now).balance.amount
    services.write_count(actor=member, tin=tin, amount=there + 320, now=place.now)
    made = services.write_count(actor=place.acting("neighbour"), tin=tin, amount=there + 320, now=place.now)
    assert made.difference == 320

    def seen_by(who):
        return next(one for one in selectors.counts_of(place.acting(who), tin) if one.id == made.id)

    seen = seen_by("guest")
    assert (seen.amount, seen.difference, seen.fits) == (None, None, False)
    assert seen_by("neighbour").difference == 320, "they have counted"
    assert seen_by("neighbour").amount is None
    services.book_difference(actor=member, count=made, now=place.now)
    assert seen_by("guest").difference == 320, "it stands in the book for everyone"
    for text in everything(world, place, "guest").values():
        assert str(there + 320) not in text and f"{(there + 320) / 100:.2f}" not in text


# --- When a year is over -------------------------------------------------------------------------------
def fresh(place, who="neighbour"):
    """A tin of its own, opened in 2024, into which dues are paid; four people of the circle."""
    from commonhearth.foundation.circles.models import CircleMembership
    from commonhearth.foundation.circles.selectors import circle_for

    circle = circle_for(place.acting(who), place.circles["other"].id, now=place.now)
    tin = services.open_tin(
        actor=place.acting(who),
        circle=circle,
        currency="EUR",
        takes_dues=True,
        now=datetime(2024, 2, 1, tzinfo=UTC),
    )
    keeper = place.acting(who)
    beside = Member.objects.filter(standing="member").exclude(id__in=[keeper.id, *kept_apart_ids(keeper)])
    others = beside.order_by("created", "id")[:3]
    seats = [
        CircleMembership.objects.create(circle=circle, member=one, name=f"P{at}", joined=place.now)
        for at, one in enumerate(others)
    ]
    return tin, seats


def pay(place, tin, seat, amount, day, who="neighbour"):
    return services.write_entry(
        actor=place.acting(who),
        tin=tin,
        amount=amount,
        day=day.date(),
        what="",
        dues=True,
        payer=seat.id,
        now=day,
    )


def test_a_year_is_told_when_it_is_over_and_never_otherwise(place):
    tin, seats = fresh(place)
    viewer = seats[0].member
    viewer = place.acting(next(who for who in place.persons if place.persons[who].id == viewer.person_id))
    for seat, amount in zip(seats, (500, 700, 900), strict=True):
        pay(place, tin, seat, amount, datetime(2024, 5, 3, 12, tzinfo=UTC))
    keeper = place.acting("neighbour")
    services.write_entry(
        actor=keeper, tin=tin, amount=-300, day=datetime(2024, 6, 1).date(), what="Tea",
        now=datetime(2024, 6, 1, 12, tzinfo=UTC),
    )  # fmt: skip

    def book(*day):
        return selectors.book_of(viewer, tin, now=datetime(*day, 12, tzinfo=UTC))

    assert book(2024, 12, 31).balance is None
    told = book(2025, 1, 1)
    assert (told.balance.amount, told.until.isoformat(), [one.amount for one in told.sums]) == (
        1800, "2024-12-31", [2100],
    )  # fmt: skip
    assert told.balance.entries == 1, "how many paid is not told"
    # Later payments, alone or few, change nothing of it, however the day is set back.
    pay(place, tin, seats[0], 450, datetime(2025, 3, 3, 12, tzinfo=UTC))
    late = services.write_entry(
        actor=keeper, tin=tin, amount=80, day=datetime(2024, 12, 30).date(), what="", dues=True, payer=seats[1].id,
        now=datetime(2025, 3, 4, 12, tzinfo=UTC),
    )  # fmt: skip
    services.set_right(actor=keeper, entry=late, now=datetime(2025, 3, 5, 12, tzinfo=UTC))
    for day in ((2025, 6, 1), (2026, 6, 1)):
        again = book(*day)
        assert (again.balance, again.until, again.sums) == (told.balance, told.until, told.sums)
    year = selectors.year_of(viewer, tin, 2025, now=datetime(2026, 6, 1, 12, tzinfo=UTC))
    assert (year.sums, year.after, year.before, year.waits) == ((), None, 1800, True)
    mine = selectors.year_of(keeper, tin, 2025, now=datetime(2026, 6, 1, 12, tzinfo=UTC))
    assert (mine.sums, mine.after) == ((), None), "what is read out at a meeting is the same for everyone"


def test_the_year_page_adds_up(place, world):
    tin, seats = fresh(place)
    for seat, amount in zip(seats, (500, 700, 900), strict=True):
        pay(place, tin, seat, amount, datetime(2024, 5, 3, 12, tzinfo=UTC))
    keeper = place.acting("neighbour")
    year = selectors.year_of(keeper, tin, 2024, now=place.now)
    assert year.before == 0
    assert year.after == year.others.amount + sum(one.amount for one in year.sums) == 2100
    page = (
        world.client("neighbour").get(f"/c/harbour/circles/{tin.circle_id}/tin/years/2024/").content.decode()
    )
    assert "€21" in page and "Dues, 2024" in page
    assert "€5" not in page and "€7" not in page and "€9" not in page
    for year in (2023, place.now.year + 1):
        with pytest.raises(NotVisible):
            selectors.year_of(keeper, tin, year, now=place.now)


# --- “Is this a hard month?” ----------------------------------------------------------------------------
@pytest.fixture
def question(place, tin, member, here):
    return services.ask_hard_month(actor=member, tin=tin, seat_id=here("neighbour").id, now=place.now)


def test_only_the_two_know_of_it(world, place, tin, member, question):
    at = f"/c/harbour/tin/asked/{question.id}/"
    for who in ("guest", "paused", "steward", "registrar", "elsewhere", "former", "operator"):
        assert world.client(who).get(at).status_code in (404,), who
        assert world.client(who).post(at, {"says": "leave"}).status_code == 404
    client = world.client("neighbour")
    shown = client.get(at).content.decode()
    assert "Is this a hard month?" in shown and "rights stay as they are" in shown
    assert client.post(at, {"says": "leave"}).status_code == 302
    assert "leave it" in world.client("member").get(at).content.decode()
    assert world.client("member").post(at, {"says": "pay"}).status_code == 403
    assert client.post(at, {"says": "something"}).status_code == 422
    told = world.client("member").get("/c/harbour/notices/").content.decode()
    assert "answered a question" in told and "hard month" not in told


def test_it_leaves_no_trace_for_others(world, place, tin, member, here):
    here("neighbour")
    before = {who: everything(world, place, who) for who in ("guest", "steward")}
    made = services.ask_hard_month(actor=member, tin=tin, seat_id=here("neighbour").id, now=place.now)
    services.answer_hard_month(actor=place.acting("neighbour"), question=made, says="leave", now=place.now)
    for who, found in before.items():
        assert everything(world, place, who) == found


def test_another_who_keeps_the_tin_does_not_see_what_was_asked(place, tin, member, question, here):
    services.ask_to_keep(actor=member, tin=tin, seat_id=here("neighbour").id, now=place.now)
    assert selectors.asked_by(place.acting("neighbour"), tin, now=place.now) == []
    assert question.id in {one.id for one in selectors.asked_by(member, tin, now=place.now)}


def test_one_is_asked_once(place, tin, member, question, here):
    from commonhearth.foundation.access import Refused

    with pytest.raises(Refused, match="hard_month_asked"):
        services.ask_hard_month(actor=member, tin=tin, seat_id=here("neighbour").id, now=place.now)
    with pytest.raises(Refused, match="hard_month_yourself"):
        services.ask_hard_month(actor=member, tin=tin, seat_id=here("member").id, now=place.now)
    with pytest.raises(Refused, match="tin_by_keepers"):
        services.ask_hard_month(
            actor=place.acting("neighbour"), tin=tin, seat_id=here("member").id, now=place.now
        )


def test_it_is_erased_when_its_time_is_over(place, question):
    with pytest.raises(NotVisible):
        selectors.question_for(place.acting("neighbour"), question.id, now=place.now + timedelta(days=60))
    assert services.forget_over(now=place.now + timedelta(days=59)) == 0
    assert services.forget_over(now=place.now + timedelta(days=60)) > 0
    assert not HardMonth.objects.filter(id=question.id).exists()


@pytest.mark.parametrize("who", ["member", "neighbour"])
def test_it_goes_when_one_of_the_two_leaves_the_circle(place, tin, question, who):
    from commonhearth.foundation.circles.services import leave as go

    go(actor=place.acting(who), circle=tin.circle, now=place.now)
    assert not HardMonth.objects.filter(id=question.id).exists()


def test_it_goes_when_the_two_are_kept_apart_or_one_leaves(place, tin, member, question):
    from commonhearth.foundation.members.services import keep_apart
    from commonhearth.foundation.members.services import leave as go

    keep_apart(actor=place.acting("neighbour"), other=member, now=place.now)
    assert not HardMonth.objects.filter(id=question.id).exists()
    assert HardMonth.objects.filter(member=place.acting("paused")).exists()
    go(actor=place.acting("paused"), now=place.now)
    assert not HardMonth.objects.filter(asker__circle=tin.circle).exists()


def test_the_answer_stands_sealed(place, question):
    services.answer_hard_month(
        actor=place.acting("neighbour"), question=question, says="leave", now=place.now
    )
    row = HardMonth.objects.get(id=question.id)
    assert b"leave" not in bytes(row.answer.raw)


def test_nothing_of_a_tin_reminds_anybody_by_itself(place, world):
    """No job looks at who paid: the only one of this room lets questions go."""
    from commonhearth.foundation.jobs import SCHEDULE

    assert [name for name, _entry in SCHEDULE.items() if name.startswith("treasury")] == ["treasury.forget"]
