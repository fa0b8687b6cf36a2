"""What somebody wrote in the rooms is gone when they erase it, from the disk too, and in a backup put back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.files.models import File
from commonhearth.foundation.jobs import worker
from commonhearth.foundation.members.services.erasing import erase_own
from commonhearth.foundation.sealed import keys
from commonhearth.rooms.care import services as care
from commonhearth.rooms.conversations import services as talk
from commonhearth.rooms.conversations.models import ParkedReply, Post, Topic
from commonhearth.rooms.conversations.services import stories
from commonhearth.rooms.meetings.models import Addendum, Draft, Meeting, PaperWish, Remark
from commonhearth.rooms.meetings.sealing import put
from commonhearth.site.backup.checking import check
from commonhearth.site.backup.making import backup
from tests.confidence.seeders import SEEDERS

from .hosts import Host, empty
from .test_erased import SEARCH, hits

#: Said in a hidden circle by every room; said by the member in the open, for themselves, and to those on duty.
HIDDEN, OPEN = "Quincewardroberain", "Bandersnatchlet"
#: Tables whose words the circle keeps, as the page that erases says beforehand; nothing in them names anybody.
KEPT = {
    "agreements.Agreement", "agreements.ClauseVersion", "handbook.Page", "handbook.Wording", "files.File",
    "meetings.Action", "meetings.Hands", "meetings.Item", "meetings.Meeting", "meetings.Note", "meetings.Poll",
    "meetings.Series", "treasury.Entry",
}  # fmt: skip


@pytest.fixture
def harbour(real_commits: Any, world: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Harbour, where the member has written in every room."""
    if connection.vendor == "postgresql":
        from tests import postgres

        owner = postgres.url(settings.DATABASES["default"]["NAME"], role=postgres.OWNER)
        monkeypatch.setattr(settings, "DATABASE_OWNER_URL", owner)
    keys.forget()
    place = world.harbour
    with place.within():
        for seed in SEEDERS.values():
            seed(place, HIDDEN)
        _in_the_open(place)
    worker.drain(now=timezone.now())
    yield place
    keys.forget()


def _in_the_open(place: Any) -> None:
    member, now = place.acting("member"), place.now + timedelta(hours=2)
    topic = talk.begin_topic(
        actor=member, circle=place.circles["open"], title=f"About {OPEN}", text=f"First: {OPEN}", now=now
    )
    post = Post.objects.get(topic=topic)
    talk.edit_post(
        actor=member, post=post, text=f"Second: {OPEN}", care_note="", wish="", made_from=0, now=now
    )
    answered = Topic.objects.get(id=place.things["topic_id"]["open"])
    Topic.objects.filter(id=answered.id).update(title=OPEN, tags=f" {OPEN} ")
    mine = Post.objects.get(id=place.things["post_id"]["open"])
    talk.edit_post(actor=member, post=mine, text=OPEN, care_note="", wish="", made_from=mine.edits, now=now)
    stories.write_story(actor=member, title=OPEN, text=OPEN, named_as=OPEN, care_note=OPEN, now=now)
    ParkedReply.objects.create(member=member, topic=topic, text=OPEN, expires=now)
    care.report(
        actor=member,
        words=OPEN,
        about="situation",
        secret=care.new_secret(),
        number=care.new_number(),
        now=now,
    )
    PaperWish.objects.filter(member=member).delete()
    PaperWish.objects.create(member=member, way="post", address=OPEN)
    seat = CircleMembership.objects.get(circle=place.circles["open"], member=member, left=None)
    meeting = Meeting.objects.get(id=place.things["meeting_id"]["open"])
    for remark in Remark.objects.filter(minutes__meeting=meeting, by=seat):
        put(remark, place.circles["open"], words=OPEN)
        remark.save()


def _papers(place: Any) -> set[Any]:
    """Return what hangs on the member's own: posts and plan, not pages of the circle nor receipts of its tin."""
    circles_own = ("handbook.page", "treasury.entry")
    return set(File.objects.exclude(about_kind__in=circles_own).values_list("id", flat=True))


def _standing(data: Path, ids: set[Any]) -> list[Path]:
    return [path for path in (data / "files").rglob("*") if any(str(id) in path.name for id in ids)]


def test_what_a_member_wrote_in_the_rooms_is_gone_and_stays_gone(
    harbour: Any, world: Any, tmp_path: Path
) -> None:
    words = (HIDDEN, OPEN)
    assert {word for _where, word in hits(words)} == set(words)
    with harbour.within():
        member, papers = harbour.acting("member"), _papers(harbour)
        posts, topics = Post.objects.count(), Topic.objects.count()
    assert len(papers) >= 2 and _standing(Path(settings.HEARTH_DATA), papers)
    folder = tmp_path / "backups"
    older = backup(folder, timezone.now())
    with harbour.within():
        erase_own(actor=member, now=timezone.now())
    assert {where for where, word in hits(words) if word == OPEN} == set()
    assert {where for where, word in hits(words) if word == HIDDEN} <= KEPT
    with harbour.within():
        assert not _papers(harbour) & papers
        assert Post.objects.count() < posts and Topic.objects.count() < topics, (
            "what was theirs alone goes whole"
        )
        assert Draft.objects.exists() and not Draft.objects.filter(by__member=member.id).exists()
        assert not Addendum.objects.filter(by__member=member.id).exists()
    assert not _standing(Path(settings.HEARTH_DATA), papers)
    assert [one for one in check(timezone.now()) if one.serious] == []
    backup(folder, timezone.now() + timedelta(days=1))
    with empty(tmp_path / "other") as other:
        other.take_key()
        back = other.hearth("restore", str(folder), "--copy", older.copy.name)
        assert back["ok"] and back["result"]["stuck"] == [], back
        found = Host.ask(other, SEARCH + f"\nanswer = hits({words!r})")
        assert {where for where, word in found if word == OPEN} == set()
        assert {where for where, _word in found} <= KEPT
        assert not _standing(other.data, papers)
        assert other.hearth("check")["result"]["findings"] == []
