"""A copy for people outside: results without inputs, on request without names, as a PDF and as slides."""

from __future__ import annotations

import datetime as dt
import itertools
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.files.neighbours import KEY_TABLE
from klantwaarde_xl.files.safe_file import real_path, write_together
from klantwaarde_xl.files.writable import refuse_unwritable
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.pages.customer_card.on_paper import with_cards
from klantwaarde_xl.report.specs import ColumnSpec, SheetSpec, TableSpec
from klantwaarde_xl.use_cases.asked_customer import asked_customer
from klantwaarde_xl.use_cases.former_results import scaled_as_result
from klantwaarde_xl.use_cases.indexed import in_points, told_in_points
from klantwaarde_xl.use_cases.pseudonyms import (
    Pseudonyms,
    general_findings,
    make_pseudonyms,
    without_names,
)
from klantwaarde_xl.use_cases.refreshing import STEPS, load, versions
from klantwaarde_xl.use_cases.rounded import rounded
from klantwaarde_xl.use_cases.what_remains import names_that_remain, what_remains
from klantwaarde_xl.writers.pdf import find_office, pdf_bytes
from klantwaarde_xl.writers.slides import needs_slides, slides_bytes
from klantwaarde_xl.writers.xlsx import xlsx_bytes

ON_PAPER = ("Dashboard", "Acties", "Accountmanagers")
"""The sheets of the PDF, where the report has them."""
NAMELESS = "klantwaarde-delen.xlsx"
"""Default name of a copy without names: that of the source may hold one."""
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Way:
    """How a copy is made: codes in the place of names, a PDF and slides beside it, figures of two digits.

    ``cards``: the customers, by number or name, of whom the PDF has a page Klantkaart. ``indexed``: amounts
    in points of the firm's turnover."""

    nameless: bool = False
    pdf: bool = False
    rounded: bool = False
    slides: bool = False
    cards: tuple[str, ...] = ()
    indexed: bool = False


AS_IT_IS = Way()


@dataclass(frozen=True, slots=True)
class Shared:
    """What was written: the copy; the key that the sender keeps, the PDF and the slides, None when not asked.

    ``findings``: those of the workbook that was shared. ``remains``: what a copy without names still tells,
    line by line for the sender. ``outdated``: a PDF or slides of an earlier copy that still stand beside it.
    """

    workbook: Path
    key: Path | None
    pdf: Path | None
    findings: tuple[Finding, ...] = ()
    remains: tuple[str, ...] = ()
    slides: Path | None = None
    outdated: tuple[Path, ...] = ()


def default_output(source: Path, *, nameless: bool) -> Path:
    """Return where the copy comes when the user does not say: beside the source.

    One without names goes beside an earlier one, which may be of another firm and has a key of its own.

    >>> [default_output(Path("/niets/jansen.xlsx"), nameless=nameless).name for nameless in (False, True)]
    ['jansen-delen.xlsx', 'klantwaarde-delen.xlsx']
    """
    return nameless_place(source.parent) if nameless else source.parent / f"{source.stem}-delen.xlsx"


def nameless_place(folder: Path) -> Path:
    """Return where a copy without names comes in a folder: the first name, with a number, that is free.

    >>> nameless_place(Path("/er/is/niets")).name
    'klantwaarde-delen.xlsx'
    """
    place = folder / NAMELESS
    names = itertools.chain([place], (place.with_stem(f"{place.stem}-{n}") for n in itertools.count(2)))
    return next(name for name in names if not name.exists())


def share(
    path: Path,
    output: Path,
    way: Way = AS_IT_IS,
    *,
    created: dt.datetime,
    step: Callable[[str], None] = lambda _name: None,
) -> Shared:
    """Read and analyse a workbook and write a copy of the results that can be passed on.

    A copy without names has pseudonyms in the place of customers and people; what they stand for comes beside
    the copy, for the sender, in a new file whose number the copy mentions: earlier keys stay. A PDF is of the
    sheets ON_PAPER and of the chosen customers; slides tell the same in five steps. Raises UnusableInputError
    for input that cannot be used, what :func:`asked_customer` raises for a customer, ``KW-821`` or ``KW-822``
    when there can be no PDF, ``KW-824`` when there can be no slides, ``KW-825`` when there is no turnover to
    index by, and OutputError when a result cannot be written."""
    written = _places(output, way)
    targets = list(filter(None, (written.workbook, written.key, written.pdf, written.slides)))
    for target in targets:
        if real_path(target) == real_path(path):
            raise errors.SAME_FILE.error(path=target.name)
    refuse_unwritable(targets)
    if way.pdf:
        find_office()
    if way.slides:
        needs_slides()
    # What people typed on Acties is for their own house, as the inputs are.
    inputs = scaled_as_result(load(path, step=step), path)
    analysis = analyse(replace(inputs, action_notes=None), lambda code: step(STEPS[code]))
    names = list(analysis.customers["name"].items())
    numbers = dict.fromkeys(asked_customer(asked, names, analysis) for asked in way.cards)
    way = replace(way, cards=tuple(numbers))
    step(STEPS["write"])
    shared = share_analysis(analysis, output, way, created=created)
    return replace(shared, findings=tuple(analysis.findings))


def share_analysis(analysis: Analysis, output: Path, way: Way, *, created: dt.datetime) -> Shared:
    """Write the copy, key, PDF and slides of :func:`share` for an analysis that was made already.

    Here ``way.cards`` are numbers of customers.
    The key comes first and replaces none: at every moment each copy, also one that was sent earlier, has its
    key. Copy, PDF and slides take their places together."""
    written = _places(output, way)
    if way.indexed:
        analysis = analyse(in_points(analysis.inputs, analysis.totals["revenue"]))
        # Their wording may quote an amount.
        analysis = replace(analysis, findings=general_findings(analysis.findings))
    key: dict[Path, bytes] = {}
    number, remains, cards = "", list[str](), way.cards
    if written.key:
        number = written.key.stem.rpartition("-")[2]
        names = make_pseudonyms(analysis, secrets.token_bytes(_KEY_BYTES))
        remains = [*names_that_remain(analysis, names), *what_remains(analysis, way.rounded, way.indexed)]
        analysis = without_names(analysis, names)
        cards = tuple(names.customers[card] for card in cards)
        key[written.key] = xlsx_bytes(key_document(names, created, number))
    document = _numbered(shared_document(analysis, created), number)
    contents = {output: xlsx_bytes(_last(document, way))}
    if written.pdf:
        printed, sheets = with_cards(document, cards)
        there = {sheet.name for sheet in printed.sheets}
        contents[written.pdf] = pdf_bytes(
            _last(printed, way), [name for name in (*ON_PAPER, *sheets) if name in there]
        )
    if written.slides:
        contents[written.slides] = slides_bytes(_last(document, way))
    write_together(contents, ahead=key)
    outdated = [output.with_suffix(kind) for kind in (".pdf", ".pptx")]
    outdated = [path for path in outdated if path not in contents and path.exists()]
    return replace(written, remains=tuple(remains), outdated=tuple(outdated))


def _last(document: Document, way: Way) -> Document:
    """Return the document as it leaves the house: rounded, in points, or as it is."""
    document = rounded(document) if way.rounded else document
    return told_in_points(document) if way.indexed else document


def _places(output: Path, way: Way) -> Shared:
    key = None
    while way.nameless and (key is None or key.exists()):
        key = output.with_name(f"{output.stem}-sleutel-{secrets.token_hex(3).upper()}.xlsx")
    pdf = output.with_suffix(".pdf") if way.pdf else None
    return Shared(output, key, pdf, slides=output.with_suffix(".pptx") if way.slides else None)


def _numbered(document: Document, number: str) -> Document:
    """Return the document with the number of its key on the first sheets that are read; '' for no key."""
    if not number:
        return document
    sheets = ("start_subtitle", "dashboard_subtitle")
    told = {name: f"{document.values[name]} Codes volgens sleutel {number}." for name in sheets}
    return replace(document, values={**document.values, **told})


def shared_document(analysis: Analysis, created: dt.datetime) -> Document:
    """Return the report without inputs and settings; Klantkaart and the key figures still use formulas."""
    return build(analysis, created=created, shared=True, versions=versions())


def key_document(names: Pseudonyms, created: dt.datetime, number: str) -> Document:
    """Return the workbook that tells who is behind each code; it is never part of the copy.

    ``number`` is in its file name and in the copy."""
    table = TableSpec(
        KEY_TABLE,
        "key",
        (
            ColumnSpec("kind", "Soort", f.TEXT, f.WIDTH_TEXT),
            ColumnSpec("code", "In de kopie", f.TEXT, f.WIDTH_TEXT),
            ColumnSpec("number", "Nummer", f.TEXT, f.WIDTH_TEXT),
            ColumnSpec("name", "Naam", f.TEXT, f.WIDTH_NAME),
        ),
        description="Wie achter elke code staat.",
    )
    sheet = SheetSpec(
        "Sleutel",
        title="Sleutel bij de gedeelde kopie",
        message="key_message",
        subtitle="key_subtitle",
        blocks=(table,),
        freeze="A6",
    )
    values = {
        "key_message": "Bewaar dit bestand zelf; stuur het niet mee.",
        "key_subtitle": f"Sleutel {number} hoort bij de ene kopie met dat nummer (op Start en Dashboard).",
    }
    frame: pd.DataFrame = names.table()
    return Document((sheet,), {"key": frame}, values, "Sleutel", created, sheet.name)
