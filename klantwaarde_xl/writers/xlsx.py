"""Draws a Document as an .xlsx file with XlsxWriter.

It holds no rule of the report: only how a declaration becomes cells.

The library turns text that looks like a formula or an address into one; here text is written as text, always.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from klantwaarde_xl.files.safe_file import replace_safely, scratch_folder
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.writers.drawing import Pen
from klantwaarde_xl.writers.streamed_sheet import StreamedSheet
from klantwaarde_xl.writers.xlsx_charts import GridPlaces
from klantwaarde_xl.writers.xlsx_sheets import SheetDrawing

CALC_ID = 191029
"""The calculation engine of Excel 2019 and later: with it, Excel trusts the values in the file and does not
recalculate."""
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def write_xlsx(document: Document, path: str | os.PathLike[str]) -> Path:
    """Write the document to ``path``, whole or not at all, and return the path.

    Raises ``KW-005`` when the file cannot be written; what was there before then is still there.
    """
    with replace_safely(path) as unfinished, unfinished.open("wb") as stream:
        stream.write(xlsx_bytes(document))
    return Path(path)


def xlsx_bytes(document: Document, finish: Callable[[xlsxwriter.Workbook], None] | None = None) -> bytes:
    """Return the document as the bytes of an .xlsx file; equal documents give equal parts.

    ``finish`` gets the drawn workbook of XlsxWriter before it is closed, to add what is no report: sheets,
    code names, macros. Raises ``KW-005`` when the disk of the temporary files is full, or there is no place
    for them."""
    stream = io.BytesIO()
    # The library puts every part in a file before it packs it: those hold customers, and may not be left
    # lying about.
    with scratch_folder() as folder:
        book = xlsxwriter.Workbook(stream, _OPTIONS | {"tmpdir": str(folder)})
        _draw(book, document)
        if finish is not None:
            finish(book)
        try:
            book.close()
        except FileCreateError as failure:
            problem = failure.args[0]
            # The half-made package closes itself when it is let go, and needs the stream for that: so now,
            # not later.
            problem.__traceback__ = failure.__traceback__ = None
            raise problem from None
    return stream.getvalue()


def _draw(book: xlsxwriter.Workbook, document: Document) -> None:
    book.calc_on_load = False
    book.set_calc_mode("auto", CALC_ID)
    book.set_properties(
        {
            "title": document.title,
            "author": "klantwaarde_xl",
            "created": document.created,
            "comments": "Gemaakt met klantwaarde_xl",
        }
    )
    book.set_size(2400, 1400)
    pen = Pen(book, [spec.name for spec in document.sheets if spec.hidden])
    places = GridPlaces(document)
    sheets = {spec.name: book.add_worksheet(spec.name, StreamedSheet) for spec in document.sheets}
    for spec in document.sheets:
        SheetDrawing(pen, places, document, spec, sheets[spec.name]).draw()
    for name, formula in document.names:
        book.define_name(name, f"={formula}")
    if document.active:
        sheets[document.active].activate()
        if document.sheets[0].hidden:
            sheets[document.active].set_first_sheet()
