"""One's own number: giving it, showing by a code that it is one's own, and taking it away by one press."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from commonhearth.foundation import sealed, throttle
from commonhearth.foundation.access import Refused, no, require
from commonhearth.foundation.events import announce
from commonhearth.foundation.members.access import Actor
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.notices.access import may_end_number, may_keep_number
from commonhearth.foundation.notices.events import PhoneEnded
from commonhearth.foundation.notices.sms.models import Phone, State, Text, What
from commonhearth.foundation.notices.sms.waking import write
from commonhearth.foundation.sealed import erasure
from commonhearth.foundation.tenancy.lasting import over

#: In the register of purposes: what the sending program may open.
PURPOSE = "text-message"
#: How long a code is good, and how often it may be wrong.
GOOD_FOR = timedelta(minutes=15)
MOST_TRIES = 5
#: Codes in a day: for one member, and to one number whoever asks for them. Somebody else's telephone is left alone.
CODES_A_DAY = 3
DAY = 86_400  # seconds
#: A number that nobody confirmed may be a stranger's: it goes after so long.
UNCONFIRMED = timedelta(days=1)
#: Country and number, as telephone networks allow (ITU-T E.164): fifteen digits at most, none of them a leading 0.
_WHOLE = re.compile(r"\+[1-9][0-9]{6,14}")


class NotANumber(ValueError):
    """What was written is no number that a message can be sent to.

    Attributes:
        code: names the reason (`wording.NUMBERS`).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_number(written: str) -> str:
    """Return a number as networks write it, +447700900123, from what a person writes.

    Raises:
        NotANumber: when it is none, lacks its country, or its country is not written to from here.
    """
    plain = re.sub(r"[\s\u00a0\u202f().\-/\u2010-\u2013]", "", written.replace("(0)", ""))
    plain = f"+{plain[2:]}" if plain.startswith("00") else plain
    if re.fullmatch(r"[0-9]{5,}", plain):
        raise NotANumber("country")
    if not _WHOLE.fullmatch(plain):
        raise NotANumber("not_one")
    if settings.HEARTH_SMS_TO and not plain.startswith(tuple(settings.HEARTH_SMS_TO)):
        raise NotANumber("elsewhere")
    return plain


def give_number(
    *, actor: Member, written: str, now: datetime, draw: Callable[[int], int] = secrets.randbelow
) -> Phone:
    """Keep a number and send a code there. Another one takes the place of the first, and is confirmed anew.

    Raises:
        NotANumber: when it is none.
        Refused: when the actor may not, or too many codes went out today.
    """
    require(may_keep_number(actor))
    number = read_number(written)
    with transaction.atomic():
        phone = _locked(actor) or Phone(member=actor, created=now)
        phone.number, phone.confirmed = number, None
        _code(phone, number, now=now, draw=draw)
    return phone


def send_code(*, actor: Member, now: datetime, draw: Callable[[int], int] = secrets.randbelow) -> None:
    """Send another code to the number that waits to be confirmed; the one before is good no more.

    Raises:
        Refused: when the actor may not, has no such number, or too many codes went out today.
    """
    require(may_keep_number(actor))
    with transaction.atomic():
        phone = _locked(actor)
        if phone is None or phone.confirmed:
            raise Refused(no("phone_none_waits"))
        _code(phone, sealed.open(phone.number, viewer=actor), now=now, draw=draw)


def _code(phone: Phone, number: str, *, now: datetime, draw: Callable[[int], int]) -> None:
    """Write a new code and its message, within what a day allows."""
    allowed = (
        (f"sms.code|{phone.member_id}", CODES_A_DAY),
        (f"sms.code|{number}", CODES_A_DAY),
        ("sms.codes", max(CODES_A_DAY, settings.HEARTH_SMS_A_DAY // 4)),
    )
    if not all(throttle.count(key, limit=limit, seconds=DAY, now=now) for key, limit in allowed):
        raise Refused(no("phone_too_many_codes"))
    phone.code, phone.code_until, phone.tries = f"{draw(10**6):06}", now + GOOD_FOR, 0
    phone.save()
    Text.objects.filter(member=phone.member_id, what=What.CODE, state=State.WAITING).update(
        state=State.DROPPED, ended=now
    )
    write([phone.member_id], What.CODE, expires=now + GOOD_FOR, now=now)


def confirm_number(*, actor: Member, code: str, now: datetime) -> bool:
    """Show by the code that the number is one's own; return whether it was the right one.

    Raises:
        Refused: when the actor may not.
    """
    require(may_keep_number(actor))
    with transaction.atomic():
        phone = _locked(actor)
        if phone is None or phone.confirmed or phone.code is None or now >= phone.code_until:
            return False
        given = re.sub(r"[^0-9]", "", code)
        if hmac.compare_digest(given, sealed.open_for(phone.code, purpose=PURPOSE)):
            phone.code, phone.confirmed = None, now
        else:
            phone.tries += 1
            if phone.tries >= MOST_TRIES:
                phone.code = None
        phone.save()
    return phone.confirmed is not None


def end_number(*, actor: Member, now: datetime) -> bool:
    """Take one's number away, with what is on its way there; return whether there was one. Twice is as once.

    Raises:
        Refused: when the actor is not inside.
    """
    require(may_end_number(actor))
    return let_go(actor, now=now)


def let_go(member: Member, *, now: datetime) -> bool:
    """Erase a member's number, here and in backups put back."""
    with transaction.atomic():
        phone = _locked(member)
        if phone is None:
            return False
        Text.objects.filter(member=member, state=State.WAITING).update(state=State.DROPPED, ended=now)
        erasure.erase(phone)
        announce(PhoneEnded(member.id, now))
    return True


def forget(*, now: datetime) -> None:
    """Let go, in the community in reach, of numbers nobody confirmed and of what is known of old messages."""
    erasure.erase_all(over(Phone, now=now))
    over(Text, now=now).delete()


def own_phone(viewer: Actor) -> tuple[Phone, str] | None:
    """Return the viewer's own number: its row, and the number itself."""
    phone = Phone.objects.filter(member=viewer).first() if isinstance(viewer, Member) else None
    return None if phone is None else (phone, sealed.open(phone.number, viewer=viewer))


def _locked(member: Member) -> Phone | None:
    return Phone.objects.select_for_update().filter(member=member).first()
