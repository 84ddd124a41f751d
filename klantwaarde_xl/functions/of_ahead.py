"""The functions in cells that look ahead: what customers will be worth, and the chance that they go."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.functions.cell_values import Spill
from klantwaarde_xl.functions.of_tables import headed, of_everything
from klantwaarde_xl.functions.table_cells import Rows, cut_cells
from klantwaarde_xl.model.checking import check_table
from klantwaarde_xl.model.tables import Customer
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.columns import AHEAD_COLUMNS, ID, NAME
from klantwaarde_xl.report.pages.customer_value import customer_frame
from klantwaarde_xl.report.words.ahead_sentences import NO_CHANCE


def next_year(transactions: Rows, *others: Rows | None) -> pd.DataFrame:
    """Return what each customer will be worth next year, as on the sheet Klantwaarde and in its order.

    Expected value, low and high, value of three years, chance to go, what goes with it and what is at stake,
    in EUR a year but for the three; blank where the sheet is. Arguments and errors as of
    :func:`~klantwaarde_xl.functions.of_tables.customers`, and InvalidFigureError (KW-620) where no
    line has a known cost, KW-613 where the contribution of no customer is known for another reason.
    """
    return of_everything(_next_year_table, transactions, *others)


def _next_year_table(found: Analysis) -> pd.DataFrame:
    frame = customer_frame(Source(found))
    if frame["value_next"].isna().all():
        none = found.lines["cost"].isna().all()
        raise (errors.NO_COST_PRICES if none else errors.NO_OUTCOME).error()
    return headed(frame, [ID, NAME, *AHEAD_COLUMNS])


def leaving(transactions: Rows, customers: Rows | None = None, *others: Rows | None) -> Spill:
    """Return the chance that each customer buys nothing in the coming period, in the order of ``customers``.

    A customer who is not in the analysis has none, a blank row is blank; without ``customers`` the order is
    that of the sheet Klantwaarde. Other arguments and errors as of
    :func:`~klantwaarde_xl.functions.of_tables.customers`, and InvalidFigureError (KW-619) where no chance can
    be given.
    """
    chances = of_everything(_chances, transactions, customers, *others)["leave_chance"]
    if customers is None or not len(cut_cells(customers, Customer, "klanten").table):
        return Spill(chances.to_numpy(), np.zeros(len(chances), bool), {})
    ids = _ids_by_row(customers)
    return Spill(chances.reindex(ids).to_numpy(), pd.isna(ids), {})


def _chances(found: Analysis) -> pd.DataFrame:
    gone = found.ahead.leaving
    if gone.reason:
        raise errors.NO_CHANCE_OF_LEAVING.error(reason=NO_CHANCE[gone.reason])
    return found.customers[["leave_chance"]]


def _ids_by_row(customers: Rows) -> np.ndarray:
    """Return the customer number of every row below the headers, also of rows that do not count."""
    table = cut_cells(customers, Customer, "klanten").table
    checked = check_table(table, Customer)
    ids = pd.concat([checked.frame, checked.refused])["customer_id"].astype(object).sort_index()
    below = np.full(len(customers) - table.header_row, None, dtype=object)
    below[table.rows[ids.index.to_numpy()] - table.header_row - 1] = ids.to_numpy()
    return below
