"""The body of `hearth text`: one message to try the operator's gateway with."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any, Protocol
from uuid import uuid4

from django.conf import settings
from django.utils.translation import gettext as _

from commonhearth.foundation.notices.sms import gateway as gateways
from commonhearth.foundation.notices.sms import numbers, sending
from commonhearth.foundation.notices.sms.models import State
from commonhearth.foundation.notices.wording import NUMBERS, TRIED


class Out(Protocol):
    """Where a command speaks."""

    def say(self, sentence: str) -> None: ...
    def no(self) -> None: ...


class CannotTry(ValueError):
    """There is no gateway, or that is no number.

    Attributes:
        code: names which.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def add_arguments(parser: ArgumentParser) -> None:
    """Which telephone."""
    parser.add_argument("number", help="your own telephone, with its country: +447700900123")


def run(options: Namespace, out: Out) -> dict[str, Any]:
    """Send one message through the gateway as it is set, and say what the gateway made of it.

    Raises:
        CannotTry: when no gateway is set, nothing goes out of this host, or that is no number.
    """
    there = gateways.gateway()
    if there is None:
        raise CannotTry("no-gateway", _("HEARTH_SMS_URL is not set, or HEARTH_EGRESS is off."))
    try:
        number = numbers.read_number(options.number)
    except numbers.NotANumber as wrong:
        raise CannotTry(f"number-{wrong.code}", str(NUMBERS[wrong.code])) from None
    text = _("%(host)s: a message to try the gateway with.") % {"host": settings.HEARTH_NAME}
    became = sending.send(there, there.asking(number=number, text=text, id=str(uuid4())))
    out.say(str(TRIED[became]))
    if became != State.SENT:
        out.no()
    return {"became": became.value}
