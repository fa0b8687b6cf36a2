"""My plan: one's own, sealed, shared part by part, taken back at once."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.circles import services as circling
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.circles.selectors import as_actor
from commonhearth.foundation.files.models import File
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.members import services as membering
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.members.services.erasing import erase_own
from commonhearth.foundation.members.services.export import export_own
from commonhearth.foundation.notices.models import Notice
from commonhearth.rooms.care.access.plan import may_read_part
from commonhearth.rooms.care.models.plan import PlanPart, PlanShare
from commonhearth.rooms.care.selectors import plan as selectors
from commonhearth.rooms.care.services import plan as services
from commonhearth.rooms.meetings.models import Coming, Meeting
from tests.counting import queries

SECRET = "The heron stands in the third reed bed and waits."


@pytest.fixture
def here(world, db):
    """Harbour, with its rows in reach."""
    with world.harbour.within():
        yield world.harbour


def seat(place, who: str, circle: str) -> CircleMembership:
    return CircleMembership.objects.get(circle=place.circles[circle], member=place.acting(who), left=None)


def written(place, who: str = "member", kind: str = "crisis", text: str = SECRET) -> PlanPart:
    return services.write_part(actor=place.acting(who), kind=kind, text=text, now=place.now)


def shared(place, part: PlanPart, who: str = "paused", circle: str = "hidden", **more) -> PlanShare:
    return services.share_part(
        actor=place.acting("member"),
        part=part,
        circle=place.circles[circle],
        reader=seat(place, who, circle),
        now=place.now,
        **more,
    )


def test_a_plan_is_its_owners_alone(here):
    part = written(here)
    assert SECRET in [one.text for one in selectors.own_plan(here.acting("member"), now=here.now).parts]
    for who in ("neighbour", "steward", "registrar", "paused", "guest"):
        viewer = here.acting(who)
        with pytest.raises(Refused):
            sealed.open(part.text, viewer=viewer)
        with pytest.raises(NotVisible):
            selectors.own_part(viewer, part.id)


def test_what_is_written_is_not_in_the_database_in_the_clear(here):
    part = services.write_part(
        actor=here.acting("member"), kind="own", heading=f"{SECRET} heading", text=SECRET, now=here.now
    )
    with connection.cursor() as cursor:
        cursor.execute('SELECT * FROM "care_planpart"')
        rows = cursor.fetchall()
    assert rows
    raw = [bytes(cell) for row in rows for cell in row if isinstance(cell, bytes | memoryview)]
    assert raw and not any(SECRET.encode() in cell for cell in raw)
    assert SECRET not in str(rows)
    assert sealed.open(part.text, viewer=here.acting("member")) == SECRET


def test_what_was_taken_away_is_not_brought_back_by_a_page_still_open(here):
    part = written(here)
    still_open = selectors.own_part(here.acting("member"), part.id)
    services.take_away_part(actor=here.acting("member"), part=part)
    with pytest.raises(NotVisible):
        services.change_part(actor=here.acting("member"), part=still_open, text=SECRET, now=here.now)
    assert SECRET not in [one.text for one in selectors.own_plan(here.acting("member"), now=here.now).parts]


def test_a_reader_sees_what_is_shared_and_never_the_other_readers(here):
    first, second = written(here), written(here, kind="reasons", text="The tide comes back.")
    shared(here, first)
    shared(here, first, who="neighbour", circle="root")
    seen = selectors.shared_by(here.acting("paused"), seat(here, "member", "hidden").id, now=here.now)
    assert [part.text for part, _share in seen.parts] == [SECRET]
    assert [part.readers for part, _share in seen.parts] == [[]]
    # Known in that circle as Moss, and by no other name.
    assert str(seen.sharer.seat) == "Moss"
    with pytest.raises(NotVisible):  # nothing was shared with them as who they are in the community
        selectors.shared_by(here.acting("paused"), seat(here, "member", "root").id, now=here.now)
    assert second.id not in {part.id for part, _share in seen.parts}


def test_taking_back_ends_it_at_once(here):
    share = shared(here, written(here))
    reader, place = here.acting("paused"), seat(here, "member", "hidden").id
    assert selectors.shared_by(reader, place, now=here.now)
    services.end_share(actor=here.acting("member"), share=share)
    with pytest.raises(NotVisible):
        selectors.shared_by(reader, place, now=here.now)
    assert selectors.sharers(reader, now=here.now) == []


def test_only_the_two_of_it_end_a_share(here):
    share = shared(here, written(here))
    for who in ("steward", "neighbour"):
        with pytest.raises(Refused):
            services.end_share(actor=here.acting(who), share=share)
        with pytest.raises(NotVisible):
            selectors.share_in_reach(here.acting(who), share.id)
    services.end_share(actor=here.acting("paused"), share=share)
    assert not PlanShare.objects.filter(id=share.id).exists()


def test_a_share_ends_on_its_day(here):
    day = here.now.date()
    shared(here, written(here), until=day)
    reader, place = here.acting("paused"), seat(here, "member", "hidden").id
    assert selectors.shared_by(reader, place, now=here.now)
    with pytest.raises(NotVisible):
        selectors.shared_by(reader, place, now=here.now + timedelta(days=1))


@pytest.mark.parametrize("who", ["member", "paused"])
def test_a_share_ends_when_either_leaves_the_circle(here, who):
    shared(here, written(here))
    circling.leave(actor=here.acting(who), circle=here.circles["hidden"], now=here.now)
    assert selectors.sharers(here.acting("paused"), now=here.now) == []
    part = selectors.own_plan(here.acting("member"), now=here.now).parts
    assert all(one.readers == [] for one in part if one.text == SECRET)


@pytest.mark.parametrize("asker", ["member", "paused"])
def test_kept_apart_reads_nothing_whoever_asked(here, asker):
    shared(here, written(here))
    asks, other = here.acting(asker), here.acting("paused" if asker == "member" else "member")
    membering.keep_apart(actor=asks, other=other, now=here.now)
    assert selectors.sharers(here.acting("paused"), now=here.now) == []
    with pytest.raises(NotVisible):
        shared(here, written(here, kind="after"))
    mine = selectors.own_plan(here.acting("member"), now=here.now).parts
    assert all("Pavel" not in reader.name for one in mine for reader in one.readers)


def test_after_a_death_it_opens_for_nobody(here):
    part = written(here)
    shared(here, part)
    death = membering.say_died(actor=here.acting("steward"), member=here.acting("member"), now=here.now)
    membering.confirm_died(actor=here.acting("registrar"), death=death, now=here.now)
    assert selectors.sharers(here.acting("paused"), now=here.now) == []
    dead = as_actor(Member.objects.get(id=part.member_id), now=here.now)
    assert not may_read_part(dead, PlanPart.objects.get(id=part.id))
    membering.undo_died(actor=here.acting("steward"), death=death, now=here.now)
    assert selectors.sharers(here.acting("paused"), now=here.now)


def test_on_hold_or_away_one_keeps_ones_plan(here):
    written(here)
    membering.place_hold(
        actor=here.acting("steward"), member=here.acting("member"), talk_to="Karla", why="x", now=here.now
    )
    held = here.acting("member")
    assert held.on_hold
    assert SECRET in [one.text for one in selectors.own_plan(held, now=here.now).parts]
    services.write_part(actor=held, kind="daily", text="Tea.", now=here.now)
    written(here, who="paused")


def test_whoever_left_still_reads_it_and_shares_nothing(here):
    shared(here, written(here))
    gone = membering.leave(actor=here.acting("member"), now=here.now)
    left = as_actor(Member.objects.get(id=gone.id), now=here.now)
    assert SECRET in [one.text for one in selectors.own_plan(left, now=here.now).parts]
    assert selectors.sharers(here.acting("paused"), now=here.now) == []
    with pytest.raises(Refused):
        services.write_part(actor=left, kind="daily", text="Tea.", now=here.now)


def test_the_same_heading_is_written_anew_and_never_twice(here):
    first = written(here, kind="daily", text="Tea.")
    second = written(here, kind="daily", text="Tea, and the window.")
    assert first.id == second.id
    assert sealed.open(second.text, viewer=here.acting("member")) == "Tea, and the window."
    with pytest.raises(NotVisible):
        written(here, kind="horoscope")


def test_nobody_shares_with_themselves_or_outside_the_circle(here):
    part = written(here)
    actor = here.acting("member")
    with pytest.raises(Refused):
        shared(here, part, who="member")
    with pytest.raises(NotVisible):  # of another circle
        services.share_part(
            actor=actor,
            part=part,
            circle=here.circles["hidden"],
            reader=seat(here, "neighbour", "root"),
            now=here.now,
        )
    with pytest.raises(Refused):
        services.share_part(
            actor=here.acting("neighbour"),
            part=part,
            circle=here.circles["root"],
            reader=seat(here, "steward", "root"),
            now=here.now,
        )


def test_taken_away_it_is_gone_with_its_readers(here):
    part = written(here)
    shared(here, part)
    services.take_away_part(actor=here.acting("member"), part=part)
    assert not PlanPart.objects.filter(id=part.id).exists()
    assert selectors.sharers(here.acting("paused"), now=here.now) == []


def test_what_is_told_says_nothing_and_nothing_is_logged(here):
    before = Line.objects.count()
    shared(here, written(here))
    assert Line.objects.count() == before
    notice = Notice.objects.filter(code="plan.shared", member=here.acting("paused")).get()
    assert notice.params == {} and notice.url_args == []


def test_the_own_export_opens_it_and_erasing_destroys_it(here):
    part = written(here)
    share = shared(here, part)
    member = here.acting("member")
    box = zipfile.ZipFile(BytesIO(export_own(member, now=here.now)))
    rows = json.loads(box.read("own.json"))["rows"]
    assert SECRET in [row["text"] for row in rows["care_planpart"]]
    assert SECRET in box.read("own.html").decode()
    erase_own(actor=member, now=here.now)
    assert not PlanPart.objects.filter(id=part.id).exists()
    assert not PlanShare.objects.filter(id=share.id).exists()
    with pytest.raises(sealed.KeyGone):
        sealed.create_key("member", member.id)


def test_help_now_leads_to_ones_own_plan_first(world, db):
    page = world.client("member").get("/help/gb/").content.decode()
    assert 'href="/plan/"' in page and "heron" not in page
    assert 'href="/plan/"' not in world.client("visitor").get("/help/gb/").content.decode()
    assert 'href="/plan/"' not in world.client("stranger").get("/help/gb/").content.decode()
    assert world.client("member").get("/plan/")["Location"].endswith("/plan/")


def test_a_form_that_is_sent_twice_makes_one_part(world, db):
    client, address = world.client("member"), f"/c/{world.harbour.community.slug}/plan/write/own/"
    sent = {"once_key": "a" * 32, "heading": "Boats", "text": "Two of them."}
    for _ in range(2):
        assert client.post(address, sent).status_code == 302
    with world.harbour.within():
        member = world.harbour.acting("member")
        headings = [part.heading for part in selectors.own_plan(member, now=world.now).parts]
    assert headings.count("Boats") == 1


def test_what_was_typed_is_kept_when_it_is_refused(world, db):
    slug = world.harbour.community.slug
    answer = world.client("member").post(
        f"/c/{slug}/plan/write/own/", {"once_key": "b" * 32, "heading": "", "text": "Still here."}
    )
    assert answer.status_code == 422 and "Still here." in answer.content.decode()
    answer = world.client("member").post(f"/c/{slug}/plan/write/crisis/", {"text": "x" * 4001})
    assert answer.status_code == 422


def test_the_plan_asks_as_often_however_much_stands_in_it(world, db):
    client, address = world.client("member"), f"/c/{world.harbour.community.slug}/plan/"
    with world.harbour.within():
        shared(world.harbour, written(world.harbour))
    few = queries(client, address)
    with world.harbour.within():
        for number in range(30):
            part = services.write_part(
                actor=world.harbour.acting("member"),
                kind="own",
                heading=f"h{number}",
                text="t",
                now=world.now,
            )
            shared(world.harbour, part)
    assert queries(client, address) == few <= 8


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def test_a_signed_paper_is_sealed_and_fetched_by_who_reads_the_part(world, db):
    place, slug = world.harbour, world.harbour.community.slug
    client = world.client("member")
    with place.within():
        part = written(place)
    paper = SimpleUploadedFile("directive.pdf", PDF, content_type="application/pdf")
    answer = client.post(f"/c/{slug}/plan/part/{part.id}/", {"text": SECRET, "attached": paper})
    assert answer.status_code == 302
    with place.within():
        file = File.objects.get(about_id=part.id)
        assert file.name == "" and file.member_id == part.member_id  # sealed with the member's key
        share = shared(place, part)
    at = f"/c/{slug}/files/{file.id}/"
    assert "directive" in client.get(f"/c/{slug}/plan/part/{part.id}/").content.decode()
    found = {
        who: world.client(who).get(at).status_code for who in ("member", "paused", "neighbour", "steward")
    }
    assert found == {"member": 200, "paused": 200, "neighbour": 404, "steward": 404}
    with place.within():
        services.end_share(actor=place.acting("member"), share=share)
    assert world.client("paused").get(at).status_code == 404
    assert client.post(f"/c/{slug}/plan/part/{part.id}/attached/{file.id}/away/").status_code == 302
    with place.within():
        assert not File.objects.filter(id=file.id).exists()


def test_an_attachment_that_lies_about_its_type_is_refused_and_nothing_typed_is_lost(world, db):
    slug = world.harbour.community.slug
    lie = SimpleUploadedFile("directive.pdf", b"MZ\x90\x00 not a paper", content_type="application/pdf")
    answer = world.client("member").post(
        f"/c/{slug}/plan/write/crisis/", {"text": "Ring twice.", "attached": lie}
    )
    assert answer.status_code == 422 and "Ring twice." in answer.content.decode()


def test_todays_meetings_are_kept_until_midnight_and_a_hidden_circle_is_not_named(world, db):
    place, slug = world.harbour, world.harbour.community.slug
    pages = world.client("member").get(f"/c/{slug}/kept/").json()["pages"]
    today = next(page for page in pages if page["url"].endswith("/today/"))
    assert today["until"] and not today["asks"]
    with place.within():
        hidden = Meeting.objects.filter(circle=place.circles["hidden"]).order_by("starts").first()
        Meeting.objects.filter(id=hidden.id).update(
            starts=place.now + timedelta(seconds=60), ends=place.now + timedelta(hours=1)
        )
        Coming.objects.update_or_create(
            meeting=hidden,
            member=place.acting("member"),
            defaults={"answer": "coming", "seat": seat(place, "member", "hidden"), "since": place.now},
        )
    page = world.client("member").get(f"/c/{slug}/today/").content.decode()
    assert "One of your circles meets" in page and "Lantern" not in page
    assert (
        "One of your circles meets" not in world.client("neighbour").get(f"/c/{slug}/today/").content.decode()
    )
