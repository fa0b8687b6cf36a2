"""What care does at news from below, one file per noun."""

from commonhearth.rooms.care.handlers import cases

__all__ = ["cases"]
