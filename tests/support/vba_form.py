"""VBA in one spelling: what the editor of Excel makes of a line when it is typed, one statement on a line.

Source that was never in that editor may have other capitals, spaces and line numbers, and means the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

AT_REST: Mapping[str, str] = {
    "ScreenUpdating": "True",
    "EnableEvents": "",
    "DisplayAlerts": "",
    "Cursor": "-4143",
    "Calculation": "",
    "StatusBar": "False",
    "EnableCancelKey": "",
    "Interactive": "True",
}
"""What must be put back, with the value that is always right; a property without one is only put back from a
variable that was read from it.
Only Application has them, so whatever is before the dot is Application."""
_SPELLING = """Sub Function Property Get End Exit If Then Else ElseIf For Each Next To Do Loop While Wend
Until Select Case With On Error GoTo Resume Dim Const Public Private Friend Static Set Let Application Err
True False Nothing As Is Like Not And Or Xor Mod New WithEvents ByVal ByRef"""
_WORDS = {word.lower(): word for word in (*_SPELLING.split(), *AT_REST)}
_NO_OWNER = "".join(
    rf"(?i:(?<!\b{word}))" for word in ("And", "Or", "Xor", "Not", "Mod", "Is", "Like", "Then", "If", "Else")
)
"""Words behind which a dot is of a With."""
_ALONE = {"Else", "Do", "Loop", "Next", "Wend", "End", "Resume", "Stop", "Return", "Beep", "Randomize"}
"""Statements of one word, which with a colon behind them are no label."""


def _in_brackets(depth: int) -> str:
    inner = r"[^()]*"
    for _ in range(depth):
        inner = rf"(?:[^()]|\({inner}\))*"
    return rf"\({inner}\)"


_OF_EXCEL = re.compile(
    rf"(?<![\w.)])(?:\w+)?(?:\.\w+|{_in_brackets(4)})*\.(?=(?:{'|'.join(AT_REST)})\b)", re.IGNORECASE
)


def statements(code: str) -> list[str]:
    """Return the statements of code, without comments and line numbers, every text as ``"..."``.

    >>> statements("if x then application.cursor=2 ' why")
    ['If x Then', 'Application.Cursor = 2', 'End If']
    >>> statements("10 Let Sheets(1).Parent.Parent.StatusBar  =  \\"a: b\\"")
    ['10:', 'Application.StatusBar = "..."']
    """
    joined = _joined(re.sub(r"\r\n?", "\n", code))
    return [one for line in joined.split("\n") for one in _of_line(_plain(line))]


def unfollowed(code: str) -> list[str]:
    """Return the statements whose effect on Excel's state cannot be read from their procedure.

    Application that is handed over, and ways to set a property by its name or to jump that nobody follows.
    """
    found = []
    for text in statements(code):
        given = re.sub(r"^Set \w+ = Application$|\bAs Application\b", "", text)
        if re.search(r"\bApplication\b(?!\.\w)", given) or re.search(
            r"(?i)\b(CallByName|ExecuteExcel4Macro|GoSub)\b|^On (?!Error)", given
        ):
            found.append(text)
    return found


def _joined(code: str) -> str:
    """Return code without continued lines; a dot that begins one belongs to the word before it.

    >>> _joined("Application _\\n  .Cursor = 2"), _joined("If a And _\\n  .b Then")
    ('Application.Cursor = 2', 'If a And .b Then')
    """
    code = re.sub(rf"{_NO_OWNER}(?<=[\w)])[ \t]+_[ \t]*\n\s*(?=\.)", "", code)
    return re.sub(r"[ \t]_[ \t]*\n\s*", " ", code)


def _plain(line: str) -> str:
    """Return a line with the capitals and spaces of the editor, and Excel's own state as Application's."""
    line = re.sub(r""""(?:[^"]|"")*"|'.*""", lambda found: '"..."' if found[0][0] == '"' else "", line)
    line = re.sub(r"(?i)(^|:)\s*Rem\b.*", "", line)
    line = re.sub(r"\[(\w+)\]", r"\1", line)
    line = re.sub(r"(?<![:<>])\s*(?<![:<>=])=\s*(?![<>])", " = ", line)
    line = re.sub(r"\s*:(?!=)\s*", ": ", line)
    line = re.sub(r"(?<=\w)\.\s+(?=\w)", ".", re.sub(r"\s+", " ", line)).strip()
    line = re.sub(r"\w+", lambda found: _WORDS.get(found[0].lower(), found[0]), line)
    line = re.sub(r"\b(If|ElseIf|While|Until|Case|With)(?=\()", r"\1 ", line)
    line = re.sub(r"(?<=[)\"])(Then|Else)\b", r" \1", line)
    line = re.sub(r"(?i)\bgo to\b", "GoTo", line)
    line = re.sub(r"\b(Then|Else) (?=\d+\b)", r"\1 GoTo ", line)
    line = re.sub(r"(^|: |Then |Else |^\d+ )Let ", r"\1", line)
    line = re.sub(r"\b\w+(?:\.\w+)*\.Application\b", "Application", line)
    return _OF_EXCEL.sub("Application.", line)


def _of_line(text: str) -> Iterator[str]:
    if found := re.match(r"(\d+)(?::| |$)\s*|(\w+):(?: |$)", text):
        name = found[1] or found[2]
        if name not in _ALONE:
            yield f"{name}:"
            text = text[found.end() :]
    if text:
        yield from _parts(text)


def _parts(text: str) -> Iterator[str]:
    """Yield the statements between colons; an If on one line takes all that follows on it."""
    if found := re.fullmatch(r"If (.*?) Then:? (.+)", text):
        yield f"If {found[1]} Then"
        nested = re.search(r"(?:^|: )If ", found[2])
        yield from _parts(found[2] if nested else found[2].replace(" Else ", ": Else: "))
        yield "End If"
        return
    if found := re.fullmatch(r"(ElseIf .*? Then|Else):? (.+)", text):
        yield found[1]
        yield from _parts(found[2])
        return
    first, _, rest = text.partition(": ")
    yield first.removesuffix(":")
    if rest:
        yield from _parts(rest)
