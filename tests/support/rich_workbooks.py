"""Workbooks of users, rich in what Excel can hold, with our input tables in them: made by other programs,
with parts that none of those can make.

The parts that a program here cannot make are opaque to us: their names, content types and relationships are
those of Excel, their content is made up.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import ColorScaleRule, DataBarRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from klantwaarde_xl.model.tables import TABLES
from klantwaarde_xl.template.vba_project import Module, ModuleKind, write_vba_project

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A picture of one dot."""
TOP = 5
"""Row of the headers of every input table."""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
OPAQUE = (
    ("xl/pivotCache/pivotCacheDefinition1.xml", f"{_SPREADSHEET}.pivotCacheDefinition+xml", "workbook"),
    ("xl/pivotTables/pivotTable1.xml", f"{_SPREADSHEET}.pivotTable+xml", "sheet"),
    ("xl/slicerCaches/slicerCache1.xml", "application/vnd.ms-excel.slicerCache+xml", "workbook"),
    ("xl/slicers/slicer1.xml", "application/vnd.ms-excel.slicer+xml", "sheet"),
    ("xl/printerSettings/printerSettings1.bin", f"{_SPREADSHEET}.printerSettings", "sheet"),
    ("xl/threadedComments/threadedComment1.xml", "application/vnd.ms-excel.threadedcomments+xml", "sheet"),
    ("xl/persons/person.xml", "application/vnd.ms-excel.person+xml", "workbook"),
    ("xl/connections.xml", f"{_SPREADSHEET}.connections+xml", "workbook"),
    ("xl/externalLinks/externalLink1.xml", f"{_SPREADSHEET}.externalLink+xml", "workbook"),
    ("xl/embeddings/oleObject1.bin", "application/vnd.openxmlformats-officedocument.oleObject", "sheet"),
    ("customXml/item1.xml", "application/xml", "workbook"),
    ("customXml/itemProps1.xml", "application/vnd.openxmlformats-officedocument.customXmlProperties+xml", ""),
)
"""Parts that no program here makes: name, content type, and whose they are."""


def by_xlsxwriter(path: Path) -> None:
    """Write a workbook with macros of the user, a picture, notes, sparklines, a chart, lists and links."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        for number, model in enumerate(TABLES):
            sheet = book.add_worksheet(model.sheet)
            sheet.set_vba_name(f"Blad{number + 1}")
            headers = [column.header for column in model.columns()]
            sheet.write("A1", f"Onze eigen kop van {model.sheet}")
            sheet.add_table(
                TOP - 1,
                0,
                TOP + 3,
                len(headers) - 1,
                {"name": model.table, "columns": [{"header": header} for header in headers]},
            )
            beside = len(headers) + 1
            sheet.write_comment(0, 0, "Van de boekhouder", {"author": "Anja"})
            sheet.insert_image(0, beside + 2, "stip.png", {"image_data": io.BytesIO(PNG)})
            for row in range(TOP, TOP + 4):
                sheet.write_formula(row, beside, f"=ROW()*{number + 1}", None, (row + 1) * (number + 1))
                sheet.write_string(row, beside + 1, f"naast de tabel {row}")
            sheet.conditional_format(TOP, 0, TOP + 3, 0, {"type": "duplicate"})
            sheet.conditional_format(
                TOP, beside, TOP + 3, beside, {"type": "data_bar", "data_bar_2010": True}
            )
            sheet.data_validation(TOP, 1, TOP + 3, 1, {"validate": "length", "criteria": "<", "value": 99})
            sheet.add_sparkline(0, beside, {"range": f"'{model.sheet}'!A6:A9"})
            sheet.write_url(1, 0, f"internal:'{TABLES[0].sheet}'!A1", string="naar boven")
            sheet.write_url(2, 0, "https://www.example.com/", string="naar buiten")
            sheet.set_landscape()
            sheet.set_header("&L&G", {"image_left": "stip.png", "image_data_left": io.BytesIO(PNG)})
            sheet.set_row(TOP + 1, 31)
            sheet.freeze_panes(TOP, 1)
        book.define_name("Uurtarief", f"={TABLES[0].sheet}!$A$1")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": f"='{TABLES[0].sheet}'!$C$6:$C$9"})
        book.add_worksheet("Van mijzelf").insert_chart("B2", chart)
        names = [f"Blad{number + 1}" for number in range(len(TABLES) + 1)]
        book.get_worksheet_by_name("Van mijzelf").set_vba_name(names[-1])
        modules = [Module("ThisWorkbook", ModuleKind.WORKBOOK)]
        modules += [Module(name, ModuleKind.SHEET) for name in names]
        modules.append(Module("MijnMacro", ModuleKind.STANDARD, "Sub Hallo()\n    MsgBox 1\nEnd Sub\n"))
        book.set_vba_name("ThisWorkbook")
        book.add_vba_project(io.BytesIO(write_vba_project(modules, "VanMij")), is_stream=True)


def by_openpyxl(path: Path) -> None:
    """Write a workbook as openpyxl does: other namespaces, no shared strings in order, its own notes."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, model in enumerate(TABLES):
        sheet = book.create_sheet(model.sheet)
        headers = [column.header for column in model.columns()]
        for column, header in enumerate(headers, 1):
            sheet.cell(TOP, column, header)
        last = openpyxl.utils.get_column_letter(len(headers))
        sheet.add_table(Table(displayName=model.table, name=model.table, ref=f"A{TOP}:{last}{TOP + 4}"))
        sheet["A1"].comment = Comment("Van de boekhouder", "Anja")
        sheet["A2"].hyperlink = "https://www.example.com/"
        beside = len(headers) + 2
        for row in range(TOP + 1, TOP + 5):
            sheet.cell(row, beside, f"=ROW()*{number}")
            sheet.cell(row, beside + 1, f"naast de tabel {row}")
        letter = openpyxl.utils.get_column_letter(beside)
        area = f"{letter}{TOP + 1}:{letter}{TOP + 4}"
        sheet.conditional_formatting.add(area, DataBarRule("min", 0, "max", 0, color="FF638EC6"))
        sheet.conditional_formatting.add(f"A{TOP + 1}:A{TOP + 4}", ColorScaleRule())
        rule = DataValidation(type="list", formula1='"ja,nee"')
        rule.add(f"B{TOP + 1}:B{TOP + 4}")
        sheet.add_data_validation(rule)
        sheet.merge_cells("A3:C3")
        sheet.print_title_rows = "5:5"
        sheet.row_dimensions[TOP + 2].height = 31
    chart = BarChart()
    chart.add_data(Reference(book.worksheets[0], min_col=3, min_row=TOP, max_row=TOP + 4))
    book.create_sheet("Van mijzelf").add_chart(chart, "B2")
    book.defined_names["Uurtarief"] = DefinedName("Uurtarief", attr_text=f"{TABLES[0].sheet}!$A$1")
    book.save(path)


MAKERS: dict[str, Callable[[Path], None]] = {"XlsxWriter.xlsm": by_xlsxwriter, "openpyxl.xlsx": by_openpyxl}


def make(name: str, folder: Path) -> Path:
    """Return a rich workbook by one of the makers, with the opaque parts and the order of calculation."""
    path = folder / name
    MAKERS[name](path)
    with_opaque_parts(path)
    return path


def with_opaque_parts(path: Path) -> None:
    """Add the parts of :data:`OPAQUE` to a workbook, and the order of calculation, as Excel would."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    types, links = parts["[Content_Types].xml"], {"workbook": "xl/_rels/workbook.xml.rels"}
    sheets = sorted(name for name in parts if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name))
    links["sheet"] = f"xl/worksheets/_rels/{sheets[1].rpartition('/')[2]}.rels"
    chain = [
        f'<c r="{place.decode()}" i="{re.findall("[0-9]+", sheet)[0]}"/>'
        for sheet in sheets
        for place in re.findall(rb'<c r="([A-Z]+\d+)"[^<>]*><f\b', parts[sheet])
    ]
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/calcChain.xml"] = f'<calcChain xmlns="{space}">{"".join(chain)}</calcChain>'.encode()
    added = [(*one, "x") for one in OPAQUE]
    added.append(("xl/calcChain.xml", f"{_SPREADSHEET}.calcChain+xml", "workbook", ""))
    for number, (name, kind, owner, content) in enumerate(added):
        if content:
            parts[name] = f'<?xml version="1.0"?><van-de-gebruiker nummer="{number}"/>'.encode()
        mention = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
        types = types.replace(b"</Types>", mention.encode())
        if owner:
            what = re.split(r"\d*\.", name.rpartition("/")[2])[0]
            link = (
                f'<Relationship Id="rIdX{number}" Type="{_OFFICE}/{what}" Target="/{name}"/></Relationships>'
            )
            parts[links[owner]] = parts[links[owner]].replace(b"</Relationships>", link.encode())
    parts["[Content_Types].xml"] = types
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
