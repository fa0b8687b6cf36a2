"""What people do with a handbook, one function each."""

from commonhearth.rooms.handbook.services.keeping import check_page, move_page, put_away, put_back
from commonhearth.rooms.handbook.services.writing import (
    Collided,
    change_page,
    hang_on_page,
    take_back_to,
    take_down_from_page,
    write_page,
)

__all__ = [
    "Collided",
    "change_page",
    "check_page",
    "hang_on_page",
    "move_page",
    "put_away",
    "put_back",
    "take_back_to",
    "take_down_from_page",
    "write_page",
]
