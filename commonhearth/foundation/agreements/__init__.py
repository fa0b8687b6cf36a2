"""What a community has agreed: clauses, versions, and the settings they rule."""
