"""Following others: taken over, changed, gone, refused, never echoed; and a community known again by its key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client

from commonhearth.foundation.access import Refused as NotAllowed
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.fetch import Failed
from commonhearth.foundation.fetch import Refused as NotLetOut
from commonhearth.rooms.directory import services
from commonhearth.rooms.directory.formats.murmurations import LARGEST, statement
from commonhearth.rooms.directory.models import Followed, FollowedProfile, Listing
from commonhearth.rooms.directory.selectors import open_data
from commonhearth.rooms.directory.services import CannotBeDone
from commonhearth.rooms.directory.services import following as service
from tests.rooms.directory.exchange.elsewhere import HOST, INDEX, JOB, Elsewhere, profile


def test_what_a_host_publishes_stands_here_with_whose_it_is_and_when(
    round_: Callable[..., Followed], elsewhere: Elsewhere
):
    elsewhere.publishes(profile(), profile("Garden", commonhearth={
        "kind": "food", "attribution": "Their list, ODC-By", "licence": "ODC-By", "as_of": "2025-02-01",
        "source": "Their list"}))  # fmt: skip
    row = round_()
    assert (row.state, row.reason, row.profiles_named) == ("good", "", 2)
    circle, garden = Listing.objects.get(name="Harbour Circle"), Listing.objects.get(name="Garden")
    assert (circle.kind, circle.activities, circle.town) == ("peer", ["peer", "supper"], "Portsmouth")
    assert circle.verified_on is None  # nobody here checked it
    assert (garden.kind, garden.as_of.isoformat(), garden.source.licence) == ("food", "2025-02-01", "ODC-By")
    assert garden.source.attribution == "Their list, ODC-By (other.example)"
    page = Client().get(f"/directory/{garden.id}/").content.decode()
    assert "Their list, ODC-By (other.example)" in page and "1 February 2025" in page
    found = Client().get("/find/?words=garden").content.decode()
    assert "Their list, ODC-By (other.example)" in found and "2025" in found


def test_asking_again_asks_for_what_changed_only(
    round_: Callable[..., Followed], elsewhere: Elsewhere, now: datetime
):
    first, _second = elsewhere.publishes(profile(), profile("Garden"))
    round_()
    was = Listing.objects.get(name="Garden").changed
    elsewhere.answers[first] = profile(description="We meet on Thursdays.")
    round_(when=now + timedelta(hours=6))
    assert Listing.objects.get(name="Harbour Circle").description == "We meet on Thursdays."
    assert Listing.objects.get(name="Garden").changed == was
    assert Listing.objects.count() == 2


def test_what_is_no_longer_published_says_so_and_stays(
    round_: Callable[..., Followed], elsewhere: Elsewhere, now: datetime
):
    _first, second = elsewhere.publishes(profile(), profile("Garden"))
    round_()
    elsewhere.publishes(profile())
    elsewhere.answers[second] = 404
    round_(when=now + timedelta(days=1))
    garden = Listing.objects.get(name="Garden")
    assert garden.gone_since == (now + timedelta(days=1)).date()
    assert (
        "No longer published by them since 6 March 2026."
        in Client().get(f"/directory/{garden.id}/").content.decode()
    )
    assert "No longer published by them" in Client().get("/find/?words=garden").content.decode()
    round_(when=now + timedelta(days=9))
    garden.refresh_from_db()
    assert garden.gone_since == (now + timedelta(days=1)).date()  # since when, not when last looked
    elsewhere.publishes(profile(), profile("Garden"))
    round_(when=now + timedelta(days=20))
    garden.refresh_from_db()
    assert garden.gone_since is None


def test_one_profile_that_is_gone(round_: Callable[..., Followed], elsewhere: Elsewhere, now: datetime):
    elsewhere.answers[f"{HOST}/me"] = profile()
    round_(f"{HOST}/me")
    elsewhere.answers[f"{HOST}/me"] = 410
    round_(f"{HOST}/me", when=now + timedelta(days=1))
    assert Listing.objects.get().gone_since == (now + timedelta(days=1)).date()


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (profile(name=3), "not-valid"),
        ({"linked_schemas": ["people_schema-v0.1.0"], "name": "Anna"}, "not-valid"),
        (b"not json", "not-json"),
        (b'{"name":"' + b"x" * LARGEST + b'"}', "too-large"),
        (b"\xff\xfe", "not-json"),
        (profile(commonhearth={"community": {"id": str(UUID(int=4)), "public_key": "00" * 32, "signature": "00" * 64}}),
         "signature"),
        (500, "status-server"),
        (Failed("no-answer", HOST), "no-answer"),
        (NotLetOut("private", HOST), "private"),
    ],
)  # fmt: skip
def test_what_is_no_good_is_refused_with_its_reason_on_the_desk(
    said: Any, reason: str, round_: Callable[..., Followed], elsewhere: Elsewhere, reviewer: Person
):
    bad, _good = elsewhere.publishes(profile("Bad"), profile("Good"))
    elsewhere.answers[bad] = said
    row = round_()
    assert row.state == "good"  # the others are taken over
    assert [one.name for one in Listing.objects.all()] == ["Good"]
    assert FollowedProfile.objects.get(address=bad).reason == reason
    client = Client()
    client.force_login(reviewer)
    page = client.get(f"/directory/desk/following/{row.id}/").content.decode()
    assert bad in page
    if reason == "not-valid":
        assert "is not of type" in page or "is not among them" in page


def test_a_bad_turn_leaves_what_stands(round_: Callable[..., Followed], elsewhere: Elsewhere, now: datetime):
    first, _ = elsewhere.publishes(profile(), profile("Garden"))
    round_()
    elsewhere.answers[first] = profile(geolocation={"lat": "here"})
    elsewhere.answers[INDEX] = Failed("no-answer", INDEX)
    row = round_(when=now + timedelta(hours=6))
    assert (row.state, row.reason) == ("silent", "no-answer")
    assert row.answered == now
    del elsewhere.answers[INDEX]
    elsewhere.publishes(profile(geolocation={"lat": "here"}), profile("Garden"))
    round_(when=now + timedelta(hours=12))
    kept = Listing.objects.get(name="Harbour Circle")
    assert kept.gone_since is None and kept.latitude is not None


# --- Never finer, never echoed -------------------------------------------------------------------
def test_a_place_is_no_finer_here_than_it_is_there(round_: Callable[..., Followed], elsewhere: Elsewhere):
    exact = {"lat": 50.81234, "lon": -1.07777}
    elsewhere.publishes(
        profile("Town", geolocation=exact, commonhearth={"place_is": "town"}),
        profile("Near", geolocation=exact, commonhearth={"place_is": "km"}),
        profile("Hidden", geolocation=exact, commonhearth={"place_is": "hidden"}, locality=""),
        profile("Odd", geolocation=exact, commonhearth={"place_is": "very"}),
        profile("Said to be one", geolocation=exact, full_address="9 Secret Street", commonhearth={"sheltered": True}),
        profile("Women's Refuge", geolocation=exact, full_address="9 Secret Street", description="At 9 Secret Street."),
    )  # fmt: skip
    round_()
    found = {row.name: row for row in Listing.objects.all()}
    assert {row.precision for row in found.values()} == {"town", "km", "hidden"}
    assert not [
        row for row in found.values() if row.latitude == 50.81234 or "Secret" in row.description + row.street
    ]
    assert found["Said to be one"].sheltered and found["Women's Refuge"].sheltered


def test_nothing_that_is_followed_is_offered_to_followers(
    round_: Callable[..., Followed], elsewhere: Elsewhere, reviewer: Person, now: datetime, bakery: Listing
):
    elsewhere.publishes(profile())
    row = round_()
    taken = Listing.objects.get(name="Harbour Circle")
    assert [one.name for one in open_data.profiles().rows] == [bakery.name]
    assert Client().get(f"/murmurations/profiles/{taken.id}.json").status_code == 404
    services.unfollow(actor=reviewer, followed_id=row.id, keep=True, now=now)
    assert [one.name for one in open_data.profiles().rows] == [bakery.name]  # kept is not made one's own


def test_what_lives_here_is_known_first_hand(
    world: Any, round_: Callable[..., Followed], elsewhere: Elsewhere, settings: Any
):
    listing = Listing.objects.get(community=world.harbour.community)
    own = Client().get(f"/murmurations/profiles/{listing.id}.json").json()
    elsewhere.publishes(own)
    elsewhere.answers[INDEX]["data"].append({"profile_url": open_data.one_listing(listing.id).profile})
    before = Listing.objects.count()
    round_()
    assert Listing.objects.count() == before
    assert {one.reason for one in FollowedProfile.objects.all()} == {"signature", "ours"}


# --- A community that moves ----------------------------------------------------------------------
def signed(key: Ed25519PrivateKey, community: UUID, address: str, **said: Any) -> dict[str, Any]:
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    signature = key.sign(statement(community=community, address=address))
    proof = {"id": str(community), "public_key": public.hex(), "signature": signature.hex()}
    return profile(commonhearth={"community": proof}, **said)


def test_a_community_is_known_again_by_its_key(
    round_: Callable[..., Followed], elsewhere: Elsewhere, now: datetime
):
    key, community = Ed25519PrivateKey.generate(), UUID(int=77)
    old, new = f"{HOST}/old", f"{HOST}/new"
    elsewhere.answers |= {
        old: signed(key, community, old),
        new: signed(key, community, new, description="Moved."),
    }
    round_(old)
    listing = Listing.objects.get()
    round_(new, when=now + timedelta(days=1))
    assert Listing.objects.get().id == listing.id
    assert Listing.objects.get().description == "Moved."
    round_(old, when=now + timedelta(days=2))  # the old host still publishes it: the new one counts
    assert Listing.objects.get().description == "Moved."


def test_nobody_else_can_say_to_be_that_community(round_: Callable[..., Followed], elsewhere: Elsewhere):
    key, other, community = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate(), UUID(int=77)
    one, two, three = f"{HOST}/one", f"{HOST}/two", f"{HOST}/three"
    elsewhere.answers[one] = signed(key, community, one)
    elsewhere.answers[two] = signed(other, community, two, name="Somebody else")
    elsewhere.answers[three] = signed(key, community, one, name="Copied")  # a signature for another address
    for address in (one, two, three):
        round_(address)
    assert [row.name for row in Listing.objects.all()] == ["Harbour Circle"]
    assert FollowedProfile.objects.get(address=two).reason == "other-key"
    assert FollowedProfile.objects.get(address=three).reason == "signature"


# --- Reviewers -----------------------------------------------------------------------------------
def test_what_a_reviewer_corrected_and_closed_stays(
    round_: Callable[..., Followed], elsewhere: Elsewhere, reviewer: Person, now: datetime
):
    [first] = elsewhere.publishes(profile())
    round_()
    row = Listing.objects.get()
    services.correct(actor=reviewer, listing_id=row.id, changes={"name": "Harbour"}, now=now)
    services.close(actor=reviewer, listing_id=row.id, on=now.date(), now=now)
    elsewhere.answers[first] = profile(description="New words.")
    round_(when=now + timedelta(days=1))
    row.refresh_from_db()
    assert (row.name, row.description, row.closed_on) == ("Harbour", "New words.", now.date())


def test_what_they_say_has_ended_is_closed_and_may_go_on(
    round_: Callable[..., Followed], elsewhere: Elsewhere, now: datetime
):
    [first] = elsewhere.publishes(profile(status="completed", ends_at=1_700_000_000))
    round_()
    assert Listing.objects.get().closed_on.isoformat() == "2023-11-14"
    elsewhere.answers[first] = profile()
    round_(when=now + timedelta(days=1))
    assert Listing.objects.get().closed_on is None


@pytest.mark.parametrize("keep", [True, False])
def test_stopping_keeps_or_removes_by_choice(
    keep: bool,
    round_: Callable[..., Followed],
    elsewhere: Elsewhere,
    reviewer: Person,
    now: datetime,
    bakery: Listing,
):
    elsewhere.publishes(profile())
    row = round_()
    services.unfollow(actor=reviewer, followed_id=row.id, keep=keep, now=now)
    assert Listing.objects.filter(name="Harbour Circle").exists() is keep
    assert Listing.objects.filter(id=bakery.id).exists()
    elsewhere.asked.clear()
    services.refresh(followed_id=row.id, now=now, actor=JOB, ask=elsewhere)
    assert elsewhere.asked == [] and service.due(actor=JOB) == []
    round_()  # and may be followed anew
    assert Listing.objects.filter(name="Harbour Circle").count() == 1
    services.follow(actor=reviewer, address=f"{HOST}/1", now=now)
    round_(f"{HOST}/1")  # the same at another address
    assert Listing.objects.filter(name="Harbour Circle").count() == 1


def test_who_may_follow(stranger: Person, reviewer: Person, now: datetime, db: None, settings: Any):
    with pytest.raises(NotAllowed):
        services.follow(actor=stranger, address=HOST, now=now)
    with pytest.raises(NotAllowed):
        services.refresh(followed_id=UUID(int=1), now=now, actor=reviewer)
    for address, code in (("ftp://x", "follow_address"), ("https://", "follow_address"),
                          ("https://u:p@x.example/", "follow_address"), (settings.HEARTH_URL, "follow_ours"),
                          ("http://[", "follow_address")):  # fmt: skip
        with pytest.raises(CannotBeDone) as refused:
            services.follow(actor=reviewer, address=address, now=now)
        assert refused.value.code == code
    services.follow(actor=reviewer, address=HOST, now=now)
    with pytest.raises(CannotBeDone, match="follow_twice"):
        services.follow(actor=reviewer, address=HOST, now=now)


def test_the_desk_from_the_first_address_to_the_last(reviewer: Person, towns: None):
    client = Client()
    client.force_login(reviewer)
    assert client.get("/directory/desk/").content.decode().count("Following others") == 1
    assert (
        client.post("/directory/desk/following/", {"address": "nothing", "once_key": "k1"}).status_code == 422
    )
    for _ in (1, 2):  # sent twice
        answer = client.post("/directory/desk/following/", {"address": HOST, "once_key": "k2" * 16})
        assert answer.status_code == 302
    row = Followed.objects.get()
    page = client.get("/directory/desk/following/").content.decode()
    assert "other.example" in page and "Not asked yet" in page
    assert client.post(f"/directory/desk/following/{row.id}/again/").status_code == 302
    assert client.post(f"/directory/desk/following/{row.id}/stop/", {"keep": "no"}).status_code == 302
    assert client.get(f"/directory/desk/following/{row.id}/").status_code == 404


def test_pages_ask_the_database_as_often_for_many(
    round_: Callable[..., Followed], elsewhere: Elsewhere, reviewer: Person
):
    from tests.counting import queries

    client = Client()
    client.force_login(reviewer)
    elsewhere.publishes(*(profile(1) for _ in range(10)))
    row = round_()
    paths = [f"/directory/desk/following/{row.id}/", "/directory/desk/following/"]
    few = [queries(client, path) for path in paths]
    elsewhere.publishes(*(profile(1) for _ in range(60)))
    round_()
    assert [queries(client, path) for path in paths] == few and max(few) <= 8
