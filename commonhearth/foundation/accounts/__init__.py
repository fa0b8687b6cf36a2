"""A person with a sign-in on this host."""
