"""Lines of any number added up where they are, and the totals per customer and product as Parquet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.analysis.preparing import period_of
from klantwaarde_xl.files.safe_file import make_folder, replace_together
from klantwaarde_xl.files.writable import refuse_unwritable
from klantwaarde_xl.lines.adding_up import add_up, by_period, months_of
from klantwaarde_xl.lines.description import read_description
from klantwaarde_xl.lines.lazy import lazy_lines
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.report.formats import euro
from klantwaarde_xl.report.summed import CUSTOMERS, PRODUCTS, both_periods, with_classes
from klantwaarde_xl.use_cases.refreshing import NOTHING_CHOSEN, Chosen
from klantwaarde_xl.writers.parquet import refuse_others, write_parquet

_FILES = ("Klanten.parquet", "Producten.parquet")


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """What adding up gave: how many lines and how much revenue (EUR) there are, and both tables.

    ``period``: its first and last day. ``months``: as of
    :func:`~klantwaarde_xl.lines.adding_up.months_of`; ``customers`` and ``products`` as of
    :mod:`~klantwaarde_xl.report.summed`."""

    source: str
    period: tuple[dt.date, dt.date]
    months: pd.DataFrame
    customers: pd.DataFrame
    products: pd.DataFrame
    findings: tuple[Finding, ...]

    def summary(self) -> dict[str, Any]:
        """Return the totals as plain values; amounts in EUR of the period, ``all_revenue`` of all lines."""
        buying = self.customers[self.customers["lines"] > 0]
        return {
            "source": self.source,
            "lines": int(self.months["lines"].sum()),
            "all_revenue": round(float(self.months["revenue"].sum()), 2),
            "period": {"from": self.period[0].isoformat(), "to": self.period[1].isoformat()},
            "revenue": round(float(buying["revenue"].sum()), 2),
            "gross_margin": round(float(buying["gross_margin"].sum()), 2),
            "customers": len(buying),
            "classes": buying["pareto_class"].value_counts().to_dict(),
        }


def totals_of(path: Path, chosen: Chosen = NOTHING_CHOSEN) -> Totals:
    """Add up the lines that a toml describes, in the engine that holds them; none of them comes here.

    ``chosen``: its days; without them the last twelve full months. Raises what
    :func:`~klantwaarde_xl.lines.lazy.lazy_lines` does, and KW-401 without a line in the period."""
    settings = Settings(period_from=chosen.first, period_to=chosen.last)
    source = read_description(path)
    with lazy_lines(source) as lines:
        months = months_of(lines)
        usable = months[months["month"].notna()]
        # The last day of a month stands for all its lines.
        days = (usable["month"] + pd.offsets.MonthEnd()).to_numpy()
        period = period_of(settings, days, usable["lines"].to_numpy())
        before = period.previous()
        found = add_up(lines, (period.start, period.end), (before.start, before.end))
    customers = with_classes(
        both_periods(*by_period(found.customers, "customer_id")), settings.bound_a, settings.bound_b
    )
    if not (customers["lines"] > 0).any():
        shown = [f"{day:%d-%m-%Y}" for day in (period.start, period.end, *pd.to_datetime(days[[0, -1]]))]
        names = ("start", "end", "first", "last")
        raise errors.NO_LINES_IN_PERIOD.error(**dict(zip(names, shown, strict=True)))
    products = both_periods(*by_period(found.products, "product_id"))
    return Totals(source.name, (period.start, period.end), months, customers, products, _findings(months))


def _findings(months: pd.DataFrame) -> tuple[Finding, ...]:
    rest = months[months["month"].isna()]
    if not len(rest):
        return ()
    count, amount = int(rest["lines"].iloc[0]), euro(float(rest["revenue"].iloc[0]), 2)
    return (Finding.of(errors.NOT_ADDED_UP, count=count, amount=amount),)


def refuse_place(folder: Path) -> None:
    """Refuse, before the lines are added up, a folder into which both tables cannot be written.

    Raises KW-005, KW-009 for a file that this did not make, and KW-061 without the library for Parquet."""
    paths = _paths(folder)
    refuse_unwritable(paths, makes_folder=True)
    for path in paths:
        refuse_others(path)


def _paths(folder: Path) -> tuple[Path, ...]:
    return tuple(folder / name for name in _FILES)


def write_totals(totals: Totals, folder: Path) -> tuple[Path, ...]:
    """Write both tables into a folder, which is made when it is not there, and return their paths.

    Raises KW-005 when that fails: then both are as they were; and as :func:`refuse_place`."""
    refuse_place(folder)
    paths = _paths(folder)
    make_folder(folder)
    with replace_together(paths) as (customers, products):
        write_parquet(CUSTOMERS, totals.customers, customers)
        write_parquet(PRODUCTS, totals.products, products)
    return paths
