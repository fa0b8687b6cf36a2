"""Pages of care, one file per noun."""
