"""What a viewer may see of care, one file per noun."""
