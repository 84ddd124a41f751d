"""What the local page is working on: files that were dropped, what was understood, and the answer.

Everything is in memory and in one private folder, which goes when the desk closes."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from klantwaarde_xl import errors
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.files.safe_file import scratch_folder
from klantwaarde_xl.imports.adding import ImportResult, add_to
from klantwaarde_xl.imports.kinds import BY_NAME
from klantwaarde_xl.imports.questions import Asking, Question
from klantwaarde_xl.imports.remembered_columns import Layout, choices_path, remembered_choices, save_choices
from klantwaarde_xl.imports.understanding import Failed, Understanding
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.sources.workbook_file import read_workbook
from klantwaarde_xl.use_cases.new_workbook import write_empty
from klantwaarde_xl.use_cases.refreshing import document_of, load, reported, with_notes, write_report
from klantwaarde_xl.web import notes

_WORKBOOKS = BY_NAME["xlsx"].suffixes
_NEW = "klantwaarde.xlsx"
"""The name of the workbook into which exports go when there is none among them."""


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing was dropped yet."""


@dataclass(frozen=True, slots=True)
class Busy:
    """Something is being read or computed; ``step`` in Dutch."""

    step: str = "Beginnen"


@dataclass(frozen=True, slots=True)
class Refused:
    """What was dropped cannot be used; every mistake that was found."""

    mistakes: tuple[errors.KlantwaardeError, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Understood:
    """Exports were understood, and wait for answers or a yes.

    ``target`` is the workbook that they are added to; ``questions`` must be answered before their source
    counts, ``optional`` ones may be; ``mistakes`` are of answers that could not be read; ``chosen`` is what
    may be remembered for a next time."""

    result: ImportResult
    sources: tuple[Understanding, ...]
    failed: tuple[Failed, ...]
    target: Path | None
    asking: Asking
    questions: tuple[Question, ...] = ()
    optional: tuple[Question, ...] = ()
    mistakes: tuple[errors.KlantwaardeError, ...] = ()
    chosen: Mapping[Layout, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The report and its analysis; ``name`` is how the workbook with the results is called.

    ``front`` is the page that is shown first, '' for the first sheet."""

    document: Document
    name: str
    analysis: Analysis
    front: str = ""


State = Empty | Busy | Refused | Understood | Answer


class Desk:
    """One piece of work at a time, done in a thread of its own so that the page stays alive.

    ``now`` gives the moment that a workbook gets as its date."""

    def __init__(self, now: Callable[[], dt.datetime] = dt.datetime.now) -> None:
        self._now = now
        self._state: State = Empty()
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._stack = ExitStack()
        self._folder = Path()
        self._drops = 0

    def __enter__(self) -> Self:
        self._folder = self._stack.enter_context(scratch_folder())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def state(self) -> State:
        """What there is now."""
        return self._state

    def tray(self) -> Path:
        """Return a new folder for the files of one drop."""
        with self._lock:
            self._drops += 1
            tray = self._folder / str(self._drops)
        tray.mkdir()
        return tray

    def begin(self, tray: Path) -> bool:
        """Read the files of a drop; False when another is being worked on."""
        paths = sorted(path for path in tray.rglob("*") if path.is_file())
        return self._start(lambda: self._read(paths, tray))

    def confirm(self, *, remember: bool = False) -> bool:
        """Add what was understood to its workbook, and answer; False when nothing waits for that.

        ``remember`` keeps the chosen columns for a next time, in the folder where the button keeps them."""
        waiting = self._state
        return (
            isinstance(waiting, Understood)
            and bool(waiting.sources)
            and self._start(lambda: self._add(waiting, remember=remember))
        )

    def answer(self, answers: Mapping[str, str]) -> bool:
        """Take answers by key of their question and understand again; False when nothing is asked."""
        waiting = self._state
        return isinstance(waiting, Understood) and self._start(lambda: self._take(waiting, answers))

    def note(self, fields: Iterable[tuple[str, str]], front: str) -> bool:
        """Keep what was typed on Acties, in the pages and in the workbook; False when nothing was changed.

        ``front`` is the page that is shown afterwards."""
        answer = self._state
        if not isinstance(answer, Answer):
            return False
        typed = notes.notes_in(fields, answer.document.frames["actions"])
        return bool(typed) and self._start(lambda: self._noted(answer, typed, front))

    def workbook(self, answer: Answer) -> Path:
        """Return the file of the workbook with the results; it is written when it is first asked for."""
        path = self._folder / f"{id(answer)}.xlsx"
        with self._writing:
            if not path.exists():
                write_report(answer.document, path)
        return path

    def _start(self, work: Callable[[], State]) -> bool:
        with self._lock:
            if isinstance(self._state, Busy):
                return False
            self._state = Busy()
        threading.Thread(target=self._do, args=(work,), daemon=True).start()
        return True

    def _do(self, work: Callable[[], State]) -> None:
        try:
            self._state = work()
        except errors.KlantwaardeError as mistake:
            self._state = Refused((mistake, *mistake.others))
        except MemoryError:
            self._state = Refused((errors.OUT_OF_MEMORY.error(),))
        except Exception as fault:  # noqa: BLE001 - as the command line: code and place, and no cell
            kind, place = type(fault).__name__, errors.origin_of(fault)
            self._state = Refused((errors.PROGRAM_FAULT.error(kind=kind, place=place),))

    def _step(self, step: str) -> None:
        self._state = Busy(step)

    def _read(self, paths: Sequence[Path], tray: Path) -> State:
        """Return the answer of one workbook, or what was understood of exports.

        A workbook that holds no usable input may be an export; of several files the one with our settings is
        the workbook to which the others are added."""
        books = [path for path in paths if path.suffix.lower() in _WORKBOOKS]
        if len(paths) == len(books) == 1:
            try:
                return self._answer(books[0], books[0].stem)
            except errors.UnsafeFileError:
                raise
            except errors.UnusableInputError as mistake:
                return self._understand(paths, None, tray, mistake)
        ours = [path for path in books if _has_settings(path)]
        target = ours[0] if len(ours) == 1 else None
        return self._understand([path for path in paths if path != target], target, tray, None)

    def _understand(
        self, paths: Sequence[Path], target: Path | None, tray: Path, before: errors.KlantwaardeError | None
    ) -> State:
        asking = Asking(paths, remembered_choices())
        state = self._ask(asking, target)
        if state.sources or state.questions:
            return state
        mistakes = [before] if before else [problem for _, problem in state.failed]
        return Refused(tuple(mistakes) or (errors.UNKNOWN_SOURCE.error(path=tray.name, kinds=""),))

    def _ask(
        self, asking: Asking, target: Path | None, mistakes: Sequence[errors.KlantwaardeError] = ()
    ) -> Understood:
        """Return what the sources are with the answers so far, and what is left to ask."""
        understood, failed = asking.understand(self._step)
        return Understood(
            result=add_to(target, understood, failed, write=False),
            sources=tuple(understood),
            failed=tuple(failed),
            target=target,
            asking=asking,
            questions=tuple(asking.open(understood, failed)),
            optional=tuple(asking.optional(understood)),
            mistakes=tuple(mistakes),
            chosen=asking.to_remember(understood),
        )

    def _take(self, waiting: Understood, answers: Mapping[str, str]) -> State:
        mistakes = []
        for question in (*waiting.questions, *waiting.optional):
            try:
                if typed := answers.get(question.key, "").strip():
                    waiting.asking.answer(question, typed)
            except errors.KlantwaardeError as mistake:
                mistakes.append(mistake)
        return self._ask(waiting.asking, waiting.target, mistakes)

    def _add(self, waiting: Understood, *, remember: bool) -> State:
        self._step("Overnemen")
        if remember and waiting.chosen:
            save_choices(choices_path(), waiting.chosen)
        target = waiting.target
        if target is None:
            target = self.tray() / _NEW
            write_empty(target, self._now())
        add_to(target, waiting.sources, waiting.failed)
        return self._answer(target, target.stem)

    def _noted(self, answer: Answer, typed: Mapping[str, Mapping[str, str]], front: str) -> Answer:
        self._step("Bewaren")
        kept = notes.with_typed(answer.analysis.inputs.action_notes, typed)
        analysis = with_notes(answer.analysis, kept)
        document = document_of(analysis, created=answer.document.created)
        return Answer(document, answer.name, analysis, front)

    def _answer(self, path: Path, name: str) -> Answer:
        inputs = load(path, step=self._step)
        analysis, document = reported(inputs, created=self._now(), step=self._step)
        return Answer(document, f"{name}-resultaat.xlsx", analysis)


def _has_settings(path: Path) -> bool:
    """Return whether a workbook has the sheet with our settings; what is refused is no workbook of ours."""
    try:
        return bool(read_workbook(path).settings_cells)
    except errors.KlantwaardeError:
        return False
