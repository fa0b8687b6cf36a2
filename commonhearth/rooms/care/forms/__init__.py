"""Forms of care, one file per noun: they shape input and name the services' arguments."""
