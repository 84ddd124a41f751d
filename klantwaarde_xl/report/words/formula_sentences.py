"""Formulas that build a Dutch sentence from words and figures, in every language of Excel.

FIXED follows the separators of the computer it runs on. Two cells (``steps`` of the Dashboard) say which
those are, and every figure in a sentence has them replaced by the Dutch ones; so a sentence reads the same
wherever it is recalculated.
"""

from __future__ import annotations

from string import Formatter

from klantwaarde_xl.report.formats import LONGEST_NAME, ORDINALS, SHOWN_DECIMALS
from klantwaarde_xl.report.specs import FigureSpec, TableSpec

THOUSANDS, DECIMAL = "Dash_Duizend", "Dash_Decimaal"
"""Names of the cells that hold the separators of this computer."""
FIND_THOUSANDS = "MID(FIXED(1000,0),2,LEN(FIXED(1000,0))-4)"
FIND_DECIMAL = "MID(FIXED(0.5,1),2,1)"
"""Formulas of those cells; a computer that does not group its figures gives an empty text."""


def quoted_text(words: str) -> str:
    """Return text as a formula has it.

    >>> quoted_text('Zo"n klant')
    '"Zo""n klant"'
    """
    return '"' + words.replace('"', '""') + '"'


def phrase(template: str, **parts: str) -> str:
    """Return the formula of a sentence: a template's words, with formulas for the names in braces.

    >>> phrase("Uw {top} klanten: {what}", top="A1", what="B1")
    '"Uw "&A1&" klanten: "&B1'
    """
    pieces = []
    for words, name, _, _ in Formatter().parse(template):
        if words:
            pieces.append(quoted_text(words))
        if name:
            pieces.append(parts[name])
    return "&".join(pieces)


def whole(figure: str) -> str:
    """Return the formula of a figure as Dutch text without decimals.

    >>> whole("A1")
    'SUBSTITUTE(FIXED(ROUND(A1,0),0),Dash_Duizend,".")'
    """
    return f'SUBSTITUTE(FIXED(ROUND({figure},0),0),{THOUSANDS},".")'


def euros(figure: str) -> str:
    """Return the formula of an amount in whole EUR as Dutch text.

    >>> euros("A1")
    '"€ "&SUBSTITUTE(FIXED(ROUND(A1,0),0),Dash_Duizend,".")'
    """
    return f'"€ "&{whole(figure)}'


def percent(fraction: str, decimals: int = 0) -> str:
    """Return the formula of a fraction as a Dutch percentage, in whole percents or with one decimal.

    >>> percent("A1")
    'SUBSTITUTE(FIXED(ROUND(100*A1,0),0),Dash_Duizend,".")&" %"'
    """
    if not decimals:
        return f'{whole(f"100*{fraction}")}&" %"'
    shown = f"FIXED(ROUND(100*{fraction},{decimals}),{decimals})"
    # A thousands separator can be the Dutch decimal one and the other way round, so one of them waits as a
    # mark.
    return f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({shown},{THOUSANDS},"~"),{DECIMAL},","),"~",".")&" %"'


def counted(figure: str, words: tuple[str, str]) -> str:
    """Return the formula of a count with the right word after it, such as 'geen klanten'.

    >>> counted("A1", ("klant", "klanten"))
    'IF(A1=0,"geen klanten",SUBSTITUTE(FIXED(ROUND(A1,0),0),Dash_Duizend,".")&IF(A1=1," klant"," klanten"))'
    """
    one, many = words
    return f'IF({figure}=0,"geen {many}",{whole(figure)}&IF({figure}=1," {one}"," {many}"))'


def either(count: str, words: tuple[str, str], **parts: str) -> str:
    """Return the formula that says the first template for a count of one and the second for more.

    >>> either("A1", ("{n} is", "{n} zijn"), n="A1")
    'IF(A1=1,A1&" is",A1&" zijn")'
    """
    return f"IF({count}=1,{phrase(words[0], **parts)},{phrase(words[1], **parts)})"


def ordinal(rank: str) -> str:
    """Return the formula of a rank in words up to tenth, else with -e.

    >>> ordinal("A1")[:40], ordinal("A1")[-12:]
    ('IF(A1>10,A1&"e",CHOOSE(A1,"eerste","twee', '","tiende"))')
    """
    return f'IF({rank}>{len(ORDINALS)},{rank}&"e",CHOOSE({rank},{",".join(map(quoted_text, ORDINALS))}))'


def one_line(name: str) -> str:
    """Return the formula of a name as one line, without double blanks.

    >>> one_line("A1")
    'TRIM(SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(A1,CHAR(9)," "),CHAR(10)," "),CHAR(13)," "))'
    """
    for mark in (9, 10, 13):
        name = f'SUBSTITUTE({name},CHAR({mark})," ")'
    return f"TRIM({name})"


def shortened(name: str) -> str:
    """Return the formula of a name (itself one line) of no more characters than fit in a sentence or list.

    >>> shortened("A1")
    'IF(LEN(A1)>45,TRIM(LEFT(A1,44))&"…",A1)'
    """
    return f'IF(LEN({name})>{LONGEST_NAME},TRIM(LEFT({name},{LONGEST_NAME - 1}))&"…",{name})'


def table_row(
    table: TableSpec, fields: tuple[str, ...], value: str, value_above: str, row_above: str, only: str = ""
) -> str:
    """Return the formula of the row in a table that holds a value, of one column or the sum of several.

    Of equal values each is given once: the search goes on below the row found for the cell above.

    ``value`` and ``value_above`` are cells of a descending or ascending list, ``row_above`` the row found for
    the one above; ``only`` is a further condition on the rows.
    """
    where = table.column(fields[0])
    number = f"ROW({where})-ROW({table.name}[[#Headers],[{where.split('[')[1]}])"
    found = "+".join(table.column(field) for field in fields)
    found = f"({found})" if len(fields) > 1 else found
    later = f"{number}>IF({value}={value_above},N({row_above}),0)"
    # LibreOffice takes a table of one row for a figure, in which MATCH cannot search.
    conditions = "*".join(
        f"({condition})" for condition in (f"{found}={value}", f'{where}<>""', later, only) if condition
    )
    return f'IF({value}="","",IF(ROWS({where})=1,1,SUMPRODUCT(MATCH(1,{conditions},0))))'


def change_formula(figure: FigureSpec) -> str:
    """Return the formula (without =) of the change since the previous period; "" where a figure is absent.

    >>> from klantwaarde_xl.report.formats import EURO
    >>> change_formula(FigureSpec("", "", "", EURO, "A1", "B1", "C1", "D1"))
    'IF(N(C1)>0,IF(ISNUMBER(B1),ROUND(B1/C1-1,3),""),"")'

    Rounded as it is shown: a fall of less than that would read -0,0 %.
    """
    now, before = figure.value_at, figure.previous_at
    if figure.points:
        return f'IF(COUNT({now},{before})=2,ROUND({now}-{before},{SHOWN_DECIMALS}),"")'
    return f'IF(N({before})>0,IF(ISNUMBER({now}),ROUND({now}/{before}-1,{SHOWN_DECIMALS}),""),"")'
