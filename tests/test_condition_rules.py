"""The rules of conditional formats and of what may be typed find each breach that is planted."""

from __future__ import annotations

import io
import zipfile

import pytest
from condition_rules import CONDITION_RULES
from package_rules import BY_NAME, RULES, faults
from planting import Change, changed, part_with, pattern, put
from small_workbook import small_document

from klantwaarde_xl.template import build

SPACE = b'xmlns:n="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
CELLS = b'xmlns:m="http://schemas.microsoft.com/office/excel/2006/main"'
LIST, CONDITION = b"<dataValidation ", b'<cfRule type="cellIs"'


@pytest.fixture(scope="module")
def filled() -> bytes:
    return build.macro_workbook(small_document())


def rule(inner: bytes, attributes: bytes = b"", kind: bytes = b"") -> Change:
    """Give the first rule for cells another kind and other contents."""
    kind = kind or inner[1:].partition(b" ")[0].partition(b">")[0]
    return pattern(
        rb'<cfRule type="cellIs"[^>]*?( dxfId="\d+" priority="\d+")[^>]*>.*?</cfRule>',
        b'<cfRule type="%s"\\1 %s>%s</cfRule>' % (kind, attributes, inner),
    )


def stops(*kinds: bytes) -> bytes:
    return b"".join(b"<cfvo type=%s/>" % kind for kind in kinds)


LOW, HIGH, HALF, FIRST = b'"min"', b'"max"', b'"percent" val="50"', b'"percent" val="0"'
COLOR = b'<color rgb="FF112233"/>'


def icons(name: bytes, *kinds: bytes, more: bytes = b"") -> bytes:
    return b"<iconSet%s>%s%s</iconSet>" % (name, stops(*kinds), more)


def scale(tag: bytes, colors: int, *kinds: bytes) -> bytes:
    return b"<%s>%s%s</%s>" % (tag, stops(*kinds), COLOR * colors, tag)


def of_2010(inner: bytes) -> Change:
    return put(b"</worksheet>", b"<extLst %s %s><ext>%s</ext></extLst></worksheet>" % (SPACE, CELLS, inner))


def newer(kind: bytes, inner: bytes) -> Change:
    return of_2010(b'<n:cfRule type="%s" id="{1}">%s</n:cfRule>' % (kind, inner))


def typed(attributes: bytes, formulas: bytes = b"") -> Change:
    return pattern(
        rb'<dataValidation [^>]*?( sqref="[^"]*")[^>]*>.*?</dataValidation>',
        b"<dataValidation %s\\1>%s</dataValidation>" % (attributes, formulas),
    )


def bounds(*texts: bytes) -> bytes:
    return b"".join(b"<formula%d>%s</formula%d>" % (n, text, n) for n, text in enumerate(texts, 1))


FORMATS: list[Change] = [
    *[
        pattern(rb'(<cfRule [^>]*)priority="\d+"', rb'\1priority="%s"' % n)
        for n in (b"0", b"-1", b"", b"1.5")
    ],
    pattern(rb'(<cfRule [^>]*) priority="\d+"', rb"\1"),
    pattern(rb'(<cfRule [^>]*)(priority="\d+")([^>]*>.*?<cfRule [^>]*)priority="\d+"', rb"\1\2\3\2"),
    rule(icons(b"", FIRST, HALF)),
    rule(icons(b"", FIRST, HALF, HALF, HALF)),
    rule(icons(b' iconSet="5Arrows"', FIRST, HALF, HALF, HALF)),
    rule(icons(b' iconSet="4Rating"', FIRST, HALF, b'"percent" val="101"', HALF)),
    rule(icons(b"", FIRST, HALF, b'"percentile" val="-1"')),
    rule(icons(b"", FIRST, HALF, b'"num"')),
    rule(icons(b"", FIRST, HALF, b'"formula" val=""')),
    rule(scale(b"colorScale", 1, LOW)),
    rule(scale(b"colorScale", 2, LOW, HALF, HIGH)),
    rule(scale(b"colorScale", 4, LOW, HALF, HALF, HIGH)),
    rule(scale(b"colorScale", 2, LOW, b'"percent"')),
    rule(scale(b"dataBar", 1, LOW)),
    rule(scale(b"dataBar", 2, LOW, HIGH)),
    rule(scale(b"dataBar", 0, LOW, HIGH)),
    rule(scale(b"dataBar", 1, LOW, HALF, HIGH)),
    rule(b"", kind=b"iconSet"),
    rule(scale(b"dataBar", 1, LOW, HIGH), kind=b"colorScale"),
    rule(scale(b"dataBar", 1, LOW, HIGH) * 2),
    rule(b"<formula>1</formula>" + scale(b"dataBar", 1, LOW, HIGH), kind=b"expression"),
    rule(b"", kind=b"expression"),
    rule(b"", kind=b"top10"),
    rule(b"<formula>1</formula>", kind=b"timePeriod"),
    rule(b"<formula>1</formula>", kind=b"containsText"),
    rule(b"<formula>1</formula>", kind=b"cellIs"),
    newer(b"dataBar", b'<n:dataBar><n:cfvo type="autoMin"/></n:dataBar>'),
    newer(b"iconSet", b'<n:iconSet iconSet="3Stars"><n:cfvo type="min"/></n:iconSet>'),
    newer(
        b"iconSet",
        b'<n:iconSet iconSet="3Stars" custom="1">'
        + b'<n:cfvo type="percent"><m:f>0</m:f></n:cfvo>' * 3
        + b'<n:cfIcon iconSet="3Stars" iconId="0"/></n:iconSet>',
    ),
    newer(b"iconSet", b'<n:iconSet iconSet="3Stars">' + b'<n:cfvo type="percent"/>' * 3 + b"</n:iconSet>"),
    newer(b"expression", b"<m:f></m:f>"),
]
TYPED: list[Change] = [
    typed(b'type="list"', bounds(b'"' + b"x" * 256 + b'"')),
    typed(b'type="list"', bounds(b'"' + "😀".encode() * 128 + b'"')),
    *[typed(b'%s="%s"' % (name, b"x" * 33)) for name in (b"promptTitle", b"errorTitle")],
    *[typed(b'%s="%s"' % (name, b"x" * 256)) for name in (b"prompt", b"error")],
    *[typed(b'type="list"', formulas) for formulas in (b"", bounds(b""), bounds(b" "), bounds(b'""'))],
    typed(b'type="custom"'),
    *[typed(b'type="%s"' % kind, bounds(b"1")) for kind in (b"whole", b"decimal", b"date", b"textLength")],
    typed(b'type="time" operator="notBetween"', bounds(b"1")),
    typed(b'type="whole" operator="between"', bounds(b"", b"2")),
    typed(b'type="whole" operator="between"', bounds(b"1", b"")),
    typed(b'type="decimal" operator="lessThan"'),
    pattern(rb'(<dataValidation [^>]*?) sqref="[^"]*"', rb"\1"),
    pattern(rb'(<dataValidation [^>]*?) sqref="[^"]*"', rb'\1 sqref="XFE1"'),
    of_2010(b'<n:dataValidation type="list"><m:sqref>A1</m:sqref></n:dataValidation>'),
    of_2010(
        b'<n:dataValidation type="whole"><n:formula1><m:f>1</m:f></n:formula1><m:sqref>A1</m:sqref>'
        b"</n:dataValidation>"
    ),
    of_2010(b'<n:dataValidation type="list"><n:formula1><m:f>Start!A1</m:f></n:formula1></n:dataValidation>'),
]
REFUSED = (
    *(b"tblKlantwaarde[Klantnr]", b"SUM(tblKlantwaarde[[#This Row],[Omzet]])", b"SUM({1,2})", b"[1]Blad1!A1"),
    *(b"'[1]Mijn blad'!$A$1", b"'[boek.xlsx]Mijn blad'!$A$1"),
)
BREACHES = [
    *[("formulas_of_conditions", LIST, typed(b'type="list"', bounds(text))) for text in REFUSED],
    *[("formulas_of_conditions", LIST, typed(b'type="whole"', bounds(b"1", text))) for text in REFUSED],
    *[
        ("formulas_of_conditions", CONDITION, rule(b"<formula>%s</formula>" % text, kind=b"expression"))
        for text in REFUSED
    ],
    *[
        ("formulas_of_conditions", LIST, typed(b'type="list"', bounds(text)))
        for text in (b"Start!$A$1:$C$9", b"$A$1:$B$2", b"'Wat als'!A1:C3")
    ],
    *[("conditional_formats", CONDITION, change) for change in FORMATS],
    *[("validations", LIST, change) for change in TYPED],
]


@pytest.mark.parametrize(("name", "mark", "change"), BREACHES)
def test_a_planted_breach_is_found(filled: bytes, name: str, mark: bytes, change: Change) -> None:
    assert faults(changed(filled, part_with(filled, mark, change), change), (BY_NAME[name],))


COMPUTED = (
    *(b"$A$1:INDEX($A:$A,COUNTA($A:$A))", b"OFFSET(Start!$A$1,0,0,COUNTA(Start!$A:$A),1)", b"Als_Klant"),
    *(
        b"Start!$A$1:INDEX(Start!$A$1:$A$99,MATCH(&quot;z&quot;,Start!$A$1:$A$99))",
        b"INDIRECT(&quot;A1&quot;)",
    ),
    *(b"_xlfn.ANCHORARRAY($A$1)", b"IF($B$1=1,Als_Klant,Start!$A$1:$A$2)", b"#REF!"),
    *(b"Start!$A$1:$Z$1", b"'Wat als'!$A$1:$A$9", b"LEN(&quot;[{&quot;)"),
    *(b"Start!$A$1:Start!$A$3", b"$A$1:Start!$A$3", b"Start!$A$1:INDEX(Start!$A:$A,9)"),
)
RIGHT = {
    CONDITION: [
        rule(icons(b"", FIRST, HALF, HALF)),
        rule(icons(b' iconSet="5Quarters"', FIRST, HALF, HALF, HALF, b'"formula" val="$A$1"')),
        rule(scale(b"colorScale", 2, LOW, HIGH)),
        rule(scale(b"colorScale", 3, LOW, b'"percentile" val="50"', HIGH)),
        rule(scale(b"dataBar", 1, LOW, b'"num" val="250"')),
        rule(b"", b'rank="5"', kind=b"top10"),
        rule(b"", kind=b"aboveAverage"),
        rule(b"<formula>1</formula>", b'timePeriod="today"', kind=b"timePeriod"),
        of_2010(
            b'<n:cfRule type="dataBar"><n:dataBar><n:cfvo type="autoMin"/><n:cfvo type="autoMax"/>'
            b'</n:dataBar></n:cfRule><n:cfRule type="expression"><m:f>Start!A1</m:f></n:cfRule>'
        ),
    ],
    LIST: [
        *[typed(b'type="list"', bounds(text)) for text in COMPUTED],
        *[typed(b'type="whole"', bounds(b"1", text)) for text in COMPUTED],
        typed(b'type="decimal" operator="lessThan"', bounds(b"1")),
        typed(b'promptTitle="x"'),
    ],
}


@pytest.mark.parametrize("mark", RIGHT)
def test_what_excel_takes_is_no_breach(filled: bytes, mark: bytes) -> None:
    def change(data: bytes) -> bytes:
        """Plant one after another, each set aside until all are planted."""
        aside = mark.replace(b"<", b"<?")
        for one in RIGHT[mark]:
            if mark not in data:
                return data
            data = one(data).replace(mark, aside, 1) if mark == LIST else one(data)
        return data.replace(aside, mark)

    with zipfile.ZipFile(io.BytesIO(filled)) as read:
        part = max(read.namelist(), key=lambda name: read.read(name).count(mark))
        assert read.read(part).count(mark) >= len(RIGHT[mark]) - 1
    assert faults(changed(filled, part, change)) == []


def test_the_rules_are_among_those_of_a_package(filled: bytes) -> None:
    assert set(CONDITION_RULES) <= set(RULES)
    assert {rule.__name__ for rule in CONDITION_RULES} <= {name for name, *_ in BREACHES}
    assert faults(filled, CONDITION_RULES) == []
