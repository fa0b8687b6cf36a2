"""Whose rows are these: the kinds of models, the one way into a community, and the guards below.

with in_community(community.id):
    Circle.objects.all()      # this community's circles; anywhere else: an error
"""

from commonhearth.foundation.tenancy.context import (
    NoCommunity,
    community_ids,
    community_in_reach,
    current_community,
    current_person,
    in_community,
    in_own_rows,
)

__all__ = [
    "NoCommunity",
    "community_ids",
    "community_in_reach",
    "current_community",
    "current_person",
    "in_community",
    "in_own_rows",
]
