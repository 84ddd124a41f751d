"""What can be wrong between Excel and Python on a computer, and what to do about it.

First the facts are gathered, then they are judged. Each check is for a known failure of xlwings: a DLL of
another version, a path that its command line cannot hold, a setting that hangs it.
"""

from __future__ import annotations

import os
import platform
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from klantwaarde_xl import __version__
from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.model.notation import plain
from klantwaarde_xl.setup.xlwings_conf import (
    INTERPRETER_KEY,
    conf_path,
    conf_text,
    expanded,
    read_conf,
    rows_of,
)

LONGEST_PREFIX = 150
"""A longer folder of Python leaves too little of the 2,048 bytes of the DLL's command line."""
SLOW_IMPORT = 5.0
"""Seconds after which the first cell of a workbook seems to hang."""
_NO_HOME = "niet te vinden zonder uw eigen map"
_PATIENCE = 60.0
"""Seconds after which nobody waits for the functions any longer."""


class State(StrEnum):
    """How a check turned out."""

    GOOD = "goed"
    WARNING = "let op"
    WRONG = "fout"
    NOT_HERE = "n.v.t."


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what was looked at, how it is, what was found, and what to do when it is not good."""

    name: str
    state: State
    found: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """The facts of one computer.

    ``conf`` is the text of the user's xlwings settings, None without them; ``conf_problem`` says why those
    that are there cannot be read, None when they can."""

    system: str
    python: str
    bits: int
    interpreter: str
    prefix: str
    package: str
    xlwings: str
    pywin32: str
    dlls: tuple[str, ...]
    conf_path: str
    conf: str | None
    import_seconds: float
    log_path: str
    local_data: str = ""
    conf_problem: KlantwaardeError | None = None
    no_home: KlantwaardeError | None = None


def this_machine() -> Machine:
    """Return the facts of this computer; measures the import of the functions in a Python of its own."""
    from klantwaarde_xl.files.failure_log import log_path

    conf, no_conf = _place(conf_path)
    log, no_log = _place(log_path)
    text, problem = _readable(conf) if conf else (None, None)
    return Machine(
        system=platform.system(),
        python=platform.python_version(),
        bits=struct.calcsize("P") * 8,
        interpreter=sys.executable,
        prefix=sys.prefix,
        package=__version__,
        xlwings=_version("xlwings"),
        pywin32=_version("pywin32"),
        dlls=tuple(sorted(path.name for path in Path(sys.prefix).glob("xlwings*.dll"))),
        conf_path=str(conf or ""),
        conf=text,
        # Whoever loads the functions reads those settings too, and would wait or fail for that alone.
        import_seconds=float("nan") if problem else _import_seconds(),
        log_path=str(log or ""),
        local_data=os.environ.get("LOCALAPPDATA", ""),
        conf_problem=problem,
        no_home=no_conf or no_log,
    )


def _place(find: Callable[[], Path]) -> tuple[Path | None, KlantwaardeError | None]:
    """Return where something stands, or what is wrong where this user has no home folder to keep it in."""
    try:
        return find(), None
    except KlantwaardeError as mistake:
        return None, mistake


def _readable(conf: Path) -> tuple[str | None, KlantwaardeError | None]:
    """Return the text of an xlwings.conf, None without one, and what is wrong with it, None for nothing."""
    try:
        return conf_text(conf), None
    except KlantwaardeError as mistake:
        return None, mistake


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _import_seconds() -> float:
    code = (
        "import time; t = time.perf_counter(); import klantwaarde_xl.excel.functions; "
        "print(time.perf_counter() - t)"
    )
    line = [sys.executable, "-c", code]
    try:
        done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=_PATIENCE)  # noqa: S603
    except subprocess.TimeoutExpired:
        return float("inf")
    except OSError:  # as where IT lets no program start another
        return float("nan")
    return float(done.stdout) if done.returncode == 0 else float("nan")


def checks(machine: Machine) -> tuple[Check, ...]:
    """Judge the facts of a computer, in the order in which a call from a cell meets them."""
    return (
        _python(machine),
        Check("klantwaarde_xl", State.GOOD, machine.package),
        _xlwings(machine),
        _dll(machine),
        _pywin32(machine),
        _ascii(machine),
        _length(machine),
        _settings(machine),
        _interpreter(machine),
        _import(machine),
        *_log_and_home(machine),
    )


def _log_and_home(machine: Machine) -> Iterator[Check]:
    if machine.log_path:
        yield Check("Logboek", State.GOOD, machine.log_path)
    else:
        yield Check("Logboek", State.NOT_HERE, _NO_HOME)
    if machine.no_home:
        yield Check("Uw eigen map", State.WRONG, machine.no_home.message, machine.no_home.hint)


def _python(machine: Machine) -> Check:
    found = f"{machine.python}, {machine.bits} bits, {machine.system}"
    if machine.bits != 64:
        return Check(
            "Python",
            State.WARNING,
            found,
            "Gebruik Python van 64 bits; het aantal bits van Excel maakt niet uit.",
        )
    return Check("Python", State.GOOD, found)


def _xlwings(machine: Machine) -> Check:
    if not machine.xlwings:
        return Check("xlwings", State.WRONG, "niet geïnstalleerd", "Installeer klantwaarde_xl opnieuw.")
    return Check("xlwings", State.GOOD, machine.xlwings)


def _on_windows(name: str, machine: Machine) -> Check | None:
    return None if machine.system == "Windows" else Check(name, State.NOT_HERE, "alleen onder Windows")


def _dll(machine: Machine) -> Check:
    if skipped := _on_windows("DLL van xlwings", machine):
        return skipped
    wanted = {f"xlwings{bits}-{machine.xlwings}.dll" for bits in (32, 64)}
    found = ", ".join(machine.dlls) or "geen"
    if wanted <= set(machine.dlls):
        return Check("DLL van xlwings", State.GOOD, found)
    advice = (
        f"Naast Python horen {' en '.join(sorted(wanted))} te staan. Installeer opnieuw met installeer.cmd."
    )
    return Check("DLL van xlwings", State.WRONG, found, advice)


def _pywin32(machine: Machine) -> Check:
    if skipped := _on_windows("pywin32", machine):
        return skipped
    if not machine.pywin32:
        return Check("pywin32", State.WRONG, "niet geïnstalleerd", "Installeer opnieuw met installeer.cmd.")
    return Check("pywin32", State.GOOD, machine.pywin32)


def _ascii(machine: Machine) -> Check:
    if machine.interpreter.isascii():
        return Check("Pad van Python", State.GOOD, machine.interpreter)
    state = State.WRONG if machine.system == "Windows" else State.WARNING
    advice = (
        "xlwings kan geen pad met bijzondere letters aan. Installeer met installeer.cmd; dat kiest een map "
        "zonder."
    )
    return Check("Pad van Python", state, machine.interpreter, advice)


def _length(machine: Machine) -> Check:
    found = f"{len(machine.prefix)} tekens"
    if len(machine.prefix) <= LONGEST_PREFIX:
        return Check("Lengte van het pad", State.GOOD, found)
    advice = f"Installeer in een map van hoogstens {LONGEST_PREFIX} tekens."
    return Check("Lengte van het pad", State.WARNING, found, advice)


def _settings(machine: Machine) -> Check:
    if machine.conf_problem:
        problem = machine.conf_problem
        return Check("Instellingen van xlwings", State.WRONG, problem.message, problem.hint)
    if not machine.conf_path:
        return Check("Instellingen van xlwings", State.NOT_HERE, _NO_HOME)
    if machine.conf is None:
        state = State.WRONG if machine.system == "Windows" else State.NOT_HERE
        return Check("Instellingen van xlwings", state, "geen bestand", "Voer uit: klantwaarde installeer")
    lines = machine.conf.splitlines()
    if any(not line.strip() for line in lines):
        advice = f"Haal de lege regels uit {machine.conf_path}: Excel blijft erop hangen."
        return Check("Instellingen van xlwings", State.WRONG, "er staat een lege regel in", advice)
    if any("\udc80" <= letter <= "\udcff" for letter in machine.conf):
        advice = f"Bewaar {machine.conf_path} opnieuw als tekst: xlwings kan een letter erin niet lezen."
        return Check("Instellingen van xlwings", State.WRONG, "er staan bytes in die geen tekst zijn", advice)
    if any(len(row) != 2 for row in rows_of(machine.conf)):
        advice = f'Elke regel in {machine.conf_path} hoort "NAAM","waarde" te zijn.'
        return Check("Instellingen van xlwings", State.WRONG, "een regel is onleesbaar", advice)
    return Check("Instellingen van xlwings", State.GOOD, machine.conf_path)


def _interpreter(machine: Machine) -> Check:
    name = "Python volgens xlwings"
    if skipped := _on_windows(name, machine):
        return skipped
    chosen = expanded(read_conf(machine.conf or "").get(INTERPRETER_KEY, ""), machine.local_data)
    ours = interpreter_for_excel(machine.interpreter)
    if chosen.casefold() == ours.casefold():
        return Check(name, State.GOOD, chosen)
    return Check(name, State.WRONG, chosen or "niet ingesteld", "Voer uit: klantwaarde installeer")


def interpreter_for_excel(interpreter: str) -> str:
    """Return the Python without a window that belongs to an interpreter.

    >>> interpreter_for_excel("C:/env/Scripts/python.exe")
    'C:/env/Scripts/pythonw.exe'
    """
    head, separator, tail = interpreter.rpartition("python.exe")
    return f"{head}pythonw.exe" if separator and not tail else interpreter


def _import(machine: Machine) -> Check:
    if machine.conf_problem:
        found = "niet geprobeerd: xlwings kan zijn instellingen niet lezen"
        return Check("Laden van de functies", State.NOT_HERE, found)
    if machine.import_seconds == float("inf"):
        found, advice = f"na {_PATIENCE:.0f} s gestopt", "Start de computer opnieuw, of vraag IT om hulp."
        return Check("Laden van de functies", State.WRONG, found, advice)
    if machine.import_seconds != machine.import_seconds:
        return Check("Laden van de functies", State.WRONG, "mislukt", "Installeer klantwaarde_xl opnieuw.")
    found = f"{plain(machine.import_seconds, 1)} s"
    if machine.import_seconds <= SLOW_IMPORT:
        return Check("Laden van de functies", State.GOOD, found)
    advice = (
        "Vraag IT om de map van Python uit te sluiten van de virusscanner, of wacht bij de eerste berekening "
        "even."
    )
    return Check("Laden van de functies", State.WARNING, found, advice)
