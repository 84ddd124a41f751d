"""Lines in other currencies: their rate by month or from the settings, and their turnover in EUR."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.checking import CheckedTable
from klantwaarde_xl.model.currencies import currency_code
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.notation import in_euros, show
from klantwaarde_xl.model.rate_doubts import rate_doubts
from klantwaarde_xl.model.rules import note
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.model.sums import total_of
from klantwaarde_xl.model.text_values import Reading, parse_numbers

UNKNOWN_CURRENCY = "onbekende munt"
"""Name of the currency of a line whose currency cannot be read."""
_MOST_RATES = 14
"""So many rates are named in one finding: those of a year, and two."""
_SCALE, _ROUNDING, _HIGH_RATE = 10**8, 1e-5, 900
"""Rates of at most eight decimals below this one are multiplied in whole numbers."""
_AMOUNTS = ("revenue", "cost", "margin")

_BEFORE_1970 = 100_000
"""Months that a wrong date may lie before 1970; a date of any year has a rate, also on a rejected line."""


@dataclass(frozen=True, slots=True, eq=False)
class Foreign:
    """What lines in other currencies came to.

    ``amounts``: turnover in EUR of all lines (n,), NaN without a rate. ``without``: by currency, the number
    of lines without a rate and their sum in that currency. ``converted``: good lines and their turnover in
    EUR that were converted.
    """

    amounts: np.ndarray
    without: Mapping[str, tuple[int, float]] = field(default_factory=dict)
    converted: tuple[int, float] = (0, 0.0)


def parse_currency_rates(text: str) -> dict[str, float]:
    """Return EUR per unit by currency from a setting such as ``USD=0,92; GBP=1,17``; EUR itself is 1.

    Raises InvalidFigureError when a part is no ``CODE=number`` with a positive number.

    >>> parse_currency_rates("USD=0,92; GBP=1,17")
    {'EUR': 1.0, 'USD': 0.92, 'GBP': 1.17}
    """
    rates = {"EUR": 1.0}
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        found = re.fullmatch(r"([A-Za-z]{3})\s*=\s*([\d.,]+)", part)
        if found is None:
            raise errors.INVALID_CURRENCY_RATE.error(part=part)
        parsed = parse_numbers([found[2], "0,5" if "," in found[2] else "0.5"])
        if parsed.reading[0] != Reading.OK or parsed.values[0] <= 0:
            raise errors.INVALID_CURRENCY_RATE.error(part=part)
        rates[found[1].upper()] = float(parsed.values[0])
    return rates


def to_euros(amounts: np.ndarray, rates: np.ndarray) -> np.ndarray:
    """Return amounts (n,) in another currency times their rates (n,), in whole cents, halves away from 0.

    An amount whose rate is 1 stays as it is. NaN stays NaN.

    >>> to_euros(np.array([100.05, -0.5, 7.123]), np.array([0.9, 0.01, 1.0])).tolist()
    [90.05, -0.01, 7.123]
    """
    cents = np.rint(amounts * 100)
    scaled = np.rint(rates * _SCALE)
    whole = np.isfinite(cents) & (np.abs(scaled - rates * _SCALE) < _ROUNDING) & (rates < _HIGH_RATE)
    found = np.floor(np.abs(cents) * rates + 0.5)
    # In whole numbers, in two parts that fit: a product of floats may end a hair below half a cent.
    high, low = np.divmod(np.abs(cents[whole]).astype(np.int64), _SCALE)
    rate = scaled[whole].astype(np.int64)
    found[whole] = high * rate + (low * rate + _SCALE // 2) // _SCALE
    return np.where(rates == 1.0, amounts, np.sign(cents) * found / 100)


def apply_currency(
    lines: CheckedTable, settings: Settings, rates: CheckedTable | None, notes: list[Finding]
) -> Foreign:
    """Turn the turnover, cost and margin of lines in other currencies into EUR, and return what that gave.

    ``rates`` (tblKoersen) go before those of the settings. The frame of ``lines`` is converted; a line in a
    currency without a rate is rejected, and ``notes`` says so, per month where the table has rates."""
    amounts, currency = lines.amounts, lines.currency
    assert amounts is not None
    assert currency is not None
    if "currency" not in lines.where:
        return Foreign(amounts)
    # A cell with an error is no blank one: nobody knows which currency it is.
    unknown = currency.isna().to_numpy() & ~lines.raw.columns[lines.where["currency"]].blank()
    if currency.cat.categories.empty and not unknown.any():
        return Foreign(amounts)
    names = np.array([currency_code(name) for name in currency.cat.categories] + ["EUR"], object)
    named = names[currency.cat.codes.to_numpy()]
    named[unknown] = UNKNOWN_CURRENCY
    months = _months(lines)
    by_month = _by_month(rates)
    factor = _factors(named, months, by_month, parse_currency_rates(settings.currency_rates))
    without = _without(lines, named, months, factor, notes, by_month is not None)
    positions = lines.frame.index.to_numpy()
    known = factor[positions]
    for name in _AMOUNTS:
        values = lines.frame[name].to_numpy()
        lines.frame[name] = to_euros(values, np.where(np.isnan(known), 1.0, known))
    in_euro = to_euros(amounts, factor)
    good = np.zeros(len(amounts), bool)
    good[positions] = ~lines.rejected[positions]
    hit = np.flatnonzero(good & (named != "EUR") & np.isfinite(factor))
    notes += _converted(named[hit], months[hit], factor[hit], (amounts[hit], in_euro[hit]), lines.raw.sheet)
    notes += rate_doubts(named[hit], factor[hit], amounts[hit], lines.raw.sheet)
    return Foreign(in_euro, without, (len(hit), total_of(in_euro[hit])))


def _months(lines: CheckedTable) -> np.ndarray:
    """Return the month of each line as months since 1970 (n,); -1 where its date cannot be read."""
    months = np.full(len(lines.raw), -1)
    for frame in (lines.frame, lines.refused):
        dates = frame["date"].to_numpy("datetime64[M]")
        months[frame.index.to_numpy()] = np.where(np.isnat(dates), -1, dates.astype(int))
    return months


def _by_month(rates: CheckedTable | None) -> dict[tuple[str, int], float] | None:
    """Return the rate by currency and month since 1970; None without a table with a rate."""
    if rates is None or not len(rows := rates.good_rows()):
        return None
    months = rows["month"].to_numpy("datetime64[M]").astype(int).tolist()
    codes = [currency_code(name) for name in rows["currency"].astype(object)]
    found: dict[tuple[str, int], float] = {}
    for code, month, rate in zip(codes, months, rows["rate"].tolist(), strict=True):
        found.setdefault((code, month), rate)
    return found


def _factors(
    named: np.ndarray,
    months: np.ndarray,
    by_month: Mapping[tuple[str, int], float] | None,
    usual: Mapping[str, float],
) -> np.ndarray:
    """Return the rate of each line (n,), NaN where there is none."""
    codes, names = pd.factorize(named)
    pairs, where = np.unique(codes * 1_000_000 + months + _BEFORE_1970, return_inverse=True)
    found = np.full(len(pairs), np.nan)
    for at, pair in enumerate(pairs.tolist()):
        name, month = names[pair // 1_000_000], pair % 1_000_000 - _BEFORE_1970
        rate = usual.get(name, np.nan) if name != "EUR" else 1.0
        found[at] = rate if by_month is None or name == "EUR" else by_month.get((name, month), rate)
    return np.asarray(found[where], float)


def _without(
    lines: CheckedTable,
    named: np.ndarray,
    months: np.ndarray,
    factor: np.ndarray,
    notes: list[Finding],
    per_month: bool,
) -> dict[str, tuple[int, float]]:
    """Return by currency without a rate its lines and their sum; reject those lines and say so."""
    amounts = lines.amounts
    assert amounts is not None
    positions = lines.frame.index.to_numpy()
    lacking = positions[np.isnan(factor[positions])]
    without = np.isnan(factor) & np.isfinite(amounts)
    cents = pd.Series(np.rint(amounts[without] * 100))
    sums = cents.groupby(named[without]).agg(["size", "sum"])
    foreign = {str(name): (int(row["size"]), float(row["sum"]) / 100) for name, row in sums.iterrows()}
    if not per_month:
        note(lines, notes, errors.FOREIGN_CURRENCY, "currency", lacking)
        notes += foreign_findings(foreign, lines.raw.sheet)
        return foreign
    lines.rejected[lacking] = True
    keys = pd.DataFrame({"name": named, "month": months})[without]
    for (name, month), rows in keys.groupby(["name", "month"]):
        place = lines.raw.address(int(rows.index[0]), lines.where["currency"])
        amount = total_of(amounts[rows.index])
        when = "een onleesbare maand" if month < 0 else f"{np.datetime64(int(month), 'M').item():%m-%Y}"
        shown = f"{name} {in_euros(amount).removeprefix('€ ')}"
        notes.append(
            Finding.of(
                errors.NO_RATE_OF_MONTH,
                place,
                shown,
                currency=name,
                month=when,
                count=len(rows),
                amount=shown,
            )
        )
    return foreign


def _converted(
    named: np.ndarray,
    months: np.ndarray,
    factor: np.ndarray,
    amounts: tuple[np.ndarray, np.ndarray],
    sheet: str,
) -> list[Finding]:
    """Return what to say per currency of the lines that were converted, at which rates."""
    own, euros = amounts
    frame = pd.DataFrame({"name": named, "month": months, "rate": factor, "own": own, "euros": euros})
    found = []
    for name, rows in frame.groupby("name"):
        spans = rows.groupby("rate")["month"].agg(["min", "max"]).sort_values(["min", "rate"])
        rates = [f"{show(float(str(rate)))} ({_span(*span)})" for rate, *span in spans.itertuples()]
        shown = ", ".join(rates[:_MOST_RATES]) + (", …" if len(rates) > _MOST_RATES else "")
        sums = [total_of(rows[each].to_numpy()) for each in ("own", "euros")]
        amount = f"{name} {in_euros(sums[0]).removeprefix('€ ')}"
        found.append(
            Finding.of(
                errors.CONVERTED, sheet, in_euros(sums[1]), amount=amount, rates=shown, count=len(rows)
            )
        )
    return found


def _span(first: int, last: int) -> str:
    """Return the months in which a rate was used, in words."""
    shown = [f"{np.datetime64(int(month), 'M').item():%m-%Y}" for month in (first, last)]
    return shown[0] if first == last else f"{shown[0]} t/m {shown[1]}"


def foreign_findings(foreign: Mapping[str, tuple[int, float]], sheet: str = "") -> list[Finding]:
    """Return what to say of lines in currencies without a rate: their number and sum in that currency.

    >>> [(found.value, found.count) for found in foreign_findings({"USD": (2, 1500.0)})]
    [('USD 1.500,00', 2)]
    """
    found = []
    for name, (count, amount) in foreign.items():
        shown = f"{name} {in_euros(amount).removeprefix('€ ')}"
        found.append(
            Finding.of(errors.FOREIGN_TURNOVER, sheet, shown, count=count, amount=shown, currency=name)
        )
    return found


def without_rate(
    lines: pd.DataFrame, usual: Mapping[str, float], rates: CheckedTable | None
) -> dict[str, tuple[int, float]]:
    """Return by currency how many lines (typed, n) have no rate, and their sum in that currency.

    ``usual``: EUR per unit by currency, for any month; ``rates`` (tblKoersen) go before it.

    >>> frame = pd.DataFrame({"date": pd.to_datetime(["2025-01-31", "2025-02-01"]), "revenue": [10.0, 5.0],
    ...                       "currency": pd.Categorical(["USD", "GBP"])})
    >>> without_rate(frame, {"USD": 0.9}, None)
    {'GBP': (1, 5.0)}
    """
    codes = np.array([currency_code(name) for name in lines["currency"].cat.categories] + ["EUR"], object)
    named = codes[lines["currency"].cat.codes.to_numpy()]
    months = lines["date"].to_numpy("datetime64[M]").astype(int)
    lacking = np.isnan(_factors(named, months, _by_month(rates), usual))
    cents = pd.Series(np.rint(lines["revenue"].to_numpy()[lacking] * 100))
    sums = cents.groupby(named[lacking]).agg(["size", "sum"])
    return {str(name): (int(row["size"]), float(row["sum"]) / 100) for name, row in sums.iterrows()}
