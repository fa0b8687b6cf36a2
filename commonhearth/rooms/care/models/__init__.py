"""Facts of care, one file per noun."""
