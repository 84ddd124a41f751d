"""What more than one test file needs, and which tests plain ``pytest`` leaves out."""

from __future__ import annotations

import os

os.environ.setdefault(
    "OPENBLAS_NUM_THREADS", "1"
)  # Before numpy: workers of their own share the cores better.

import datetime as dt
import importlib.util
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from once import Once
from patience import ended_after

# The same draws in every run, so that a red run can be repeated; `--hypothesis-profile=default` draws anew.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("repeatable")

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
LEFT_OUT = ("slow", "office", "browser")
"""Markers of tests that run only when asked for: with ``-m``, or by naming their file or folder."""
COUNTS = "left_out_by_default"
if os.environ.get("PYTEST_XDIST_WORKER"):
    # CI measures coverage in the workers; programs that a test starts must behave as they do for a user.
    os.environ.pop("COVERAGE_PROCESS_START", None)


@pytest.fixture(autouse=True)
def a_pipe_is_waited_for_no_longer_than_a_minute(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a test that makes a pipe fail where the program waits for it, instead of never ending."""
    make = getattr(os, "mkfifo", None)
    with ExitStack() as stack:

        def made(path: Any) -> None:
            stack.enter_context(ended_after(60))
            make(path)

        if make is not None:
            monkeypatch.setattr(os, "mkfifo", made)
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder with real data sets; they are not in the repository, so tests skip where they are
    absent."""
    if not SHARED.is_dir():
        pytest.skip("de map shared/data met echte gegevens staat niet naast deze checkout")
    return SHARED


@pytest.fixture
def read(tmp_path: Path) -> Any:
    """Return what writes rows of Transacties, and of other sheets by name, as a workbook and reads it."""
    from plain_book import plain_customers, write_book

    from klantwaarde_xl.use_cases.refreshing import load

    def written_and_read(lines: Any, **others: Any) -> Any:
        sheets = {"Klanten": plain_customers(), "Transacties": lines, **others}
        return load(write_book(tmp_path / "werkmap.xlsx", sheets))

    return written_and_read


@pytest.fixture(scope="session")
def make_analysis() -> Any:
    """Return what makes the hand-made Analysis that tests of sheets and writers start from."""
    from stand_in import stand_in

    return stand_in


@pytest.fixture(scope="session")
def created() -> dt.datetime:
    """Return the moment at which those sheets were made."""
    return dt.datetime(2025, 1, 15, 9, 30)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """Return what makes a workbook or a value once for all workers of this session."""
    base = tmp_path_factory.getbasetemp()
    return Once(base if worker_id == "master" else base.parent)


@pytest.fixture(scope="session")
def template(once: Once) -> bytes:
    """Return the empty workbook with macros."""
    from klantwaarde_xl.template.build import macro_workbook, template_document

    return once.value("template", lambda: macro_workbook(template_document()))


@pytest.fixture(scope="session")
def filled(once: Once) -> bytes:
    """Return the workbook with macros of the small company."""
    from small_workbook import small_document

    from klantwaarde_xl.template.build import macro_workbook

    return once.value("filled", lambda: macro_workbook(small_document()))


@pytest.fixture(autouse=True)
def own_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep failures that a test provokes out of the log of whoever runs the tests."""
    path = tmp_path / "klantwaarde.log"
    monkeypatch.setattr("klantwaarde_xl.files.failure_log.log_path", lambda: path)
    return path


@pytest.fixture
def figures_alone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a refresh compute everything and draw no sheets, where a test asks for its answer only.

    Its slow cases draw them as well: what is odd in a cell must not end the drawing either."""
    if request.node.get_closest_marker("slow"):
        return
    refreshing = "klantwaarde_xl.use_cases.refreshing"
    monkeypatch.setattr(f"{refreshing}.document_of", lambda *_given, **_named: None)
    monkeypatch.setattr(f"{refreshing}.write_report", lambda *_given: None)


@pytest.fixture
def door(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the command line as a user has it, with settings of its own."""
    from at_the_door import Door

    for name in ("XDG_CONFIG_HOME", "APPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "instellingen"))
    return Door(capsys, tmp_path)


def _named(config: pytest.Config) -> list[Path]:
    """Return the files and folders that the command line names below ``tests``."""
    paths = [Path(argument.partition("::")[0]).resolve() for argument in config.args]
    return [path for path in paths if path.exists() and Path(__file__).parent in path.parents]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests of LEFT_OUT, unless ``-m`` says which to run or their file is named."""
    if config.option.markexpr:
        return
    named = _named(config)
    counts: Counter[str] = Counter()
    kept, left = [], []
    for item in items:
        marks = [name for name in LEFT_OUT if item.get_closest_marker(name)]
        asked = any(path == item.path or path in item.path.parents for path in named)
        (left if marks and not asked else kept).append(item)
        counts.update(marks if not asked else ())
    items[:] = kept
    if left:
        config.hook.pytest_deselected(items=left)
    config.stash[_KEY] = {name: counts[name] for name in LEFT_OUT if counts[name]}


_KEY = pytest.StashKey[dict[str, int]]()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the counts of a worker to the process that prints the summary."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[COUNTS] = session.config.stash.get(_KEY, {})


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over the counts of a worker; every worker collects the same tests."""
    node.config.stash[_KEY] = getattr(node, "workeroutput", {}).get(COUNTS, {})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Name the tests that were left out and the command that runs them."""
    if counts := config.stash.get(_KEY, {}):
        said = ", ".join(f"{count} {name}" for name, count in counts.items())
        terminalreporter.write_line(
            f'Left out: {said}. They run with: pytest -m "{" or ".join(counts)}"', yellow=True
        )


def _load_benchmarks() -> None:
    """Let tests import the benchmarks of this checkout without having all of it on the path: what is
    installed is tested."""
    spec = importlib.util.spec_from_file_location("benchmarks", BENCHMARKS / "__init__.py")
    sys.modules["benchmarks"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["benchmarks"])


_load_benchmarks()
