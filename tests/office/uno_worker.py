"""Runs under the system's Python, which has UNO: starts a LibreOffice of its own and does what it is asked.

It speaks JSON, one message a line. A request on stdin is answered on stdout with ``{"result": ...}`` or
``{"error": text}``. While a request runs, LibreOffice may call Python from a cell or a button: then
``{"call": ...}`` goes out first, and its answer comes in, or other requests before that. Standard library and
UNO only: nothing of the package under test runs in here."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import time
import traceback
import uuid
from pathlib import Path

import uno
import unohelper
from com.sun.star.beans import PropertyValue
from com.sun.star.bridge.oleautomation import Date as OleDate
from com.sun.star.lang import Locale, XServiceInfo, XSingleComponentFactory
from com.sun.star.reflection import InvocationTargetException
from com.sun.star.script import ArrayWrapper, XInvocation
from com.sun.star.sheet import CellFlags, TableFilterField
from com.sun.star.sheet.FilterConnection import AND
from com.sun.star.sheet.FilterOperator import EQUAL, GREATER_EQUAL

SERVICE = "nl.klantwaarde.test.XLPy"
OPTIONS = (
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", 0),  # run every macro
    # show cached values until we ask to calculate
    ("org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode", 1),
)
REGISTRY = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{items}
</oor:items>
"""
ITEM = '<item oor:path="/{0}"><prop oor:name="{1}" oor:op="fuse"><value>{2}</value></prop></item>'
ALWAYS_EXECUTE = 4
FORMULA_ERROR = 4


def send(message: object) -> None:
    """Write one message; NaN never occurs in what we send."""
    sys.__stdout__.write(json.dumps(message, allow_nan=False) + "\n")
    sys.__stdout__.flush()


def plain(value: object) -> object:
    """Return a value of Basic as JSON: a range as ``{"range": rows}``, an array as lists, an object as its
    name."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, (int, float)):
        return value if math.isfinite(value) else {"missing": True}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, ArrayWrapper):
        return plain(value.Array)
    if isinstance(value, OleDate):
        return {"date": value.Value}
    if hasattr(value, "Value") and hasattr(value, "Cells"):
        rows = plain(value.Value)
        return {"range": rows if isinstance(rows, list) else [[rows]]}
    return {"object": getattr(value, "Name", "")}


class Bridge(unohelper.Base, XInvocation, XServiceInfo):
    """What ``XLPy`` is in Excel:

    ``CallUDF`` and ``Exec`` of the Python server, here forwarded to the process of the tests.
    """

    def getIntrospection(self):  # noqa: N802
        return None

    def hasMethod(self, name):  # noqa: N802
        return name in {"CallUDF", "Exec"}

    def hasProperty(self, name):  # noqa: N802
        return False

    def getValue(self, name):  # noqa: N802
        raise AttributeError(name)

    def setValue(self, name, value):  # noqa: N802
        raise AttributeError(name)

    def invoke(self, name, params, out_index, out_param):
        try:
            send({"call": name, "arguments": [plain(item) for item in params]})
            # Whoever answers may want to work in the document first, as a button does.
            while "do" in (answer := json.loads(sys.stdin.readline())):
                serve(answer)
        except Exception as error:
            traceback.print_exc()
            raise InvocationTargetException(str(error), self, None) from error
        if "error" in answer:
            raise InvocationTargetException(answer["error"], self, None)
        result = answer["result"]
        if isinstance(result, list):
            if result and isinstance(result[0], list):
                result = ArrayWrapper(False, uno.Any("[][]any", tuple(tuple(row) for row in result)))
            else:
                result = tuple(result)
        return result, (), ()

    def getImplementationName(self):  # noqa: N802
        return SERVICE + ".Bridge"

    def supportsService(self, name):  # noqa: N802
        return name == SERVICE

    def getSupportedServiceNames(self):  # noqa: N802
        return (SERVICE,)


class Factory(unohelper.Base, XSingleComponentFactory, XServiceInfo):
    """Makes bridges for ``CreateUnoService``; it lives in this process, LibreOffice reaches it over the
    pipe."""

    def createInstanceWithContext(self, context):  # noqa: N802
        return Bridge()

    def createInstanceWithArgumentsAndContext(self, arguments, context):  # noqa: N802
        return Bridge()

    def getImplementationName(self):  # noqa: N802
        return SERVICE + ".Factory"

    def supportsService(self, name):  # noqa: N802
        return name == SERVICE

    def getSupportedServiceNames(self):  # noqa: N802
        return (SERVICE,)


class Office:
    """One LibreOffice with its own profile and the documents that are open in it."""

    def __init__(self, folder: str, soffice: str, locale: str = "") -> None:
        profile = Path(folder) / "profile"
        (profile / "user").mkdir(parents=True, exist_ok=True)
        wanted = [
            *OPTIONS,
            *([("org.openoffice.Setup/L10N", "ooSetupSystemLocale", locale)] if locale else []),
        ]
        options = REGISTRY.format(items="\n".join(ITEM.format(*option) for option in wanted))
        (profile / "user" / "registrymodifications.xcu").write_text(options, encoding="utf-8")
        pipe = "kw" + uuid.uuid4().hex
        self.process = subprocess.Popen(
            [
                soffice,
                "--headless",
                "--norestore",
                "--nologo",
                "--nodefault",
                f"-env:UserInstallation={profile.as_uri()}",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        self.context = self._connect(resolver, f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        self.desktop = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", self.context
        )
        self.context.ServiceManager.insert(Factory())
        self.documents: dict[str, object] = {}

    def _connect(self, resolver, address, patience=90):
        until = time.monotonic() + patience
        while True:
            try:
                return resolver.resolve(address)
            except Exception:
                if time.monotonic() > until or self.process.poll() is not None:
                    self.process.kill()
                    raise
                time.sleep(0.2)

    def open(self, path):
        url = uno.systemPathToFileUrl(path)
        properties = (PropertyValue("MacroExecutionMode", 0, ALWAYS_EXECUTE, 0),)
        document = self.desktop.loadComponentFromURL(url, "_blank", 0, properties)
        if document is None:
            raise ValueError(f"LibreOffice cannot open {path}")
        key = uuid.uuid4().hex
        self.documents[key] = document
        return key

    def close(self, document):
        self.documents.pop(document).close(True)

    def save(self, document, path, filter_name):
        self.documents[document].storeToURL(
            uno.systemPathToFileUrl(path), (PropertyValue("FilterName", 0, filter_name, 0),)
        )

    def calculate(self, document):
        self.documents[document].calculateAll()

    def run(self, document, macro, arguments):
        provider = self.documents[document].getScriptProvider()
        script = provider.getScript(f"vnd.sun.star.script:{macro}?language=Basic&location=document")
        result, _, _ = script.invoke(tuple(arguments), (), ())
        return plain(result)

    def sheets(self, document):
        return list(self.documents[document].Sheets.ElementNames)

    def _range(self, document, sheet, area):
        top, left, bottom, right = area
        return (
            self.documents[document].Sheets.getByName(sheet).getCellRangeByPosition(left, top, right, bottom)
        )

    def read(self, document, sheet, area):
        """Return the values, and per error cell its row, column, error number and text."""
        found = self._range(document, sheet, area)
        top, left = area[0], area[1]
        values = [[plain(value) for value in row] for row in found.getDataArray()]
        errors = []
        for part in found.queryFormulaCells(FORMULA_ERROR).getRangeAddresses():
            for row in range(part.StartRow, part.EndRow + 1):
                for column in range(part.StartColumn, part.EndColumn + 1):
                    cell = found.getCellByPosition(column - left, row - top)
                    errors.append([row - top, column - left, cell.getError(), cell.String])
        return {"values": values, "errors": errors}

    def formula_cells(self, document):
        """Return per sheet how many formulas it has and which of them show an error, as addresses of
        areas."""
        found = {}
        for name in self.documents[document].Sheets.ElementNames:
            sheet = self.documents[document].Sheets.getByName(name)
            areas = sheet.queryContentCells(CellFlags.FORMULA).getRangeAddresses()
            count = sum((a.EndRow - a.StartRow + 1) * (a.EndColumn - a.StartColumn + 1) for a in areas)
            found[name] = {
                "count": count,
                "errors": sheet.queryFormulaCells(FORMULA_ERROR).RangeAddressesAsString,
            }
        return found

    def format_areas(self, document, sheet, area, kind):
        """Return the areas within an area whose number format is of a kind (2: date, 256: text), as rows and
        columns in it."""
        found = self._range(document, sheet, area)
        formats = self.documents[document].NumberFormats
        areas = []
        for group in found.getUniqueCellFormatRanges():
            if formats.getByKey(group.getByIndex(0).NumberFormat).Type & kind:
                for part in group.getRangeAddresses():
                    edges = (
                        part.StartRow - area[0],
                        part.StartColumn - area[1],
                        part.EndRow - area[0],
                        part.EndColumn - area[1],
                    )
                    areas.append(list(edges))
        return areas

    def set_number_format(self, document, sheet, area, code):
        formats, locale = self.documents[document].NumberFormats, Locale("en", "US", "")
        key = formats.queryKey(code, locale, False)
        self._range(document, sheet, area).NumberFormat = formats.addNew(code, locale) if key == -1 else key

    def active(self, document):
        return self.documents[document].CurrentController.ActiveSheet.Name

    def activate(self, document, sheet):
        self.documents[document].CurrentController.setActiveSheet(
            self.documents[document].Sheets.getByName(sheet)
        )

    def select(self, document, sheet, area):
        self.activate(document, sheet)
        self.documents[document].CurrentController.select(self._range(document, sheet, area))

    def selection(self, document):
        where = self.documents[document].CurrentSelection.RangeAddress
        return [
            self.documents[document].Sheets.ElementNames[where.Sheet],
            [where.StartRow, where.StartColumn, where.EndRow, where.EndColumn],
        ]

    def is_protected(self, document, sheet):
        return self.documents[document].Sheets.getByName(sheet).isProtected()

    def protect(self, document, sheet, on):
        found = self.documents[document].Sheets.getByName(sheet)
        found.protect("") if on else found.unprotect("")

    def names(self, document):
        found = {}
        defined = self.documents[document].NamedRanges
        sheets = self.documents[document].Sheets.ElementNames
        for name in defined.ElementNames:
            cells = defined.getByName(name).ReferredCells
            if cells is not None:
                where = cells.RangeAddress
                found[name] = [
                    sheets[where.Sheet],
                    [where.StartRow, where.StartColumn, where.EndRow, where.EndColumn],
                ]
        return found

    def write(self, document, sheet, area, values):
        self._range(document, sheet, area).setDataArray(tuple(tuple(row) for row in values))

    def paste(self, document, sheet, at, source, area):
        """Copy an area of the first sheet of another open document and paste it at a cell, as Ctrl+C and
        Ctrl+V do."""
        self.select(source, self.documents[source].Sheets.ElementNames[0], area)
        copied = self.documents[source].CurrentController.getTransferable()
        self.select(document, sheet, [*at, *at])
        self.documents[document].CurrentController.insertTransferable(copied)

    def formulas(self, document, sheet, area):
        return [list(row) for row in self._range(document, sheet, area).getFormulaArray()]

    def set_formula(self, document, sheet, area, formula, array):
        found = self._range(document, sheet, area)
        if array:
            found.setArrayFormula(formula)
        else:
            found.getCellByPosition(0, 0).setFormula(formula)

    def set_formulas(self, document, sheet, area, formulas):
        self._range(document, sheet, area).setFormulaArray(tuple(tuple(row) for row in formulas))

    def clear(self, document, sheet, area, flags):
        self._range(document, sheet, area).clearContents(flags)

    def used(self, document, sheet):
        cursor = self.documents[document].Sheets.getByName(sheet).createCursor()
        cursor.gotoEndOfUsedArea(False)
        address = cursor.RangeAddress
        return [address.EndRow, address.EndColumn]

    def tables(self, document):
        names = self.documents[document].Sheets.ElementNames
        found = {}
        ranges = self.documents[document].DatabaseRanges
        for name in ranges.ElementNames:
            area = ranges.getByName(name).DataArea
            found[name] = [names[area.Sheet], [area.StartRow, area.StartColumn, area.EndRow, area.EndColumn]]
        return found

    def resize_table(self, document, name, area):
        table = self.documents[document].DatabaseRanges.getByName(name)
        where = table.DataArea
        where.StartRow, where.StartColumn, where.EndRow, where.EndColumn = area
        table.DataArea = where

    def filters(self, document, name):
        """Return the filters of a table as [column from 0, '=text' or '>=number']."""
        fields = (
            self.documents[document].DatabaseRanges.getByName(name).getFilterDescriptor().getFilterFields()
        )
        return [
            [field.Field, f">={field.NumericValue:g}" if field.IsNumeric else f"={field.StringValue}"]
            for field in fields
        ]

    def set_filters(self, document, name, filters):
        table = self.documents[document].DatabaseRanges.getByName(name)
        fields = []
        for column, criterion in filters:
            field = TableFilterField()
            field.Connection, field.Field = AND, column
            field.IsNumeric = criterion.startswith(">=")
            field.Operator = GREATER_EQUAL if field.IsNumeric else EQUAL
            field.NumericValue = float(criterion[2:]) if field.IsNumeric else 0.0
            field.StringValue = "" if field.IsNumeric else criterion[1:]
            fields.append(field)
        table.getFilterDescriptor().setFilterFields(tuple(fields))
        if fields:
            table.refresh()
        else:  # a refresh without fields leaves hidden what was hidden
            rows = self.documents[document].Sheets.getByIndex(table.DataArea.Sheet).Rows
            for row in range(table.DataArea.StartRow, table.DataArea.EndRow + 1):
                rows.getByIndex(row).IsFiltered = False

    def hidden(self, document, sheet, area):
        """Return which rows of an area a filter hides, counted from its top."""
        rows = self._range(document, sheet, area).Rows
        return [number for number in range(rows.Count) if rows.getByIndex(number).IsFiltered]

    def is_visible(self, document, sheet):
        return bool(self.documents[document].Sheets.getByName(sheet).IsVisible)

    def totals(self, document, name):
        return bool(self.documents[document].DatabaseRanges.getByName(name).TotalsRow)

    def set_totals(self, document, name, shown):
        self.documents[document].DatabaseRanges.getByName(name).TotalsRow = shown

    def stop(self):
        for document in self.documents.values():
            document.close(True)
        self.documents.clear()
        try:
            self.desktop.terminate()
        except Exception:  # noqa: BLE001 - the office may be gone before its answer is here
            traceback.print_exc()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()


def serve(request: dict[str, object]) -> None:
    """Do what one request asks, and answer it."""
    try:
        send({"result": getattr(OFFICES[0], request.pop("do"))(**request)})
    except Exception as error:  # noqa: BLE001 - whatever it is, the test must hear of it
        traceback.print_exc()
        send({"error": f"{type(error).__name__}: {error}"})


OFFICES: list[Office] = []


def main() -> None:
    """Serve requests until stdin ends."""
    OFFICES.append(Office(*sys.argv[1:]))
    sys.stdout = sys.stderr
    send({"result": "ready"})
    try:
        while line := sys.stdin.readline():
            serve(json.loads(line))
    finally:
        OFFICES[0].stop()


main()
