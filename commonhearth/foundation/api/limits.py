"""How much one token, or one network without a token, may ask of this host.

Reading writes nothing, so it is counted in each process's memory; what changes something is counted in
the shared counters, together for all processes.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock

from django.conf import settings
from django.http import HttpRequest

from commonhearth.foundation import throttle

MINUTE = 60
#: Those who asked lately, at most; who asked longest ago is forgotten first.
MOST = 10_000

_lock = Lock()
_seen: OrderedDict[str, tuple[int, int]] = OrderedDict()


def is_too_often(request: HttpRequest) -> bool:
    """Count a request; return whether it is one too many in this minute."""
    token = getattr(request, "token", None)
    who = f"token:{token.id}" if token else f"from:{throttle.address_of(request)}"
    if request.method in ("GET", "HEAD"):
        return _reads(who) > (settings.HEARTH_API_READS if token else settings.HEARTH_API_READS // 2)
    return not throttle.count(f"api|{who}", limit=settings.HEARTH_API_ACTS, seconds=MINUTE)


def _reads(who: str) -> int:
    minute = int(time.monotonic()) // MINUTE
    with _lock:
        at, count = _seen.pop(who, (minute, 0))
        count = count + 1 if at == minute else 1
        _seen[who] = (minute, count)
        if len(_seen) > MOST:
            _seen.popitem(last=False)
    return count


def forget() -> None:
    """Start counting anew; for tests."""
    with _lock:
        _seen.clear()
