"""A form sent twice acts once, whoever is impatient."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import connection, transaction
from django.utils import timezone

from commonhearth.foundation import once
from commonhearth.foundation.access import VISITOR, System
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.once.models import Answer

ROSA, TOM = System("rosa"), System("tom")


class Counter:
    def __init__(self) -> None:
        self.acts = 0

    def act(self) -> dict[str, Any]:
        self.acts += 1
        return {"number": self.acts}


@pytest.fixture
def counter() -> Counter:
    return Counter()


def test_a_thousand_retries_act_once(db: None, counter: Counter) -> None:
    key = once.new_key()
    answers = [once.answer(actor=ROSA, form="join", key=key, act=counter.act) for _ in range(1_000)]
    assert counter.acts == 1
    assert answers == [{"number": 1}] * 1_000


@pytest.mark.parametrize("other", ["actor", "form", "key"])
def test_another_actor_form_or_key_is_another_act(db: None, counter: Counter, other: str) -> None:
    first = {"actor": ROSA, "form": "join", "key": "k" * 22}
    changed = {"actor": TOM, "form": "leave", "key": "j" * 22}
    once.answer(**first, act=counter.act)
    once.answer(**(first | {other: changed[other]}), act=counter.act)
    assert counter.acts == 2


def test_when_the_act_fails_nothing_stands_and_the_key_still_works(db: None, counter: Counter) -> None:
    key = once.new_key()

    def fail() -> dict[str, Any]:
        named("half done")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        once.answer(actor=ROSA, form="join", key=key, act=fail)
    assert not Community.objects.exists()
    assert not Answer.objects.exists()
    assert once.answer(actor=ROSA, form="join", key=key, act=counter.act) == {"number": 1}


def named(name: str) -> Community:
    return Community.objects.create(
        name=name, slug=name.replace(" ", "-"), community_kind="other", public_key=b"-"
    )


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "ä" * 22, "line\nbreak" * 3])
def test_a_form_without_its_key_is_refused(db: None, counter: Counter, key: str) -> None:
    with pytest.raises(once.BadKey):
        once.answer(actor=ROSA, form="join", key=key, act=counter.act)
    assert counter.acts == 0
    assert issubclass(once.BadKey, SuspiciousOperation)  # which Django answers with 400


def test_keys_are_fresh_and_fit_the_column() -> None:
    keys = {once.new_key() for _ in range(1_000)}
    assert len(keys) == 1_000
    assert max(map(len, keys)) <= Answer._meta.get_field("key").max_length


def test_the_first_answer_and_a_retry_are_the_same_to_the_caller(db: None) -> None:
    key = once.new_key()
    first = once.answer(actor=VISITOR, form="ask", key=key, act=lambda: {"pair": (1, 2)})
    assert first == once.answer(actor=VISITOR, form="ask", key=key, act=dict) == {"pair": [1, 2]}


def test_an_answer_holds_ids_not_contents(db: None) -> None:
    with pytest.raises(ValueError, match="contents"):
        once.answer(actor=ROSA, form="join", key=once.new_key(), act=lambda: {"text": "x" * 5_000})
    assert not Answer.objects.exists()


def test_old_answers_are_forgotten(db: None, counter: Counter) -> None:
    once.answer(actor=ROSA, form="join", key=once.new_key(), act=counter.act)
    assert once.forget(now=timezone.now() + timedelta(days=6)) == 0
    assert once.forget(now=timezone.now() + timedelta(days=8)) == 1


def test_of_two_at_once_the_second_waits_and_gets_the_first_answer(real_commits: Any) -> None:
    """A slow first request, and a second that comes while it is still at work."""
    key = once.new_key()
    inside, go_on = threading.Event(), threading.Event()
    answers: dict[str, Any] = {}

    def slow() -> dict[str, Any]:
        inside.set()
        assert go_on.wait(20)
        return {"community": str(named("Slow").id)}

    def send(name: str, act: Any) -> None:
        answers[name] = once.answer(actor=ROSA, form="create", key=key, act=act)
        connection.close()

    first = threading.Thread(target=send, args=("first", slow))
    first.start()
    assert inside.wait(20)
    second = threading.Thread(target=send, args=("second", lambda: {"community": str(named("Second").id)}))
    second.start()
    second.join(0.3)
    assert second.is_alive(), "the second answered before the first was done"
    go_on.set()
    first.join()
    second.join()
    assert answers["first"] == answers["second"]
    assert [community.name for community in Community.objects.all()] == ["Slow"]


def test_when_the_first_of_two_fails_the_second_acts(real_commits: Any) -> None:
    key = once.new_key()
    inside, go_on = threading.Event(), threading.Event()
    answers: dict[str, Any] = {}

    def failing() -> None:
        def act() -> dict[str, Any]:
            named("First")
            inside.set()
            assert go_on.wait(20)
            raise ValueError("no")

        with pytest.raises(ValueError, match="no"):
            once.answer(actor=ROSA, form="create", key=key, act=act)
        connection.close()

    def second() -> None:
        answers["second"] = once.answer(
            actor=ROSA, form="create", key=key, act=lambda: {"id": str(named("Second").id)}
        )
        connection.close()

    threads = [threading.Thread(target=failing)]
    threads[0].start()
    assert inside.wait(20)
    threads.append(threading.Thread(target=second))
    threads[1].start()
    go_on.set()
    for thread in threads:
        thread.join()
    assert [community.name for community in Community.objects.all()] == ["Second"]


def test_a_hundred_at_once_act_once(real_commits: Any) -> None:
    key = once.new_key()
    answers: list[dict[str, Any]] = []
    start = threading.Barrier(10)

    def send() -> None:
        start.wait()
        for _ in range(10):
            answers.append(
                once.answer(actor=ROSA, form="create", key=key, act=lambda: {"id": str(named("One").id)})
            )
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 100
    assert len({answer["id"] for answer in answers}) == 1
    assert Community.objects.count() == 1


def test_inside_a_larger_transaction_the_answer_goes_with_it(db: None, counter: Counter) -> None:
    key = once.new_key()
    with pytest.raises(ValueError, match="later"), transaction.atomic():
        once.answer(actor=ROSA, form="join", key=key, act=counter.act)
        raise ValueError("later")
    assert not Answer.objects.exists()
