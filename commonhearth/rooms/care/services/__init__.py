"""What people do in this room, one file per noun."""

from commonhearth.rooms.care.services.ground_rules import NothingChosen, propose_rules

__all__ = ["NothingChosen", "propose_rules"]
