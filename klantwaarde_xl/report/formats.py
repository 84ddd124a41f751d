"""How the report looks: colours, named cell formats, column widths; and how figures read in a Dutch sentence.

Two accent colours and greys, no more; every text colour has a contrast of at least 4.5 to 1 on its background
(a test computes it). Number formats are Excel codes as they stand in the file, which are the same in every
language."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass, replace

from klantwaarde_xl.model.notation import grouped

FONT = "Calibri"
INK = "#262626"
"""Text."""
GREY = "#595959"
"""Secondary text: units, notes, the previous period in words."""
PREVIOUS = "#A6A6A6"
"""The previous period and reference lines in charts (shapes, never text)."""
LINE = "#D9D9D9"
"""Hair lines and grid lines."""
BAND = "#F2F2F2"
"""Background of headers and totals."""
WHITE = "#FFFFFF"
ACCENT = "#1F4E79"
"""First accent: actual figures, titles, links."""
ACCENT_2 = "#B3470E"
"""Second accent: what costs money or asks attention."""
BAR = "#BDD0E3"
"""Data bars: the first accent, so light that the figure on it stays readable."""
INPUT_FILL = "#FFF8DC"
"""Background of cells that the user fills."""
INPUT_INK = "#1F3FBF"
"""Figures typed by the user, as modellers do: blue."""


@dataclass(frozen=True, slots=True)
class CellFormat:
    """One named look of a cell.

    ``kind`` is how its value is written: text, number, date or formula-free blank.

    ``number_format`` is the code in the file; ``top`` draws a line above (totals), ``bottom`` one below
    (headers); ``upright``: read from below, as the header of a narrow column.
    """

    name: str
    kind: str = "text"
    number_format: str = "General"
    align: str = ""
    bold: bool = False
    italic: bool = False
    size: int = 10
    colour: str = INK
    fill: str = ""
    wrap: bool = False
    top: bool = False
    bottom: bool = False
    underline: bool = False
    indent: int = 0
    shrink: bool = False
    upright: bool = False

    def sized(self, size: int) -> CellFormat:
        """Return the same format in letters of another size, in points."""
        return replace(self, name=f"{self.name}_{size}", size=size)

    def as_total(self) -> CellFormat:
        """Return the same format for a totals row: bold, with a line above."""
        return replace(self, name=self.name + "_total", bold=True, top=True)

    def in_colour(self, colour: str) -> CellFormat:
        """Return the same format with text in another colour."""
        return replace(self, name=f"{self.name}_{colour}", colour=colour)

    def shrunk(self) -> CellFormat:
        """Return the same format, with smaller letters where a figure would otherwise turn into ###."""
        return replace(self, name=self.name + "_shrunk", shrink=True)

    def as_link(self) -> CellFormat:
        """Return the same format for text that leads somewhere: underlined, in the first accent."""
        return replace(self, name=self.name + "_link", colour=ACCENT, underline=True)

    def as_input(self) -> CellFormat:
        """Return the same format for a cell that the user fills: blue on light yellow, line below."""
        return replace(self, name=self.name + "_input", colour=INPUT_INK, fill=INPUT_FILL, bottom=True)


# The prefix names Dutch for programs that let a format decide on separators; Excel follows the user's own
# settings.
_NL = "[$-413]"
TEXT = CellFormat("text", number_format="@", indent=1)
TEXT_SHRUNK = TEXT.shrunk()
TEXT_PLAIN = CellFormat("text_plain", indent=1)
WRAPPED = CellFormat("wrapped", wrap=True, indent=1)
CENTRED = CellFormat("centred", align="center")
EURO = CellFormat("euro", "number", f"{_NL}#,##0;{_NL}-#,##0;{_NL}0")
EURO_CENTS = CellFormat("euro_cents", "number", f"{_NL}#,##0.00;{_NL}-#,##0.00;{_NL}0.00")
PERCENTAGE = CellFormat("percentage", "number", f"{_NL}0.0%;{_NL}-0.0%;{_NL}0.0%")
PERCENTAGE_WHOLE = CellFormat("percentage_whole", "number", f"{_NL}0%")
PERCENTAGE_CENTRED = replace(PERCENTAGE_WHOLE, name="percentage_centred", align="center")
SHOWN_DECIMALS = 3
"""Of a fraction that is shown with one decimal of a percentage."""
CHANGE = CellFormat("change", "number", f"{_NL}+0.0%;{_NL}-0.0%;{_NL}0.0%")
_POINT = '"-punt"'
POINTS = CellFormat("points", "number", f"{_NL}+0.0%{_POINT};{_NL}-0.0%{_POINT};{_NL}0.0%{_POINT}")
"""The difference of two percentages: points, no part of the first."""
SHIFT = CellFormat("shift", "number", '"▲ "+0;"▼ "-0;"= "0')
"""Places up or down: arrow and sign both say it, so colour need not."""
EURO_SHIFT = CellFormat("euro_shift", "number", f'"▲ "{_NL}+#,##0.00;"▼ "{_NL}-#,##0.00;"= "{_NL}0.00')
INTEGER = CellFormat("integer", "number", f"{_NL}#,##0;{_NL}-#,##0;{_NL}0")
SCORE = CellFormat("score", "number", f"{_NL}0.0")
NUMBER = CellFormat("number", "number", f"{_NL}#,##0.00;{_NL}-#,##0.00;{_NL}0.00")
NUMBER_FREE = CellFormat("number_free", "number", "General")
HOURS = CellFormat("hours", "number", f"{_NL}#,##0.0;{_NL}-#,##0.0;{_NL}0.0")
CLOCK = CellFormat("clock", "number", "[h]:mm", align="right")
DATE = CellFormat("date", "date", "dd-mm-yyyy", align="center")

SHEET_TITLE = CellFormat("sheet_title", size=11, colour=GREY)
MESSAGE = CellFormat("message", size=14, bold=True, colour=ACCENT)
SUBTITLE = CellFormat("subtitle", size=10, colour=GREY)
SUBTITLE_CELL = CellFormat("subtitle_cell", size=10, colour=GREY, indent=1)
GROUP_FIGURE = CellFormat("group_figure", size=9, bold=True, colour=ACCENT, align="right")
SENTENCE = CellFormat("sentence", size=11)
WARNING = CellFormat("warning", size=11, colour=ACCENT_2)
HEADING = CellFormat("heading", size=11, bold=True, colour=ACCENT)
LINK = CellFormat("link", colour=ACCENT, underline=True)
STEP = CellFormat("step", size=12)
HEADER_TEXT = CellFormat("header_text", bold=True, fill=BAND, wrap=True, bottom=True, indent=1)
HEADER_LINE = CellFormat("header_line", bold=True, fill=BAND, bottom=True, indent=1)
HEADER_FIGURE = CellFormat("header_figure", bold=True, fill=BAND, wrap=True, bottom=True, align="right")
HEADER_UPRIGHT = CellFormat(
    "header_upright", bold=True, fill=BAND, wrap=True, bottom=True, align="center", upright=True
)
GROUP = CellFormat("group", size=9, bold=True, colour=ACCENT, indent=1)
TOTAL_TEXT = CellFormat("total_text", bold=True, top=True, indent=1)
RIGHT = CellFormat("right", align="right")
HEADER_REQUIRED = CellFormat(
    "header_required", bold=True, fill=BAND, colour=ACCENT, wrap=True, bottom=True, indent=1
)
HEADER_REQUIRED_FIGURE = replace(HEADER_REQUIRED, name="header_required_figure", align="right", indent=0)

WIDTH_RANK, WIDTH_ID, WIDTH_NAME, WIDTH_TEXT = 7.0, 10.0, 30.0, 16.0
WIDTH_AMOUNT, WIDTH_EURO, WIDTH_FIGURE, WIDTH_DATE, WIDTH_SMALL = 14.0, 12.0, 11.0, 12.0, 9.0

MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


def number(value: float, decimals: int = 0) -> str:
    """Return a figure as Dutch text, halves away from zero as Excel does; blank or infinite gives 'onbekend'.

    >>> number(1234567.891, 2), number(-0.5), number(0.25, 1), number(float("nan"))
    ('1.234.567,89', '-1', '0,3', 'onbekend')
    """
    if value is None or not math.isfinite(value):
        return "onbekend"
    scale = 10**decimals
    # The relative nudge undoes what binary fractions take away: 2.675 must become 2,68 as it does in a cell.
    rounded = math.floor(abs(value) * scale * (1 + 1e-15) + 0.5) / scale
    text = grouped(rounded, decimals)
    return f"-{text}" if value < 0 and rounded else text


def euro(value: float, decimals: int = 0) -> str:
    """Return an amount in EUR as Dutch text.

    >>> euro(1234.5), euro(-12), euro(3.456, 2)
    ('€ 1.235', '€ -12', '€ 3,46')
    """
    text = number(value, decimals)
    return text if text == "onbekend" else f"€ {text}"


def percentage(fraction: float, decimals: int = 0) -> str:
    """Return a fraction as a Dutch percentage.

    >>> percentage(0.2), percentage(1.523, 1), percentage(float("nan"))
    ('20 %', '152,3 %', 'onbekend')
    """
    text = number(fraction * 100 if fraction is not None else math.nan, decimals)
    return text if text == "onbekend" else f"{text} %"


def as_shown(change: float) -> float:
    """Return a fraction as one decimal of a percentage shows it; Excel makes -0,0 % of a smaller fall.

    >>> as_shown(-0.0004), as_shown(-0.0125)
    (0.0, -0.013)
    """
    scale = 10**SHOWN_DECIMALS
    return math.copysign(math.floor(abs(change) * scale * (1 + 1e-15) + 0.5) / scale, change) + 0.0


def unbroken(sentence: str) -> str:
    """Return a sentence whose amounts and percentages are not split over two lines, by no-break spaces.

    >>> unbroken("18 % van € 90").split(" ") == ["18\\xa0%", "van", "€\\xa090"]
    True
    """
    return sentence.replace("€ ", "€\u00a0").replace(" %", "\u00a0%")


def date(day: dt.date) -> str:
    """Return a date as dd-mm-jjjj.

    >>> date(dt.date(2024, 2, 1))
    '01-02-2024'
    """
    return f"{day.day:02d}-{day.month:02d}-{day.year:04d}"


def month(day: dt.date) -> str:
    """Return a month as a column header.

    >>> month(dt.date(2024, 2, 1)), month(dt.date(2024, 3, 1))
    ('feb 2024', 'mrt 2024')
    """
    short = "mrt" if day.month == 3 else MONTHS[day.month - 1][:3]
    return f"{short} {day.year}"


ORDINALS = (
    "eerste",
    "tweede",
    "derde",
    "vierde",
    "vijfde",
    "zesde",
    "zevende",
    "achtste",
    "negende",
    "tiende",
)
"""Ranks in words; later ones are a figure with -e."""


def ordinal(position: int) -> str:
    """Return a rank in words up to tenth, else with -e.

    >>> ordinal(1), ordinal(8), ordinal(14)
    ('eerste', 'achtste', '14e')
    """
    return ORDINALS[position - 1] if 1 <= position <= len(ORDINALS) else f"{position}e"


def plural(count: int, one: str, many: str) -> str:
    """Return the count with the right word.

    >>> plural(1, "klant", "klanten"), plural(1200, "klant", "klanten"), plural(0, "klant", "klanten")
    ('1 klant', '1.200 klanten', 'geen klanten')
    """
    return f"geen {many}" if count == 0 else f"{number(count)} {one if count == 1 else many}"


LONGEST_NAME = 45
"""Most characters of a name in a sentence or a short list."""


def one_line(name: str) -> str:
    """Return a name as one line, without double blanks.

    >>> one_line(" Bakkerij   De Korenaar")
    'Bakkerij De Korenaar'
    """
    return re.sub(r"[ \t\r\n]+", " ", name).strip(" ")


def short_name(name: str) -> str:
    """Return a name as one line of at most LONGEST_NAME characters, as the formulas of the Dashboard make it.

    >>> short_name("Bakkerij   De Korenaar"), short_name("x" * 60)[-3:]
    ('Bakkerij De Korenaar', 'xx…')
    """
    plain = one_line(name)
    return plain if len(plain) <= LONGEST_NAME else plain[: LONGEST_NAME - 1].rstrip(" ") + "…"


def quoted(name: str) -> str:
    """Return a name between Dutch quotation marks, as one line and no longer than fits in a sentence.

    >>> quoted("Bakkerij  'De Korenaar'")
    "‘Bakkerij 'De Korenaar'’"
    """
    return f"‘{short_name(name)}’"
