"""Owner, status and remark on Acties: fields in the table of the page, kept in the fetched workbook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlencode

import pandas as pd

from klantwaarde_xl.files.cell_text import LONGEST_TEXT
from klantwaarde_xl.model.action_notes import NOTE_HEADERS
from klantwaarde_xl.model.text_units import cut
from klantwaarde_xl.report.pages.next_steps.actions import STATES
from klantwaarde_xl.report.specs import ColumnSpec
from klantwaarde_xl.web.markup import Markup, tag

SAVE, BACK = "aantekeningen", "terug"
"""The address of the form, and the field with what was asked of the table."""
MOST_FIELDS = 1000
_BREAKS = re.compile(r"[\r\n]")


def form(asked: Mapping[str, str]) -> Markup:
    """Return the form to which the fields in the table belong; ``asked`` is what the address asks of it."""
    return tag(
        "form",
        tag("input", type="hidden", name=BACK, value=urlencode(dict(asked))),
        tag("button", "Bewaar wat u typte", type="submit"),
        tag(
            "span",
            " Bewaar voor u sorteert, zoekt of bladert; daarna staat het ook in de werkmap.",
            class_="count",
        ),
        method="post",
        action=SAVE,
        id=SAVE,
    )


def field(column: ColumnSpec, value: object, customer: str, name: str) -> Markup | None:
    """Return the field of a cell that the user fills; None for another column, or a row without customer."""
    if column.field not in NOTE_HEADERS or not customer:
        return None
    key, label = f"{column.field}.{customer}", f"{column.header} van {name}"
    given = value if isinstance(value, str) else ""
    if column.field == "note":
        return tag("textarea", given, name=key, form=SAVE, rows=1, cols=16, aria_label=label)
    if column.field != "status":
        return tag("input", type="text", name=key, value=given, form=SAVE, size=12, aria_label=label)
    states = [*STATES.source, *([given] if given and given not in STATES.source else [])]
    options = [tag("option", one, selected=one == given) for one in ("", *states)]
    return tag("select", *options, name=key, form=SAVE, aria_label=label)


def notes_in(fields: Iterable[tuple[str, str]], actions: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return by customer what was changed; ``actions`` are the rows of the sheet as they are.

    A field of nobody on the sheet, or of another name, is not taken. Line ends are as the browser sends them,
    and change nothing by themselves."""
    ids = actions["customer_id"].astype(str)
    known = actions[[*NOTE_HEADERS]].fillna("").astype(str).set_axis(ids).to_dict("index")
    changed: dict[str, dict[str, str]] = {}
    for key, typed in fields:
        name, _, customer = key.partition(".")
        if name not in NOTE_HEADERS or customer not in known:
            continue
        if _BREAKS.sub("", typed).strip() != _BREAKS.sub("", known[customer][name]).strip():
            text = cut(typed.replace("\r\n", "\n").strip(), LONGEST_TEXT)
            changed.setdefault(customer, {})[name] = text
    return changed


def with_typed(notes: pd.DataFrame | None, typed: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """Return the notes per customer (see ``model.action_notes``) with what was typed now.

    >>> with_typed(None, {"7": {"status": "bezig"}}).to_dict("index")
    {'7': {'owner': '', 'status': 'bezig', 'note': ''}}
    """
    empty = pd.DataFrame(columns=[*NOTE_HEADERS], dtype=object)
    known = (empty if notes is None else notes).to_dict("index")
    rows = {str(customer): {str(k): str(v) for k, v in row.items()} for customer, row in known.items()}
    for customer, one in typed.items():
        rows[customer] = {**dict.fromkeys(NOTE_HEADERS, ""), **rows.get(customer, {}), **one}
    kept = {customer: row for customer, row in rows.items() if any(row.values())}
    return pd.DataFrame.from_dict(kept, orient="index", columns=[*NOTE_HEADERS], dtype=object)


def way_back(asked: str) -> str:
    """Return the address of the sheet as it was asked, and nothing else.

    >>> way_back("zoek=bos&vanaf=100"), way_back("//kwaad.nl/?x")
    ('Acties?zoek=bos&vanaf=100', 'Acties?%2F%2Fkwaad.nl%2F%3Fx=')
    """
    query = urlencode(parse_qsl(asked[:LONGEST_TEXT], keep_blank_values=True, max_num_fields=100))
    return "Acties" + (f"?{query}" if query else "")
