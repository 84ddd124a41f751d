"""What must hold of number formats: a code that Excel cannot read makes it repair the part with the looks.

A file has the English letters and colours and the point and comma of English, whatever the language of Excel
(ECMA-376 part 1, 18.8.31; the limits are those of Excel's own window and specifications).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from package_reading import Package

from klantwaarde_xl.model.text_units import units

LONGEST, SECTIONS, CONDITIONS = 255, 4, 2
_COLOURS = r"Black|Blue|Cyan|Green|Magenta|Red|White|Yellow|Color ?(?:[1-9]|[1-4]\d|5[0-6])"
_CHART = re.compile(r"xl/charts/chart\w*\.xml")
_CONDITION = r"(?:<=|>=|<>|<|>|=) ?[+-]?(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d+)?"
_BETWEEN = {
    "condition": re.compile(_CONDITION, re.IGNORECASE),
    "colour": re.compile(_COLOURS, re.IGNORECASE),
    "time": re.compile(r"h+|m+|s+", re.IGNORECASE),
    "digits": re.compile(r"DBNum[1-4]|NatNum\d+", re.IGNORECASE),
    "currency or language": re.compile(r"\$[^-\[\]]*(?:-[0-9A-Za-z,-]+)?"),
}
"""What may stand between brackets; languages as [$-413], or as [$-x-sysdate] and [$-en-US] since 2016."""
_TOKEN = re.compile(
    r'(?P<text>"[^"]*"|\\.|_.|\*.)|\[(?P<within>[^\[\]"]*)\]|(?P<end>;)'
    r"|(?P<word>General|AM/PM|A/P|E[+-]|bbbb|bb|[ymdhsge])|(?P<open>[\"\[\]\\_*])"
    r"|(?P<letter>[A-Za-z])|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
"""A text, what is between brackets, the end of a section, a letter with a meaning, half of a pair, a letter
without one, and any other sign."""
_WRONG_ROLE = re.compile(r"\.[0#?]*,[0#?]|0,0{1,2}(?![0#?,])")
"""A comma between digits behind the point, or before one or two zeros: decimals of a language with a comma.
Excel itself takes such a code, as one of thousands."""


def faults_of(code: str) -> list[str]:
    """Return what is wrong in a number format.

    >>> faults_of('[Red]#,##0.00;-0.0%;"a;b"')
    []
    >>> faults_of("jjjj"), faults_of("#.##0,00")
    (['letter j', 'letter j', 'letter j', 'letter j'], ['point and comma changed places in #.##0,00'])
    """
    if units(code) > LONGEST:
        return [f"{units(code)} characters"]
    found: list[str] = []
    sections, conditions = [""], []
    for token in _TOKEN.finditer(code):
        kind, text = token.lastgroup, token[0]
        if kind == "end":
            sections.append("")
            continue
        sections[-1] += text if kind == "sign" else " "
        if kind == "within":
            sort = next((name for name, one in _BETWEEN.items() if one.fullmatch(token["within"])), "")
            found += [] if sort else [f"{text} between brackets"]
            conditions += [len(sections)] * (sort == "condition")
        elif kind in {"open", "letter"}:
            found.append(f"{text} that does not close" if kind == "open" else f"letter {text}")
    return [*found, *_of_sections(sections, conditions)]


def _of_sections(sections: list[str], conditions: list[int]) -> Iterator[str]:
    """Yield what is wrong in the signs of the sections, or in the numbers of those with a condition."""
    if len(sections) > SECTIONS:
        yield f"{len(sections)} sections"
    if len(conditions) > CONDITIONS or len(set(conditions)) < len(conditions):
        yield f"conditions in sections {conditions}"
    if any(number > CONDITIONS for number in conditions):
        yield "a condition behind the second section"
    for one in sections:
        if _WRONG_ROLE.search(one):
            yield f"point and comma changed places in {one.strip()}"


def codes_of(package: Package) -> Iterator[tuple[str, str]]:
    """Yield the number formats of cells, rules and charts, each with its part."""
    for name in package.names:
        if name == "xl/styles.xml" or _CHART.fullmatch(name):
            for one in package.xml(name).iter():
                if (code := one.get("formatCode")) is not None:
                    yield name, code
                if isinstance(one.tag, str) and one.tag.endswith("}formatCode"):
                    yield name, one.text or ""


def format_codes(package: Package) -> Iterator[str]:
    """Every number format is one that Excel can read, in the English of a file."""
    for name, code in dict.fromkeys(codes_of(package)):
        yield from (f"{name}: {fault} in {code}" for fault in faults_of(code))


FORMAT_CODE_RULES: tuple[Callable[[Package], Iterator[str]], ...] = (format_codes,)
