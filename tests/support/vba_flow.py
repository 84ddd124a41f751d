"""Follows every path through a VBA procedure and tells where Excel's own state is not put back.

A property of Application that a procedure changes must be what it was on every way out: the last line, Exit,
and an error that no handler of the procedure catches.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from vba_form import AT_REST, statements

_NEXT, _OFF = "next", "off"
_BLOCKS = {
    "For": (r"For ", r"Next\b"),
    "Do": (r"Do\b", r"Loop\b"),
    "While": (r"While ", r"Wend$"),
    "Select": (r"Select Case ", r"End Select$"),
}
_OPENS = re.compile(r"(For|Do|While|Select)\b")
_LEAVES = re.compile(r"Exit (Sub|Function|Property)|End$")
_CLOSES = re.compile(r"Next\b|Loop\b|Wend$|End Select$")
_PROCEDURE = re.compile(
    r"^(?:(?:Public|Private|Friend|Static) )*(?:Sub|Function|Property \w+) (\w+)"
    r".*?^End (?:Sub|Function|Property)$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _At:
    """A place on a path: line, what catches an error there, what was changed, and which variables keep it."""

    line: int
    handler: str
    changed: frozenset[str]


def procedures(code: str) -> list[tuple[str, list[str]]]:
    """Return name and statements of every procedure, the first its head; a property has several."""
    plain = "\n".join(statements(code))
    found = [(one[1], one[0].split("\n")) for one in _PROCEDURE.finditer(plain)]
    assert len(found) == len(re.findall(r"(?m)^End (?:Sub|Function|Property)$", plain)), "one is not read"
    return found


def left_changed(code: str) -> list[str]:
    """Return each way out of a procedure on which a property of Excel stays changed."""
    return sorted(f"{name}: {fault}" for name, lines in procedures(code) for fault in _Walk(lines).faults())


class _Walk:
    """All paths through one procedure."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.labels = {line[:-1].lower(): n for n, line in enumerate(lines) if re.fullmatch(r"\w+:", line)}
        self.kept = {
            found[1].lower(): found[2]
            for line in lines
            if (found := re.fullmatch(r"(\w+) = Application\.(\w+)", line))
        }

    def faults(self) -> set[str]:
        found: set[str] = set()
        seen: set[_At] = set()
        todo = [_At(1, _OFF, frozenset())]
        while todo:
            at = todo.pop()
            if at in seen:
                continue
            seen.add(at)
            if at.line >= len(self.lines) - 1 or _LEAVES.match(self.lines[at.line]):
                found |= {f"{one} on line {at.line}: {self.lines[at.line]}" for one in at.changed}
                continue
            after = self._after(at)
            if at.handler == _OFF and self._may_fail(at.line):
                found |= {f"{one} by an error on line {at.line}: {self.lines[at.line]}" for one in at.changed}
            elif at.handler not in {_OFF, _NEXT} and self._may_fail(at.line):
                todo += [_At(self.labels[at.handler], _OFF, one) for one in (at.changed, after.changed)]
            todo += [_At(line, after.handler, after.changed) for line in self._next(at.line)]
        return found

    def _may_fail(self, line: int) -> bool:
        """Whether a line can raise: not a label, a jump, a declaration, putting a property back, or a plain
        value."""
        text = self.lines[line]
        quiet = r"\w+:$|On Error |Exit |Dim |Const |GoTo |Resume |Else$|Next|Loop|Wend|Case|With |End |Do$"
        taken = re.fullmatch(r"\w+ = (Err\.\w+|\w+|\"[^\"]*\")", text)
        return not (re.match(quiet, text) or self._puts_back(text) or taken)

    def _puts_back(self, text: str) -> str:
        found = re.fullmatch(r"Application\.(\w+) = (.+)", text)
        if not found or found[1] not in AT_REST:
            return ""
        right = found[2] == AT_REST[found[1]] or self.kept.get(found[2].lower()) == found[1]
        return found[1] if right else ""

    def _after(self, at: _At) -> _At:
        text = self.lines[at.line]
        if found := re.fullmatch(r"On Error GoTo (\w+)", text):
            return _At(at.line, _OFF if found[1] == "0" else found[1].lower(), at.changed)
        if text == "On Error Resume Next":
            return _At(at.line, _NEXT, at.changed)
        if back := self._puts_back(text):
            return _At(at.line, at.handler, at.changed - {back})
        found = re.fullmatch(r"Application\.(\w+) = .+", text)
        if found and found[1] in AT_REST:
            return _At(at.line, at.handler, at.changed | {found[1]})
        return at

    def _next(self, line: int) -> list[int]:
        text = self.lines[line]
        if found := re.fullmatch(r"(?:GoTo|Resume) (\w+)", text):
            return [self.labels[found[1].lower()]]
        if text.startswith("If "):
            return [line + 1, self._branch(line, stop=("Else", "ElseIf"))]
        if text == "Else" or text.startswith("ElseIf "):
            return [self._branch(line, stop=()), *([line + 1] if text.startswith("ElseIf") else [])]
        if text.startswith("Case ") or _OPENS.match(text) or _CLOSES.match(text):
            return self._around(line)
        if found := re.match(r"Exit (For|Do)$", text):
            return [self._closing(line, "For" if found[1] == "For" else "Do") + 1]
        return [line + 1]

    def _around(self, line: int) -> list[int]:
        """Return where a loop or a Select goes on: into its body, past it, or round again."""
        text = self.lines[line]
        if text.startswith("Select Case"):
            cases, end = self._cases(line)
            certain = any(self.lines[one] == "Case Else" for one in cases)
            return [*(one + 1 for one in cases), *([] if certain else [end])]
        if text.startswith("Case "):
            return [self._closing(line, "Select")]
        if _CLOSES.match(text) and text != "End Select":
            return [self._opening(line), line + 1]
        if text == "End Select":
            return [line + 1]
        kind = text.split()[0]
        return [line + 1, self._closing(line, kind) + 1]

    def _cases(self, line: int) -> tuple[list[int], int]:
        """Return the lines of the cases of a Select, and that of its end."""
        end, depth, found = self._closing(line, "Select"), 0, []
        for n in range(line + 1, end):
            depth += self.lines[n].startswith("Select Case") - (self.lines[n] == "End Select")
            if depth == 0 and self.lines[n].startswith("Case "):
                found.append(n)
        return found, end

    def _closing(self, line: int, kind: str) -> int:
        """Return the line that closes the innermost block of a kind that is open behind a line."""
        opens, closes = _BLOCKS[kind]
        depth = 0
        for n in range(line + 1, len(self.lines)):
            if depth == 0 and re.match(closes, self.lines[n]):
                return n
            depth += bool(re.match(opens, self.lines[n])) - bool(re.match(closes, self.lines[n]))
        raise AssertionError(self.lines[line])

    def _opening(self, line: int) -> int:
        """Return the line that opens the loop which a line closes."""
        for n in range(line - 1, 0, -1):
            found = _OPENS.match(self.lines[n])
            if found and found[1] != "Select" and self._closing(n, found[1]) == line:
                return n
        raise AssertionError(self.lines[line])

    def _branch(self, line: int, stop: tuple[str, ...]) -> int:
        """Return where an If goes on when its condition does not hold, or after one of its branches."""
        depth = 0
        for n in range(line + 1, len(self.lines)):
            text = self.lines[n]
            if depth == 0 and (text == "End If" or text.split()[0] in stop):
                return n + 1 if text == "Else" else n
            depth += text.startswith("If ") - (text == "End If")
        raise AssertionError(self.lines[line])
