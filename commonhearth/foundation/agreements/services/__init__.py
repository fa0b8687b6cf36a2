"""What people do with agreements, one function per act."""

from commonhearth.foundation.agreements.services.answering import agree, raise_concern, settle_concern
from commonhearth.foundation.agreements.services.assenting import RulesChanged, keep_to_rules
from commonhearth.foundation.agreements.services.deciding import NotPassed, put_due_in_force, put_in_force
from commonhearth.foundation.agreements.services.founding import FirstClause, agree_from_the_start
from commonhearth.foundation.agreements.services.proposing import (
    ClosesTooSoon,
    LookTooSoon,
    NoShortVersion,
    NothingNew,
    ProposalOpen,
    RuledElsewhere,
    ShortTooLong,
    begin_agreement,
    propose_version,
    withdraw,
)
from commonhearth.foundation.agreements.services.reviewing import look_again

__all__ = [
    "ClosesTooSoon",
    "FirstClause",
    "LookTooSoon",
    "NoShortVersion",
    "NotPassed",
    "NothingNew",
    "ProposalOpen",
    "RuledElsewhere",
    "RulesChanged",
    "ShortTooLong",
    "agree",
    "agree_from_the_start",
    "begin_agreement",
    "keep_to_rules",
    "look_again",
    "propose_version",
    "put_due_in_force",
    "put_in_force",
    "raise_concern",
    "settle_concern",
    "withdraw",
]
