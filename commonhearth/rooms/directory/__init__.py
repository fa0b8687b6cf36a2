"""Finding a community near a place, with honest dates."""
