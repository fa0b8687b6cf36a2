"""Values that only their people can open: keys, sealing, opening.

    text = SealedField(owner="circle")          # on a tenant model
    @sealed.opens(Post, "text")                 # in the package's access.py, above the rule
    sealed.open(post.text, viewer=member)       # asks the rule, then reads
    sealed.open_all(texts, viewer=member)       # a whole page in one query
    with sealed.at_hand(values): ...            # and what else stands on it, opened by other rules
    sealed.open_in_emergency(post.text, viewer=member, now=now)    # two people, a reason, a time limit
    sealed.erasure.erase(row)                   # gone from restored backups too

docs/adr/0005-sealed-values.md says what this protects from and what it does not.
"""

from commonhearth.foundation.sealed.cipher import CannotOpen
from commonhearth.foundation.sealed.emergency import GRANTS, OPENABLE, open_in_emergency
from commonhearth.foundation.sealed.fields import NoOwner, SealedField
from commonhearth.foundation.sealed.hostkey import HostKeyFault
from commonhearth.foundation.sealed.keys import (
    KeyGone,
    KeyMissing,
    create_key,
    destroy_key,
    rewrap,
)
from commonhearth.foundation.sealed.opening import (
    UnknownPurpose,
    at_hand,
    may_open,
    open,
    open_all,
    open_all_for,
    open_for,
    opens,
    rules,
)
from commonhearth.foundation.sealed.purposes import PURPOSES, Purpose
from commonhearth.foundation.sealed.value import Sealed, SealedValueUsed

__all__ = [
    "GRANTS",
    "OPENABLE",
    "PURPOSES",
    "CannotOpen",
    "HostKeyFault",
    "KeyGone",
    "KeyMissing",
    "NoOwner",
    "Purpose",
    "Sealed",
    "SealedField",
    "SealedValueUsed",
    "UnknownPurpose",
    "at_hand",
    "create_key",
    "destroy_key",
    "may_open",
    "open",
    "open_all",
    "open_all_for",
    "open_for",
    "open_in_emergency",
    "opens",
    "rewrap",
    "rules",
]
