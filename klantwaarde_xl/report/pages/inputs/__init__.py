"""The input sheets, as they were read."""
