"""The rules of names, formulas, values, looks and numbers find each breach that is planted."""

from __future__ import annotations

import re

import pytest
from cell_rules import CELL_RULES
from format_code_rules import FORMAT_CODE_RULES, faults_of
from future_rules import BEYOND_XLSXWRITER, FUTURE_RULES, in_a_file
from name_rules import NAME_RULES, is_name, names_elsewhere
from package_rules import BY_NAME, faults
from planting import Change, changed, part_with, pattern, put
from quick import first_quick
from reference_rules import REFERENCE_RULES, names_in_formulas
from xlsxwriter.worksheet import Worksheet

pytest.importorskip("oletools.olevba")
BOOK, SHEET, FORMULA, TABLE = b"<definedName ", b"<sheetData", b"</f>", b"<tableColumns"
STYLES = b"<cellXfs"
_TEXT_CELL = rb'(<c [^>]*)t="s"([^>]*><v>)\d+'


def named(name: bytes) -> Change:
    return pattern(rb'<definedName name="(?!_xlnm)[^"]*"', b'<definedName name="' + name + b'"')


def of_formula(text: bytes) -> Change:
    return pattern(rb"(<c [^>]*><f[^>]*>)[^<]*</f>", rb"\g<1>" + text + b"</f>")


def of_list(text: bytes) -> Change:
    return pattern(rb"<formula1>[^<]*<", b"<formula1>" + text + b"<")


def all_hidden(data: bytes) -> bytes:
    """Hide every sheet."""
    return re.sub(rb"<sheet (?![^>]*state=)", b'<sheet state="hidden" ', data)


def value(kind: bytes, text: bytes) -> Change:
    return pattern(_TEXT_CELL, rb'\g<1>t="' + kind + rb'"\g<2>' + text)


BREACHES: list[tuple[str, bytes, Change]] = [
    *[("names", BOOK, named(name)) for name in (b"1e", b"TRUE", b"R1C1", b"A1", b"rc", b"een naam")],
    ("names", BOOK, named(b"n" * 256)),
    ("names", BOOK, pattern(rb'localSheetId="\d+"', b'localSheetId="99"')),
    *[
        ("names", BOOK, pattern(rb'(<definedName name="(?!_xlnm)[^"]*">)[^<]*', rb"\1" + text))
        for text in (b"", b" ")
    ],
    ("names", BOOK, put(b'"_xlnm.Print_Area"', b'"_xlnm.Print_Aera"')),
    ("sheets_in_formulas", BOOK, pattern(rb'(<definedName name="(?!_xlnm)[^"]*">)[^<!]*!', rb"\1Ergens!")),
    *[("names_elsewhere", BOOK, named(name)) for name in (b"F1C1", b"R1K1", b"Z1S1", b"L1C1", b"WAAR")],
    ("names_of_sheets", BOOK, pattern(rb'<sheet name="Start"', b'<sheet name="Begin: nu"')),
    ("names_of_sheets", BOOK, pattern(rb'<sheet name="Start"', b'<sheet name="' + b"s" * 32 + b'"')),
    ("names_of_sheets", BOOK, pattern(rb'<sheet name="Start"', b'<sheet name="transacties"')),
    *[
        ("names_of_tables", TABLE, pattern(rb'displayName="\w+"', b'displayName="' + name + b'"'))
        for name in (
            b"A1",
            b"R1C1",
            b"1tabel",
            b"tbl klanten",
            b"ALS_BEKEND",
            b"TBLPRODUCTEN",
            b"t" * 256,
        )
    ],
    *[("names_elsewhere", TABLE, pattern(rb'displayName="\w+"', b'displayName="R1K1"'))],
    *[("formulas", FORMULA, of_formula(text)) for text in (b"IF(A1;1;2)", b"=SUM(A1)", b"SUM(A1")],
    *[
        ("functions", FORMULA, of_formula(text))
        for text in (b"SOM(A1:A3)", b"ALS(A1,1,2)", b"XLOOKUP(A1,A2,A3)")
    ],
    ("functions", BOOK, pattern(rb'(<definedName name="(?!_xlnm)[^"]*">)[^<]*', rb"\1SOM(Start!$A$1)")),
    *[
        ("prefixes", FORMULA, of_formula(text))
        for text in (
            b"XLOOKUP(A1,A2,A3)",
            b"_xlws.SORT(A1:A3)",
            b"_xlfn.SORT(A1:A3)",
            b"_xlfn._xlws.UNIQUE(A1:A3)",
            b"_xlfn.SUM(A1:A3)",
            b"_xlfn.X.ZOEKEN(A1,A2,A3)",
            b"_xludf.XLOOKUP(A1,A2,A3)",
            b"_xlfn.xlookup(A1,A2,A3)",
            b"SINGLE(A1:A3)",
            b"1+IFERROR(AGGREGATE(14,6,A1:A3,1),0)",
        )
    ],
    *[
        ("names_within", FORMULA, of_formula(text))
        for text in (
            b"_xlfn.LET(x,1,x+1)",
            b"_xlfn.LET(_xlpm.x,1,x+1)",
            b"_xlfn.LET(_xlpm.x,SUM(A1,A2),y,2,_xlpm.x)",
            b"_xlfn.LAMBDA(_xlpm.x,y,_xlpm.x)(1,2)",
            b"SUM(_xlpm.x,1)",
        )
    ],
    *[
        ("signs", FORMULA, of_formula(text))
        for text in (b"SUM(@A1:A3)", b"SUM(A1#)", b"SUM(Start!$A$1#)", b"tblKlanten[@Klantnummer]")
    ],
    *[
        ("beyond_the_sheet", FORMULA, of_formula(text))
        for text in (b"XFE1", b"$A$1048577+1", b"SUM(A1:A0)", b"SUM(XFD:XFE)", b"SUM(1:1048577)")
    ],
    ("functions", b"<xm:f>", pattern(rb"<xm:f>[^<]*", b"<xm:f>SOM(Start!$A$1)")),
    ("beyond_the_sheet", b"<c:f>", pattern(rb"<c:f>[^<]*", b"<c:f>Start!$A$1:$XFE$1")),
    ("beyond_the_sheet", BOOK, pattern(rb'(<definedName name="(?!_xlnm)[^"]*">)[^<]*', rb"\1Start!$XFE$1")),
    (
        "beyond_the_sheet",
        b"<dataValidation ",
        pattern(rb'(<dataValidation [^>]*sqref=")[^"]*', rb"\1A1:A1048577"),
    ),
    ("beyond_the_sheet", SHEET, pattern(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFE9"')),
    *[("values", SHEET, value(b"n", text)) for text in (b"NaN", b"INF", b"inf", b"-INF", b"1e999", b"1,5")],
    *[("values", SHEET, value(b"s", text)) for text in (b"999999", b"-1")],
    *[("values", SHEET, value(kind, text)) for kind, text in ((b"b", b"WAAR"), (b"e", b"#N/B"))],
    *[("values", SHEET, value(kind, b"")) for kind in (b"s", b"b", b"e", b"d")],
    *[
        ("values", SHEET, value(kind, text))
        for kind, text in ((b"d", b"gisteren"), (b"d", b"1-2-2025"), (b"q", b"1"), (b"inlineStr", b"1"))
    ],
    ("looks", STYLES, pattern(rb'(<cellStyle [^>]*xfId=)"\d+"', rb'\1"99"')),
    ("looks", STYLES, pattern(rb"(<numFmt [^>]*/>)(<numFmt )", rb"\1\1\2")),
    ("looks", SHEET, pattern(rb'(<c [^>]*) s="\d+"', rb'\1 s="9999"')),
    ("looks", SHEET, pattern(rb"(<row [^>]*?)(?: s=\"\d+\")?>", rb'\1 s="9999" customFormat="1">')),
    ("looks", b"<cols>", pattern(rb'(<col [^>]*style=)"\d+"', rb'\1"9999"')),
    ("looks", b"<cfRule", pattern(rb'dxfId="\d+"', b'dxfId="9999"')),
    ("looks", TABLE, pattern(rb'<tableColumn id="1"', b'<tableColumn id="1" dataDxfId="9999"')),
    *[
        ("looks", STYLES, pattern(rb'(<cellXfs.*?<xf [^>]*?%s=)"\d+"' % name, rb'\1"9999"'))
        for name in (b"numFmtId", b"fontId", b"fillId", b"borderId", b"xfId")
    ],
    *[
        ("format_codes", b"<numFmt ", pattern(rb'(<numFmt [^>]*formatCode=)"[^"]*"', rb'\1"%s"' % code))
        for code in (
            *(b"0&quot;a", b"[Red0", b"0]", b"0_", b"0\\\\", b"0;0;0;0;0", b"0" * 256),
            *(b"[&gt;3]0;[&gt;2]0;[&gt;1]0", b"[&gt;3][&lt;9]0;0", b"0;0;[&lt;1]0", b"[&gt;1,5]0"),
            *(b"dd-mm-jjjj", b"uu:mm", b"Standaard", b"[Rood]0", b"[Kleur 3]0"),
            *(b"#.##0,00", b"0,00", b"#.##0,0%", b"0;-#.##0,00", b"[$-413]0,0"),
        )
    ],
    ("format_codes", b"<c:formatCode>", pattern(rb"<c:formatCode>[^<]*", b"<c:formatCode>jjjj")),
    ("format_codes", b"<c:numFmt ", pattern(rb'(<c:numFmt formatCode=)"[^"]*"', rb'\1"#.##0,00"')),
    *[
        ("counts", mark, pattern(rb'(<%s count=)"\d+"' % name, rb'\1"9999"'))
        for mark, name in (
            (TABLE, b"tableColumns"),
            (STYLES, b"cellXfs"),
            (STYLES, b"dxfs"),
            (STYLES, b"fonts"),
        )
    ],
    ("counts", b"<tablePart ", pattern(rb'(<tableParts count=)"\d+"', rb'\1"9"')),
    ("counts", b"<dataValidation ", pattern(rb'(<dataValidations count=)"\d+"', rb'\1"9999"')),
    ("identities", BOOK, put(b'sheetId="2"', b'sheetId="1"')),
    ("identities", BOOK, put(b'r:id="rId2"', b'r:id="rId1"')),
    ("identities", BOOK, put(b'sheetId="2"', b'sheetId="70000"')),
    ("identities", TABLE, put(b'<tableColumn id="2"', b'<tableColumn id="1"')),
    *[
        ("sheets_in_formulas", FORMULA, of_formula(text))
        for text in (
            b"Ergens!A1",
            b"SUM('Er gens'!A1:A3)",
            b"SUM(Start:Ergens!A1)",
            b"IF(A1=1,Ergens!naam,2)",
        )
    ],
    ("sheets_in_formulas", b"<formula1>", of_list(b"Ergens!$A$1:$A$9")),
    ("sheets_in_formulas", b"<c:f>", pattern(rb"<c:f>[^<]*", b"<c:f>Ergens!$A$1:$A$9")),
    *[
        ("names_in_formulas", FORMULA, of_formula(text))
        for text in (b"Ergens", b"SUM(A1:A3,ergens)", b"Start!Ergens", b"ROUND(nergens.1*2,0)")
    ],
    ("names_in_formulas", b"<formula1>", of_list(b"Ergens")),
    ("names_in_formulas", b"<c:f>", pattern(rb"<c:f>[^<]*", b"<c:f>Start!Ergens")),
    *[
        ("tables_in_formulas", FORMULA, of_formula(text))
        for text in (
            b"SUM(tblErgens[Omzet])",
            b"SUM(tblKlanten[Ergens])",
            b"tblKlanten[[#This Row],[Ergens]]",
            b"SUM(tblKlanten[[Klantnummer]:[Ergens]])",
            b"ROWS(tblErgens[#All])",
        )
    ],
    *[
        ("texts_in_formulas", FORMULA, of_formula(text % (b"x" * 256)))
        for text in (b"LEN(&quot;%s&quot;)", b"COUNTA({1,&quot;%s&quot;})")
    ],
    ("sheets_in_sight", BOOK, all_hidden),
    ("sheets_in_sight", BOOK, put(b'<sheet name="Dashboard"', b'<sheet name="Dashboard" state="hidden"')),
    ("sheets_in_sight", BOOK, pattern(rb"<workbookView [^>]*/>", b'<workbookView activeTab="999"/>')),
]


@pytest.mark.parametrize(("rule", "mark", "change"), BREACHES)
def test_a_planted_breach_is_found(filled: bytes, rule: str, mark: bytes, change: Change) -> None:
    assert faults(changed(filled, part_with(filled, mark, change), change), (BY_NAME[rule],))


def test_every_rule_was_broken_once() -> None:
    rules = (*CELL_RULES, *FUTURE_RULES, *NAME_RULES, *FORMAT_CODE_RULES, *REFERENCE_RULES)
    rules += (names_elsewhere, names_in_formulas)
    every = {rule.__name__ for rule in rules}
    assert {rule for rule, *_ in BREACHES} == every


@pytest.mark.parametrize(
    "text",
    first_quick(
        1,
        [
            b'IF(A1="x;y",1,2)',
            b"SUM({1;2;3})",
            b"LOG10(A1)",
            b"SUM(A:XFD)+SUM(1:1048576)",
            b"_xlfn.XLOOKUP(A1,A2,A3)",
            b"_xlfn._xlws.SORT(_xlfn._xlws.FILTER(A1:A3,A1:A3=#REF!))",
            b"SUM(_xlfn.SINGLE(A1:A3),_xlfn.ANCHORARRAY(A1),Start!#REF!)",
            b'_xlfn.LET(_xlpm.x,SUM(A1,A2),_xlpm.y,LEN("x@y"),_xlpm.x+_xlpm.y)',
            b"_xlfn.MAP(A1:A3,_xlfn.LAMBDA(_xlpm.x,_xlop.y,_xlpm.x*2))",
            b"SUM(tblKlanten[[#This Row],[Klantnr]],[1]Elders!A1,'[1]El ders'!naam,[1]!x)"
            b"+SUM(Start:Transacties!A1)",
            b'COUNTA({TRUE,#N/A,"%s"},[1]!tblElders[Omzet])+Kaart_Keuze' % (b"x" * 255),
        ],
    ),
)
def test_what_excel_writes_is_no_breach(filled: bytes, text: bytes) -> None:
    change = of_formula(text.replace(b'"', b"&quot;"))
    assert faults(changed(filled, part_with(filled, FORMULA, change), change)) == []


@pytest.mark.parametrize(
    "code",
    [
        '_("$"* #,##0.00_);[Red]\\("$"#,##0.00\\);_("$"* "-"??_);_(@_)',
        '[>999999]#.000,,"M";[>999]#.000,"K";#.000',
        "[=0]?;[<4.16666666666667][hh]:mm:ss;[hh]:mm",
        "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
        "[$€-x-euro2] #,##0.0;[Color 10]0.00E+00;# ?/?;@",
        "mmm d yyyy hh:mm:ss.000 AM/PM",
        "[DBNum1][$-804]General",
        '"jjjj; #.##0,00 ["0',
    ],
)
def test_a_number_format_of_excel_is_no_breach(code: str) -> None:
    """Forms of Excel's own workbooks in Debian's packages, and of ECMA-376 part 1, 18.8.31."""
    assert faults_of(code) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [(b"XFE1x+LOG10(A1)", "names_in_formulas"), (b"SUM(tblKlanten['@x])", "tables_in_formulas")],
)
def test_of_what_is_not_there_nothing_else_is_said(filled: bytes, text: bytes, rule: str) -> None:
    change = of_formula(text)
    found = faults(changed(filled, part_with(filled, FORMULA, change), change))
    assert [fault.partition(":")[0] for fault in found] == [rule]


def test_a_name_beyond_the_last_column_is_one() -> None:
    assert is_name("XFE1")
    assert not is_name("XFD1048576")


def test_xlsxwriter_writes_each_young_function_as_the_rule_has_it() -> None:
    """The names come from its source; here it is asked what it writes of each."""
    sheet, names = Worksheet(), in_a_file()
    wrong = {}
    for name, wanted in names.items():
        if wanted not in BEYOND_XLSXWRITER:
            found = sheet._prepare_formula(f"={name}(A1)", expand_future_functions=True)
            wrong |= {name: found} if found != f"{wanted}(A1)" else {}
    assert wrong == {}
    assert len(names) > 150
