"""What earlier results hold goes along into the next one: notes on Acties, snapshots and the scale."""

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
from klantwaarde_xl.model.settings_cells import with_scale
from klantwaarde_xl.report.formats import plural
from klantwaarde_xl.sources.workbook_file import FormerContents, read_former

_NO_WORKBOOK = {errors.NOT_A_WORKBOOK.code, errors.OLD_WORKBOOK.code}
"""With these errors a file certainly holds no sheet Acties of ours."""


def with_former(inputs: Inputs, output: Path, named: Path | None) -> Inputs:
    """Return the inputs with notes, snapshots and scale of earlier results: the one at ``output``, ``named``.

    The result that is replaced goes first, then the workbook that was read, then the result that the user
    named: the order in which they are likely to be newest. A scale that is typed holds. Raises FORMER_RESULT
    when there is a result that cannot be read, what reading raises for the one named, and NO_FORMER_ACTIONS
    when that has no sheet Acties."""
    replaced = _replaced(output)
    notes, histories = inputs.action_notes, [inputs.history]
    carried = None
    if replaced:
        notes = _with_replaced(notes, replaced)
        histories.insert(0, _history(replaced))
        inputs = _with_scale(inputs, replaced, output)
    if named:
        older = read_former(named)
        if older.actions is None:
            raise errors.NO_FORMER_ACTIONS.error(path=named.name)
        typed = _typed(older.actions, older.answers)
        nobody = tuple(notes_of_nobody(older.actions))
        carried = CarriedNotes(named.name, tuple(map(str, typed.index)), nobody)
        notes = typed if notes is None else pd.concat([notes, typed[~typed.index.isin(notes.index)]])
        histories.append(_history(older))
        inputs = _with_scale(inputs, older, named)
    known = [rows for rows in histories if rows is not None]
    history = joined_histories(known) if known else None
    return replace(inputs, action_notes=notes, carried=carried, history=history)


def usual_result(path: Path) -> Path:
    """Return where the result of a workbook comes when nothing else is chosen.

    >>> usual_result(Path("jansen.xlsx")).name
    'jansen-resultaat.xlsx'
    """
    return path.parent / f"{path.stem}-resultaat.xlsx"


def scaled_as_result(inputs: Inputs, path: Path) -> Inputs:
    """Return the inputs of a workbook with the scale of the score of the result beside it, if none is typed.

    So a copy tells the points and ranks that the result has."""
    try:
        former = _replaced(usual_result(path))
    except errors.KlantwaardeError:  # what is wrong with it, the next refresh says
        return inputs
    if former is None or former.history is None:
        return inputs
    return replace(inputs, settings=with_scale(inputs.settings, former.settings_cells))


def left_behind(inputs: Inputs, path: Path, output: Path, created: dt.datetime) -> tuple[Finding, ...]:
    """Return a finding when the newest earlier result of a workbook holds what a new one goes without.

    That is notes on Acties, or snapshots of earlier days, which ``inputs`` (those of the new result) have
    not. None where ``output`` replaces a result: it brings its own along."""
    earlier = _newest_result(path, output)
    if earlier is None or os.path.exists(output):
        return ()
    try:
        former = read_former(earlier)
    except errors.KlantwaardeError:  # it is no result of ours, and stays where it is
        return ()
    carried = () if inputs.action_notes is None else inputs.action_notes.index
    typed = None if former.actions is None else _typed(former.actions, former.answers)
    notes = 0 if typed is None else len(typed.index.difference(pd.Index(carried)))
    known = () if inputs.history is None else map(pd.Timestamp, inputs.history["date"])
    past = sum(day < pd.Timestamp(created.date()) for day in _days(former) - {*known})
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


def _days(former: FormerContents) -> set[pd.Timestamp]:
    history = _history(former)
    return set() if history is None else {*map(pd.Timestamp, history["date"])}


def _history(former: FormerContents) -> pd.DataFrame | None:
    return None if former.history is None else history_of(former.history)


def _with_scale(inputs: Inputs, former: FormerContents, path: Path) -> Inputs:
    """Return the inputs with the scale of the score of an earlier result, where none is typed, and say so.

    Only of a result with snapshots: it is those that are compared, and a copy for others has none."""
    settings = with_scale(inputs.settings, former.settings_cells)
    if former.history is None or settings == inputs.settings:
        return inputs
    told = (Finding.of(errors.SCALE_CARRIED, path=path.name),) if settings.normalisation == "waarde" else ()
    return replace(inputs, settings=settings, findings=(*inputs.findings, *told))


def _replaced(output: Path) -> FormerContents | None:
    """Return what there is in the result that will be replaced, None where absent."""
    if not os.path.isfile(output):
        return None
    try:
        return read_former(output)
    except errors.KlantwaardeError as fault:
        if fault.code in _NO_WORKBOOK:
            return None
        raise errors.FORMER_RESULT.error(path=output.name, reason=fault.message) from fault


def _typed(actions: RawTable, answers: RawTable | None) -> pd.DataFrame:
    """Return what was typed in a former result, on Acties and then on Maandag."""
    notes = action_notes(actions)
    found = with_answers(notes, answers)
    return notes if found is None else found


def _with_replaced(notes: pd.DataFrame | None, replaced: FormerContents) -> pd.DataFrame | None:
    """Return the notes with those of the result that will be replaced first: they were typed later."""
    table = replaced.actions
    if table is None:
        return notes
    former = _typed(table, replaced.answers)
    return former if notes is None else pd.concat([former, notes[~notes.index.isin(customers_of(table))]])
