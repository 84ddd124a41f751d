"""VBA in one spelling: what the editor of Excel makes of a line when it is typed, one statement on a line.

Source that was never in that editor may have other capitals, spaces and line numbers, and means the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set

AT_REST: Mapping[str, Set[str]] = {
    "ScreenUpdating": {"True"},
    "Cursor": {"-4143", "xlDefault"},
    "StatusBar": {"False"},
    "Interactive": {"True"},
    "CutCopyMode": {"False"},
}
"""What may be given to a property whatever it was; any other is only put back from a variable that was read
from it."""
ONLY_OF_EXCEL = (
    *AT_REST,
    *("AlertBeforeOverwriting", "AskToUpdateLinks", "AutomationSecurity", "CalculateBeforeSave"),
    *("Calculation", "CalculationInterruptKey", "DecimalSeparator", "DisplayAlerts"),
    *(
        "DisplayClipboardWindow",
        "DisplayFormulaBar",
        "DisplayFullScreen",
        "DisplayScrollBars",
        "DisplayStatusBar",
        "EnableAnimations",
    ),
    *("EnableAutoComplete", "EnableCancelKey", "EnableEvents", "EnableLargeOperationAlert"),
    *("EnableMacroAnimations", "EnableSound", "FeatureInstall", "FileValidation", "Iteration"),
    *("MaxIterations", "PrintCommunication", "ReferenceStyle", "SheetsInNewWorkbook", "ShowWindowsInTaskbar"),
    *("ThousandsSeparator", "UseSystemSeparators", "UserName", "WarnOnFunctionNameConflict"),
)
"""Properties that only Application has, so whatever is before the dot is Application."""
_SPELLING = """Sub Function Property Get End Exit If Then Else ElseIf For Each Next To Do Loop While Wend
Until Select Case With On Error GoTo Resume Dim Const Public Private Friend Static Set Let Application Err
True False Nothing Local As Is Like Not And Or Xor Mod New WithEvents ByVal ByRef"""
_WORDS = {word.lower(): word for word in (*_SPELLING.split(), *ONLY_OF_EXCEL)}
_NO_OWNER = "".join(
    rf"(?i:(?<!\b{word}))" for word in ("And", "Or", "Xor", "Not", "Mod", "Is", "Like", "Then", "If", "Else")
)
"""Words behind which a dot is of a With."""
_ALONE = {"Else", "Do", "Loop", "Next", "Wend", "End", "Resume", "Stop", "Return", "Beep", "Randomize"}
"""Statements of one word, which with a colon behind them are no label."""


_OF_EXCEL = re.compile(rf"(?i)\.(?:(?=(?:{'|'.join(ONLY_OF_EXCEL)})\b)|Application\b)")
_DATE = re.compile(r"#\s*[\d/:\- ]+(?:[AaPp][Mm]\s*)?#")


def statements(code: str) -> list[str]:
    """Return the statements of code, without comments and line numbers, every text as ``"..."``.

    >>> statements("if x then application.cursor=2 ' why")
    ['If x Then', 'Application.Cursor = 2', 'End If']
    >>> statements("10 Let Sheets(1).Parent.Parent.StatusBar  =  \\"a: b\\"")
    ['10:', 'Application.StatusBar = "..."']
    """
    return _without_aliases([_as_excel(one) for one in as_written(code)])


def as_written(code: str) -> list[str]:
    """Return the statements of code with its own words for Application; members in a With have its object.

    >>> as_written("With Sheets(1): .Parent.StatusBar = 1: End With")
    ['With Sheets(1)', 'Sheets(1).Parent.StatusBar = 1', 'End With']
    """
    joined = _joined(re.sub(r"\r\n?", "\n", code))
    return list(_without_with([one for line in joined.split("\n") for one in _of_line(_plain(line))]))


def unfollowed(code: str) -> list[str]:
    """Return the statements whose effect on Excel's state cannot be read from their procedure.

    Application that is handed over, and ways to set a property by its name or to jump that nobody follows.
    """
    found, own = [], "Application"
    for text in statements(code):
        head = re.match(r"(?:(?:Public|Private|Friend|Static) )*(?:Sub|Function|Property \w+) (\w+)", text)
        own = head[1] if head else own
        given = re.sub(r"\bAs Application\b", "", text) if _KEEPS.match(text) else text
        given = re.sub(rf"^Set (?!{own}\b)\w+ = Application$", "", given)
        if re.search(r"\bApplication\b(?!\.\w)", given) or re.search(
            r"(?i)\b(CallByName|ExecuteExcel4Macro|GoSub)\b|^On (?!Error)", given
        ):
            found.append(text)
    return found


_KEEPS = re.compile(r"(?:Dim|Static|Private)(?: WithEvents)? \w+ As |(?:Private )?Sub \w+\(")
"""What may hold Application: a variable that no other module sees, and an argument, which nobody gives it."""


def _without_with(lines: list[str]) -> Iterator[str]:
    """Yield statements with what belongs to a With written out."""
    within: list[str] = []
    for line in lines:
        text = re.sub(r"(?<![\w)\].\"])\.(?=[A-Za-z])", f"{within[-1]}." if within else ".", line)
        if text.startswith("With "):
            within.append(text.removeprefix("With "))
        if text == "End With" and within:
            within.pop()
        yield text


def _as_excel(text: str) -> str:
    """Return a statement with ``Application`` for all that stands before a property that only it has.

    >>> _as_excel("x = Sheets!Blad(f(1, (2))).Application.Cursor")
    'x = Application.Cursor'
    """
    at = len(text)
    while found := next((one for one in _backwards(text) if one.start() < at), None):
        at = _chain(text, found.start())
        named = found[0][1:]
        text = f"{text[:at]}Application{'' if named else '.'}{text[found.end() :]}"
    return text


def _backwards(text: str) -> list[re.Match[str]]:
    return list(_OF_EXCEL.finditer(text))[::-1]


def _chain(text: str, end: int) -> int:
    """Return where the object begins that ends before a place, with all brackets within it."""
    depth, at = 0, end
    while at and (depth or text[at - 1] in ".!_$)" or text[at - 1].isalnum()):
        depth += (text[at - 1] == ")") - (text[at - 1] == "(")
        at -= 1
    return at


def _without_aliases(lines: list[str]) -> list[str]:
    """Return statements with ``Application`` for the variables that hold it."""
    found = {"Application"}
    while more := {
        name
        for line in lines
        for name in re.findall(rf"^Set (\w+) = (?:{'|'.join(found)})$|\b(\w+) As Application\b", line)
        for name in name
        if name and name not in found
    }:
        found |= more
    holds = re.compile(rf"(?i)(?<![\w.!])(?:{'|'.join(found)})\.(?=\w)")
    return [holds.sub("Application.", line) for line in lines]


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
    line = _DATE.sub("#...#", re.sub(r"\[(\w+)\]", r"\1", line))
    line = re.sub(r"\[[^\]]*\]", 'Evaluate("...")', line)
    line = re.sub(r"(?<![:<>])\s*(?<![:<>=])=\s*(?![<>])", " = ", line)
    line = re.sub(r"\s*:(?!=)\s*", ": ", line)
    line = re.sub(r"(?<=\w)\.\s+(?=\w)", ".", re.sub(r"\s+", " ", line)).strip()
    line = re.sub(r"\w+", lambda found: _WORDS.get(found[0].lower(), found[0]), line)
    line = re.sub(r"\b(If|ElseIf|While|Until|Case|With)(?=\()", r"\1 ", line)
    line = re.sub(r"(?<=[)\"])(Then|Else)\b", r" \1", line)
    line = re.sub(r"(?i)\bgo to\b", "GoTo", line)
    line = re.sub(r"\b(Then|Else) (?=\d+\b)", r"\1 GoTo ", line)
    line = re.sub(r"(^|: |Then |Else |^\d+ )Let ", r"\1", line)
    return line.replace("On Local Error", "On Error")


def _of_line(text: str) -> Iterator[str]:
    for label in (r"(\d+)(?::| |$)\s*", r"(\w+):(?: |$)"):
        found = re.match(label, text)
        if found and found[1] not in _ALONE:
            yield f"{found[1]}:"
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
    first = first.removesuffix(":")
    yield from [f"Next {name}" for name in first[5:].split(", ")] if first.startswith("Next ") else [first]
    if rest:
        yield from _parts(rest)
