"""What earlier results hold goes along into the next one: notes on the sheet Acties, and the snapshots."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from pathlib import Path

import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.action_notes import (
    CarriedNotes,
    action_notes,
    customers_of,
    notes_of_nobody,
    with_answers,
)
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.history import history_of, joined_histories
from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.report.formats import plural
from klantwaarde_xl.sources.workbook_file import read_former

_NO_WORKBOOK = {errors.NOT_A_WORKBOOK.code, errors.OLD_WORKBOOK.code}
"""With these errors a file certainly holds no sheet Acties of ours."""


def with_former(inputs: Inputs, output: Path, named: Path | None) -> Inputs:
    """Return the inputs with notes and snapshots of earlier results: the one at ``output``, and ``named``.

    The result that is replaced goes first, then the workbook that was read, then the result that the user
    named: the order in which they are likely to be newest. Raises FORMER_RESULT when there is a result that
    cannot be read, what reading raises for the one named, and NO_FORMER_ACTIONS when that has no sheet
    Acties."""
    replaced, answers, past = _replaced(output)
    notes, histories = _with_replaced(inputs.action_notes, replaced, answers), [past, inputs.history]
    carried = None
    if named:
        older, answers, snapshots = read_former(named)
        if older is None:
            raise errors.NO_FORMER_ACTIONS.error(path=named.name)
        typed = _typed(older, answers)
        carried = CarriedNotes(named.name, tuple(map(str, typed.index)), tuple(notes_of_nobody(older)))
        notes = typed if notes is None else pd.concat([notes, typed[~typed.index.isin(notes.index)]])
        histories.append(None if snapshots is None else history_of(snapshots))
    known = [rows for rows in histories if rows is not None]
    history = joined_histories(known) if known else None
    return replace(inputs, action_notes=notes, carried=carried, history=history)


def usual_result(path: Path) -> Path:
    """Return where the result of a workbook comes when nothing else is chosen.

    >>> usual_result(Path("jansen.xlsx")).name
    'jansen-resultaat.xlsx'
    """
    return path.parent / f"{path.stem}-resultaat.xlsx"


def left_behind(inputs: Inputs, path: Path, output: Path, created: dt.datetime) -> tuple[Finding, ...]:
    """Return a finding when the newest earlier result of a workbook holds what a new one goes without.

    That is notes on Acties, or snapshots of earlier days, which ``inputs`` (those of the new result) have
    not. None where ``output`` replaces a result: it brings its own along."""
    earlier = _newest_result(path, output)
    if earlier is None or os.path.exists(output):
        return ()
    try:
        actions, answers, snapshots = read_former(earlier)
    except errors.KlantwaardeError:  # it is no result of ours, and stays where it is
        return ()
    carried = () if inputs.action_notes is None else inputs.action_notes.index
    notes = 0 if actions is None else len(_typed(actions, answers).index.difference(pd.Index(carried)))
    known = () if inputs.history is None else map(pd.Timestamp, inputs.history["date"])
    past = sum(day < pd.Timestamp(created.date()) for day in _days(snapshots) - {*known})
    told = [f"aantekeningen van {plural(notes, 'klant', 'klanten')}"] if notes else []
    told += [plural(past, "peildatum", "peildata")] if past else []
    return (Finding.of(errors.NOTES_LEFT, value=" en ".join(told), path=earlier.name),) if told else ()


def _newest_result(path: Path, output: Path) -> Path | None:
    """Return the newest file beside the workbook or the output whose name begins as the workbook's does.

    So a result with a date in its name is found too."""
    begins = path.stem.casefold()

    def is_result(one: Path) -> bool:
        more = one.stem.casefold().removeprefix(begins)
        named = one.stem.casefold() == begins + more and more != "" and not more[0].isalnum()
        return named and one.suffix.lower() in {".xlsx", ".xlsm"} and one not in {path, output}

    folders = {folder for folder in (path.parent, output.parent) if folder.is_dir()}
    found = [one for folder in folders for one in folder.iterdir() if is_result(one) and one.is_file()]
    return max(found, key=lambda one: (one.stat().st_mtime, one.name), default=None)


def _days(snapshots: RawTable | None) -> set[pd.Timestamp]:
    return set() if snapshots is None else {*map(pd.Timestamp, history_of(snapshots)["date"])}


def _replaced(output: Path) -> tuple[RawTable | None, RawTable | None, pd.DataFrame | None]:
    """Return actions, answers and history of the result that will be replaced, None where absent."""
    if not os.path.isfile(output):
        return None, None, None
    try:
        actions, answers, history = read_former(output)
    except errors.KlantwaardeError as fault:
        if fault.code in _NO_WORKBOOK:
            return None, None, None
        raise errors.FORMER_RESULT.error(path=output.name, reason=fault.message) from fault
    return actions, answers, None if history is None else history_of(history)


def _typed(actions: RawTable, answers: RawTable | None) -> pd.DataFrame:
    """Return what was typed in a former result, on Acties and then on Maandag."""
    notes = action_notes(actions)
    found = with_answers(notes, answers)
    return notes if found is None else found


def _with_replaced(
    notes: pd.DataFrame | None, table: RawTable | None, answers: RawTable | None
) -> pd.DataFrame | None:
    """Return the notes with those of the result that will be replaced first: they were typed later."""
    if table is None:
        return notes
    former = _typed(table, answers)
    return former if notes is None else pd.concat([former, notes[~notes.index.isin(customers_of(table))]])
