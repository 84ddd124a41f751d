"""The local page: the same report, in a browser on this computer."""
