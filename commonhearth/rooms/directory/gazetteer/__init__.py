"""Towns of the world, offline: a table from GeoNames, its loading into rows, and looking them up."""
