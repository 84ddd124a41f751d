"""Plausibility of invoice lines: figures that can hardly be meant; a doubt never changes a figure.

Each rule in :data:`LINE_DOUBTS` looks at all lines at once and says which figures raise it and, where it can,
what the figure would be otherwise. The bounds stand here as constants; they are chosen so that the rules are
silent on the made-up firm and on the public data sets of the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.checking import CheckedTable
from klantwaarde_xl.model.document_doubts import document_doubts
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.many_lines import extremes
from klantwaarde_xl.model.notation import in_euros, plain
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.model.summary_parts import summary_doubts
from klantwaarde_xl.model.sums import total_of

LEAST_MARGIN, MOST_MARGIN = -0.20, 0.90
"""Gross margin as a fraction of turnover that trading firms stay within."""
FEW_LINES = 20
"""With fewer lines nothing is called unusual."""
FEWEST_SHARES = 3
"""So many lines with fractions of a euro, and no others, are shares of the turnover."""
NEARLY_ALL = 0.95
"""Part of the lines that decides what a column holds; the rest may be exceptions."""
UNRELATED = 0.5
"""Rank correlation with turnover below which margins are no amounts."""
LARGE_SHARE = 0.25
"""Share of all turnover above which one line is doubtful."""
EXTREME_TIMES = 100
"""So many times the 99th percentile of lines is doubtful."""
ORDINARY_MONTH = 0.25
"""Share of the median number of lines a month that an ordinary month has at least."""
LEAST_A_MONTH = 5
"""Median number of lines a month below which no month is called unusual."""
REPEATED_SHARE = 0.02
"""Share of turnover in identical lines above which they are doubtful; some repetition is ordinary."""
MOST_NAMED = 10
"""Lines, pairs of customers and days that are named; the others are left out."""


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """The good invoice lines in EUR: float64 (n,) each, NaN where unknown; ``row`` as in the raw table."""

    checked: CheckedTable
    frame: pd.DataFrame
    row: np.ndarray
    revenue: np.ndarray
    cost: np.ndarray
    margin: np.ndarray
    quantity: np.ndarray
    inside: np.ndarray
    repeated: np.ndarray

    @classmethod
    def of(cls, checked: CheckedTable, settings: Settings, repeated: np.ndarray) -> Lines:
        """Return the good rows of a checked table of invoice lines.

        ``repeated``: see :func:`line_doubts`. ``inside`` marks the period of the settings, else the last
        twelve months with ordinary volume.
        """
        frame = checked.good_rows()
        fields = ("revenue", "cost", "margin", "quantity")
        revenue, cost, margin, quantity = (frame[field].to_numpy(float) for field in fields)
        days = frame["date"].to_numpy().astype("datetime64[D]")
        months = days.astype("datetime64[M]").astype(np.int64)
        last = _last_ordinary(months)
        inside = (months > last - 12) & (months <= last)
        if settings.period_from or settings.period_to:
            first, end = settings.period_from or days.min(), settings.period_to or days.max()
            inside = (days >= np.datetime64(first)) & (days <= np.datetime64(end))
        return cls(checked, frame, frame.index.to_numpy(), revenue, cost, margin, quantity, inside, repeated)

    def place(self, field: str, at: int | None = None) -> str:
        """Return the address of a field's header, or of its cell on one line (position)."""
        row = None if at is None else int(self.row[at])
        return self.checked.raw.address(row, self.checked.where.get(field))

    def gross_margin(self, cost: np.ndarray) -> tuple[float, float]:
        """Return the gross margin of the period over lines whose cost is known, and their turnover."""
        known = np.isfinite(cost) & self.inside
        return float((self.revenue - cost)[known].sum()), float(self.revenue[known].sum())

    def known_cost(self) -> np.ndarray:
        """Return the cost of each line, from its margin where it has no cost."""
        return np.where(np.isnan(self.cost), self.revenue - self.margin, self.cost)


def _last_ordinary(months: np.ndarray) -> int:
    """Return the last month (number since 1970) with ordinary volume; 0 without lines."""
    found, counts = np.unique(months, return_counts=True)
    return int(found[counts >= ORDINARY_MONTH * np.median(counts)].max()) if len(found) else 0


def line_doubts(checked: CheckedTable, settings: Settings, repeated: np.ndarray) -> list[Finding]:
    """Return every doubt about invoice lines; the figures that it names are those of the period.

    ``repeated``: positions of good rows that equal an earlier one, of ``many_lines.repeated_rows``."""
    lines = Lines.of(checked, settings, repeated)
    # An amount below one euro beside a turnover of tens needs no more lines to be doubted.
    few = (_cost_is_a_ratio, _margin_is_a_ratio, _summary_counted)
    rules = LINE_DOUBTS if len(lines.row) >= FEW_LINES else few
    return [*(found for rule in rules for found in rule(lines)), *document_doubts(checked)]


def _margin_is_a_ratio(lines: Lines) -> Iterator[Finding]:
    """A column of margins that has no relation to turnover: fractions or percentages."""
    used = np.isfinite(lines.margin) & (lines.revenue > 0)
    margin, revenue = lines.margin[used], lines.revenue[used]
    if len(margin) < FEWEST_SHARES or not margin.any():
        return
    # A few lines sold far below cost hide no column of ratios, so nearly all lines decide.
    most = np.quantile(np.abs(margin), NEARLY_ALL)
    if most <= 1 and np.median(revenue) >= 10:
        wording, ratio = errors.MARGIN_IS_FRACTION, 1.0
    elif len(margin) >= FEW_LINES and most <= 100 and _looks_like_percentages(margin, revenue):
        wording, ratio = errors.MARGIN_IS_PERCENTAGE, 100.0
    else:
        return
    now = lines.gross_margin(lines.known_cost())[0]
    as_amount = np.where(lines.inside, lines.margin * (lines.revenue / ratio - 1), np.nan)
    otherwise = now + float(np.nansum(as_amount))
    yield Finding.of(wording, lines.place("margin"), margin=in_euros(now), otherwise=in_euros(otherwise))


def _cost_is_a_ratio(lines: Lines) -> Iterator[Finding]:
    """Costs that are all fractions of one euro beside a turnover of tens: shares of the turnover."""
    used = np.isfinite(lines.cost) & (lines.revenue > 0)
    cost, revenue = np.abs(lines.cost[used]), lines.revenue[used]
    if len(cost) < FEWEST_SHARES or np.quantile(cost, NEARLY_ALL) > 1 or np.median(revenue) < 10:
        return
    if not cost.any() or np.median(cost) == 0:
        return
    now, turnover = lines.gross_margin(lines.known_cost())
    as_share = np.where(np.isfinite(lines.cost), lines.cost * lines.revenue, lines.known_cost())
    otherwise, _ = lines.gross_margin(as_share)
    if turnover <= 0 or not LEAST_MARGIN <= otherwise / turnover <= MOST_MARGIN:
        return
    yield Finding.of(
        errors.COST_IS_FRACTION,
        lines.place("cost"),
        margin=in_euros(now),
        otherwise=in_euros(otherwise),
        column="Kostprijs",
    )


def _looks_like_percentages(margin: np.ndarray, revenue: np.ndarray) -> bool:
    """Return whether margins up to 100 do not grow with turnover and would be far too small as amounts."""
    if _spread(revenue) > 0.3 and _spread(margin) < _spread(revenue) / 4:
        return True
    as_amount, as_percentage = margin.sum() / revenue.sum(), (margin * revenue).sum() / revenue.sum() / 100
    if not LEAST_MARGIN <= as_percentage <= MOST_MARGIN or as_amount >= as_percentage / 4:
        return False
    if np.ptp(margin) == 0 or np.ptp(revenue) == 0:
        return True
    ranks = pd.DataFrame({"margin": margin, "revenue": revenue}).rank()
    return float(np.corrcoef(ranks["margin"], ranks["revenue"])[0, 1]) < UNRELATED


def _spread(values: np.ndarray) -> float:
    """Return the standard deviation as a share of the mean; without a positive mean it is infinite."""
    mean = float(values.mean())
    return float(values.std()) / mean if mean > 0 else np.inf


def _cost_of_the_whole_line(lines: Lines) -> Iterator[Finding]:
    """Gross margin outside what firms have, and cost per unit in the place of cost per line."""
    cost = lines.known_cost()
    margin, revenue = lines.gross_margin(cost)
    doubted = (found for rule in (_margin_is_a_ratio, _cost_is_a_ratio) for found in rule(lines))
    if revenue <= 0 or any(doubted):
        return
    per_line = np.where(np.isfinite(lines.cost) & np.isfinite(lines.quantity), cost * lines.quantity, cost)
    otherwise, _ = lines.gross_margin(per_line)
    is_odd = not LEAST_MARGIN <= margin / revenue <= MOST_MARGIN
    fits = LEAST_MARGIN <= otherwise / revenue <= MOST_MARGIN
    if (is_odd and fits and otherwise < margin) or (fits and _cost_ignores_quantity(lines)):
        yield Finding.of(
            errors.COST_PER_UNIT, lines.place("cost"), margin=in_euros(margin), otherwise=in_euros(otherwise)
        )
    elif is_odd:
        share = f"{plain(100 * margin / revenue, 1)} %"
        field = "cost" if np.isfinite(lines.cost).any() else "margin"
        yield Finding.of(
            errors.MARGIN_IMPLAUSIBLE, lines.place(field), margin=in_euros(margin), percentage=share
        )


def _cost_ignores_quantity(lines: Lines) -> bool:
    """Return whether products sold in different quantities have the same cost on (nearly) every line."""
    product = lines.frame["product_id"].cat.codes.to_numpy()
    used = np.isfinite(lines.cost) & (lines.quantity > 0) & (lines.cost > 0) & (product >= 0)
    frame = pd.DataFrame(
        {"product": product[used], "cost": lines.cost[used], "quantity": lines.quantity[used]}
    )
    by_product = frame.groupby("product").agg(["nunique", "size"])
    varied = by_product[by_product[("quantity", "nunique")] >= 3]
    sizes = varied[("cost", "size")].to_numpy()
    lines_varied, constant = sizes.sum(), sizes[varied[("cost", "nunique")].to_numpy() == 1].sum()
    return bool(lines_varied >= FEW_LINES and constant >= 0.9 * lines_varied)


def _large_lines(lines: Lines) -> Iterator[Finding]:
    """One line over a quarter of all turnover, or a hundred times what lines are."""
    sizes = np.abs(lines.revenue)
    whole = float(lines.revenue.sum())
    large = np.flatnonzero(lines.revenue > LARGE_SHARE * whole) if whole > 0 else np.empty(0, int)
    for at in large:
        share = f"{plain(100 * lines.revenue[at] / whole, 0)} %"
        amount = in_euros(float(lines.revenue[at]))
        yield Finding.of(errors.LARGE_LINE, lines.place("revenue", int(at)), amount, share=share)
    usual = float(np.percentile(sizes, 99))
    extreme = np.flatnonzero((sizes > EXTREME_TIMES * usual) & (usual > 0))
    for at in _not_taken_back(lines, np.setdiff1d(extreme, large))[:MOST_NAMED]:
        amount = in_euros(float(lines.revenue[at]))
        yield Finding.of(errors.EXTREME_LINE, lines.place("revenue", int(at)), amount, times=EXTREME_TIMES)


def _not_taken_back(lines: Lines, places: np.ndarray) -> list[int]:
    """Return the lines (positions) that no other of these reverses for the same customer."""
    customers = lines.frame["customer_id"].cat.codes.to_numpy()
    cents = np.rint(lines.revenue * 100)
    told = {(customers[at], cents[at]) for at in places.tolist()}
    return [at for at in places.tolist() if (customers[at], -cents[at]) not in told]


def _dates_ahead(lines: Lines) -> Iterator[Finding]:
    """Dates after the last month with ordinary volume, but for the month that follows it."""
    months = lines.frame["date"].to_numpy().astype("datetime64[M]").astype(np.int64)
    found, counts = np.unique(months, return_counts=True)
    median = float(np.median(counts))
    if len(found) < 3 or median < LEAST_A_MONTH:
        return
    last = _last_ordinary(months)
    late = np.flatnonzero(months > last + 1)
    if len(late):
        amount = in_euros(total_of(lines.revenue[late]))
        month = pd.Timestamp(np.datetime64(last, "M")).strftime("%m-%Y")
        yield Finding.of(
            errors.DATES_AHEAD, lines.place("date", int(late[0])), amount, count=len(late), month=month
        )


def _identical_lines(lines: Lines) -> Iterator[Finding]:
    """Lines equal to an earlier one: a doubt when they are together more than some repetition."""
    again = lines.repeated
    if len(again) < 2:
        return
    amount = total_of(lines.revenue[again])
    much = abs(amount) >= REPEATED_SHARE * abs(float(lines.revenue.sum()))
    wording = errors.IDENTICAL_LINES if much else errors.SOME_IDENTICAL_LINES
    yield Finding.of(wording, lines.place("revenue", int(again[0])), in_euros(amount), count=len(again))


def _total_on_every_line(lines: Lines) -> Iterator[Finding]:
    """The same amount on all lines of an invoice, on every invoice of more lines."""
    codes, product = (lines.frame[name].cat.codes.to_numpy() for name in ("invoice_id", "product_id"))
    if not (codes >= 0).any():
        return
    sizes = np.bincount(codes + 1)[1:]
    lowest, highest = extremes(codes, lines.revenue, len(sizes))
    several = sizes >= 2
    # Behind the invoices a place for lines without a number or, of products, without a product.
    first, last = extremes(np.where(product < 0, -1, codes), product.astype(float), len(sizes))
    told = several & (first < last)
    if int(told.sum()) < 5 or not (lowest[told] == highest[told]).all() or len(np.unique(highest[told])) < 3:
        return
    too_much = float((highest * (sizes - 1))[several].sum())
    yield Finding.of(errors.TOTAL_ON_EVERY_LINE, lines.place("revenue"), in_euros(too_much))


def _summary_counted(lines: Lines) -> Iterator[Finding]:
    """A joined table that adds others up per customer."""
    yield from summary_doubts(lines.checked, lines.frame)


LINE_DOUBTS: tuple[Callable[[Lines], Iterator[Finding]], ...] = (
    _margin_is_a_ratio,
    _cost_is_a_ratio,
    _cost_of_the_whole_line,
    _total_on_every_line,
    _large_lines,
    _dates_ahead,
    _identical_lines,
    _summary_counted,
)
"""Every rule about invoice lines, in the order in which the user reads them."""
