"""What of Acties is still to do, done and refused, of all customers: also who the list leaves out."""

from __future__ import annotations

import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.core.base.ranking import HALF_A_CENT
from klantwaarde_xl.model.action_notes import CLOSED, DONE, REFUSED, state_of
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.specs import ColumnSpec, GridSpec
from klantwaarde_xl.report.words import state_sentences as said
from klantwaarde_xl.report.words.names import LEVERS

AT_REFRESH = GridSpec(
    "actions_at_refresh",
    (
        ColumnSpec("to_do", "Te doen toen", f.INTEGER, 13),
        ColumnSpec("euros", "EUR toen", f.EURO_CENTS, 13),
    ),
    "EH6",
    1,
    "Acties bij het vernieuwen",
)
"""What was still to do at the refresh, so that the sheet says when a status was changed since."""
BY_STATE = said.by_state_formula((AT_REFRESH.cell("to_do", 1), AT_REFRESH.cell("euros", 1)))
"""The formula of what is to do, done and refused."""


def everyone(analysis: Analysis, listed: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of Acties and, after them, the customers for whom the list was too long.

    Nothing is typed for those.

    >>> from types import SimpleNamespace
    >>> known = pd.DataFrame({"potential": [9.0, 5.0]}, index=["a", "b"])
    >>> customers = pd.DataFrame({"if_gone": [2.0, 1.0]}, index=["a", "b"])
    >>> found = SimpleNamespace(chances=SimpleNamespace(actions=known), customers=customers)
    >>> everyone(found, pd.DataFrame({"customer_id": ["a"], "potential": 9.0, "status": "open"}))[
    ...     ["potential", "status"]].values.tolist()
    [[9.0, 'open'], [5.0, '']]
    """
    actions = analysis.chances.actions
    rest = actions[~actions.index.astype(str).isin(listed["customer_id"])].assign(status="")
    rest["if_gone"] = analysis.customers["if_gone"].astype(float).reindex(rest.index)
    return pd.concat([listed, rest]) if len(rest) else listed


def still_to_do(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that are not done and not refused; ``frame`` with ``status``."""
    return frame[~state_of(frame["status"]).isin(CLOSED)]


def by_state(frame: pd.DataFrame) -> dict[str, tuple[int, float]]:
    """Return how many customers have something to win and how much, EUR a year, by what was done.

    Keys: ``to_do``, ``done``, ``refused``; ``frame`` with ``potential`` and ``status``."""
    euros = frame["potential"].astype(float).fillna(0.0)
    state = state_of(frame["status"])
    parts = {"done": state == DONE, "refused": state.isin(REFUSED), "to_do": ~state.isin(CLOSED)}
    return {name: (int((rows & (euros > 0)).sum()), float(euros[rows].sum())) for name, rows in parts.items()}


def by_lever(frame: pd.DataFrame) -> dict[str, float]:
    """Return how much is still to win by each lever, EUR a year; ``frame`` as of :func:`by_state`.

    >>> levers = {"up_sell": [5.0, 9.0], "margin": [1.0, 0.0], "serve": [0.0, None]}
    >>> by_lever(pd.DataFrame({**levers, "status": ["open", "gedaan"]}))
    {'up_sell': 5.0, 'margin': 1.0, 'serve': 0.0}
    """
    to_do = still_to_do(frame)
    return {lever: float(to_do[lever].astype(float).sum()) for lever in LEVERS}


def left_alone_of(frame: pd.DataFrame) -> tuple[int, float]:
    """Return with how many customers still to do, whom the fair test leaves alone, how much is to win, EUR.

    >>> of_trial = {"alone": [True, False, True, None], "status": ["", "", "gedaan", "open"]}
    >>> left_alone_of(pd.DataFrame({**of_trial, "potential": [5.0, 9.0, 2.0, None]}))
    (1, 5.0)
    """
    to_do = still_to_do(frame)
    euros = to_do["potential"].astype(float).where(to_do["alone"].eq(True), 0.0)
    return int((euros > 0).sum()), float(euros.sum())


def lapses_of(frame: pd.DataFrame) -> float:
    """Return how much of what is still to win lapses with customers that may go, EUR a year.

    ``frame`` with ``if_gone``, ``potential`` and ``status``; with who may go nothing goes but cost.

    >>> lapses_of(pd.DataFrame({"if_gone": [-9.0, 5.0], "potential": [30.0, 8.0], "status": ["", ""]}))
    30.0
    """
    to_do = still_to_do(frame)
    saving = to_do["if_gone"].astype(float) < -HALF_A_CENT
    return float(to_do["potential"].astype(float)[saving].sum())


def at_refresh(frame: pd.DataFrame) -> pd.DataFrame:
    """Return how many customers and how many EUR a year are still to do: one row of AT_REFRESH.

    >>> at_refresh(pd.DataFrame({"potential": [9.0, 5.0], "status": ["", "gedaan"]})).values.tolist()
    [[1.0, 9.0]]
    """
    to_do = by_state(frame)["to_do"]
    return pd.DataFrame([to_do], columns=[column.field for column in AT_REFRESH.columns])
