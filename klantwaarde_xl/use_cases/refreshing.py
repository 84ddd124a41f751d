"""The main job: read a workbook with data, and write another one with answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING

from klantwaarde_xl import errors
from klantwaarde_xl.files.safe_file import real_path
from klantwaarde_xl.files.writable import refuse_unwritable
from klantwaarde_xl.model.action_notes import action_notes, with_answers
from klantwaarde_xl.model.history import history_of
from klantwaarde_xl.model.inputs import Inputs, check_inputs
from klantwaarde_xl.model.settings_cells import settings_from_cells
from klantwaarde_xl.sources.workbook_file import WorkbookContents, read_workbook
from klantwaarde_xl.use_cases.former_results import left_behind, with_former

if TYPE_CHECKING:
    import pandas as pd

    from klantwaarde_xl.analysis.result import Analysis
    from klantwaarde_xl.report.document import Document
    from klantwaarde_xl.sources.live_book import BookContents

MOST_INPUT_LINES = 50_000
"""With at most this many invoice lines the inputs go along into the result workbook."""
MOST_INPUT_COLUMNS = 500
"""And with no more columns than this in any table: of each one the width and the look are computed."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is chosen for one run: first and last day of the period, and the toml that says where lines are.

    None where the settings of the workbook decide. ``former``: an earlier result whose notes on Acties come
    along. ``tables``: the complete tables come as Parquet beside the result.
    """

    first: dt.date | None = None
    last: dt.date | None = None
    lines: Path | None = None
    former: Path | None = None
    tables: bool = False


NOTHING_CHOSEN = Chosen()
STEPS = {
    "read": "Werkmap lezen",
    "outside": "Regels van buiten lezen en controleren",
    "check": "Invoer controleren",
    "lines": "Regels voorbereiden",
    "measures": "Klanten meten",
    "score": "Klantwaarde bepalen",
    "pareto": "Pareto en walviscurve",
    "chances": "Kansen en acties zoeken",
    "totals": "Totalen en aansluiting",
    "write": "Resultaten schrijven",
}
"""Dutch name of each step, for progress."""


def versions() -> dict[str, str]:
    """Return the versions that the sheet Toelichting shows, by name."""
    return {"Python": python_version()} | {
        name: version(name) for name in ("pandas", "numpy", "scipy", "XlsxWriter")
    }


def _silent(_step: str) -> None:
    """Show no progress."""


def load(
    path: Path,
    *,
    chosen: Chosen = NOTHING_CHOSEN,
    step: Callable[[str], None] = _silent,
) -> Inputs:
    """Return the checked inputs of a workbook; what is chosen takes the place of its settings and lines.

    Raises UnusableInputError when the file or a required table cannot be used; every finding about rows is in
    the result."""
    step(STEPS["read"])
    return inputs_of(read_workbook(path), path.parent, chosen, step)


def inputs_of(
    contents: WorkbookContents | BookContents,
    folder: Path,
    chosen: Chosen = NOTHING_CHOSEN,
    step: Callable[[str], None] = _silent,
) -> Inputs:
    """Do as :func:`load` for what was read from a file or an open workbook that is in this folder."""
    if contents.has_results and not contents.tables:
        raise errors.ONLY_RESULTS.error(path=contents.source.name)
    days = {"period_from": chosen.first, "period_to": chosen.last}
    instead = {name: day for name, day in days.items() if day}
    settings = settings_from_cells(contents.settings_cells, contents.settings_addresses, instead=instead)
    if chosen.lines or settings.lines_from:
        from klantwaarde_xl.use_cases.outside_lines import described_lines, with_outside_lines  # seldom

        described = chosen.lines or described_lines(settings, folder)
        step(STEPS["outside"])
        inputs = with_outside_lines(described, contents.tables, settings, contents.findings)
        inputs = replace(inputs, source=contents.source)
    else:
        step(STEPS["check"])
        inputs = check_inputs(contents.tables, settings, findings=contents.findings, source=contents.source)
    inputs = replace(inputs, sheets=contents.counts)
    if contents.history is not None:
        inputs = replace(inputs, history=history_of(contents.history))
    notes = None if contents.actions is None else action_notes(contents.actions)
    return replace(inputs, action_notes=with_answers(notes, contents.answers))


def look(path: Path, step: Callable[[str], None] = _silent) -> Analysis:
    """Read a workbook and analyse it, without writing anything; ``step`` and errors as of :func:`load`."""
    return analysed(load(path, step=step), step)


def analysed(inputs: Inputs, step: Callable[[str], None] = _silent) -> Analysis:
    """Analyse checked inputs; ``step`` gets in Dutch what is being done."""
    from klantwaarde_xl.analysis.analyse import analyse  # only who analyses waits for scipy

    return analyse(inputs, lambda code: step(STEPS[code]))


def refresh(
    path: Path,
    output: Path,
    *,
    chosen: Chosen = NOTHING_CHOSEN,
    created: dt.datetime,
    with_inputs: bool = False,
    step: Callable[[str], None] = _silent,
) -> Analysis:
    """Read a workbook, analyse it and write a new one with the results; return the analysis.

    ``chosen`` as of :func:`load`. What the user typed on the sheet Acties goes along, and so do the
    snapshots of Geschiedenis, from the workbook, from
    the result that ``output`` replaces and from an earlier one that is chosen (see
    :func:`~klantwaarde_xl.use_cases.former_results.with_former`); a file at ``output`` that cannot be read is
    not replaced, and of what stays in an earlier result there is a finding. The inputs go
    along when there are at most MOST_INPUT_LINES invoice lines, or ``with_inputs``. ``step`` is told in Dutch
    what is being done. Raises UnusableInputError for input that cannot be used and OutputError when the
    result cannot be written: then ``output`` is as it was before."""
    if real_path(output) == real_path(path):
        raise errors.SAME_FILE.error(path=output.name)
    refuse_unwritable([output])
    if chosen.tables:
        from klantwaarde_xl.writers.beside import refuse_to_replace

        refuse_to_replace(output)  # now, not after all the work
    inputs = load(path, chosen=chosen, step=step)
    inputs = with_former(inputs, output, chosen.former)
    if not chosen.former:
        inputs = replace(inputs, findings=(*inputs.findings, *left_behind(inputs, path, output, created)))
    return answer(inputs, output, created=created, with_inputs=with_inputs, tables=chosen.tables, step=step)


def _is_small(inputs: Inputs) -> bool:
    columns = max((len(table.headers) for table in inputs.raw.values()), default=0)
    if inputs.lines_from:
        return max(map(len, inputs.raw.values()), default=0) <= MOST_INPUT_LINES
    return inputs.read_lines <= MOST_INPUT_LINES and columns <= MOST_INPUT_COLUMNS


def answer(
    inputs: Inputs,
    output: Path,
    *,
    created: dt.datetime,
    with_inputs: bool = False,
    tables: bool = False,
    step: Callable[[str], None] = _silent,
) -> Analysis:
    """Analyse checked inputs and write the results; arguments and errors as of :func:`refresh`.

    ``tables``: also the complete tables as Parquet, in a folder beside the result."""
    analysis, document = reported(inputs, created=created, with_inputs=with_inputs, step=step)
    if tables:
        from klantwaarde_xl.report.complete import complete_tables
        from klantwaarde_xl.writers.beside import write_with_tables

        write_with_tables(document, complete_tables(analysis), output)
    else:
        write_report(document, output)
    return analysis


def reported(
    inputs: Inputs,
    *,
    created: dt.datetime,
    with_inputs: bool = False,
    step: Callable[[str], None] = _silent,
) -> tuple[Analysis, Document]:
    """Analyse checked inputs; return the analysis and the report to be written; else as :func:`answer`."""
    analysis = analysed(inputs, step)
    step(STEPS["write"])
    return analysis, document_of(analysis, created=created, with_inputs=with_inputs)


def document_of(analysis: Analysis, *, created: dt.datetime, with_inputs: bool = False) -> Document:
    """Return the report of an analysis, to be written."""
    from klantwaarde_xl.report.build import build

    return build(
        analysis,
        created=created,
        with_inputs=with_inputs or _is_small(analysis.inputs),
        versions=versions(),
    )


def with_notes(analysis: Analysis, notes: pd.DataFrame) -> Analysis:
    """Return an analysis with what was typed on Acties (``model.action_notes``); no figure depends on it."""
    return replace(analysis, inputs=replace(analysis.inputs, action_notes=notes))


def write_report(document: Document, output: Path) -> None:
    """Write a report as a workbook; raises OutputError when that cannot be done."""
    from klantwaarde_xl.writers.xlsx import write_xlsx

    write_xlsx(document, output)
