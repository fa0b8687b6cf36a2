"""Two people count, each without seeing the other's number; whoever comes twice, or at once, harms nothing."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from commonhearth.foundation.access import Refused
from commonhearth.foundation.circles.selectors import acting
from commonhearth.foundation.tenancy import in_community
from commonhearth.rooms.treasury import selectors, services
from commonhearth.rooms.treasury.models import Count, Entry
from commonhearth.rooms.treasury.services.writing import in_the_tin


@pytest.fixture
def other(place, here):
    """Somebody else in the circle, who does not keep the tin."""
    here("neighbour", "Nils")
    return place.acting("neighbour")


def count(place, actor, tin, amount):
    return services.write_count(actor=actor, tin=tin, amount=amount, now=place.now)


def test_two_who_come_to_the_same(place, tin, member, other):
    there = in_the_tin(tin)
    assert count(place, other, tin, there - 45).state == "waits"
    made = count(place, member, tin, there - 45)
    assert (made.state, made.difference) == ("stands", -45)
    entry = services.book_difference(actor=member, count=made, now=place.now)
    assert (entry.amount, entry.kind, in_the_tin(tin)) == (-45, "difference", there - 45)
    with pytest.raises(Refused, match="count_booked"):
        services.book_difference(actor=member, count=made, now=place.now)


def test_two_who_do_not_keep_no_number_and_count_again(place, tin, member, other, world):
    count(place, other, tin, 100)
    made = count(place, member, tin, 101)
    assert (made.state, made.first_amount, made.difference) == ("differs", None, None)
    shown = world.client("neighbour").get(f"/c/harbour/circles/{tin.circle_id}/tin/count/").content.decode()
    assert "That happens" in shown
    assert count(place, member, tin, 5).state == "waits"


def test_one_is_not_two(place, tin, member, other):
    count(place, member, tin, 100)
    with pytest.raises(Refused, match="count_waits"):
        count(place, member, tin, 100)


def test_of_two_one_keeps_the_tin(place, tin, member, other, here):
    """Else two could say any number and read from the difference what is in the book."""
    here("steward", "Stella")
    count(place, other, tin, 100)
    with pytest.raises(Refused, match="count_with_keeper"):
        count(place, place.acting("steward"), tin, 100)
    assert count(place, member, tin, 100).state == "stands"


def test_the_second_does_not_see_the_firsts_number(place, tin, member, other, world):
    count(place, other, tin, 987_654)
    for who in ("member", "neighbour", "guest"):
        client = world.client(who)
        for path in (
            f"/c/harbour/circles/{tin.circle_id}/tin/",
            f"/c/harbour/circles/{tin.circle_id}/tin/count/",
        ):
            assert "9,876.54" not in client.get(path).content.decode()
        assert (
            "987654"
            not in client.get(f"/api/v1/c/harbour/circles/{tin.circle_id}/tin/counts").content.decode()
        )


def test_a_count_that_waits_is_put_away_by_whose_it_is_or_a_keeper(place, tin, member, other):
    made = count(place, other, tin, 100)
    with pytest.raises(Refused):
        services.take_count_back(actor=place.acting("guest"), count=made, now=place.now)
    services.take_count_back(actor=member, count=made, now=place.now)
    assert not Count.objects.filter(id=made.id).exists()
    made = count(place, other, tin, 100)
    services.take_count_back(actor=other, count=made, now=place.now)
    made = count(place, other, tin, 100)
    count(place, member, tin, 100)
    with pytest.raises(Refused, match="count_over"):
        services.take_count_back(actor=other, count=made, now=place.now)


def test_a_difference_that_would_leave_less_than_nothing_is_refused(place, tin, member, other):
    there = in_the_tin(tin)
    count(place, other, tin, 0)
    made = count(place, member, tin, 0)
    assert made.difference == -there
    services.write_entry(
        actor=member, tin=tin, amount=-there, day=place.now.date(), what="All", now=place.now
    )
    with pytest.raises(services.NotInBook, match="tin_not_so_much"):
        services.book_difference(actor=member, count=made, now=place.now)


def test_where_no_dues_are_paid_everyone_sees_the_difference(place, tin, member, other):
    tin.takes_dues = False
    tin.save()
    count(place, other, tin, in_the_tin(tin) + 320)
    count(place, member, tin, in_the_tin(tin) + 320)
    seen = selectors.counts_of(place.acting("guest"), tin)[0]
    assert seen.difference == 320 and seen.amount == in_the_tin(tin) + 320


def test_two_at_once_are_two(real_commits, world):
    """Both have the page before them and press at the same moment: each has counted without the other's number."""
    from commonhearth.foundation.circles import services as circling
    from commonhearth.rooms.treasury.models import Tin

    harbour = world.harbour
    with harbour.within():
        tin = Tin.objects.select_related("circle").get(circle=harbour.circles["open"])
        Count.objects.filter(tin=tin, state="waits").delete()
        circling.join(actor=harbour.acting("neighbour"), circle=tin.circle, name="Nils", now=harbour.now)
        there, before = in_the_tin(tin), Count.objects.filter(tin=tin).count()
    states = []

    def press(who):
        try:
            with in_community(harbour.community.id):
                actor = acting(harbour.persons[who], now=harbour.now)
                states.append(services.write_count(actor=actor, tin=tin, amount=there, now=harbour.now).state)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(who,)) for who in ("member", "neighbour")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(states) == ["stands", "waits"]
    with harbour.within():
        assert Count.objects.filter(tin=tin).count() == before + 1
        assert Count.objects.filter(tin=tin, state="stands", difference=0).count() == 1
        assert not Entry.objects.filter(count__tin=tin).exists()
