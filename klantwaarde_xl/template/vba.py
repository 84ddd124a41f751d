"""Makes the VBA modules of the workbook: wrappers of the functions, callbacks, fixed parts in ``parts/``.

Our wrappers do what those of xlwings do (``xlwings.udfs.generate_vba_wrapper``), without conditional
compilation, and turn failures into real Excel errors instead of text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.metadata import distribution
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from klantwaarde_xl import __version__
from klantwaarde_xl.errors import NO_FUNCTIONS_HERE, NO_OPEN_WORKBOOK, PYTHON_UNREACHABLE
from klantwaarde_xl.functions.declaration import CATEGORY, Function
from klantwaarde_xl.functions.encoders.vba import expressions
from klantwaarde_xl.functions.registry import FUNCTIONS
from klantwaarde_xl.model.tables import InvoiceLine
from klantwaarde_xl.report.pages import customer_value
from klantwaarde_xl.report.pages.columns import CARD_SEARCH, ID, NAME
from klantwaarde_xl.report.pages.customer_card import data as card_data
from klantwaarde_xl.report.pages.customer_card.data import CARD_TABLE
from klantwaarde_xl.report.pages.customer_card.steps import CARD_CHOICE
from klantwaarde_xl.template.ribbon import BUTTONS
from klantwaarde_xl.template.vba_project import Module, ModuleKind

FUNCTIONS_MODULE = "klantwaarde_xl.excel.functions"
"""The Python module that xlwings is asked for a function."""
TOOLTIP_SHEET = "_IntelliSense_"
"""The sheet with the descriptions, where Excel-DNA looks for it."""
_HIDDEN = (
    "Option Private Module 'Added by klantwaarde_xl: none of this is for cells. The rest is xlwings as it is "
    "published.\n"
)
_HEAD = re.compile(r"\A(?:VERSION 1\.0 CLASS\nBEGIN\n(?:[^\n]*\n)*?END\n)?(?:Attribute VB_[^\n]*\n)*")


def workbook_modules(sheet_code_names: Sequence[str], *, addin: bool = False) -> list[Module]:
    """Return every module of the workbook, or of the add-in, in the order of the project.

    ``sheet_code_names`` are the code names given to the sheets, in their order; each has a document module.
    The add-in works on the workbook of the calling cell, the workbook on itself."""
    return [
        Module(
            "ThisWorkbook",
            ModuleKind.WORKBOOK,
            part("AddinThisWorkbook.cls" if addin else "ThisWorkbook.cls"),
        ),
        *(Module(name, ModuleKind.SHEET) for name in sheet_code_names),
        Module("ModFuncties", ModuleKind.STANDARD, functions_module(addin=addin)),
        Module("ModUitkomst", ModuleKind.STANDARD, part("ModUitkomst.bas")),
        Module("ModBereik", ModuleKind.STANDARD, part("ModBereik.bas")),
        Module("ModStart", ModuleKind.STANDARD, part("ModStart.bas")),
        Module("ModKaart", ModuleKind.STANDARD, card_module()),
        Module("ModBeschrijving", ModuleKind.STANDARD, descriptions_module()),
        Module("ModKnoppen", ModuleKind.STANDARD, buttons_module()),
        *(_addin_modules() if addin else [Module("ModRekenen", ModuleKind.STANDARD, calculation_module())]),
        *xlwings_modules(),
    ]


def _addin_modules() -> list[Module]:
    return [
        Module("ModLint", ModuleKind.STANDARD, ribbon_module()),
        Module("ModKoppeling", ModuleKind.STANDARD, part("ModKoppeling.bas")),
    ]


def part(name: str) -> str:
    """Return the text of a fixed VBA part."""
    return (files("klantwaarde_xl.template") / "parts" / name).read_text(encoding="utf-8")


def functions_module(functions: Sequence[Function] = FUNCTIONS, *, addin: bool = False) -> str:
    """Return the module with one wrapper per function; the same registry gives the same text."""
    book = "KwBoek()" if addin else "ThisWorkbook"
    lines = ["Option Explicit", "", "' Generated from klantwaarde_xl.functions.registry: change it there."]
    for function in functions:
        lines += ["", *_wrapper(function, book)]
    return "\n".join(lines) + "\n"


def _wrapper(function: Function, book: str) -> list[str]:
    shown = ", ".join(
        ("Optional " if argument.optional else "") + argument.name for argument in function.arguments
    )
    passed = ", ".join([*(argument.name for argument in function.arguments), *expressions(function)])
    name = function.name
    given = f"KwBegrensd(Array({passed}))" if function.arguments else f"Array({passed})"
    call = f'XLPy.CallUDF("{FUNCTIONS_MODULE}", "{name}", {given}, {book}, Application.Caller)'
    return [
        f"Public Function {name}({shown})",
        *([f"    If KwInWizard() Then {name} = KW_IN_WIZARD: Exit Function"] if function.slow else []),
        "    On Error GoTo mislukt",
        f'    {name} = KwUitkomst({call}, "{name}")',
        "    Exit Function",
        "mislukt:",
        f'    {name} = KwMislukt("{name}", Err.Description)',
        "End Function",
    ]


def descriptions_module(functions: Sequence[Function] = FUNCTIONS) -> str:
    """Return the module with the texts for Excel's function wizard, and the version of the workbook."""
    lines = [
        "Option Explicit",
        "Option Private Module",
        "",
        "' Generated from klantwaarde_xl.functions.registry: change it there.",
        "",
        f"Public Const KW_WERKMAPVERSIE As String = {quoted(__version__)}",
        *(f"Public Const {name} As String = {quoted(text)}" for name, text in _texts().items()),
        "",
        "Public Sub KwBeschrijfAlles()",
    ]
    for function in functions:
        lines.append(f"    KwBeschrijf {quoted(function.name)}, {quoted(function.category)}, _")
        lines.append(f"        {quoted(function.help)}, _")
        if function.arguments:
            helps = [f"        {quoted(argument.help)}" for argument in function.arguments]
            helps[0] = helps[0].replace("        ", "        Array(", 1)
            lines += [text + ", _" for text in helps[:-1]] + [helps[-1] + ")"]
        else:
            lines.append("        Empty")
    return "\n".join([*lines, "End Sub"]) + "\n"


def _texts() -> dict[str, str]:
    """Return the texts that VBA shows when it cannot ask Python, in the words of the catalogue.

    VBA fills in the reason.
    """
    return {
        "KW_GEEN_PYTHON": str(PYTHON_UNREACHABLE.error(reason="{reden}")),
        "KW_OP_MAC": str(NO_FUNCTIONS_HERE.error()),
        "KW_GEEN_WERKMAP": str(NO_OPEN_WORKBOOK.error()),
        "KW_IN_WIZARD": "Klik op OK om te rekenen.",
    }


def buttons_module() -> str:
    """Return the module with the callbacks of the ribbon."""
    lines = [
        "Option Explicit",
        "Option Private Module",
        "",
        "' Generated from klantwaarde_xl.template.ribbon: change it there.",
    ]
    for button in BUTTONS:
        lines += [
            "",
            f"Public Sub {button.callback}(control As IRibbonControl)",
            f"    KwVoerUit {quoted(button.python)}",
            "End Sub",
        ]
    return "\n".join(lines) + "\n"


def card_module() -> str:
    """Return the module that shows the clicked customer on Klantkaart, with the names of the report."""
    known = {
        "KW_ZOEKCEL": CARD_SEARCH,
        "KW_KEUZECEL": CARD_CHOICE,
        "KW_KAARTBLAD": card_data.PAGE.spec.name,
        "KW_WAARDEBLAD": customer_value.PAGE.spec.name,
        "KW_KOP_NUMMER": ID.header,
        "KW_KOP_NAAM": NAME.header,
        "KW_KOP_KEUZE": CARD_TABLE.header("label"),
    }
    return _with_constants("ModKaart.bas", known)


def ribbon_module() -> str:
    """Return the module that hides the add-in's groups while a workbook with its own is in front."""
    return _with_constants("ModLint.bas", {"KW_BESCHRIJFBLAD": TOOLTIP_SHEET, "KW_CATEGORIE": CATEGORY})


def calculation_module() -> str:
    """Return the module that lets the sheet with live functions calculate only while it is in front."""
    # These show the version that is read here.
    from klantwaarde_xl.template.functions_sheet import CALCULATES, CALCULATES_NOT, SHEET

    known = {
        "KW_FUNCTIEBLAD": SHEET,
        "KW_REGELBLAD": InvoiceLine.sheet,
        "KW_REGELTABEL": InvoiceLine.table,
        "KW_REKENT_WEL": CALCULATES,
        "KW_REKENT_NIET": f"{CALCULATES_NOT} Kies het in cel A5.",
    }
    return _with_constants("ModRekenen.bas", known)


def _with_constants(name: str, known: dict[str, str]) -> str:
    """Return a fixed part with texts that are declared elsewhere as its constants."""
    constants = "\n".join(
        f"Private Const {constant} As String = {quoted(text)}" for constant, text in known.items()
    )
    return part(name).replace("Option Private Module\n", f"Option Private Module\n\n{constants}\n", 1)


def quoted(text: str) -> str:
    """Return the text as a VBA literal.

    >>> quoted('of "z-score" dan')
    '"of ""z-score"" dan"'
    """
    return '"' + text.replace('"', '""') + '"'


def xlwings_modules() -> list[Module]:
    """Return the standalone module of the installed xlwings with its licence, and its class for a Mac.

    The line added before it keeps Excel from offering its procedures, such as ``sql`` and ``GetConfig``,
    among the functions for cells.
    """
    folder = _xlwings_folder()
    return [
        Module("xlwings", ModuleKind.STANDARD, _HIDDEN + _body(folder / "xlwings.bas")),
        Module("Dictionary", ModuleKind.CLASS, _body(folder / "addin" / "Dictionary.cls")),
    ]


def xlwings_version() -> str:
    """Return the version of the installed xlwings, which the module in the workbook must have as well."""
    return distribution("xlwings").version


def _xlwings_folder() -> Path:
    spec = find_spec("xlwings")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("xlwings")
    return Path(spec.origin).parent


def _body(path: Path) -> str:
    """Return the code of an exported module without the header that only files have."""
    text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    return _HEAD.sub("", text, count=1)
