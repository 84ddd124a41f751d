"""A desk to give commands at, as a user has it, and the checks of their options."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from klantwaarde_xl.commands.app import main
from klantwaarde_xl.use_cases.refreshing import load


@dataclass
class Desk:
    """A workbook in a folder of its own, the way to give commands there, and what a test may replace."""

    path: Path
    capsys: pytest.CaptureFixture[str]
    patch: pytest.MonkeyPatch
    deaf_to: tuple[str, bool] | None = None
    """An option that commands here do not hear, and whether it takes a value: to see that a check notices."""
    given: list[str] = field(default_factory=list)
    """Every word of every command that was given here."""

    def run(self, *arguments: object, code: Container[int] = (0, 1)) -> str:
        """Give a command and return what it shows; ``code`` holds the exit codes that are right."""
        words = [str(argument) for argument in arguments]
        self.given += words
        with pytest.raises(SystemExit) as ended:
            main(self._heard(words))
        shown = self.capsys.readouterr()
        assert ended.value.code in code, shown.err
        return shown.out if ended.value.code < 2 else shown.err + shown.out

    def _heard(self, words: list[str]) -> list[str]:
        if self.deaf_to is None or self.deaf_to[0] not in words:
            return words
        at = words.index(self.deaf_to[0])
        return self._heard(words[:at] + words[at + 1 + self.deaf_to[1] :])

    def json(self, *arguments: object) -> dict:
        return json.loads(self.run(*arguments, "--json"))

    def beside(self, name: str) -> Path:
        return self.path.parent / name

    def export(self, text: str, name: str = "bron.csv", encoding: str = "utf-8") -> Path:
        self.beside(name).write_text(text, encoding=encoding)
        return self.beside(name)

    def turnover(self, first: dt.date | None, last: dt.date | None) -> float:
        """The turnover of included customers between two days, added up here."""
        inputs = load(self.path)
        lines, customers = inputs.transactions, inputs.customers
        out = set(customers.loc[customers["include"] == 0, "customer_id"].astype(str))
        days = lines["date"].dt.date
        kept = ~lines["customer_id"].astype(str).isin(out)
        kept &= (days >= (first or dt.date.min)) & (days <= (last or dt.date.max))
        return round(float(lines.loc[kept, "revenue"].sum()), 2)


Check = Callable[[Desk], None]


class Checks(dict[tuple[str, str], Check]):
    """A check per command and option."""

    def of(self, command: str, option: str) -> Callable[[Check], Check]:
        """Add the function below as the check of this option; there is one of each."""
        assert (command, option) not in self

        def add(check: Check) -> Check:
            self[command, option] = check
            return check

        return add


def at(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> Desk:
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA"):
        patch.setenv(name, str(tmp_path / "thuis"))
    patch.setenv("COLUMNS", "200")
    patch.chdir(tmp_path)
    return Desk(path, capsys, patch)
