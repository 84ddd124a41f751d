"""What earlier results hold of the user goes along into the next one: what was typed on the sheet Acties."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.action_notes import CarriedNotes, action_notes, customers_of, notes_of_nobody
from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.sources.workbook_file import read_actions

_NO_WORKBOOK = {errors.NOT_A_WORKBOOK.code, errors.OLD_WORKBOOK.code}
"""With these errors a file certainly holds no sheet Acties of ours."""


def with_former(inputs: Inputs, output: Path, named: Path | None) -> Inputs:
    """Return the inputs with what was typed in the result that ``output`` replaces, and in the one ``named``.

    What was typed in the result that is replaced goes first, then what is in the workbook that was read, then
    the result that the user named: the order in which they are likely to be newest. Raises FORMER_RESULT when
    there is a result that cannot be read, what reading raises for the one named, and NO_FORMER_ACTIONS when
    that has no sheet Acties."""
    older = _named(named) if named else None
    notes = _with_replaced(inputs.action_notes, _replaced(output))
    if older is None:
        return replace(inputs, action_notes=notes)
    typed = action_notes(older)
    carried = CarriedNotes(older.source.name, tuple(map(str, typed.index)), tuple(notes_of_nobody(older)))
    if notes is not None:
        typed = pd.concat([notes, typed[~typed.index.isin(notes.index)]])
    return replace(inputs, action_notes=typed, carried=carried)


def _named(path: Path) -> RawTable:
    table = read_actions(path)
    if table is None:
        raise errors.NO_FORMER_ACTIONS.error(path=path.name)
    return table


def _replaced(output: Path) -> RawTable | None:
    """Return the table of actions of the result that will be replaced, None when there is none."""
    if not os.path.isfile(output):
        return None
    try:
        return read_actions(output)
    except errors.KlantwaardeError as fault:
        if fault.code in _NO_WORKBOOK:
            return None
        raise errors.FORMER_RESULT.error(path=output.name, reason=fault.message) from fault


def _with_replaced(notes: pd.DataFrame | None, table: RawTable | None) -> pd.DataFrame | None:
    """Return the notes with those of the result that will be replaced first: they were typed later."""
    if table is None:
        return notes
    former = action_notes(table)
    return former if notes is None else pd.concat([former, notes[~notes.index.isin(customers_of(table))]])
