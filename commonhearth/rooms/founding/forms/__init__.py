"""Forms of the room, by noun."""
