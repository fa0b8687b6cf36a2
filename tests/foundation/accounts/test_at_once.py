"""What happens when two presses come at the same moment."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Any

from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.accounts.services import cards, people


def test_two_presses_at_once_spend_one_code(real_commits: Any, now: datetime) -> None:
    person = people.arrive(email="zwei@example.org", now=now)
    printed = cards.issue_card(for_person=person, issued_by=person, now=now)
    found: list[Person | None] = []
    start = threading.Barrier(6)

    def press() -> None:
        from django.db import connection

        start.wait()
        try:
            found.append(cards.spend_code(number=printed.card.number, code=printed.codes[0], now=now))
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _ in range(6)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()
    assert [person_or_none for person_or_none in found if person_or_none] == [person]
