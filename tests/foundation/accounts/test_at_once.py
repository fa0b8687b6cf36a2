"""What happens when two presses come at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from commonhearth.foundation.accounts.models import Card, Person
from commonhearth.foundation.accounts.services import cards, people, ways_in
from commonhearth.foundation.accounts.services.erasing import erase_person


def at_once(times: int, act: Callable[[], Any]) -> list[Any]:
    """Do something in several threads at the same moment; return the answers, and errors as themselves."""
    answers: list[Any] = []
    start = threading.Barrier(times)

    def press() -> None:
        from django.db import connection

        start.wait()
        try:
            answers.append(act())
        except Exception as error:
            answers.append(error)
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _ in range(times)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()
    return answers


def test_two_presses_at_once_spend_one_code(real_commits: Any, now: datetime) -> None:
    person = people.arrive(email="zwei@example.org", now=now)
    printed = cards.issue_card(for_person=person, issued_by=person, now=now)
    number, code = printed.card.number, printed.codes[0]
    answers = at_once(6, lambda: cards.spend_code(number=number, code=code, now=now))
    assert [answer for answer in answers if answer] == [person]


def test_two_tabs_at_once_make_one_sign_in(real_commits: Any, now: datetime) -> None:
    answers = at_once(5, lambda: people.arrive(email="two.tabs@example.org", now=now))
    assert (
        len({answer.pk for answer in answers}) == 1 == Person.objects.filter(email__contains="tabs").count()
    )


def test_two_presses_at_once_leave_one_card_in_use(real_commits: Any, now: datetime) -> None:
    person = people.arrive(email="drei@example.org", now=now)
    answers = at_once(4, lambda: cards.issue_card(for_person=person, issued_by=person, now=now))
    assert {type(answer) for answer in answers} == {cards.PrintedCard}
    assert Card.objects.filter(person=person, revoked=None).count() == 1


def test_one_address_goes_to_one_of_two(real_commits: Any, now: datetime) -> None:
    several = [people.arrive(email=f"p{number}@example.org", now=now) for number in range(4)]
    waiting = iter(several)

    def take() -> bool:
        person = next(waiting)
        return ways_in.change_email(actor=person, person=person, email="wanted@example.org", keep="", now=now)

    assert sorted(at_once(4, take)) == [False, False, False, True]
    assert Person.objects.filter(email="wanted@example.org").count() == 1


def test_of_two_operators_who_erase_themselves_at_once_one_stays(real_commits: Any, now: datetime) -> None:
    several = [people.arrive(email=f"op{number}@example.org", now=now) for number in range(2)]
    Person.objects.update(is_operator=True)
    waiting = iter(several)

    def go() -> None:
        person = next(waiting)
        person.refresh_from_db()
        erase_person(actor=person, person=person, now=now)

    answers = at_once(2, go)
    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", "Refused"], answers
    assert Person.objects.filter(is_operator=True).count() == 1
