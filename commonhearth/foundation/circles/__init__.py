"""Groups inside a community, who is in them, and their roles."""
