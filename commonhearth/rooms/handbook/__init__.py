"""A circle's handbook: what it wants to know again next year, in pages that all its people keep."""
