"""Writes a ``vbaProject.bin`` from the text of its modules; Excel compiles it when it opens.

Source of the layout: MS-OVBA, "Office VBA File Format Structure". A version of 0xFFFF in ``_VBA_PROJECT``
tells every Office to ignore compiled code and to read the source.
"""

from __future__ import annotations

import re
import struct
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from klantwaarde_xl.template.compound_file import write_compound_file
from klantwaarde_xl.template.vba_compression import compress

_CODE_PAGE = "cp1252"
_LCID = 0x0409
"""MS-OVBA 2.3.4.2.1.3: the locale of every project, also in a Dutch Excel. It is no language of ours."""
_LONGEST_LINE = 1023
_REFERENCES = (
    (
        "stdole",
        r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    ),
    (
        "Office",
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#"
        r"C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL"
        r"#Microsoft Office 16.0 Object Library",
    ),
)


class ModuleKind(Enum):
    """What a module is."""

    WORKBOOK = "workbook"
    SHEET = "sheet"
    STANDARD = "standard"
    CLASS = "class"


_PROJECT_KEY = {
    ModuleKind.WORKBOOK: "Document",
    ModuleKind.SHEET: "Document",
    ModuleKind.STANDARD: "Module",
    ModuleKind.CLASS: "Class",
}
_DOCUMENT_BASE = {
    ModuleKind.WORKBOOK: "0{00020819-0000-0000-C000-000000000046}",
    ModuleKind.SHEET: "0{00020820-0000-0000-C000-000000000046}",
    ModuleKind.CLASS: "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}",
}


@dataclass(frozen=True, slots=True)
class Module:
    """One module: its name in the project, its kind, and its code without the ``Attribute`` lines on top."""

    name: str
    kind: ModuleKind
    code: str = ""

    def source(self) -> str:
        """Return the whole text as it stands in the file: attributes first, lines ended by CR LF.

        >>> Module("Hulp", ModuleKind.STANDARD, "Sub A()\\nEnd Sub").source()
        'Attribute VB_Name = "Hulp"\\r\\nSub A()\\r\\nEnd Sub\\r\\n'
        """
        lines = [f'Attribute VB_Name = "{self.name}"']
        if self.kind is not ModuleKind.STANDARD:
            document = self.kind is not ModuleKind.CLASS
            lines += [
                f'Attribute VB_Base = "{_DOCUMENT_BASE[self.kind]}"',
                "Attribute VB_GlobalNameSpace = False",
                "Attribute VB_Creatable = False",
                f"Attribute VB_PredeclaredId = {document}",
                f"Attribute VB_Exposed = {document}",
                "Attribute VB_TemplateDerived = False",
                f"Attribute VB_Customizable = {document}",
            ]
        body = self.code.splitlines()
        return "\r\n".join([*lines, *body]) + "\r\n"


def write_vba_project(modules: Sequence[Module], name: str = "Klantwaarde") -> bytes:
    """Return the bytes of a ``vbaProject.bin`` with exactly these modules, in this order.

    Document modules (one WORKBOOK, one SHEET per sheet) carry the code names that the workbook gives its
    sheets. The same modules give the same bytes. Raises ValueError for two modules of one name, a name that
    VBA cannot have, a line longer than VBA's 1,023 characters, and text outside code page 1252."""
    _check(modules)
    streams = {
        "PROJECT": _project_text(modules, name).encode(_CODE_PAGE),
        "PROJECTwm": b"".join(
            m.name.encode(_CODE_PAGE) + b"\0" + m.name.encode("utf-16-le") + b"\0\0" for m in modules
        )
        + b"\0\0",
        "VBA/_VBA_PROJECT": struct.pack("<HHBH", 0x61CC, 0xFFFF, 0, 0),
        "VBA/dir": compress(_dir_records(modules, name)),
    }
    for module in modules:
        streams[f"VBA/{module.name}"] = compress(module.source().encode(_CODE_PAGE))
    return write_compound_file(streams)


def _check(modules: Sequence[Module]) -> None:
    seen: set[str] = set()
    for module in modules:
        if not re.fullmatch(r"[A-Za-z]\w{0,30}", module.name, re.ASCII):
            raise ValueError(f"not a VBA name: {module.name!r}")
        if module.name.lower() in seen:
            raise ValueError(f"two modules named {module.name}")
        seen.add(module.name.lower())
        for number, line in enumerate(module.code.splitlines(), 1):
            if len(line) > _LONGEST_LINE:
                raise ValueError(f"{module.name}, line {number}: longer than {_LONGEST_LINE} characters")
            try:
                line.encode(_CODE_PAGE)
            except UnicodeEncodeError as error:
                raise ValueError(
                    f"{module.name}, line {number}: not in code page 1252: {error.object!r}"
                ) from error


def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HI", number, len(data)) + data


def _both(number: int, unicode_number: int, text: str) -> bytes:
    return _record(number, text.encode(_CODE_PAGE)) + _record(unicode_number, text.encode("utf-16-le"))


def _dir_records(modules: Sequence[Module], name: str) -> bytes:
    """Return the dir stream before compression (MS-OVBA 2.3.4.2)."""
    parts = [
        _record(0x01, struct.pack("<I", 3)),  # made for 64-bit Windows; a 32-bit Office reads it as well
        _record(0x02, struct.pack("<I", _LCID)),
        _record(0x14, struct.pack("<I", _LCID)),
        _record(0x03, struct.pack("<H", 1252)),
        _record(0x04, name.encode(_CODE_PAGE)),
        _both(0x05, 0x40, ""),
        _record(0x06, b"") + _record(0x3D, b""),
        _record(0x07, struct.pack("<I", 0)),
        _record(0x08, struct.pack("<I", 0)),
        struct.pack("<HIIH", 0x09, 4, 1, 1),
        _both(0x0C, 0x3C, ""),
    ]
    for reference, library in _REFERENCES:
        libid = library.encode(_CODE_PAGE)
        parts += [
            _both(0x16, 0x3E, reference),
            _record(0x0D, struct.pack("<I", len(libid)) + libid + struct.pack("<IH", 0, 0)),
        ]
    parts += [_record(0x0F, struct.pack("<H", len(modules))), _record(0x13, b"\xff\xff")]
    for module in modules:
        parts += [
            _both(0x19, 0x47, module.name),
            _both(0x1A, 0x32, module.name),
            _both(0x1C, 0x48, ""),
            _record(0x31, struct.pack("<I", 0)),
            _record(0x1E, struct.pack("<I", 0)),
            _record(0x2C, b"\xff\xff"),
            _record(0x21 if module.kind is ModuleKind.STANDARD else 0x22, b""),
            _record(0x2B, b""),
        ]
    return b"".join([*parts, _record(0x10, b"")])


def _project_text(modules: Sequence[Module], name: str) -> str:
    """Return the PROJECT stream (MS-OVBA 2.3.1)."""
    identity = "{" + str(uuid.uuid5(uuid.NAMESPACE_DNS, name)).upper() + "}"
    lines = [f'ID="{identity}"']
    for module in modules:
        key = _PROJECT_KEY[module.kind]
        lines.append(f"{key}={module.name}" + ("/&H00000000" if key == "Document" else ""))
    lines += [
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{_protected(identity, struct.pack("<I", 0), 0x11)}"',
        f'DPB="{_protected(identity, bytes(1), 0x22)}"',
        f'GC="{_protected(identity, bytes([0xFF]), 0x33)}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *[f"{module.name}=0, 0, 0, 0, C" for module in modules],
        "",
    ]
    return "\r\n".join(lines)


def _protected(identity: str, data: bytes, seed: int) -> str:
    """Return data in the reversible encryption of MS-OVBA 2.4.3.2: not protected, no password, visible."""
    project_key = sum(identity.encode(_CODE_PAGE)) & 0xFF
    version = seed ^ 2
    key = seed ^ project_key
    out = [seed, version, key]
    unencrypted, second, first = project_key, version, key
    plain = bytes(7)[: (seed & 6) // 2] + struct.pack("<I", len(data)) + data
    for byte in plain:
        encrypted = byte ^ ((second + unencrypted) & 0xFF)
        out.append(encrypted)
        second, first, unencrypted = first, encrypted, byte
    return bytes(out).hex().upper()
