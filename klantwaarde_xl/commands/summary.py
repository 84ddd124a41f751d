"""The figures of an analysis in short: one object for other programs, six lines for people."""

from __future__ import annotations

import math
from collections.abc import Sequence

from klantwaarde_xl import errors
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.report import formats
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.customer_value import customer_frame
from klantwaarde_xl.report.pages.dashboard.who import best_and_largest, dull_row
from klantwaarde_xl.report.pages.pareto import concentration_words, measured_concentration, timed, whale_words
from klantwaarde_xl.report.words import dashboard_sentences, warning_sentences

_OF_NOTES = {
    wording.code
    for wording in (errors.NOTES_CARRIED, errors.NOTES_OF_GONE, errors.NOTES_OF_NOBODY, errors.NOTES_LEFT)
}


def summary(analysis: Analysis) -> dict[str, object]:
    """Return the headline figures: amounts in EUR to the cent, rates as fractions, NaN where unknown.

    What cannot be given of the year ahead is None."""
    customers, now = analysis.customers, analysis.totals
    counts = customers["pareto_class"].value_counts()
    spread = measured_concentration(Source(analysis))
    return {
        **{
            name: int(now[name]) for name in ("customers", "previous_customers", "new", "lost", "effort_only")
        },
        "lines": int(now["lines"]),
        "revenue": _cents(now["revenue"]),
        "gross_margin": _cents(now["gross_margin"]),
        "contribution": _cents(now["contribution"]),
        "pareto_measure": analysis.settings.pareto_measure,
        "pareto": {name: int(counts.get(name, 0)) for name in "ABC"},
        "whale": {
            "peak": analysis.whale.peak,
            "at": analysis.whale.at,
            "loss_makers": analysis.whale.loss_makers,
        },
        "concentration": {
            "share_for_80": spread.share_for_80,
            "top20_share": spread.top20_share,
            "gini": spread.gini,
            "hhi": spread.hhi,
        },
        "top20": {"customers": analysis.top20.customers, "not_interesting": analysis.top20.not_interesting},
        "potential": {lever: _cents(amount) for lever, amount in analysis.chances.potential.items()},
        "expected": {name: _cents(amount) for name, amount in analysis.chances.expected.items()},
        "next_year": {
            name: _known(analysis.ahead.totals[name])
            for name in ("revenue", "contribution", "low", "high", "three_years")
        },
        "capacity": {name: _cents(analysis.capacity[name].sum()) for name in ("capacity", "used", "unused")},
        "at_stake": _known(analysis.ahead.totals["at_stake"]),
        "unassigned": _cents(now["unassigned"]),
        "rejected": {
            "rows": analysis.inputs.rejected_lines,
            "revenue": _cents(analysis.inputs.rejected_revenue),
        },
        "foreign": {
            currency: {"rows": rows, "revenue": _cents(amount)}
            for currency, (rows, amount) in analysis.inputs.foreign.items()
        },
        "period": {"from": analysis.period.start, "to": analysis.period.end},
    }


def notes_lines(findings: Sequence[Finding]) -> list[str]:
    """Return what is to be told of notes that come along from an earlier result, one line per finding.

    >>> carried = Finding.of(errors.NOTES_CARRIED, count=2, path="oud.xlsx")
    >>> notes_lines([Finding.of(errors.NO_EFFORT), carried])
    ["Aantekeningen op Acties die uit 'oud.xlsx' meekwamen: van 2 klanten."]
    """
    return [found.message for found in findings if found.code in _OF_NOTES]


def _cents(amount: float) -> float:
    return round(float(amount), 2)


def _known(amount: float) -> float | None:
    """Return an amount to the cent, None where there is none to give."""
    return None if math.isnan(amount) else _cents(amount)


def headline(analysis: Analysis) -> list[str]:
    """Return the analysis in six Dutch lines.

    They are the answer, the totals, concentration, the top 20 %, the whale curve and the reconciliation."""
    customers, now, source = analysis.customers, analysis.totals, Source(analysis)
    top20, first = analysis.top20, best_and_largest(source.once(customer_frame))
    lines = [
        dashboard_sentences.headline(first, now["unassigned"], now["unassigned_share"]),
        _totals(analysis),
        concentration_words(source),
        dashboard_sentences.interesting(
            top20.customers,
            top20.not_interesting,
            top20.not_interesting_revenue,
            top20.unknown,
            _dull(source),
            timed=timed(customers),
        ),
        whale_words(source),
        _reconciliation(analysis.inputs),
    ]
    return [line for line in lines if line]


def _dull(source: Source) -> str:
    """Return the name of the largest of the largest 20 % that is not interesting; '' for none."""
    customers = source.once(customer_frame)
    row = dull_row(customers)
    return str(customers["name"].iloc[row - 1]) if row else ""


def _totals(analysis: Analysis) -> str:
    now = analysis.totals
    period = f"{formats.date(analysis.period.start)} t/m {formats.date(analysis.period.end)}"
    customers = formats.plural(int(now["customers"]), "klant", "klanten")
    figures = [customers, f"omzet {formats.euro(now['revenue'])}"]
    for name, word in (("gross_margin", "brutomarge"), ("contribution", "nettobijdrage")):
        if not math.isnan(now[name]):
            figures.append(f"{word} {formats.euro(now[name])}")
    return f"Periode {period}: {', '.join(figures)}."


def _reconciliation(inputs: Inputs) -> str:
    """Return how many lines were read and rejected, and how many are in a currency without a rate."""
    read = f"{formats.number(inputs.read_lines)} regels gelezen ({formats.euro(inputs.read_revenue, 2)})"
    rejected = formats.number(inputs.rejected_lines - inputs.foreign_lines)
    amount = warning_sentences.rejected_amount(inputs.rejected_revenue, inputs.unreadable_lines, 2)
    parts = [read, f"{rejected} afgekeurd ({amount})"]
    if inputs.foreign:
        amounts = ", ".join(f"{name} {formats.number(sum_, 2)}" for name, (_, sum_) in inputs.foreign.items())
        parts.append(f"{formats.number(inputs.foreign_lines)} in een munt zonder koers ({amounts})")
    return f"Aansluiting: {', '.join(parts)}; sluit op de cent."
