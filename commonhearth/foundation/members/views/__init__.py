"""Pages of members: on the way in, one's own choices, on the way out, and the register."""
