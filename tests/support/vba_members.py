"""Members of objects in VBA that do not exist: Excel tells of a late-bound one only when it runs.

Every name behind a dot must be a member of what stands before it. A variable of no known type may be any
object, and has what one of them has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from vba_form import as_written

from klantwaarde_xl.template.vba_project import Module, ModuleKind

WHOLE = {
    "Collection": "Add Count Item:Object Remove",
    "ErrObject": "Clear Description HelpContext HelpFile LastDllError Number Raise Source",
    "IRibbonControl": "Context Id Tag",
    "IRibbonUI": (
        "ActivateTab ActivateTabMso ActivateTabQ Invalidate InvalidateControl InvalidateControlMso"
    ),
    "Hyperlink": (
        "AddToFavorites Address Application:Application CreateNewDocument Creator Delete EmailSubject Follow "
        "Name Parent:Object Range:Range ScreenTip Shape:Object SubAddress TextToDisplay Type"
    ),
}
"""All members of short types, as Microsoft documents them; behind a colon the type of what they give."""
USED = {
    "Application": (
        "Calculation Caller:Range CommandBars:CommandBars DisplayAlerts EnableEvents MacroOptions "
        "OperatingSystem ScreenUpdating StatusBar Version"
    ),
    "Workbook": (
        "ActiveSheet:Worksheet ChangeLink FullName LinkSources Name Names:Names Saved Worksheets:Sheets"
    ),
    "Worksheet": (
        "Activate Cells:Range Columns:Range EnableCalculation ListObjects:ListObjects Name Parent:Workbook "
        "Range:Range Rows:Range UsedRange:Range"
    ),
    "Range": (
        "Areas:Areas Cells:Range Column Columns:Range Count Formula Parent:Worksheet Resize:Range Row "
        "Rows:Range Value"
    ),
    "Areas": "Count",
    "CommandBar": "Controls:CommandBarControls",
    "CommandBarControl": "Enabled",
    "ListObject": "ListRows:ListRows",
    "ListRows": "Count",
    "Name": "RefersToRange:Range",
    "XLPython": "CallUDF Exec",
}
"""The members that our VBA uses of long types; another is first looked up in Microsoft's documentation."""
ITEMS = {
    "names": "name",
    "sheets": "worksheet",
    "listobjects": "listobject",
    "commandbars": "commandbar",
    "commandbarcontrols": "commandbarcontrol",
    "areas": "range",
    "collection": "object",
}
"""What such a collection gives for what stands between brackets behind it."""
GLOBAL = {
    "application": "application",
    "activeworkbook": "workbook",
    "activesheet": "worksheet",
    "activecell": "range",
    "err": "errobject",
    "xlpy": "xlpython",
}
Kinds = Mapping[str, str]
_LATE, _VALUE, _MODULE = "object", "value", "module "
_VALUES = {"boolean", "byte", "currency", "date", "double", "integer", "long", "single", "string"}
_HEAD = re.compile(
    r"((?:(?:Public|Private|Friend|Static) )*)(Sub|Function|Property \w+) (\w+)"
    r"(?:\((.*)\))?(?: As ([\w.]+))?"
)
_HELD = re.compile(r"(?:Public|Private|Global|Dim|Static|Const) (?:Const |WithEvents )?(.*)")
_SEEN = re.compile(r"(?:Public|Global) (?:Const |WithEvents )?(.*)")
_ONE = re.compile(
    r"(?:Optional |ByVal |ByRef |ParamArray )*(\w+)(?:\([^()]*\))?(?: As (?:New )?([\w.]+))?"
    r"(?: \* \w+)?(?: = [^,]*)?(?:, |$)"
)
_ROOT = re.compile(r"(?<![\w.!\"])[A-Za-z]\w*(?=[.(!])")
_MEMBER = re.compile(r"([.!])(\w+)")


def wrong_members(modules: Sequence[Module], ours: Sequence[Module]) -> Iterator[str]:
    """Yield the statements in our modules that name a member that is not there."""
    members: dict[str, Kinds] = {
        kind.lower(): {name.lower(): of.lower() or _VALUE for name, _, of in _split(text)}
        for kind, text in (WHOLE | USED).items()
    }
    shared = {}
    for module in modules:
        public, name = dict(_names(module, public=True)), module.name.lower()
        if module.kind is ModuleKind.CLASS:
            members[name] = public
        else:
            like = {ModuleKind.WORKBOOK: "workbook", ModuleKind.SHEET: "worksheet"}.get(module.kind, "")
            members[f"{_MODULE}{name}"] = {**public, **members.get(like, {})}
            shared |= {name: f"{_MODULE}{name}"} | (public if module.kind is ModuleKind.STANDARD else {})
    for module in ours:
        me = {"me": f"{_MODULE}{module.name.lower()}"}
        known = shared | GLOBAL | me | dict(_names(module, public=False))
        yield from (f"{module.name}: {fault}" for fault in _of_module(module, known, members))


def _split(text: str) -> Iterator[tuple[str, str, str]]:
    return (one.partition(":") for one in text.split())


def _of_module(module: Module, known: Kinds, members: Mapping[str, Kinds]) -> Iterator[str]:
    own: dict[str, str] = {}
    for text in as_written(module.code):
        if head := _HEAD.fullmatch(text):
            own = dict(_given(head[4] or "")) | {head[3].lower(): _kind(head[5])}
        elif held := _HELD.fullmatch(text):
            own |= dict(_given(held[1]))
        for root in _ROOT.finditer(text):
            if fault := _wrong(text, root, {**known, **own}, members):
                yield f"{fault} in {text}"


def _names(module: Module, *, public: bool) -> Iterator[tuple[str, str]]:
    """Yield the procedures and variables of a module with their types; when public those that others see."""
    within = False
    for text in as_written(module.code):
        if head := _HEAD.fullmatch(text):
            within = True
            if not (public and "Private" in head[1]):
                yield head[3].lower(), _VALUE if head[2] == "Sub" else _kind(head[5])
        elif re.match(r"End (Sub|Function|Property)$", text):
            within = False
        elif not within and (held := (_SEEN if public else _HELD).fullmatch(text)):
            yield from _given(held[1])


def _given(text: str) -> Iterator[tuple[str, str]]:
    """Yield the variables of a list of declarations, with their types."""
    for name, kind in _ONE.findall(text):
        yield name.lower(), _kind(kind)


def _kind(text: str | None) -> str:
    """Return a type without its library, in small letters."""
    kind = (text or "").rpartition(".")[2].lower()
    return _LATE if kind in {"", "variant"} else _VALUE if kind in _VALUES else kind


def _wrong(text: str, root: re.Match[str], known: Kinds, members: Mapping[str, Kinds]) -> str:
    """Return what is wrong in the chain of members behind a name, nothing when all are there."""
    kind, at = known.get(root[0].lower()), root.end()
    while at < len(text):
        if text[at] == "(":
            at = closing(text, at)
            kind = ITEMS.get(kind or "", kind)
        elif found := _MEMBER.match(text, at):
            if kind is None:
                return f"no object {root[0]}"
            kind = ITEMS.get(kind, _LATE) if found[1] == "!" else _member(kind, found[2].lower(), members)
            if kind is None:
                return f"no member {found[2]}"
            at = found.end()
        else:
            break
    return ""


def _member(kind: str, name: str, members: Mapping[str, Kinds]) -> str | None:
    """Return the type of a member, None when there is no such member."""
    if kind == _LATE:
        of = {one[name] for owner, one in members.items() if name in one and not owner.startswith(_MODULE)}
        return (of.pop() if len(of) == 1 else _LATE) if of else None
    return None if kind == _VALUE else members[kind].get(name) if kind in members else _LATE


def closing(text: str, at: int) -> int:
    """Return the place behind the bracket that closes the one at a place."""
    depth = 0
    for place in range(at, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if not depth:
            return place + 1
    return len(text)
