"""The tests' side of ``uno_worker``: a LibreOffice to talk to, whose cells can call Python in the tests' own
process."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

SYSTEM_PYTHON = "/usr/bin/python3"
WORKER = Path(__file__).with_name("uno_worker.py")


class OfficeError(Exception):
    """LibreOffice did not do what it was asked."""


def why_not() -> str:
    """Return why no LibreOffice can be driven here, or nothing."""
    if not shutil.which("soffice"):
        return "soffice is niet geïnstalleerd (apt-get install libreoffice-calc)"
    if not Path(SYSTEM_PYTHON).exists():
        return f"{SYSTEM_PYTHON} ontbreekt"
    done = subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else "python3-uno is niet geïnstalleerd (apt-get install python3-uno)"


class Office:
    """A running LibreOffice; ``on_call`` answers what VBA calls in Python:

    ``on_call(name, arguments) -> value``.

    ``locale``, such as nl-NL, is whose separators it writes figures with; '' for those of the computer.
    """

    def __init__(self, folder: Path, locale: str = "") -> None:
        self.on_call: Callable[[str, list[Any]], object] | None = None
        self.calls: list[tuple[str, list[Any]]] = []
        self._log = (folder / "worker.log").open("w", encoding="utf-8")
        self._process = subprocess.Popen(
            [
                SYSTEM_PYTHON,
                str(WORKER),
                str(folder),
                shutil.which("soffice") or "soffice",
                *([locale] if locale else []),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        self._answer()

    def ask(self, do: str, **arguments: object) -> Any:
        """Send one request and return its result; calls from cells are answered on the way."""
        self._send({"do": do, **arguments})
        return self._answer()

    def stop(self) -> None:
        """End LibreOffice and wait until it is gone."""
        self._process.stdin.close()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._log.close()

    def _send(self, message: object) -> None:
        self._process.stdin.write(json.dumps(message, allow_nan=False) + "\n")
        self._process.stdin.flush()

    def _answer(self) -> Any:
        while line := self._process.stdout.readline():
            message = json.loads(line)
            if "call" in message:
                self._send(self._called(message["call"], message["arguments"]))
            elif "error" in message:
                raise OfficeError(message["error"])
            else:
                return message["result"]
        raise OfficeError("LibreOffice is gone; see " + self._log.name)

    def _called(self, name: str, arguments: list[Any]) -> dict[str, object]:
        self.calls.append((name, arguments))
        if self.on_call is None:
            return {"error": "nobody answers calls from cells"}
        try:
            return {"result": self.on_call(name, arguments)}
        except Exception as error:  # noqa: BLE001 - goes to VBA as an error, as the real server does
            return {"error": f"{type(error).__name__}: {error}"}
