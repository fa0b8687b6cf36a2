"""Handing one message to the gateway, at most once.

A message is marked as being handed over before the gateway is asked. Found like this by a new worker, it may have
arrived: it is not sent again, and counted as unknown. Where the gateway certainly was not reached, or says “later”,
it is tried again while it is worth anything.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation

from commonhearth.foundation import sealed, throttle
from commonhearth.foundation.fetch import Network, NotFetched, Refused, fetch
from commonhearth.foundation.jobs import Later
from commonhearth.foundation.members.models import ACTING, Member
from commonhearth.foundation.members.selectors import open_holds
from commonhearth.foundation.notices.sms.gateway import Asking, Gateway, gateway
from commonhearth.foundation.notices.sms.models import Phone, State, Text, What
from commonhearth.foundation.notices.sms.numbers import DAY, PURPOSE
from commonhearth.foundation.notices.wording import TEXTS
from commonhearth.foundation.tenancy import in_community

SECONDS = 15.0
#: The longest pause between two tries, in minutes; the first is one.
LONGEST_PAUSE = 10
#: What of an answer is read to find the word that says it was taken.
KEEP = 64_000
#: The gateway says that it did not take it, this time; after 504 nobody knows.
ASKS_LATER = frozenset({429, 500, 502, 503})
NOBODY_KNOWS = 504


def hand_over(community_id: UUID, text_id: UUID, *, now: datetime, network: Network | None = None) -> None:
    """Send one message and note what became of it.

    Raises:
        Later: when the gateway did not take it and there is time left.
    """
    there = gateway()
    with transaction.atomic(), in_community(community_id):
        asking = _begin(text_id, there, now=now)
    if asking is None or there is None:
        return
    became = send(there, asking, network=network)
    with transaction.atomic(), in_community(community_id):
        due = _note(text_id, became, now=now)
    if due is not None:
        raise Later(due)


def _begin(text_id: UUID, there: Gateway | None, *, now: datetime) -> Asking | None:
    """Mark a message as being handed over and return what to ask; None when there is nothing to do."""
    text = Text.objects.select_for_update().filter(id=text_id).first()
    if text is None or text.state not in (State.WAITING, State.HANDING):
        return None
    asking, state = None, State.UNKNOWN
    if text.state == State.WAITING:
        asking = _asking(text, there, now=now) if there and now < text.expires else None
        state = State.HANDING if asking else State.DROPPED
    text.state, text.ended = state, None if asking else now
    text.save(update_fields=["state", "ended"])
    return asking


def _asking(text: Text, there: Gateway, *, now: datetime) -> Asking | None:
    """Return the request, if the message is still wanted and a day's number of them is not reached."""
    phone = Phone.objects.select_related("member__person", "community").filter(member=text.member_id).first()
    if phone is None or phone.community.frozen_since:
        return None
    code = ""
    if text.what == What.CODE:
        if phone.code is None:
            return None
        code = sealed.open_for(phone.code, purpose=PURPOSE)
    elif not (phone.confirmed and _is_here(phone.member, now=now) and (text.tries or _within_the_day(now))):
        return None
    number = sealed.open_for(phone.number, purpose=PURPOSE)
    return there.asking(number=number, text=say(text.what, phone.member, code=code), id=str(text.id))


def _is_here(member: Member, *, now: datetime) -> bool:
    return member.standing in ACTING and not open_holds(now=now).filter(member=member).exists()


def _within_the_day(now: datetime) -> bool:
    return throttle.count("sms.day", limit=settings.HEARTH_SMS_A_DAY, seconds=DAY, now=now)


def say(what: str, member: Member, *, code: str = "") -> str:
    """Return what a message says: under the name the member chose, in their language, without a link."""
    called = member.named_outside_as or member.community.named_outside
    language = getattr(member.person, "language", "") or settings.LANGUAGE_CODE
    with translation.override(language):
        return str(TEXTS[what]) % {"called": called, "code": code}


def send(there: Gateway, asking: Asking, *, network: Network | None = None) -> State:
    """Ask the gateway; return sent, waiting (certainly not taken, worth another try), failed or unknown."""
    try:
        answer = fetch(
            asking.url,
            to={there.host},
            method=asking.method,
            body=asking.body,
            headers=asking.headers,
            keep=KEEP if there.taken else 0,
            seconds=SECONDS,
            own=True,
            network=network,
        )
    except Refused:
        return State.FAILED
    except NotFetched as problem:
        return State.UNKNOWN if problem.asked else State.WAITING
    if 200 <= answer.status < 300:
        return State.SENT if there.taken.encode() in answer.body else State.FAILED
    if answer.status in ASKS_LATER:
        return State.WAITING
    return State.UNKNOWN if answer.status == NOBODY_KNOWS else State.FAILED


def _note(text_id: UUID, became: State, *, now: datetime) -> datetime | None:
    """Note what became of it; return when it is tried again, None when it is not."""
    text = Text.objects.select_for_update().filter(id=text_id, state=State.HANDING).first()
    if text is None:  # erased meanwhile by whom it was for
        return None
    due = now + timedelta(minutes=min(2**text.tries, LONGEST_PAUSE))
    again = became == State.WAITING and due < text.expires
    text.tries += 1
    # Never taken, and its moment has passed: the gateway was down, which is for the operator to know.
    text.state = State.WAITING if again else State.FAILED if became == State.WAITING else became
    text.ended = None if again else now
    text.save(update_fields=["tries", "state", "ended"])
    return due if again else None
