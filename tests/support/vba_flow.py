"""Follows every path through a VBA procedure and tells where Excel's own state is not put back.

A property of Application that a procedure changes must be what it was on every way out: the last line, Exit,
and an error that no handler of the procedure catches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

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


_SET = re.compile(r"Application\.(\w+(?:\.\w+|![\w]+|\([^=]*\))*) = (.+)")
_CONTENTS = re.compile(
    r"(Active\w+|Selection|Range|Cells|Rows|Columns|Workbooks|Worksheets|Sheets|Names|Caller|This\w+|Intersect|Union)\b"
)
"""What is reached by way of Application and belongs to a workbook."""
_GIVEN = re.compile(r"(?:Set |For |For Each )?(\w+) (?:=|In) (.+)")
_READ = re.compile(r"Application\.(\w+)")
_VALUE = r"-?[\d.]+|\"[^\"]*\"|True|False|Nothing|Empty|(?:vb|xl|mso)[A-Z]\w*"
_QUIET = re.compile(
    r"\w+:|On Error .*|Exit \w+|(?:Dim|Const|Static) .*|GoTo \w+|Else|Next(?: \w+)?|Loop|Wend|Do|End(?: \w+)?"
    r"|Case Else|Err\.Clear|With Application|Set \w+ = Nothing"
)
"""Statements that cannot fail, beside those that give a variable a plain value."""
_DECLARED = re.compile(r"(\w+)(?: As (?:New )?(\w+))?(?:,|\)|$| = )")
_UNREAD = ("", "unread")


@dataclass(frozen=True, slots=True)
class _At:
    """A place on a path: line, what catches an error there, the line of the error that is dealt with (-1 for
    none), what was changed, and what the variables hold."""

    line: int
    handler: str
    failed: int
    changed: frozenset[str]
    held: frozenset[tuple[str, str]]


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
        declared = [re.sub(r"^.*?\(|Optional |ByVal |ByRef ", "", lines[0])]
        declared += [
            line.partition(" ")[2] for line in lines if line.startswith(("Dim ", "Static ", "Const "))
        ]
        self.types = {name.lower(): kind for one in declared for name, kind in _DECLARED.findall(one)}
        own = re.search(r"(?:Function|Get) (\w+)\(.*\)(?: As (\w+))?$", lines[0])
        self.types |= {own[1].lower(): own[2] or ""} if own else {}
        pairs = [found.groups() for line in lines if (found := re.fullmatch(r"([\w.]+) = (\w+)", line))]
        self.given_back = {right.lower() for left, right in pairs if left.startswith("Application.")}
        for _ in pairs:
            self.given_back |= {right.lower() for left, right in pairs if left.lower() in self.given_back}

    def faults(self) -> set[str]:
        found: set[str] = set()
        seen: set[_At] = set()
        todo = [_At(1, _OFF, -1, frozenset(), frozenset())]
        while todo:
            at = todo.pop()
            if at in seen:
                continue
            seen.add(at)
            if at.line >= len(self.lines) - 1 or _LEAVES.match(self.lines[at.line]):
                found |= {f"{one} on line {at.line}: {self.lines[at.line]}" for one in at.changed}
                continue
            after = self._after(at)
            todo += [replace(after, line=line) for line in self._next(at)]
            for state in self._failing(at):
                if at.failed >= 0 or at.handler == _OFF:
                    line = self.lines[at.line]
                    found |= {f"{one} by an error on line {at.line}: {line}" for one in state.changed}
                elif at.handler == _NEXT:
                    todo += [replace(state, line=line) for line in self._next(at)]
                else:
                    todo.append(replace(state, line=self.labels[at.handler], failed=at.line))
        return found

    def _failing(self, at: _At) -> Iterator[_At]:
        """Yield the state in which a line leaves Excel when it fails, nothing for one that cannot."""
        text = self.lines[at.line]
        found = _GIVEN.fullmatch(text)
        if found and _READ.fullmatch(found[2]):
            yield replace(at, held=at.held | {_UNREAD})
        elif text.split()[0] == "Resume":
            if at.failed < 0:
                yield at
        elif not _QUIET.fullmatch(text) and not self._is_plain(text) and self._puts_back(at) is None:
            yield at

    def _is_plain(self, text: str) -> bool:
        """Whether a statement gives a variable a plain value, or that of another one of its type."""
        found = re.fullmatch(rf"(\w+) = (?:({_VALUE}|Err\.\w+)|(\w+))", text)
        if not found or found[1].lower() not in self.types:
            return False
        into, of = self.types[found[1].lower()], self.types.get((found[3] or "").lower())
        return bool(found[2]) or (of is not None and into in {"", "Variant", of})

    def _puts_back(self, at: _At) -> str | None:
        """Return the property that a line gives what it was, None for another line."""
        found = _SET.fullmatch(self.lines[at.line])
        if not found or _CONTENTS.match(found[1]):
            return None
        name, value = found[1], found[2]
        holds = {what for variable, what in at.held if variable == value.lower()}
        right = value in AT_REST.get(name, set()) or name in holds
        if _UNREAD in at.held and name not in at.changed:
            # What could not be read is left on; Excel refuses a way of calculating that is nothing.
            right |= "True" in holds or (not holds and name == "Calculation")
        return name if right else None

    def _after(self, at: _At) -> _At:
        """Return the state behind a line that does not fail."""
        text = self.lines[at.line]
        if found := re.fullmatch(r"On Error GoTo (-?\w+)", text):
            if found[1] == "-1":
                return replace(at, failed=-1)
            return replace(at, handler=_OFF if found[1] == "0" else found[1].lower())
        if text == "On Error Resume Next":
            return replace(at, handler=_NEXT)
        if text.split()[0] == "Resume":
            return replace(at, failed=-1)
        if (back := self._puts_back(at)) is not None:
            return replace(at, changed=at.changed - {back})
        found = _SET.fullmatch(text)
        if found and not _CONTENTS.match(found[1]):
            return replace(at, changed=at.changed | {found[1]})
        if found := _GIVEN.fullmatch(text):
            return replace(at, held=self._held(at, found[1].lower(), found[2]))
        return at

    def _held(self, at: _At, variable: str, value: str) -> frozenset[tuple[str, str]]:
        """Return what the variables hold after one was given a value."""
        read = _READ.fullmatch(value)
        if read and read[1] not in at.changed:
            what = {read[1]}
        else:
            what = {one for name, one in at.held if name == value.lower()} or {
                value if value == "True" else "?"
            }
        kept = {pair for pair in at.held if pair[0] != variable}
        return frozenset(kept | {(variable, one) for one in what} if variable in self.given_back else kept)

    def _next(self, at: _At) -> list[int]:
        """Return where a line that does not fail leads to."""
        text, line = self.lines[at.line], at.line
        if text in {"Resume", "Resume 0"}:
            return [at.failed] if at.failed >= 0 else []
        if text == "Resume Next":
            if at.failed >= 0 and self.lines[at.failed].startswith("Resume"):
                return [self._on(at.failed)]  # it failed for want of an error
            return self._next(replace(at, line=at.failed)) if at.failed >= 0 else []
        if found := re.fullmatch(r"(GoTo|Resume) (\w+)", text):
            return [] if found[1] == "Resume" and at.failed < 0 else [self.labels[found[2].lower()]]
        if text.startswith(("If ", "ElseIf ")):
            return [self._on(line), self._branch(line, stop=("Else", "ElseIf"))]
        if _OPENS.match(text) or _CLOSES.match(text):
            return self._around(line)
        if found := re.match(r"Exit (For|Do)$", text):
            return [self._on(self._closing(line, found[1]))]
        return [self._on(line)]

    def _on(self, line: int) -> int:
        """Return the line behind one, or the end of an If or a Select whose next part begins there."""
        text = self.lines[line + 1]
        if text == "Else" or text.startswith("ElseIf "):
            return self._branch(line + 1, stop=())
        return self._closing(line, "Select") if text.startswith("Case ") else line + 1

    def _around(self, line: int) -> list[int]:
        """Return where a loop or a Select goes on: into its body, past it, or round again."""
        text = self.lines[line]
        if text.startswith("Select Case"):
            cases, end = self._cases(line)
            certain = any(self.lines[one] == "Case Else" for one in cases)
            return [*(self._on(one) for one in cases), *([] if certain else [end])]
        if text == "End Select":
            return [self._on(line)]
        if _CLOSES.match(text):
            return [self._opening(line), *([] if text == "Loop" else [self._on(line)])]
        past = [] if text == "Do" else [self._on(self._closing(line, text.split()[0]))]
        return [self._on(line), *past]

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
