"""The ground: what three rooms need and what owns a concept. Upper may use lower, never the reverse."""
