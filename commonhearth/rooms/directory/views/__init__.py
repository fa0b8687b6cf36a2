"""Pages of the directory: finding, waiting, starting, reviewing."""
