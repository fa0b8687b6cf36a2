"""The facts of the directory. What is public here is public everywhere: nothing finer is stored."""

from commonhearth.rooms.directory.models.care import Claim, LinkCheck, Merge, Reminder
from commonhearth.rooms.directory.models.exchange import Followed, FollowedProfile, HsdsRecord
from commonhearth.rooms.directory.models.imports import (
    DuplicateGroup,
    DuplicateMember,
    ImportNote,
    ImportRun,
)
from commonhearth.rooms.directory.models.listings import (
    Kind,
    Listing,
    ListingChange,
    ListingIdentifier,
    Source,
    Succession,
    Verification,
    Word,
)
from commonhearth.rooms.directory.models.places import Place, PlaceName
from commonhearth.rooms.directory.models.qualities import OwnQuality, QualityValue, SaidBy
from commonhearth.rooms.directory.models.waiting import BeingStarted, TellMe, Told

__all__ = [
    "BeingStarted",
    "Claim",
    "DuplicateGroup",
    "DuplicateMember",
    "Followed",
    "FollowedProfile",
    "HsdsRecord",
    "ImportNote",
    "ImportRun",
    "Kind",
    "LinkCheck",
    "Listing",
    "ListingChange",
    "ListingIdentifier",
    "Merge",
    "OwnQuality",
    "Place",
    "PlaceName",
    "QualityValue",
    "Reminder",
    "SaidBy",
    "Source",
    "Succession",
    "TellMe",
    "Told",
    "Verification",
    "Word",
]
