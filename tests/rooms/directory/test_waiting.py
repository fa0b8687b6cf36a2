"""Tell me when there is one near me; would you like to meet; being started."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import override_settings

from commonhearth.core.places.distance import Point
from commonhearth.foundation.access import VISITOR, NotVisible, Refused
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.outbox.models import Mail
from commonhearth.foundation.sealed import erasure
from commonhearth.foundation.sealed.models import Tombstone
from commonhearth.rooms.directory import selectors, services, tokens
from commonhearth.rooms.directory.models import Listing, TellMe
from commonhearth.rooms.directory.services import CannotBeDone, waiting

pytestmark = pytest.mark.usefixtures("towns")


def mails(to: str) -> list[str]:
    """Return the mails to somebody, as subject and body."""
    return [
        f"{mail.text.subject}\n{mail.text.body}"
        for mail in Mail.objects.filter(to=to).order_by("created", "id")
    ]


def ask(
    email: str, now: datetime, *, place: str = "Portsmouth", radius: int = 30, **more: Any
) -> TellMe | None:
    chosen = selectors.find_place(place).chosen
    assert chosen is not None
    return services.ask_to_be_told(
        actor=VISITOR, email=email, place=chosen, radius_km=radius, now=now, **more
    )


def wait(email: str, now: datetime, **more: Any) -> TellMe:
    """Ask and confirm."""
    row = ask(email, now, **more)
    assert row is not None
    assert services.confirm_tell_me(token=tokens.write(row.id, purpose="confirm"), now=now)
    row.refresh_from_db()
    return row


def test_nothing_is_told_before_the_link_is_pressed(bakery: Listing, now: datetime) -> None:
    row = ask("ada@example.org", now)
    assert row is not None
    [mail] = mails("ada@example.org")
    link = re.search(r"/directory/tell-me/confirm/([^/\s]+)/", mail)
    assert link
    assert services.tell_those_waiting(listing_id=bakery.id, now=now) == 0
    view = selectors.tell_me_for(link.group(1), purpose="confirm")
    assert view is not None and not view.confirmed
    assert services.confirm_tell_me(token=link.group(1), now=now)
    assert services.tell_those_waiting(listing_id=bakery.id, now=now) == 1
    assert any("Harbour Bread Co-op" in mail for mail in mails("ada@example.org"))
    assert services.tell_those_waiting(listing_id=bakery.id, now=now) == 0  # nobody is told twice


def test_one_press_ends_it_and_forgets_the_address(bakery: Listing, now: datetime) -> None:
    row = wait("ada@example.org", now)
    token = tokens.write(row.id, purpose="end")
    assert services.end_tell_me(token=token, now=now)
    assert services.end_tell_me(token=token, now=now)
    assert not TellMe.objects.exists()
    assert services.tell_those_waiting(listing_id=bakery.id, now=now) == 0


def test_a_link_is_good_for_one_thing_only(now: datetime) -> None:
    row = ask("ada@example.org", now)
    assert row is not None
    token = tokens.write(row.id, purpose="end")
    assert not services.confirm_tell_me(token=token, now=now)
    assert not services.answer_meeting(token=token, yes=True, now=now)
    assert not services.end_tell_me(token="x" * 300, now=now)
    assert not services.end_tell_me(token=token[:-1] + "x", now=now)
    assert selectors.tell_me_for("nonsense") is None
    assert tokens.read(token, purpose="everything") is None


def test_the_link_grows_too_old(now: datetime) -> None:
    row = ask("ada@example.org", now)
    assert row is not None
    late = now + timedelta(days=15)
    assert not services.confirm_tell_me(token=tokens.write(row.id, purpose="confirm"), now=late)
    assert services.forget_unconfirmed(now=late) == 1


def test_asking_again_mails_nothing_and_tells_nothing(now: datetime) -> None:
    ask("ada@example.org", now)
    assert ask("Ada@Example.org", now) is None
    assert len(mails("ada@example.org")) == 1
    assert ask("ada@example.org", now + timedelta(hours=2)) is not None  # the first mail may be lost
    assert TellMe.objects.count() == 1


def test_one_address_waits_for_ten_places_at_most(now: datetime) -> None:
    for number in range(12):
        ask("ada@example.org", now, words=f"word{number}")
    assert TellMe.objects.count() == waiting.MOST_PER_ADDRESS


def test_distance_words_and_kind_count(bakery: Listing, now: datetime) -> None:
    wait("near@example.org", now, radius=5, words="bread")
    wait("words@example.org", now, words="choir")
    wait("kind@example.org", now, kind="peer")
    wait("far@example.org", now, place="Leeds", radius=100)
    assert services.tell_those_waiting(listing_id=bakery.id, now=now) == 1
    assert len(mails("near@example.org")) == 2


def test_a_finer_place_is_kept_to_a_kilometre(now: datetime) -> None:
    row = ask("ada@example.org", now, place="50.79123, -1.09876")
    assert row is not None
    assert (row.latitude, row.longitude) != (50.79123, -1.09876)
    assert "50.79123" in row.place or row.place  # the label is what they typed themselves


@pytest.mark.parametrize(
    "email", ["", "ada", "ada@example.org, eve@example.org", "ada@example.org\nBcc: eve@example.org"]
)
def test_what_is_no_address(email: str, now: datetime) -> None:
    with pytest.raises(CannotBeDone):
        ask(email, now)


def test_verifying_tells_those_who_wait(
    bakery: Listing, reviewer: Person, now: datetime, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    from commonhearth.foundation.jobs.models import Job

    before = Job.objects.count()
    services.verify(actor=reviewer, listing_id=bakery.id, how="visited", now=now)
    assert Job.objects.count() == before + 1


def test_three_who_wait_near_each_other_are_asked_and_nothing_is_shared(now: datetime) -> None:
    people = [wait(f"{name}@example.org", now, radius=20) for name in ("ada", "ben")]
    assert waiting.ask_those_waiting_to_meet(now=now) == 0
    people.append(wait("cem@example.org", now, place="50.80, -1.10", radius=20))
    wait("far@example.org", now, place="Leeds", radius=20)
    assert waiting.ask_those_waiting_to_meet(now=now) == 3
    assert waiting.ask_those_waiting_to_meet(now=now + timedelta(days=1)) == 0
    for one in people:
        told = "\n".join(mails(one.email))
        assert "Would you like to meet" in told
        assert not any(other.email in told for other in people if other.email != one.email)
    for one in people[:2]:
        assert services.answer_meeting(token=tokens.write(one.id, purpose="meet"), yes=True, now=now)
    assert not any("said yes to meeting" in mail for one in people for mail in mails(one.email))
    assert services.answer_meeting(token=tokens.write(people[2].id, purpose="meet"), yes=True, now=now)
    introduced = "\n".join(mails("ada@example.org"))
    assert "ben@example.org" in introduced and "cem@example.org" in introduced
    assert "far@example.org" not in introduced


def test_a_no_is_kept_and_shared_with_nobody(now: datetime) -> None:
    people = [wait(f"{name}@example.org", now, radius=20) for name in ("ada", "ben", "cem")]
    waiting.ask_those_waiting_to_meet(now=now)
    answers = (True, True, False)
    for one, yes in zip(people, answers, strict=True):
        services.answer_meeting(token=tokens.write(one.id, purpose="meet"), yes=yes, now=now)
    assert not any("said yes to meeting" in mail for one in people for mail in mails(one.email))
    assert waiting.ask_those_waiting_to_meet(now=now + timedelta(days=100)) == 0


def test_nobody_answers_who_was_not_asked(now: datetime) -> None:
    row = wait("ada@example.org", now)
    assert not services.answer_meeting(token=tokens.write(row.id, purpose="meet"), yes=True, now=now)


def show(person: Any, now: datetime, **more: Any) -> Any:
    place = selectors.find_place(more.pop("place", "Portsmouth")).chosen
    assert place is not None
    return services.show_being_started(
        actor=person, called="Rosa", place=place, purpose="A quiet Tuesday circle.", now=now, **more
    )


def test_a_card_shows_its_town_and_not_its_person(stranger: Person, now: datetime) -> None:
    show(stranger, now, place="50.79123, -1.09876")
    [card] = selectors.being_started_near(viewer=VISITOR, place=Point(50.8, -1.09), radius_km=25, now=now)
    assert (card.called, card.mine) == ("Rosa", False)
    assert stranger.email not in repr(card) and str(stranger.id) not in repr(card)
    assert selectors.being_started_near(viewer=VISITOR, place=Point(53.8, -1.5), radius_km=25, now=now) == ()
    [mine] = selectors.my_being_started(person=stranger, now=now)
    assert mine.mine


def test_a_card_ends_by_itself_or_by_its_person(stranger: Person, reviewer: Person, now: datetime) -> None:
    card = show(stranger, now)
    later = now + timedelta(days=190)
    assert selectors.my_being_started(person=stranger, now=later) == ()
    other = Person.objects.create_user("else@example.org")
    with pytest.raises(Refused):
        services.end_being_started(actor=other, card_id=card.id, now=now)
    services.end_being_started(actor=stranger, card_id=card.id, now=now)
    with pytest.raises(NotVisible):
        selectors.being_started(viewer=VISITOR, card_id=card.id, now=now)


def test_three_cards_at_most_and_only_signed_in(stranger: Person, now: datetime) -> None:
    for _ in range(3):
        show(stranger, now)
    with pytest.raises(CannotBeDone, match="too_many_cards"):
        show(stranger, now)
    with pytest.raises(Refused):
        show(VISITOR, now)


@override_settings(CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}})
def test_letters_go_through_the_house(stranger: Person, now: datetime) -> None:
    card = show(stranger, now)
    letter = {"card_id": card.id, "name": "Ada", "reply_to": "ada@example.org", "message": "May I join?"}
    services.write_to_starter(actor=VISITOR, now=now, **letter)
    [mail] = mails(stranger.email or "")
    assert "May I join?" in mail and "ada@example.org" in mail
    for _ in range(4):
        services.write_to_starter(actor=VISITOR, now=now, **letter)
    with pytest.raises(CannotBeDone, match="letters_enough"):
        services.write_to_starter(actor=VISITOR, now=now, **letter)
    services.end_being_started(actor=stranger, card_id=card.id, now=now)
    with pytest.raises(CannotBeDone, match="card_gone"):
        services.write_to_starter(actor=VISITOR, now=now, **letter)


def test_a_card_that_is_shown_no_longer_shares_nobodys_address(stranger: Person, now: datetime) -> None:
    show(stranger, now, meet_within_km=20)
    later = now + timedelta(days=190)
    two = [wait(f"{name}@example.org", later, radius=20) for name in ("ada", "ben")]
    assert waiting.ask_those_waiting_to_meet(now=later) == 0  # they are two, not three
    TellMe.objects.filter(card=None).update(meet_asked=later)
    for one in two:
        services.answer_meeting(token=tokens.write(one.id, purpose="meet"), yes=True, now=later)
    assert not any((stranger.email or "?") in mail for one in two for mail in mails(one.email))
    assert waiting.forget_cards_over(now=later) == 1
    assert not TellMe.objects.filter(email=stranger.email).exists()


def test_whoever_shows_a_card_may_wait_for_a_group_as_well(
    stranger: Person, bakery: Listing, now: datetime
) -> None:
    show(stranger, now, meet_within_km=20)
    wait(stranger.email or "", now)
    assert services.tell_those_waiting(listing_id=bakery.id, now=now) == 1


def test_what_was_ended_stays_ended_when_a_backup_is_put_back(now: datetime) -> None:
    row = wait("ada@example.org", now)
    services.end_tell_me(token=tokens.write(row.id, purpose="end"), now=now)
    row.save(force_insert=True)  # an older backup has it still
    erasure.replay(Tombstone.objects.all())
    assert not TellMe.objects.exists()
