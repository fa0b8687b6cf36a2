"""Pages of tins."""
