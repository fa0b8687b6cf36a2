"""How often something may be tried at the door, counted before any work is done for it.

Whoever guesses from many addresses empties the common allowance of one door; a browser that has been
signed in on before has an allowance of its own (`devices.py`), and passkeys are not counted per person
at all, so the owner of an account still gets in while it is being guessed at. Limits on passwords and
second steps are the sign-in library's and stand in the settings (`ACCOUNT_RATE_LIMITS`).
"""

from __future__ import annotations

from django.http import HttpRequest

from commonhearth.foundation import throttle

QUARTER, DAY = 900, 86400  # seconds
#: What is counted: from one network, as (times, seconds), where it is; then for one door.
# A whole annual meeting may come in from behind one address.
FROM_ONE_NETWORK = {"code_sent": (150, 600), "card_tried": (60, 600)}
FOR_ONE_DOOR = {
    # A code sent to one address from browsers we do not know; five tries each make twenty guesses.
    "code_sent": ((4, QUARTER), (24, DAY)),
    # The same from a browser this person has signed in on.
    "code_sent_known": ((6, QUARTER), (40, DAY)),
    # Codes to oneself while signed in (stepping up, changing the address).
    "code_sent_inside": ((6, QUARTER), (40, DAY)),
    "card_tried": ((10, QUARTER), (40, DAY)),
    "card_tried_known": ((10, QUARTER),),
}


def spend(request: HttpRequest, action: str, *, key: str) -> bool:
    """Count one try; return False when the allowance is spent. Ask before hashing or sending.

    Args:
        request: whose network counts.
        action: a key of `FOR_ONE_DOOR`.
        key: the door tried: an address, a card's number, a person's id. Kept as a digest only.
    """
    network = FROM_ONE_NETWORK.get(action)
    if network and not throttle.hit(request, f"accounts.{action}", limit=network[0], seconds=network[1]):
        return False
    return all(
        throttle.count(f"accounts.{action}|{key}", limit=times, seconds=seconds)
        for times, seconds in FOR_ONE_DOOR[action]
    )
