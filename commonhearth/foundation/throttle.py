"""How often something may be tried, and whether a form came from a person. Nobody outside is asked.

    if not throttle.hit(request, "reach_out", limit=5, seconds=3600): ...     # too often from here
    class ReachOutForm(throttle.FromAPerson): ...                             # on forms open to everybody
    if not throttle.is_human(request): ...

Counters stand in the default cache, which is a table that all workers share; keys are digests, so that
nobody's address stands there. Only forms are counted there: reading writes nothing. What is costly to
read is counted by each worker for itself, in memory: `throttle.read(request, "export", limit=6, seconds=60)`.
"""

from __future__ import annotations

import hashlib
import ipaddress
import threading
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

SALT = "hearth.throttle"
#: A person needs at least this long to fill in a form, and may leave it open for a day.
QUICKEST = timedelta(seconds=2)
LONGEST = timedelta(hours=24)


def address_of(request: HttpRequest) -> str:
    """Return the network that a request came from: the address, or for IPv6 the /64 one house has."""
    given = request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(given)
    except ValueError:  # a local socket
        return "local"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def hit(request: HttpRequest, door: str, *, limit: int, seconds: int, key: str = "") -> bool:
    """Count one try at a door from where the request came; return False once there were too many.

    Args:
        request: whose network is counted; with `key`, nobody's.
        door: a code for what is tried, such as "reach_out".
        limit: how many tries are allowed.
        seconds: in how long a time.
        key: what is tried instead (an address, an invitation), counted from everywhere together.
    """
    return count(f"{door}|{key or address_of(request)}", limit=limit, seconds=seconds)


def count(key: str, *, limit: int, seconds: int, now: datetime | None = None) -> bool:
    """Count one try under a key; return False once the limit of this stretch of time is passed.

    Two tries at the same moment are both counted: the database lets one in after the other.
    """
    moment = int((now or timezone.now()).timestamp())
    name = salted_hmac(SALT, f"{key}|{seconds}|{moment // seconds}", algorithm="sha256").hexdigest()
    with transaction.atomic():
        _one_at_a_time(name)
        tries = int(cache.get(name, 0)) + 1
        if tries <= limit + 1:  # past the limit nothing more is written
            cache.set(name, tries, timeout=seconds + 60)
    return tries <= limit


def forget(*, now: datetime) -> int:
    """Drop the counts whose stretch of time is over; the cache itself does it only when it is full."""
    past = connection.ops.adapt_datetimefield_value(now.replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM "hearth_counters" WHERE expires < %s', [past])
        return int(cursor.rowcount)


class _Glances:
    """How often each network read something in this stretch of time. In memory only, of one worker only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stretch: dict[str, int] = {}
        self._counts: dict[tuple[str, str], int] = {}

    def count(self, door: str, address: str, *, stretch: int) -> int:
        """Return the how manieth time this is; a new stretch of time forgets the one before."""
        with self._lock:
            if self._stretch.get(door) != stretch:
                self._stretch[door] = stretch
                self._counts = {key: count for key, count in self._counts.items() if key[0] != door}
            seen = self._counts[door, address] = self._counts.get((door, address), 0) + 1
            return seen


_GLANCES = _Glances()


def read(request: HttpRequest, door: str, *, limit: int, seconds: int, now: datetime | None = None) -> bool:
    """Count one reading of something costly; return False once there were too many from this network.

    Each worker counts for itself and writes nothing, so with several the limit is that many times as high.
    """
    moment = int((now or timezone.now()).timestamp())
    return _GLANCES.count(door, address_of(request), stretch=moment // seconds) <= limit


def _one_at_a_time(name: str) -> None:
    # SQLite's IMMEDIATE transaction is the one writer already.
    if connection.vendor == "postgresql":
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


class _Proof(forms.HiddenInput):
    """When the form was shown, signed; renewed each time it is shown."""

    def format_value(self, value: Any) -> str:
        return signing.dumps(int(timezone.now().timestamp()), salt=SALT)


class _Trap(forms.TextInput):
    """A field that no person sees and programs like to fill in."""

    is_hidden = True  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__({"hidden": True, "tabindex": "-1", "autocomplete": "off", "aria-hidden": "true"})


class FromAPerson(forms.Form):
    """A form open to everybody. Ask `is_human(request)` beside `is_valid()`."""

    proof = forms.CharField(required=False, widget=_Proof)
    website = forms.CharField(required=False, widget=_Trap)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        # Not for services: they take what the person wrote.
        cleaned.pop("proof", None)
        cleaned.pop("website", None)
        return cleaned


def is_human(request: HttpRequest) -> bool:
    """Tell whether a posted form was filled in as a person would: not at once, not a day later, no trap."""
    if request.POST.get("website"):
        return False
    try:
        shown = int(
            signing.loads(
                request.POST.get("proof", ""), salt=SALT, fallback_keys=settings.SECRET_KEY_FALLBACKS
            )
        )
    except (signing.BadSignature, TypeError, ValueError):
        return False
    taken = timezone.now().timestamp() - shown
    return QUICKEST.total_seconds() <= taken <= LONGEST.total_seconds()
