"""Has died: quiet at once, told by a person first, remembered if the circle wants it, undone in one step."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.circles.models import Role
from commonhearth.foundation.circles.selectors import circle_of
from commonhearth.foundation.members import services as membering
from commonhearth.foundation.members.mistakes import MISTAKE_WITHIN
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.notices.models import Notice
from commonhearth.foundation.notices.telling import tell
from commonhearth.rooms.care.models import Farewell, Remembered
from commonhearth.rooms.care.selectors import remembering as selectors
from commonhearth.rooms.care.services import remembering as services


@pytest.fixture
def here(world, db):
    with world.harbour.within():
        yield world.harbour


def dies(place, who: str = "paused"):
    death = membering.say_died(actor=place.acting("steward"), member=place.acting(who), now=place.now)
    assert not Farewell.objects.filter(seat__member=place.acting(who)).exists()
    membering.confirm_died(actor=place.acting("registrar"), death=death, now=place.now)
    return death


def farewell(place, circle: str = "hidden", who: str = "paused") -> Farewell:
    found = Farewell.objects.get(circle=place.circles[circle], seat__member__person=place.persons[who])
    found.circle = circle_of(found.circle_id, now=place.now)
    return found


def test_a_person_tells_the_circle_first(here):
    dies(here)
    row = farewell(here)
    # Asked is who looks after the circle; nothing says who, or which circle.
    asked = Notice.objects.filter(code="care.a_person_needed", url_args=[str(row.id)])
    assert [notice.member_id for notice in asked] == [here.acting("member").id]
    assert asked[0].params == {}
    for who in ("steward", "neighbour", "registrar"):
        with pytest.raises(NotVisible):
            selectors.farewell_seen(here.acting(who), row.id, now=here.now)
    services.say_told(actor=here.acting("member"), farewell=row, now=here.now)
    assert not asked.filter(read=False).exists()  # it is done, and no home asks for it any more
    with pytest.raises(Refused):
        services.say_told(actor=here.acting("member"), farewell=row, now=here.now)
    seen = selectors.farewell_seen(here.acting("member"), row.id, now=here.now)
    assert "Lantern" in seen.name and seen.farewell.told


def test_others_of_the_circle_read_it_only_after_that(here):
    dies(here, "member")
    row = farewell(here, "closed", "member")
    # The facilitator is who died: nobody looks after the circle now, so anyone in it may tell.
    membering.come_back(actor=here.acting("paused"), now=here.now)
    assert selectors.farewell_seen(here.acting("paused"), row.id, now=here.now).name == "Moss"
    closed = circle_of(here.circles["closed"].id, now=here.now)
    said = [thing.sentence for thing in selectors.farewells_ahead(here.acting("paused"), closed, here.now)]
    assert not any("Moss" in one for one in said)
    services.say_told(actor=here.acting("paused"), farewell=row, now=here.now)
    said = [thing.sentence for thing in selectors.farewells_ahead(here.acting("paused"), closed, here.now)]
    assert any("Moss has died" in one for one in said)


def test_roles_open_without_a_word(here):
    before = Notice.objects.filter(code="circle.needs_someone").count()
    dies(here, "member")
    assert Role.objects.get(circle=here.circles["closed"], office="facilitator").holder is None
    assert Notice.objects.filter(code="circle.needs_someone").count() == before


def test_no_letter_counts_what_is_to_them_or_about_them(here):
    tell(member=here.acting("paused"), code="circle.invited", now=here.now)
    tell(
        member=here.acting("steward"),
        code="name.shared",
        params={"name": here.acting("paused").name},
        now=here.now,
    )
    tell(member=here.acting("steward"), code="name.shared", params={"name": "Somebody else"}, now=here.now)
    death = dies(here)
    assert not Notice.objects.filter(mailed=None, member=here.acting("paused")).exists()
    about = Notice.objects.filter(mailed=None, code="name.shared")
    assert [notice.params for notice in about] == [{"name": "Somebody else"}]
    counted = Notice.objects.create(
        member=here.acting("steward"), code="circle.invited", mailed=here.now - timedelta(days=1)
    )
    membering_told = Notice.objects.count()
    tell(member=here.acting("paused"), code="circle.invited", now=here.now)
    assert Notice.objects.count() == membering_told
    membering.undo_died(actor=here.acting("steward"), death=death, now=here.now + timedelta(days=1))
    assert Notice.objects.filter(mailed=None, member=here.acting("paused")).exists()
    assert Notice.objects.filter(mailed=None, code="name.shared").count() == 2
    counted.refresh_from_db()
    assert counted.mailed is not None, "what a letter has counted is not counted twice"


def test_a_page_of_remembrance_if_the_circle_wants_one(here):
    dies(here)
    row = farewell(here)
    member = here.acting("member")
    with pytest.raises(Refused):  # not before the circle was told
        services.begin_remembrance(actor=member, farewell=row, now=here.now)
    row = services.say_told(actor=member, farewell=row, now=here.now)
    with pytest.raises(Refused):
        services.remember(actor=member, farewell=row, words="x", now=here.now)
    row = services.begin_remembrance(actor=member, farewell=row, now=here.now)
    row.circle = circle_of(row.circle_id, now=here.now)
    services.remember(actor=member, farewell=row, words="He sang off key, gladly.", now=here.now)
    services.remember(actor=member, farewell=row, words="He sang off key, and gladly.", now=here.now)
    lines = selectors.remembered(member, row)
    assert [(line.name, line.words, line.mine) for line in lines] == [
        ("Moss", "He sang off key, and gladly.", True)
    ]
    for who in ("steward", "neighbour"):
        with pytest.raises(Refused):
            services.remember(actor=here.acting(who), farewell=row, words="x", now=here.now)
    with connection.cursor() as cursor:
        cursor.execute('SELECT "words" FROM "care_remembered"')
        assert not any(b"off key" in bytes(words) for (words,) in cursor.fetchall())
    services.remember(actor=member, farewell=row, words=" ", now=here.now)
    assert selectors.remembered(member, row) == []


def test_their_own_wish_decides(here):
    membering.come_back(actor=here.acting("paused"), now=here.now)
    services.wish(actor=here.acting("paused"), words="go", remembered=False, now=here.now)
    dies(here)
    row = services.say_told(actor=here.acting("member"), farewell=farewell(here), now=here.now)
    with pytest.raises(Refused):
        services.begin_remembrance(actor=here.acting("member"), farewell=row, now=here.now)


def test_a_mistake_is_undone_in_one_step(here):
    death = dies(here)
    row = services.say_told(actor=here.acting("member"), farewell=farewell(here), now=here.now)
    row = services.begin_remembrance(actor=here.acting("member"), farewell=row, now=here.now)
    row.circle = circle_of(row.circle_id, now=here.now)
    services.remember(actor=here.acting("member"), farewell=row, words="x", now=here.now)
    membering.undo_died(actor=here.acting("steward"), death=death, now=here.now)
    assert here.acting("paused").standing == "paused"
    assert not Farewell.objects.filter(seat__member=here.acting("paused")).exists()
    assert not Remembered.objects.filter(farewell=row.id).exists()
    assert not Notice.objects.filter(code="care.a_person_needed").exists()


def test_the_mistake_is_undone_from_the_page_of_everyone_and_from_no_other(world, db):
    with world.harbour.within():
        dies(world.harbour)
        everyone = farewell(world.harbour, "root")
        services.say_told(actor=world.harbour.acting("member"), farewell=everyone, now=world.now)
        hidden = farewell(world.harbour)
        services.say_told(actor=world.harbour.acting("member"), farewell=hidden, now=world.now)
    at = f"/c/{world.harbour.community.slug}/farewell/"
    client = world.client("member")
    assert "is alive" in client.get(f"{at}{everyone.id}/").content.decode()
    page = client.get(f"{at}{hidden.id}/").content.decode()
    assert "is alive" not in page and "died by suicide" in page and "999" in page


def test_whoever_is_alive_reads_what_comes_back_and_what_does_not(world, db):
    with world.harbour.within():
        dies(world.harbour)
    client = world.client("paused")
    page = client.get(f"/c/{world.harbour.community.slug}/you/left/").content.decode()
    assert "I am here" in page and "in the roles that were yours" in page
    assert (
        "nothing of yours is erased" in page and "stays with them" in page and "more than thirty" not in page
    )
    with world.harbour.within():
        Member.objects.filter(id=world.harbour.acting("paused").id).update(died=world.now - MISTAKE_WITHIN)
    page = client.get(f"/c/{world.harbour.community.slug}/you/left/").content.decode()
    assert "nothing of yours is erased" not in page and "were erased by now" in page and "I am here" in page


def test_the_circles_page_leads_its_people_there_once_they_were_told(world, db):
    at = f"/c/{world.harbour.community.slug}/circles/{world.harbour.circles['closed'].id}/"
    client = world.client("member")
    with world.harbour.within():
        dies(world.harbour)
        row = farewell(world.harbour, "closed")
        name = str(row.seat)
    said = client.get(at).content.decode()
    assert "Something here needs a person, not a message." in said and f"{name} has died." not in said
    with world.harbour.within():
        services.say_told(actor=world.harbour.acting("member"), farewell=row, now=world.now)
    said = client.get(at).content.decode()
    assert f"{name} has died." in said and f"/farewell/{row.id}/" in said


def test_whoever_is_alive_finds_it_on_their_first_page_and_puts_it_right(world, db):
    with world.harbour.within():
        dies(world.harbour, "member")
    client = world.client("member")
    home = client.get("/home/", follow=True).content.decode()
    assert "Somebody made a mistake about you" in home and "belong to no community" not in home
    left = f"/c/{world.harbour.community.slug}/you/left/"
    assert left in home and "I am here" in client.get(left).content.decode()
