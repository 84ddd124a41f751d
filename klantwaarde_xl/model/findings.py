"""Findings: what is wrong or worth knowing about the input, one record each, with a stable code."""

from __future__ import annotations

from dataclasses import dataclass

from klantwaarde_xl.errors import Severity, Wording


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: what (code, message), how bad (severity), where (cell), what was found (value), what to do
    (hint).

    ``cell`` is an address such as ``Transacties!D1005``, or '' when the finding is about the whole input.
    ``count`` is how many cells it stands for.

    >>> from klantwaarde_xl import errors
    >>> Finding.of(errors.REQUIRED_VALUE, "Klanten!A7", column="Klantnr").code
    'KW-110'
    """

    code: str
    severity: Severity
    cell: str
    value: str
    message: str
    hint: str
    count: int = 1

    @classmethod
    def of(
        cls, wording: Wording, cell: str = "", value: object = "", *, count: int = 1, **names: object
    ) -> Finding:
        """Return a finding with this wording; ``names`` fill the wording, ``value`` is shown as it was
        found."""
        shown = "" if value is None else str(value)
        names = {"value": shown, "count": count, **names}
        return cls(
            wording.code,
            wording.severity,
            cell,
            shown,
            wording.message.format(**names),
            wording.hint.format(**names),
            count,
        )


def in_euros(amount: float) -> str:
    """Return an amount in EUR as a finding shows it, to the cent.

    >>> in_euros(-1234.5), in_euros(0)
    ('€ -1.234,50', '€ 0,00')
    """
    return f"€ {amount:,.2f}".translate(str.maketrans(",.", ".,"))
