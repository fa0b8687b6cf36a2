"""The book of a tin: opened, written once, set right, never below nothing; sealed where its circle is hidden."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.circles import services as circling
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.circles.selectors import circle_for
from commonhearth.foundation.files.arriving import accept
from commonhearth.foundation.files.models import File
from commonhearth.foundation.members.services import keep_apart
from commonhearth.rooms.treasury import selectors, services
from commonhearth.rooms.treasury.access import may_keep_tin, may_open_tin, may_write_in_tin
from commonhearth.rooms.treasury.models import Entry, Keeper
from commonhearth.rooms.treasury.services.writing import in_the_tin
from tests.foundation.files import samples


def fresh(place, key="other", who="neighbour", **more):
    circle = circle_for(place.acting(who), place.circles[key].id, now=place.now)
    said = {"currency": "EUR", "takes_dues": False} | more
    return services.open_tin(actor=place.acting(who), circle=circle, now=place.now, **said)


def test_whoever_opens_a_tin_keeps_it_and_a_circle_has_one(place):
    tin = fresh(place)
    assert may_write_in_tin(place.acting("neighbour"), tin)
    with pytest.raises(Refused, match="tin_stands"):
        fresh(place)


# ISO 4217 itself says of its last code that it stands for no currency.
@pytest.mark.parametrize("currency", ["", "EU", "eur", "XXX"])
def test_a_currency_that_is_none_is_refused(place, currency):
    with pytest.raises(Refused, match="tin_no_currency"):
        fresh(place, currency=currency)


def test_where_somebody_looks_after_the_circle_others_do_not_open_it(place, here):
    here("neighbour")
    circle = circle_for(place.acting("neighbour"), place.circles["open"].id, now=place.now)
    assert may_open_tin(place.acting("neighbour"), circle).code == "needs_keeper"
    assert may_open_tin(place.acting("member"), circle)
    assert may_open_tin(place.acting("guest"), circle).code == "not_in_circle"
    assert may_open_tin(place.acting("paused"), circle).code == "away_now"


def test_the_treasurer_keeps_it_when_they_like_and_others_when_nobody_does(place, tin, member, here):
    seat = here("neighbour")
    tin.circle = circle_for(place.acting("neighbour"), tin.circle_id, now=place.now)
    assert may_keep_tin(place.acting("neighbour"), tin, somebody_does=True).code == "tin_is_kept"
    assert may_keep_tin(place.acting("neighbour"), tin, somebody_does=False).code == "needs_keeper"
    circling.give_role(
        actor=member, circle=tin.circle, office="treasurer", holder=seat, starts=place.now.date(),
        ends=place.now.date() + timedelta(days=90), now=place.now,
    )  # fmt: skip
    services.keep_tin(actor=place.acting("neighbour"), tin=tin, now=place.now)
    services.lay_down_tin(actor=place.acting("neighbour"), tin=tin, now=place.now)
    tin.keeper_seats = None
    assert may_write_in_tin(place.acting("neighbour"), tin).code == "tin_by_keepers"


def test_a_keeper_asks_another_who_is_told_discreetly(place, world, tin, member, here):
    seat = here("neighbour", "Nils of the kitchen")
    services.ask_to_keep(actor=member, tin=tin, seat_id=seat.id, now=place.now)
    with pytest.raises(Refused, match="tin_keeper_already"):
        services.ask_to_keep(actor=member, tin=tin, seat_id=seat.id, now=place.now)
    told = world.client("neighbour").get("/c/harbour/notices/").content.decode()
    assert "look after something" in told
    assert "Kitchen" not in told.split("look after something")[1][:200]
    assert {row.seat_id for row in Keeper.objects.filter(tin=tin)} >= {seat.id}


def test_who_has_left_the_circle_keeps_nothing(place, tin, here):
    here("neighbour")
    services.ask_to_keep(actor=place.acting("member"), tin=tin, seat_id=here("neighbour").id, now=place.now)
    circling.leave(actor=place.acting("neighbour"), circle=tin.circle, now=place.now)
    tin.keeper_seats = None
    assert not may_write_in_tin(place.acting("neighbour"), tin)
    here("neighbour", "Back")
    assert may_write_in_tin(place.acting("neighbour"), tin).code == "tin_by_keepers"


def test_what_is_in_it_is_what_came_in_less_what_went_out(place, tin, write):
    before = in_the_tin(tin)
    write(1250)
    write(-250)
    assert in_the_tin(tin) == before + 1000
    book = selectors.book_of(place.acting("member"), tin, now=place.now)
    assert book.balance.amount == before + 1000
    assert book.balance.came_in - book.balance.went_out == book.balance.amount
    assert book.balance.entries == Entry.objects.filter(tin=tin).count()


def test_more_than_is_there_is_refused_by_how_much(place, tin, write, world):
    there = in_the_tin(tin)
    with pytest.raises(services.NotInBook) as no:
        write(-there - 320)
    assert no.value.verdict.params == {"short": "3.20", "currency": "GBP"}
    write(-there)
    assert in_the_tin(tin) == 0


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"what": "  "}, "what"),
        ({"amount": -10, "dues": True}, "amount"),
        ({"days": 1}, "day"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(place, write, said, field):
    more = dict(said)
    if days := more.pop("days", 0):
        more["day"] = place.now.date() + timedelta(days=days + 1)
    with pytest.raises(services.NotInBook) as no:
        write(**more)
    assert no.value.field == field


def test_only_dues_name_a_payer(place, write, here):
    with pytest.raises(services.NotInBook, match="tin_payer_of_dues"):
        write(payer=here("member").id)


def test_a_tin_without_dues_takes_none_until_a_keeper_lets_it(place):
    tin, actor = fresh(place), place.acting("neighbour")
    said = {"actor": actor, "tin": tin, "amount": 10, "day": place.now.date(), "what": "", "now": place.now}
    with pytest.raises(services.NotInBook, match="tin_without_dues"):
        services.write_entry(dues=True, **said)
    services.take_dues(actor=actor, tin=tin, now=place.now)
    assert services.write_entry(dues=True, **said).kind == "dues"


def test_a_wrong_entry_is_set_right_by_another_once(place, tin, member, write):
    before = in_the_tin(tin)
    wrong = write(5000)
    counter = services.set_right(actor=member, entry=wrong, what="A nought too many", now=place.now)
    assert (counter.amount, counter.sets_right_id, in_the_tin(tin)) == (-5000, wrong.id, before)
    with pytest.raises(Refused, match="tin_set_right"):
        services.set_right(actor=member, entry=wrong, now=place.now)
    with pytest.raises(Refused, match="tin_sets_right"):
        services.set_right(actor=member, entry=counter, now=place.now)


def test_setting_right_never_goes_below_nothing(place, tin, member, write):
    money_in = write(400)
    write(-in_the_tin(tin))
    with pytest.raises(services.NotInBook, match="tin_not_so_much"):
        services.set_right(actor=member, entry=money_in, now=place.now)


@pytest.mark.parametrize("statement", ["UPDATE treasury_entry SET amount = 1", "DELETE FROM treasury_entry"])
def test_the_database_itself_changes_no_entry(place, write, statement):
    row = write()
    value = row.pk if connection.vendor == "postgresql" else row.pk.hex
    with pytest.raises(IntegrityError, match="locked"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{statement} WHERE id = %s", [value])


@pytest.mark.parametrize("who", ["neighbour", "guest", "paused", "steward", "registrar"])
def test_nobody_else_writes_counts_or_takes_the_sheet(place, tin, write, who):
    with pytest.raises(Refused):
        write(actor=place.acting(who))
    with pytest.raises(Refused):
        services.write_count(actor=place.acting(who), tin=tin, amount=1, now=place.now)
    tin.keeper_seats = None
    with pytest.raises(Refused):
        selectors.everything_in(place.acting(who), tin)


def test_what_was_written_openly_is_sealed_when_the_circle_is_hidden(place, tin, member, write):
    entry = write(what="Violets", receipt=[accept("violets.jpg", samples.picture())])
    circle = circle_for(member, tin.circle_id, now=place.now)
    circling.change_circle(
        actor=member, circle=circle, name=circle.called, purpose="P.", openness="confidential", now=place.now
    )
    row = Entry.objects.get(id=entry.id)
    assert row.what == ""
    assert not Entry.objects.filter(circle=circle).exclude(what="").exists()
    file = File.objects.get(about_id=entry.id)
    assert file.name == "" and file.is_sealed
    shown = selectors.entry_for(place.acting("member"), entry.id, now=place.now)
    assert shown.what == "Violets"
    with pytest.raises(NotVisible):
        selectors.entry_for(place.acting("neighbour"), entry.id, now=place.now)


def test_a_hidden_circles_words_stand_sealed_and_its_receipts_too(place):
    rows = Entry.objects.filter(circle=place.circles["hidden"])
    assert rows.exists() and not rows.exclude(what="").exists()
    assert File.objects.get(about_id=place.things["entry_id"]["hidden"]).is_sealed


def test_who_is_kept_apart_is_not_named(place, tin, member, write, here):
    seat = here("neighbour", "Nils of the kitchen")
    entry = write(handled_by=seat.id)
    guest = place.acting("guest")
    found = selectors.entry_for(guest, entry.id, now=place.now)
    assert found.handler == "Nils of the kitchen"
    services.ask_to_keep(actor=member, tin=tin, seat_id=seat.id, now=place.now)
    keep_apart(actor=place.acting("neighbour"), other=guest, now=place.now)
    assert selectors.entry_for(guest, entry.id, now=place.now).handler == ""
    assert sorted(one.name for one in selectors.keepers_of(guest, tin)) == ["", "Moss"]
    with pytest.raises(NotVisible):
        keep_apart(actor=place.acting("neighbour"), other=place.acting("member"), now=place.now)
        write(dues=True, payer=seat.id, what="")


def test_entries_of_somebody_who_has_died_or_left_stay(place, tin, write, here):
    seat = here("neighbour", "Nils of the kitchen")
    entry = write(handled_by=seat.id)
    circling.leave(actor=place.acting("neighbour"), circle=tin.circle, now=place.now)
    assert selectors.entry_for(place.acting("member"), entry.id, now=place.now).amount == entry.amount
    assert CircleMembership.objects.get(id=seat.id).left


def test_a_circle_that_has_ended_takes_no_entry(place, tin, write):
    Circle.objects.filter(id=tin.circle_id).update(closed_on=place.now)
    with pytest.raises(Refused, match="circle_ended"):
        write()
