"""Findings: what is wrong or worth knowing about the input, one record each, with a stable code."""

from __future__ import annotations

from dataclasses import dataclass

from klantwaarde_xl.errors import Severity, Wording

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: code, severity, cell, value, message, hint and count.

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
        """Return a finding with this wording; ``names`` fill it in, ``value`` is shown as found."""
        shown = "" if value is None else str(value)
        names = {"value": _short(shown), "count": count, **names}
        return cls(
            wording.code,
            wording.severity,
            cell,
            shown,
            wording.message.format(**names),
            wording.hint.format(**names),
            count,
        )


def _short(text: str) -> str:
    """Return what was found as a message quotes it: on one line, and not longer than a glance."""
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST] + "…"
