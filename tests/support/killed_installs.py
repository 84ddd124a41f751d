"""What stands where installing, or taking the program away, is killed, before it and afterwards."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import killed_sets
import killing

from klantwaarde_xl.files.user_folder import MANIFEST
from klantwaarde_xl.template import build

CONF = Path(".xlwings", "xlwings.conf")
WORKBOOKS = Path("Documents", "Klantwaarde")
STAYS = [CONF.as_posix(), (WORKBOOKS / "klantwaarde.xlsm").as_posix(), MANIFEST]
"""What taking the program away leaves: other settings, a workbook, the manifest where the user wanted it."""
OTHER_SETTING = '"SHOW CONSOLE","False"'


def installed_before(folder: Path) -> None:
    """Write what an earlier version installed: settings, an add-in, and a workbook with data."""
    (folder / CONF).parent.mkdir(parents=True)
    (folder / CONF).write_text(f'{OTHER_SETTING}\n"INTERPRETER_WIN","C:\\oud\\pythonw.exe"')
    (folder / WORKBOOKS).mkdir(parents=True)
    for name in ("klantwaarde.xlsm", "klantwaarde.xlam"):
        (folder / WORKBOOKS / name).write_bytes(killing.OLD)


def installed_anew(folder: Path) -> list[str]:
    """Make a folder with what an earlier version installed; return the arguments that install this one."""
    folder.mkdir(parents=True)
    installed_before(folder)
    return ["installeer"]


def kept_for_a_user(folder: Path) -> None:
    """Write all that taking the program away removes, and a workbook that stays."""
    installed_before(folder)
    (folder / CONF).write_text(f'{OTHER_SETTING}\n"INTERPRETER_WIN","{sys.prefix}/bin/pythonw.exe"')
    (folder / WORKBOOKS / "klantwaarde.xlam").write_bytes(build.addin())
    killed_sets.addin_of_last_year(folder)
    (folder / killed_sets.OFFICE.parent / "kolomkeuzes.json").write_text("{}")
    log = folder / "toestand" / "klantwaarde_xl" / "klantwaarde.log"
    log.parent.mkdir(parents=True)
    for path in (log, log.with_name("klantwaarde.log.1")):
        path.write_text("KW-001\n")


def looked_at(folder: Path) -> dict[str, object]:
    """Return what is installed in a folder by name, every part of a workbook on its own."""
    return {
        name: content if name.endswith(".conf") else killing.parts_of(folder / name)
        for name, content in killed_sets.files_below(folder).items()
        if killing.UNFINISHED not in name
    }


def installing(folder: Path) -> killing.Job:
    """Return ``installeer`` over what an earlier version installed; the new workbook comes beside the old."""
    before = folder / "installeer-oud"
    installed_before(before)
    old = killed_sets.files_below(before)

    def parts(place: Path) -> dict[str, object]:
        return {name: found for name, found in looked_at(place).items() if name in old}

    line = tuple(killing.alone("installeer"))
    job = killing.Job(line, old, looked_at, adds="klantwaarde-", parts=parts)
    return killing.whole(job, folder / "installeer-eerst")


@dataclass(frozen=True, slots=True)
class TakingAway(killing.Job):
    """``installeer --verwijder``: each file is as it was or gone, and a next run takes the rest away."""

    def outcome(self, folder: Path, seed: int) -> str:
        """Return whether all still stands there, what stays alone, or part; raise for anything else."""
        found = killed_sets.files_below(folder)
        shown = {name: content for name, content in found.items() if killing.UNFINISHED not in name}
        if shown == self.old:
            return "old"
        assert isinstance(self.expected, dict)
        for name, content in shown.items():
            assert content in (self.old[name], self.expected.get(name)), f"seed {seed}: {name}"
        assert shown.keys() >= self.expected.keys(), f"seed {seed}: what stays is gone"
        return "new" if shown == self.expected else "part of new"


def taking_away(folder: Path) -> killing.Job:
    """Return ``installeer --verwijder`` of everything that the program keeps for a user."""
    before, first = folder / "verwijder-oud", folder / "verwijder-eerst"
    kept_for_a_user(before)
    shutil.copytree(before, first)
    scratch = folder / "verwijder-eerst-tijdelijk"
    scratch.mkdir()
    line = killing.command("installeer", "--verwijder")
    job = TakingAway(tuple(line), killed_sets.files_below(before), killed_sets.files_below, again=True)
    assert job.start(first, scratch).wait() == 0
    left = killed_sets.files_below(first)
    assert sorted(left) == STAYS
    return replace(job, expected=left)
