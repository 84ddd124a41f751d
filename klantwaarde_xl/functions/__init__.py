"""Functions in cells: one registry, from arguments to values."""
