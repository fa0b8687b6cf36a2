"""What breaks between two steps: a worker or server killed between the post and its notices loses nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.jobs import worker
from commonhearth.foundation.jobs.models import Job
from commonhearth.foundation.members.services.erasing import erase_own
from commonhearth.foundation.notices.models import Notice, Wish
from commonhearth.foundation.outbox import delivery
from commonhearth.foundation.outbox.models import Mail
from commonhearth.foundation.search.models import CommunityEntry
from commonhearth.rooms.conversations import services, telling
from commonhearth.rooms.conversations.models import Mention, Post, PostVersion, Topic
from commonhearth.rooms.conversations.services import mailing
from commonhearth.rooms.conversations.tasks import posts_by_mail_here


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


#: A worker in a process of its own, killed when it has written what it is asked for and not yet said so.
CHILD = """
import os, signal, sys
import commonhearth, django
django.setup()
from django.utils import timezone
from commonhearth.foundation import outbox
from commonhearth.foundation.jobs import worker
from commonhearth.rooms.conversations import telling
place, name = {"notice": (telling, "tell_many"), "mail": (outbox, "mail_many")}[sys.argv[1]]
whole = getattr(place, name)
def killed(**given):
    whole(**given)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(place, name, killed)
worker.drain(now=timezone.now())
"""


@pytest.mark.faults
@pytest.mark.parametrize("what", ["notice", "mail"])
def test_a_worker_killed_between_write_and_notice_leaves_both_done_once(real_commits, world, what):
    place = world.harbour
    now = timezone.now()
    with place.within():
        reader, topic = place.acting("neighbour"), Topic.objects.get(id=place.things["topic_id"]["root"])
        Wish.objects.create(member=reader, quiet_from=0, quiet_until=0)
        mailing.wish_mail(actor=reader, thing=topic, how="each", now=now - timedelta(hours=1))
        worker.drain(now=now)
        Notice.objects.filter(code="talk.new").delete()
        services.write_post(
            actor=place.acting("member"), topic=topic, text="Kept.", now=now - timedelta(minutes=10)
        )
        if what == "mail":
            worker.drain(now=now)
            posts_by_mail_here.enqueue()
    environment = real_commits.environment | {
        "DJANGO_SETTINGS_MODULE": "commonhearth.site.settings",
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    ended = subprocess.run([sys.executable, "-c", CHILD, what], env=environment, check=False)
    assert ended.returncode == -signal.SIGKILL
    with place.within():
        kept = (
            Notice.objects.filter(code="talk.new") if what == "notice" else Mail.objects.filter(kind="post")
        )
        assert not kept.exists()
        for hours in (2, 4):
            worker.drain(now=now + timedelta(hours=hours))
            mine = {"member": reader} if what == "notice" else {"person_id": reader.person_id}
            assert kept.filter(**mine).count() == 1


def test_a_mail_server_that_is_down_for_a_day_gets_each_post_once(house, talk, monkeypatch, settings):
    settings.HEARTH_MAIL = "smtp"
    ada, ben = house.member("Ada"), house.member("Ben")
    ben.person = Person.objects.create_user(email="ben@example.org")
    ben.save()
    Wish.objects.create(member=ben, quiet_from=0, quiet_until=0)
    now = timezone.now()
    mailing.wish_mail(actor=house.acting(ben), thing=house.root, how="each", now=now - timedelta(hours=1))
    talk.now = now - timedelta(minutes=10)
    talk.begin(ada, house.root, text="Kept for a day.")
    assert mailing.send_posts(community=house.community, now=now) == 1

    sent = []
    monkeypatch.setattr(delivery, "_opens", lambda _server: False)
    for hours in (0, 1, 6, 20):
        worker.drain(now=now + timedelta(hours=hours))
        mailing.send_posts(community=house.community, now=now + timedelta(hours=hours))
    assert Mail.objects.get(kind="post").state == Mail.State.WAITING
    monkeypatch.setattr(delivery, "_opens", lambda _server: True)
    monkeypatch.setattr(
        delivery, "_send", lambda _server, message: sent.append(message.body) or Mail.State.SENT
    )
    for hours in (30, 40, 60):
        worker.drain(now=now + timedelta(hours=hours))
    assert [("Kept for a day." in body) for body in sent] == [True]
    assert Mail.objects.get(kind="post").state == Mail.State.SENT
