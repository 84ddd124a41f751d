"""What the buttons do in the open workbook: read it, compute, write the results back, and say in one sentence how it went."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import xlwings as xw

from klantwaarde_xl import errors
from klantwaarde_xl.analysis import analyse
from klantwaarde_xl.excel.error_log import log_failure
from klantwaarde_xl.refreshing import STEPS, inputs_of, versions
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.formats import plural
from klantwaarde_xl.report.writers.live_book import undisturbed, write_book, write_inputs
from klantwaarde_xl.sources.live_book import read_book

TITLE = "Klantwaarde"
SCORE_SHEETS = ("Dashboard", "Klantwaarde", "Pareto", "Verloop", "Controle", "Toelichting", "Grafiekgegevens", "Kaartgegevens")
"""Sheets that 'Alleen scores' fills."""
CHANCE_SHEETS = ("Cross-sell", "Kansenmatrix", "Samen gekocht", "Acties", "Accountmanagers", "Overdrachten", "Controle")
"""Sheets that 'Alleen cross-sell' fills."""
_ANY_MOMENT = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - only a new file would show it


def refresh_book(book: xw.Book, only: Sequence[str] = ()) -> str:
    """Compute everything from the tables of an open workbook and write the results into it; return what was done.

    ``only`` limits the sheets that are written. The analysis is that of ``klantwaarde vernieuw``. What the user typed on
    Acties stays with its customer. Raises what reading, checking and writing raise; the workbook is then as it was.
    """
    started = time.perf_counter()
    step = _stepper(book)
    with undisturbed(book, f"{TITLE}: {STEPS['read']}"):
        contents = read_book(book)
        step(STEPS["check"])
        inputs = inputs_of(contents)
        analysis = analyse(inputs, lambda code: step(STEPS[code]))
        step(STEPS["write"])
        write_book(build(analysis, created=_ANY_MOMENT, versions=versions()), book, only)
    read, rejected = (f"{count:,}".replace(",", ".") for count in (inputs.read_lines, inputs.rejected_lines))
    seconds = f"{time.perf_counter() - started:.1f}".replace(".", ",")
    return f"{TITLE}: {read} factuurregels gelezen, {rejected} afgekeurd, klaar in {seconds} seconden."


def check_book(book: xw.Book) -> str:
    """Check the input of an open workbook and put what was found on the sheet Controle; return how much it is."""
    with undisturbed(book, f"{TITLE}: {STEPS['check']}"):
        analysis = analyse(inputs_of(read_book(book)))
        write_book(build(analysis, created=_ANY_MOMENT, versions=versions()), book, ("Controle",))
    count = len(analysis.findings)
    return (
        f"{TITLE}: {plural(count, 'bevinding', 'bevindingen')}; zie het blad Controle."
        if count
        else f"{TITLE}: geen bevindingen."
    )


def load_demo(book: xw.Book) -> str:
    """Put the demo's data in the input tables of an open workbook, compute, and return what was done.

    Data of the user are replaced only after a yes.
    """
    from klantwaarde_xl.demo import demo_tables
    from klantwaarde_xl.model.inputs import check_inputs
    from klantwaarde_xl.report.input_sheets import input_document

    filled = [table.sheet for table in read_book(book).tables.values() if len(table)]
    if filled:
        question = f"Op {', '.join(filled)} staan gegevens. Wilt u die vervangen door voorbeelddata?"
        if book.app.alert(question, TITLE, buttons="yes_no") != "yes":
            return f"{TITLE}: er is niets veranderd."
    with undisturbed(book, f"{TITLE}: voorbeelddata"):
        write_inputs(input_document(_ANY_MOMENT, check_inputs(demo_tables())), book)
    return refresh_book(book)


def show_customer(book: xw.Book) -> str:
    """Show the customer of the selected row on Klantkaart; return who it is."""
    selected = book.app.selection
    row = selected.row if selected is not None else 0
    sheet = book.sheets.active
    customer = None
    for table in sheet.tables:
        area = table.range
        headers = area.rows[0].options(ndim=1).value
        if "Klantnr" in headers and area.row < row < area.row + area.rows.count:
            customer = sheet.range((row, area.column + headers.index("Klantnr"))).value
    card = book.sheets["Klantkaart"]
    if customer is not None:
        rows = book.sheets["Kaartgegevens"].tables["tblKaart"].range.options(ndim=2).value
        ids, labels = rows[0].index("Klantnr"), rows[0].index("Keuze")
        label = next((line[labels] for line in rows[1:] if line[ids] == customer), None)
        if label is None:
            raise errors.NOT_IN_ANALYSIS.error(what="Klant", value=customer)
        book.names["Kaart_Zoek"].refers_to_range.value = None
        book.names["Kaart_Keuze"].refers_to_range.value = f"'{label}"
    card.select()
    return f"{TITLE}: kies een klant op het blad Klantkaart." if customer is None else f"{TITLE}: klant {customer}."


def _stepper(book: xw.Book) -> Callable[[str], None]:
    def step(text: str) -> None:
        book.app.status_bar = f"{TITLE}: {text}…"

    return step


@contextmanager
def answered(book: xw.Book) -> Iterator[Callable[[str], None]]:
    """Show the sentence that the work ends with in the status bar, and a failure in a message; no traceback reaches the user."""
    said: list[str] = []
    try:
        yield said.append
    except errors.KlantwaardeError as error:
        log_failure("lint", error)
        book.app.alert("\n".join(str(found) for found in (error, *error.others)), TITLE, mode="critical")
    except Exception as error:  # noqa: BLE001 - a click never ends in a traceback; the log says where it happened
        log_failure("lint", error)
        book.app.alert(str(errors.FUNCTION_FAILED.error(function="De knop")), TITLE, mode="critical")
    else:
        book.app.status_bar = said[-1]
