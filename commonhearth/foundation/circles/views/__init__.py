"""Pages of circles: the tree, one circle, its door, its people, its roles."""
