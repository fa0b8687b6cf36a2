"""Who belongs: one row per human and community for ever."""
