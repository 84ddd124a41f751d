"""What the buttons do in the open workbook: read it, compute, write the results, report in a sentence."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from html import escape
from pathlib import Path

import xlwings as xw

import klantwaarde_xl
from klantwaarde_xl import __version__, errors
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.files.failure_log import log_failure
from klantwaarde_xl.files.own_file import refuse_link
from klantwaarde_xl.files.safe_file import replace_safely
from klantwaarde_xl.model.notation import grouped, plain
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.contents import CHANCES, REPORT
from klantwaarde_xl.report.formats import plural
from klantwaarde_xl.report.pages import control, notes
from klantwaarde_xl.report.pages.columns import CARD_SEARCH, ID
from klantwaarde_xl.report.pages.customer_card import data as card_data
from klantwaarde_xl.report.pages.customer_card.sheet import PAGE as CARD
from klantwaarde_xl.report.pages.customer_card.steps import CARD_CHOICE
from klantwaarde_xl.report.pages.followup import history
from klantwaarde_xl.report.pages.inputs.settings import scale_cells
from klantwaarde_xl.setup.installing import MANUAL_PAGE
from klantwaarde_xl.sources.live_book import read_book
from klantwaarde_xl.template.function_results import TOP, fixed, function_blocks
from klantwaarde_xl.template.functions_sheet import FIXED_SHEET
from klantwaarde_xl.use_cases.refreshing import STEPS, analysed, inputs_of, versions
from klantwaarde_xl.writers.live_book import (
    fix_settings,
    in_status_bar,
    same_place,
    undisturbed,
    write_book,
    write_inputs,
)
from klantwaarde_xl.writers.live_tables import refuse_protected, write_rows

TITLE = "Klantwaarde"
NOTHING_DONE = f"{TITLE}: er is niets veranderd."
SCORE_SHEETS = tuple(page.spec.name for page in REPORT if page not in CHANCES)
"""Sheets that 'Alleen scores' fills: all but those of what to do next."""
CHANCE_SHEETS = tuple(page.spec.name for page in (*CHANCES, card_data.PAGE, control.PAGE, notes.PAGE))
"""Sheets that 'Alleen cross-sell' fills: what to do next, and where that is shown per customer, checked and
explained."""


def now() -> dt.datetime:
    """Return the local time in whole seconds; its day is that of the snapshot on Geschiedenis."""
    return dt.datetime.now().replace(microsecond=0)  # noqa: DTZ005


def refresh_book(book: xw.Book, only: Sequence[str] = (), *, remember: bool = True) -> str:
    """Analyse the tables of an open workbook and write the results into it; return what was done.

    ``only`` limits the sheets that are written. The analysis is that of ``klantwaarde vernieuw``. What the
    user typed on Acties stays with its customer, and today's snapshot joins those on Geschiedenis; without
    ``remember`` that sheet becomes empty. Raises what reading, checking and writing raise; the
    workbook is then as it was.
    """
    started = time.perf_counter()
    step = stepper(book)
    with undisturbed(book, f"{TITLE}: {STEPS['read']}") as lost_filters:
        contents = read_book(book)
        inputs = inputs_of(contents, folder_of(book), step=step)
        inputs = inputs if remember else replace(inputs, history=None)
        analysis = analysed(inputs, step)
        step(STEPS["write"])
        _write(analysis, book, only, step, remember=remember)
    read, rejected = (grouped(count) for count in (inputs.read_lines, inputs.rejected_lines))
    seconds = plain(time.perf_counter() - started, 1)
    sentence = f"{TITLE}: {read} factuurregels gelezen, {rejected} afgekeurd, klaar in {seconds} seconden."
    if book.app.calculation == "manual":
        sentence += " Excel rekent niet vanzelf: druk op F9."
    if lost_filters:
        sentence += f" Zet zelf weer aan: het filter op {' en '.join(lost_filters)}."
    return sentence


def _write(
    analysis: Analysis, book: xw.Book, only: Sequence[str], step: Callable[[str], None], *, remember: bool
) -> None:
    """Write the results; those of the functions as well, when all sheets are written and theirs is there."""
    shows_functions = not only and FIXED_SHEET in [sheet.name for sheet in book.sheets]
    document = build(analysis, created=now(), in_place=True, versions=versions(), with_inputs=shows_functions)
    if not remember:
        emptied = {history.HISTORY.frame: document.frames[history.HISTORY.frame].iloc[:0]}
        document = replace(document, frames={**document.frames, **emptied})
    if shows_functions:
        refuse_protected(book.sheets[FIXED_SHEET])
    write_book(document, book, only)
    if remember:
        fix_settings(scale_cells(analysis.settings), book)
    if shows_functions:
        step(FIXED_SHEET)
        blocks = [(block.place.column + 1, fixed(block.result)) for block in function_blocks(document)]
        write_rows(book.sheets[FIXED_SHEET], TOP + 1, blocks)


def check_book(book: xw.Book) -> str:
    """Check the input of an open workbook and list the findings on the sheet Controle; return how many."""
    with undisturbed(book, f"{TITLE}: {STEPS['check']}"):
        analysis = analysed(inputs_of(read_book(book), folder_of(book)))
        write_book(build(analysis, created=now(), in_place=True, versions=versions()), book, ("Controle",))
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
    from klantwaarde_xl.demo.tables import demo_tables
    from klantwaarde_xl.model.inputs import check_inputs
    from klantwaarde_xl.report.pages.inputs.sheets import input_document

    filled = [table.sheet for table in read_book(book).tables.values() if len(table)]
    if filled:
        question = f"Op {', '.join(filled)} staan gegevens. Wilt u die vervangen door voorbeelddata?"
        if book.app.alert(question, TITLE, buttons="yes_no") != "yes":
            return NOTHING_DONE
    with undisturbed(book, f"{TITLE}: voorbeelddata"):
        write_inputs(input_document(now(), check_inputs(demo_tables())), book)
    # A snapshot of the made-up firm would be taken for an earlier day of the firm that comes after it.
    return refresh_book(book, remember=False)


def export_pdf(book: xw.Book) -> str:
    """Let Excel make a PDF of the sheets for paper, beside the workbook; return where it is.

    The user stays at the same sheet and selection, although xlwings hides the other sheets meanwhile. An
    earlier PDF is replaced when the new one is complete. Raises OutputError (KW-005) when it cannot be, for
    example because a reader has it open.
    """
    from klantwaarde_xl.use_cases.sharing import ON_PAPER

    path = folder_of(book) / f"{Path(book.name).stem}.pdf"
    present = [sheet.name for sheet in book.sheets]
    with same_place(book), replace_safely(path) as unfinished:
        book.to_pdf(str(unfinished), include=[name for name in ON_PAPER if name in present])
    return f"{TITLE}: gemaakt: {path}"


def share_copy(book: xw.Book) -> str:
    """Write a copy of the results without names, inputs and macros beside the workbook; return its path."""
    from klantwaarde_xl.use_cases.sharing import Way, nameless_place, share_analysis

    output = nameless_place(folder_of(book))
    with undisturbed(book, f"{TITLE}: deelbare kopie"):
        inputs = inputs_of(read_book(book), folder_of(book))
        analysis = analysed(inputs, stepper(book))
        written = share_analysis(analysis, output, Way(nameless=True), created=now())
    made = f"{TITLE}: gemaakt: {written.workbook}. Alleen voor uzelf, niet meesturen: {written.key}"
    return " ".join([f"{made}.", *written.remains])


def folder_of(book: xw.Book) -> Path:
    """Return the folder of a workbook, or the user's documents for one in the cloud or not yet saved."""
    from klantwaarde_xl.setup.installing import documents

    try:
        folder = Path(book.fullname).parent
    except xw.XlwingsError:  # its address is a URL, and no folder on this computer belongs to it
        return documents()
    return folder if folder.is_absolute() and folder.is_dir() else documents()


def shown(book: xw.Book, text: str) -> str:
    """Show a text in a window of Excel; return '' because there is nothing more to say."""
    book.app.alert(text, TITLE)
    return ""


def diagnosis_text() -> str:
    """Return what is wrong between Excel and Python on this computer, and what to do, as lines."""
    from klantwaarde_xl.setup.diagnosis import State, checks, this_machine

    found = [check for check in checks(this_machine()) if check.state is not State.NOT_HERE]
    return "\n".join(f"{check.state}: {check.name}: {check.found} {check.advice}".rstrip() for check in found)


def about_text() -> str:
    """Return versions and licence as lines."""
    lines = [
        f"klantwaarde_xl {__version__}, MIT-licentie",
        *(f"{name} {number}" for name, number in versions().items()),
    ]
    return "\n".join([*lines, "xlwings: BSD-licentie, Zoomer Analytics GmbH"])


def manual_page(folder: Path) -> Path:
    """Write the manual as a page for the browser into a folder; return its path.

    Raises OWN_FILE_LINKED where a link has its name: others may make one in a folder for temporary files.
    """
    package = Path(klantwaarde_xl.__file__).parent
    places = (package / "handleiding.md", package.parent / "docs" / "handleiding.md")
    text = next(place for place in places if place.is_file()).read_text(encoding="utf-8")
    page = folder / MANUAL_PAGE
    refuse_link(page)
    style = (
        "body{max-width:60em;margin:2em auto;font:11pt/1.5 "
        "Calibri,sans-serif}pre{white-space:pre-wrap;font:inherit}"
    )
    head = (
        f'<!doctype html><html lang="nl"><meta '
        f'charset="utf-8"><title>Handleiding</title><style>{style}</style>'
    )
    with replace_safely(page) as unfinished:
        unfinished.write_text(f"{head}<pre>{escape(text)}</pre></html>", encoding="utf-8")
    return page


def show_customer(book: xw.Book) -> str:
    """Show the customer of the selected row on Klantkaart; return who it is."""
    selected = book.app.selection
    row = selected.row if selected is not None else 0
    sheet = book.sheets.active
    customer = None
    for table in sheet.tables:
        area = table.range
        headers = area.rows[0].options(ndim=1).value
        if ID.header in headers and area.row < row < area.row + area.rows.count:
            customer = sheet.range((row, area.column + headers.index(ID.header))).value
    card = book.sheets[CARD.spec.name]
    if customer is not None:
        listed, spec = book.sheets[card_data.PAGE.spec.name], card_data.CARD_TABLE
        rows = listed.tables[spec.name].range.options(ndim=2).value
        ids, labels = (rows[0].index(spec.header(field)) for field in (ID.field, "label"))
        label = next((line[labels] for line in rows[1:] if line[ids] == customer), None)
        if label is None:
            raise errors.NOT_IN_ANALYSIS.error(what="Klant", value=customer)
        book.names[CARD_SEARCH].refers_to_range.value = None
        book.names[CARD_CHOICE].refers_to_range.value = f"'{label}"
    card.select()
    return (
        f"{TITLE}: kies een klant op het blad {CARD.spec.name}."
        if customer is None
        else f"{TITLE}: klant {customer}."
    )


def stepper(book: xw.Book) -> Callable[[str], None]:
    """Return what shows in the status bar which step is being taken."""

    def step(text: str) -> None:
        book.app.status_bar = in_status_bar(f"{TITLE}: {text}…")

    return step


@contextmanager
def answered(book: xw.Book) -> Iterator[Callable[[str], None]]:
    """Show the last sentence of the work in the status bar, and a failure in a message without traceback."""
    sentences: list[str] = []
    try:
        yield sentences.append
    except errors.KlantwaardeError as error:
        log_failure("lint", error)
        book.app.alert("\n".join(str(found) for found in (error, *error.others)), TITLE, mode="critical")
    except Exception as error:  # noqa: BLE001 - a click never ends in a traceback; the log says where it happened
        log_failure("lint", error)
        typing = errors.EXCEL_TYPES.error() if _somebody_types(error) else None
        failed = typing or errors.FUNCTION_FAILED.error(function="De knop")
        book.app.alert(str(failed), TITLE, mode="critical")
    else:
        book.app.status_bar = in_status_bar(sentences[-1]) or False  # False gives the bar back to Excel


_NOT_NOW = -2146777998
"""What Excel answers over COM while somebody types in a cell or a window of its own is open (0x800AC472)."""


def _somebody_types(error: Exception) -> bool:
    details = getattr(error, "excepinfo", None)
    return getattr(error, "hresult", None) == _NOT_NOW or bool(details and details[-1] == _NOT_NOW)
