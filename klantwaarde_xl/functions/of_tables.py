"""The functions in cells that work on whole tables: the analysis of the sheets, remembered by content."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from difflib import get_close_matches

import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.core.measures.bridge import firm_bridge
from klantwaarde_xl.core.measures.bridge_known import known_steps
from klantwaarde_xl.functions.answers import Place
from klantwaarde_xl.functions.cache import Recent, content_key
from klantwaarde_xl.functions.known_rows import KnownRows
from klantwaarde_xl.functions.marks import ALL_TABLES, MARKS
from klantwaarde_xl.functions.of_columns import within
from klantwaarde_xl.functions.table_arguments import ANALYSIS_TABLES, MORE_TABLES
from klantwaarde_xl.functions.table_cells import Rows, cut_cells, key_of, key_of_all
from klantwaarde_xl.model.action_notes import NOTE_HEADERS
from klantwaarde_xl.model.checking import check_table
from klantwaarde_xl.model.declaration import TableModel, normalise_header
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.inputs import check_inputs
from klantwaarde_xl.model.optional_tables import ExchangeRate, Merge
from klantwaarde_xl.model.settings import SUM_OF_WEIGHTS, Settings
from klantwaarde_xl.model.settings_cells import settings_from_cells
from klantwaarde_xl.model.tables import TABLES, Customer, CustomerRating, Effort, InvoiceLine, Product, Rate
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.compared import comparison
from klantwaarde_xl.report.pages.control import FINDINGS
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE, customer_frame
from klantwaarde_xl.report.pages.next_steps.actions import ACTIONS, action_rows
from klantwaarde_xl.report.pages.next_steps.cross_sell import CROSS_SELL, cross_sell_rows
from klantwaarde_xl.report.pages.next_steps.together import TOGETHER, together_rows
from klantwaarde_xl.report.specs import ColumnSpec, TableSpec
from klantwaarde_xl.report.words.bridge_sentences import STEP_NAMES, contribution_name
from klantwaarde_xl.sources.cutting import Cut

_ANALYSES: Recent[Analysis] = Recent(4)
_RESULTS: Recent[pd.DataFrame] = Recent(16)


def marked(*given: Rows | None) -> str:
    """Return the mark of tables, which stands for them in other functions; the tables are kept under it.

    Arguments as of :func:`customers`. Raises InvalidFigureError (KW-616) for cells that are no such table,
    and for settings as they do.
    """
    tables = {
        argument.name: KnownRows.of(rows)
        for argument, rows in zip(ALL_TABLES, given, strict=False)
        if rows is not None
    }
    cuts = {
        model: cut_cells(tables[name], model, name) for model, name in _ARGUMENTS.items() if name in tables
    }
    settings = tables.get(ANALYSIS_TABLES[-1].name)
    _settings(settings)
    content = [(model.table, key_of_all(tables[_ARGUMENTS[model]])) for model in cuts]
    return MARKS.keep(tables, repr((content, settings)), len(cuts[InvoiceLine].table))


def customers(transactions: Rows, *others: Rows | None) -> pd.DataFrame:
    """Return the customer table of the sheet Klantwaarde, with its headers.

    Tables are cells with a header row; ``others`` are customers, products, effort, rates, ratings and
    settings (two columns, name and value), and the tables of ``MORE_TABLES``, each None or left out when
    absent. Raises UnusableInputError as
    :func:`~klantwaarde_xl.model.inputs.check_inputs` and :func:`~klantwaarde_xl.analysis.analyse.analyse` do.
    """
    return of_everything(_customer_table, transactions, *others)


def _customer_table(found: Analysis) -> pd.DataFrame:
    return headed(customer_frame(Source(found)), CUSTOMER_VALUE.columns)


def gaps(
    transactions: Rows,
    products: Rows | None = None,
    customer: str | None = None,
    most: float | None = None,
    customers: Rows | None = None,
    settings: Rows | None = None,
    *more: Rows | None,
) -> pd.DataFrame:
    """Return what customers do not buy yet, as on the sheet Cross-sell: chance, EUR a year and evidence.

    ``customer`` limits it to one customer; ``most`` gaps per customer, rounded down, replaces the number in
    ``settings``. Without enough history the euros are blank. Raises InvalidFigureError: KW-615 for a customer
    who is not in the analysis, KW-614 for ``most`` outside the limits of its setting.
    """
    chosen = _settings(settings)
    wanted = chosen.gaps_per_customer if most is None else int(within("aantal", most, "gaps_per_customer"))
    if wanted > chosen.gaps_per_customer:
        chosen = chosen.model_copy(update={"gaps_per_customer": wanted})
    # A smaller number is the first part of what the analysis holds already.
    _, found = _analysis((transactions, customers, products), chosen, more)
    if customer is not None and customer not in found.customers.index:
        raise errors.NOT_IN_ANALYSIS.error(what="Klant", value=customer)
    frame = cross_sell_rows(found, longest=len(found.chances.cross_sell.gaps), customer=customer)
    return _as_on(CROSS_SELL, frame[frame["rank"] <= wanted])


def pairs(
    transactions: Rows,
    products: Rows | None = None,
    group: str | None = None,
    customers: Rows | None = None,
    settings: Rows | None = None,
    *more: Rows | None,
) -> pd.DataFrame:
    """Return the product groups that are bought together, as on the sheet Samen gekocht.

    ``group`` keeps the pairs that start from it; ``customers`` states who does not count. Raises
    InvalidFigureError (KW-615) for a group without pairs.
    """
    _, found = _analysis((transactions, customers, products), settings, more)
    frame = together_rows(found, longest=len(found.chances.associations))
    if group is not None:
        frame = frame[frame["with_item"].astype(str).str.casefold() == group.casefold()]
        if frame.empty:
            raise errors.NOT_IN_ANALYSIS.error(what="Een paar met productgroep", value=group)
    return _as_on(TOGETHER, frame)


def bridge(
    transactions: Rows,
    products: Rows | None = None,
    customer: str | None = None,
    first: dt.date | None = None,
    last: dt.date | None = None,
    *others: Rows | None,
) -> pd.DataFrame:
    """Return why net contribution changed since the previous period, of everyone or one customer, in EUR.

    The amounts of the sheet Waarom veranderd, given the same tables: ``others`` are customers (who counts,
    and how soon they pay), effort, rates, settings and the tables of ``MORE_TABLES``, each None or left out
    when absent. The header of the amounts says what is known of the cost to serve; a step of which nothing
    is known is blank. ``first`` and ``last`` are the days of the period; None: as in the settings. Where the
    previous period does not compare, a last row without an amount says why; without such a period every
    amount is blank. Raises InvalidFigureError: KW-615 for a customer who is not in either period, KW-620
    where nothing is known of the contribution of those asked for.
    """
    given: list[Rows | None] = [*others, *[None] * (4 - len(others))]
    chosen = _settings(given[3])
    days = {"period_from": first, "period_to": last}
    chosen = chosen.model_copy(update={name: day for name, day in days.items() if day is not None})
    _, found = _analysis((transactions, given[0], products, *given[1:3]), chosen, given[4:])
    if customer is not None and customer not in found.bridge.index:
        raise errors.NOT_IN_ANALYSIS.error(what="Klant", value=customer)
    rows = found.bridge if customer is None else found.bridge.loc[[customer]]
    if not found.bridge_tells or rows.index.isin(found.untold).all():
        raise errors.NO_COST_PRICES.error()
    amounts = known_steps(firm_bridge(rows), found.serving_known)
    steps: list[tuple[str, float | None]] = [
        (text, amounts[name] if found.compares else None) for name, text in STEP_NAMES.items()
    ]
    compared = comparison(Source(found))
    if not compared.comparable:
        steps.append((compared.title, None))
    return pd.DataFrame(steps, columns=["Stap", contribution_name(found.serving_known)])


def actions(transactions: Rows, *others: Rows | None) -> pd.DataFrame:
    """Return one action per customer with its reason, most EUR per hour first.

    Arguments and errors as of :func:`customers`.
    """
    return of_everything(_action_table, transactions, *others)


def _action_table(found: Analysis) -> pd.DataFrame:
    frame = action_rows(found, longest=len(found.chances.actions))
    order = ["euros_per_hour", "potential", "customer_id"]
    frame = frame.sort_values(order, ascending=[False, False, True], kind="stable")
    return _as_on(ACTIONS, frame, without=_OF_THE_SHEET)


def check(table: Rows, kind: str, place: Place | None = None) -> pd.DataFrame:
    """Return the findings in a table, one row each: cell, severity, code, value, message and hint.

    ``kind`` is the name of the sheet or of the Excel table. ``place`` is that of the first cell, so that the
    cells are named as the user sees them; None counts from A1. Raises InvalidFigureError (KW-606) for an
    unknown kind.
    """
    wanted = normalise_header(kind)
    names = {normalise_header(name): model for model in TABLES for name in (model.sheet, model.table)}
    if wanted not in names:
        raise errors.ARGUMENT_NOT_A_CHOICE.error(
            argument="soort", value=kind, choices=", ".join(model.sheet for model in TABLES)
        )
    model = names[wanted]
    cut = cut_cells(table, model, "tabel", place)
    key = ("check", content_key(cut.table), model.table)
    return _RESULTS.get(key, lambda: _finding_table((*cut.findings, *check_table(cut.table, model).findings)))


def _finding_table(found: Sequence[Finding]) -> pd.DataFrame:
    rows = [[getattr(item, field) for field in _OF_A_FINDING] for item in found]
    frame = pd.DataFrame(rows, columns=list(_OF_A_FINDING), dtype=object)
    known = {column.field: column for column in FINDINGS.columns}
    return headed(
        frame.assign(severity=[item.severity.value for item in found]),
        [known[field] for field in _OF_A_FINDING],
    )


_OF_A_FINDING = ("cell", "severity", "code", "value", "message", "hint")
"""Fields of :class:`~klantwaarde_xl.model.findings.Finding` that KW_CONTROLE gives, headed as on Controle."""
_OF_THE_SHEET = frozenset({*NOTE_HEADERS, "fits", "position", "trend", "if_gone"})
"""Columns that only the sheet has: notes of the user, what depends on the hours of the team, small charts,
what stands on Klantwaarde too."""


def _as_on(table: TableSpec, frame: pd.DataFrame, without: Collection[str] = ()) -> pd.DataFrame:
    """Return the frame with the columns and headers of the table on its sheet."""
    return headed(frame, [column for column in table.columns if column.field not in without])


def headed(frame: pd.DataFrame, columns: Sequence[ColumnSpec]) -> pd.DataFrame:
    """Return the columns of the frame with the headers of the sheet."""
    headers = {column.field: column.header for column in columns}
    return frame[list(headers)].rename(columns=headers)


_ORDER: tuple[type[TableModel], ...] = (InvoiceLine, Customer, Product, Effort, Rate, CustomerRating)
_MORE: tuple[type[TableModel], ...] = (Merge, ExchangeRate)
_ARGUMENTS = {
    model: argument.name
    for model, argument in zip((*_ORDER, *_MORE), (*ANALYSIS_TABLES[:-1], *MORE_TABLES), strict=True)
}


def of_everything(table: Callable[[Analysis], pd.DataFrame], *given: Rows | None) -> pd.DataFrame:
    """Return a table of the analysis of the tables in ``_ORDER`` and the settings; made once per content."""
    n = len(_ORDER)
    key, found = _analysis(given[:n], next(iter(given[n : n + 1]), None), given[n + 1 :])
    return _RESULTS.get((table, key), lambda: table(found))


def _analysis(
    tables: Sequence[Rows | None],
    settings: Rows | Settings | None = None,
    more: Sequence[Rows | None] = (),
) -> tuple[Hashable, Analysis]:
    """Return the analysis of the tables and its key; made once per content.

    ``tables`` in the order of ``_ORDER``, ``more`` in that of ``_MORE``.
    """
    order = [*zip(_ORDER, tables, strict=False), *zip(_MORE, more, strict=False)]
    given = {model: rows for model, rows in order if rows is not None}
    cuts = {model: cut_cells(rows, model, _ARGUMENTS[model]) for model, rows in given.items()}
    chosen = settings if isinstance(settings, Settings) else _settings(settings)
    key = (chosen.model_dump_json(), *((model.table, key_of(cuts[model], given[model])) for model in given))
    return key, _ANALYSES.get(key, lambda: _analyse(cuts, chosen))


def _analyse(cuts: Mapping[type[TableModel], Cut], settings: Settings) -> Analysis:
    raw = {model.table: cut.table for model, cut in cuts.items()}
    findings = tuple(finding for cut in cuts.values() for finding in cut.findings)
    return analyse(check_inputs(raw, settings, findings=findings, customers_required=False))


def _settings(rows: Rows | None) -> Settings:
    """Return the settings of rows with a name and a value; the first row may hold headers.

    An unknown name is refused: skipping it would answer another question than the one asked.
    """
    if rows is None:
        return Settings()
    named = {
        normalise_header(text)
        for setting in Settings.declared()
        for text in (setting.label, setting.cell_name)
    }
    passed = {None, "", SUM_OF_WEIGHTS}
    cells: dict[str, object] = {str(row[0]): row[1] for row in rows if len(row) > 1 and row[0] not in passed}
    unknown = [name for name in cells if normalise_header(name) not in named]
    if len(unknown) == len(cells):
        raise errors.NO_HEADERS.error(argument="instellingen")
    headers = str(rows[0][0])
    for name in unknown:
        if name != headers and cells[name] not in {None, ""}:
            raise _unknown_setting(name)
    return settings_from_cells(cells)


def _unknown_setting(name: str) -> errors.KlantwaardeError:
    """Return the error that names the settings closest to the name given, or all of them."""
    labels = [setting.label for setting in Settings.declared()]
    choices = ", ".join(get_close_matches(name, labels, 3, 0.5) or labels)
    return errors.ARGUMENT_NOT_A_CHOICE.error(argument="de instelling", value=name, choices=choices)
