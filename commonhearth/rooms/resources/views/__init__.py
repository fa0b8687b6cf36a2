"""Pages of the list, of its reviewers, and of speaking for oneself."""
