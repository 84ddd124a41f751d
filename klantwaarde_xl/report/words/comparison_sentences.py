"""The Dutch sentence of whether account managers are compared, and why not."""

from __future__ import annotations

PORTFOLIOS = "Portefeuilles, geen prestaties: zie Accountmanagers."
"""What stands where two account managers are put beside each other."""


def comparison_sentence(reason: str) -> str:
    """Return whether account managers are compared, by ``reason`` of ``core.actions.manager_comparison``.

    >>> comparison_sentence("few")  # doctest: +NORMALIZE_WHITESPACE
    'Dit zijn portefeuilles, geen prestaties: er zijn te weinig gelijke klanten om mensen te vergelijken.'
    """
    if not reason:
        return "Portefeuilles zijn geen prestaties: vergelijk Verschil, met gelijke klanten van een ander."
    why = {
        "few": "er zijn te weinig gelijke klanten om mensen te vergelijken",
        "chance": "bij gelijke klanten zijn de verschillen niet groter dan toeval",
    }
    return f"Dit zijn portefeuilles, geen prestaties: {why[reason]}."
