"""klantwaarde_xl: who your best customers really are, computed for Dutch finance staff inside Excel."""

__version__ = "0.1.0"
