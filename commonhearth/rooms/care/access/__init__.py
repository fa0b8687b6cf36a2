"""Who may do what in this room, one file per noun. The words for each reason stand in `wording`."""

from commonhearth.rooms.care.access import cases, measures, openings

__all__ = ["cases", "measures", "openings"]
