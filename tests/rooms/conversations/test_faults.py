"""What breaks between two steps: a worker or server killed between the post and its notices loses nothing."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.utils import timezone

from commonhearth.foundation.jobs import worker
from commonhearth.foundation.jobs.models import Job
from commonhearth.foundation.members.services.erasing import erase_own
from commonhearth.foundation.notices.models import Notice
from commonhearth.foundation.search.models import CommunityEntry
from commonhearth.rooms.conversations import services, telling
from commonhearth.rooms.conversations.models import Mention, Post, PostVersion, Topic


class Killed(BaseException):
    """As kill -9 is: nothing catches it, and nothing is cleaned up."""


def test_killed_before_the_end_of_writing_leaves_neither_post_nor_job(house, talk, monkeypatch):
    ada = house.member("Ada")
    topic, jobs = talk.begin(ada, house.root), Job.objects.count()
    monkeypatch.setattr("commonhearth.rooms.conversations.services.writing.announce", _killed)
    with pytest.raises(Killed), transaction.atomic():
        talk.write(ada, topic, "Lost")
    assert Post.objects.count() == 1 and Job.objects.count() == jobs


def test_killed_between_the_post_and_its_notices_tells_once_afterwards(house, talk, monkeypatch):
    ada, ben = house.member("Ada"), house.member("Ben")
    topic = talk.begin(ada, house.root)
    Job.objects.all().delete()
    talk.write(ada, topic, "@Ben")
    whole = telling.tell_many
    monkeypatch.setattr(telling, "tell_many", lambda **told: (whole(**told), _killed()))
    with pytest.raises(Killed), transaction.atomic():
        worker.drain(now=timezone.now())
    assert not Notice.objects.filter(code__startswith="talk.").exists()
    monkeypatch.setattr(telling, "tell_many", whole)
    for _ in range(2):
        worker.drain(now=timezone.now())
    told = Notice.objects.filter(member=ben, code__startswith="talk.")
    assert sorted(told.values_list("code", flat=True)) == ["talk.asked_for", "talk.new"]


def _killed(*_args, **_more):
    raise Killed


def test_who_erases_what_is_theirs_leaves_empty_places(house, talk):
    ada, ben = house.member("Ada"), house.member("Ben")
    alone, shared = (
        talk.begin(ada, house.root, "Alone", "Mine."),
        talk.begin(ada, house.root, "Shared", "Ours."),
    )
    answer = talk.write(ben, shared, "Yes, @Ada", answers=talk.first(shared))
    services.edit_post(
        actor=house.acting(ada), post=talk.first(shared), text="Ours, all of it.", care_note="", wish="",
        made_from=0, now=talk.later(),
    )  # fmt: skip
    erase_own(actor=house.acting(ada), now=talk.later())
    assert not Topic.objects.filter(id=alone.id).exists()
    kept = Topic.objects.get(id=shared.id)
    assert kept.title == "" and kept.begun_by_id is not None
    assert [(said.gone, said.post.text) for said in talk.posts(ben, shared)] == [
        ("withdrawn", ""),
        ("", "Yes, @Ada"),
    ]
    assert not PostVersion.objects.exists() and not Mention.objects.exists()
    found = CommunityEntry.objects.filter(about_kind__in=["topic", "post"]).values_list("about_id", flat=True)
    assert list(found) == [answer.id]
