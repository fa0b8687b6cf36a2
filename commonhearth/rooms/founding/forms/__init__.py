"""Forms of the room, by noun: they shape input and name the services’ arguments."""
