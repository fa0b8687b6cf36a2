"""Starting a community: a guided path, its founders, their agreements, and what comes before it grows."""
