"""The community: the unit of ownership, data, export and isolation."""
