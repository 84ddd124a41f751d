"""Dutch names of the levers, and which dimensions of the score people rate."""

from __future__ import annotations

RATED = ("energy", "culture")
"""Dimensions that people rate; the others are computed."""
LEVERS = {
    "cross_sell": "Cross-sell",
    "up_sell": "Up-sell",
    "margin": "Betere marge",
    "serve": "Goedkoper bedienen",
}
"""Name by lever, by which a customer can bring in more."""
