"""What the user typed on the sheet Acties of a former result; it survives a refresh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.notation import show
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.text_conversion import id_text

ACTIONS_TABLE = "tblActies"
"""Excel table of the sheet Acties."""
ID_HEADER = "Klantnr"
NOTE_HEADERS = {"owner": "Eigenaar", "status": "Status", "note": "Opmerking"}
"""Header on the sheet by field of what the user types."""
BEGUN = "bezig"
"""Status of an action that has begun: its hours go before those of others."""
DONE, REFUSED = "gedaan", ("niet doen", "niet eens")
"""Status of an action that is done, and of one that will not be done."""
CLOSED = (DONE, *REFUSED)
"""Status of an action that asks and frees no hours any more."""
MONDAY_TABLE = "tblMaandag"
"""Excel table of the sheet Maandag."""
ANSWER_HEADERS = {"status": "Antwoord", "note": "Opmerking"}
"""Header on Maandag by field of what an account manager answers."""


@dataclass(frozen=True, slots=True)
class CarriedNotes:
    """What came along from an earlier result that the user named, so that nothing is lost without a word.

    ``source``: name of that file. ``customers``: those with a note in it. ``nobody``: cells of rows with a
    note but without a customer number, whose note therefore stays behind."""

    source: str
    customers: tuple[str, ...] = ()
    nobody: tuple[str, ...] = ()


def action_notes(table: RawTable) -> pd.DataFrame:
    """Return what was typed per customer (index customer_id): str columns ``owner``, ``status``, ``note``.

    ``table`` is tblActies as read. Customers for whom nothing was typed are absent; of a customer with two
    rows the last with anything typed counts. A table without the column Klantnr gives no rows.

    >>> columns = tuple(map(RawColumn.from_values, (["007", "8"], ["Noor", None], [None, None])))
    >>> typed = RawTable("Acties", ("Klantnr", "Eigenaar", "Status"), columns, pd.Index([8, 9]).to_numpy())
    >>> action_notes(typed).to_dict("index")
    {'007': {'owner': 'Noor', 'status': '', 'note': ''}}
    """
    return _with_something(_typed(table))


def with_answers(notes: pd.DataFrame | None, monday: RawTable | None) -> pd.DataFrame | None:
    """Return the notes (as of :func:`action_notes`) with what was answered on Maandag, which is newer.

    ``monday`` is tblMaandag as read, None where absent. An answer takes the place of the status; a remark
    comes after the one that is there.

    >>> columns = tuple(map(RawColumn.from_values, (["007"], ["niet eens"], ["te klein"])))
    >>> monday = RawTable("Maandag", ("Klantnr", "Antwoord", "Opmerking"), columns, pd.Index([8]).to_numpy())
    >>> known = pd.DataFrame({"owner": "", "status": "open", "note": "bellen"}, index=["007"])
    >>> with_answers(known, monday).to_dict("index")
    {'007': {'owner': '', 'status': 'niet eens', 'note': 'bellen; te klein'}}
    """
    if monday is None:
        return notes
    answers = _with_something(_typed(monday, ANSWER_HEADERS)).reindex(
        columns=list(NOTE_HEADERS), fill_value=""
    )
    if notes is None or answers.empty:
        return notes if answers.empty else answers
    both = notes.reindex(notes.index.union(answers.index, sort=False), fill_value="")
    here = both.loc[answers.index]
    status = answers["status"].where(answers["status"] != "", here["status"])
    note = [
        "; ".join(dict.fromkeys(filter(None, pair)))
        for pair in zip(here["note"], answers["note"], strict=True)
    ]
    both.loc[answers.index] = here.assign(status=status, note=note)
    return both


def _with_something(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with a customer number in which anything was typed, of each number the last."""
    frame = frame[(frame.index != "") & (frame != "").any(axis=1).to_numpy(bool)]
    return frame[~frame.index.duplicated(keep="last")]


def state_of(status: pd.Series) -> pd.Series:
    """Return each status as Excel compares it: without regard to capitals, '' where there is none.

    >>> state_of(pd.Series(["Gedaan", None])).tolist()
    ['gedaan', '']
    """
    return status.astype(object).where(status.notna(), "").astype(str).str.lower()


def notes_of_nobody(table: RawTable) -> list[str]:
    """Return the cells of rows of tblActies with a note but without a customer number.

    >>> import numpy as np
    >>> columns = tuple(map(RawColumn.from_values, (["007", None], ["Noor", "Bram"])))
    >>> notes_of_nobody(RawTable("Acties", ("Klantnr", "Eigenaar"), columns, np.array([8, 9])))
    ['Acties!A9']
    """
    frame = _typed(table)
    lost = (frame.index == "") & (frame != "").any(axis=1).to_numpy(bool)
    keys = [normalise_header(header) for header in table.headers]
    place = keys.index(normalise_header(ID_HEADER)) if normalise_header(ID_HEADER) in keys else 0
    return [table.address(row, place) for row in lost.nonzero()[0].tolist()]


def _typed(table: RawTable, headers: Mapping[str, str] = NOTE_HEADERS) -> pd.DataFrame:
    """Return what stands in the columns of the user, for every row (index customer_id, '' when blank)."""
    where = {normalise_header(header): position for position, header in enumerate(table.headers)}
    blank = [""] * len(table)
    typed = {
        field: _texts(table.columns[where[key]]) if (key := normalise_header(header)) in where else blank
        for field, header in headers.items()
    }
    return pd.DataFrame(
        typed, index=pd.Index(customers_of(table), name="customer_id", dtype=object), dtype=object
    )


def customers_of(table: RawTable) -> list[str]:
    """Return the customers in tblActies as read, also those without notes; '' for a blank number.

    >>> import numpy as np
    >>> ids = RawColumn.from_values(["007", 8.0])
    >>> customers_of(RawTable("Acties", ("Klantnr",), (ids,), np.array([8, 9])))
    ['007', '8']
    """
    where = {normalise_header(header): position for position, header in enumerate(table.headers)}
    place = where.get(normalise_header(ID_HEADER))
    if place is None:
        return [""] * len(table)
    cells = table.columns[place]
    texts = _texts(cells)
    return [
        id_text(Kind.NUMBER, cells.number[row]) if cells.kind[row] == Kind.NUMBER else text
        for row, text in enumerate(texts)
    ]


def moved_notes(notes: pd.DataFrame, into: Mapping[str, str]) -> pd.DataFrame:
    """Return the notes (index customer_id) with those of a merged customer under the number it counts as.

    Of several notes for one customer its own stays, else the first; the others keep the number they have.

    >>> typed = pd.DataFrame({"owner": ["Noor", "Bram"]}, index=["a", "b"])
    >>> moved_notes(typed, {"a": "c", "b": "c"}).index.tolist()
    ['c', 'b']
    """
    taken = set(notes.index) - set(into)
    numbers = []
    for number in notes.index:
        end = into.get(number, number)
        if end != number and end in taken:
            end = number
        taken.add(end)
        numbers.append(end)
    return notes.set_axis(pd.Index(numbers, name=notes.index.name, dtype=object))


def _texts(cells: RawColumn) -> list[str]:
    return [show(cells.value(row)).strip() for row in range(len(cells))]
