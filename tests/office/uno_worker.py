"""Runs under the system's Python, which has UNO: starts a LibreOffice of its own and does what it is asked.

It speaks JSON, one message a line. A request on stdin is answered on stdout with ``{"result": ...}`` or
``{"error": text}``. While a request runs, LibreOffice may call Python from a cell or a button: then
``{"call": ...}`` goes out first, and its answer comes in, or other requests before that. Standard library and
UNO only: nothing of the package under test runs in here."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import traceback
import uuid
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from worker_bridge import Factory, send
from worker_documents import Documents

OPTIONS = (
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", 0),  # run every macro
    # show cached values until we ask to calculate
    ("org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode", 1),
)
REGISTRY = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{items}
</oor:items>
"""
ITEM = '<item oor:path="/{0}"><prop oor:name="{1}" oor:op="fuse"><value>{2}</value></prop></item>'
ALWAYS_EXECUTE = 4


class Office(Documents):
    """One LibreOffice with its own profile and the documents that are open in it."""

    def __init__(self, folder: str, soffice: str, locale: str = "") -> None:
        super().__init__()
        profile = Path(folder) / "profile"
        (profile / "user").mkdir(parents=True, exist_ok=True)
        wanted = [
            *OPTIONS,
            *([("org.openoffice.Setup/L10N", "ooSetupSystemLocale", locale)] if locale else []),
        ]
        options = REGISTRY.format(items="\n".join(ITEM.format(*option) for option in wanted))
        (profile / "user" / "registrymodifications.xcu").write_text(options, encoding="utf-8")
        pipe = "kw" + uuid.uuid4().hex
        self.process = subprocess.Popen(
            [
                soffice,
                "--headless",
                "--norestore",
                "--nologo",
                "--nodefault",
                f"-env:UserInstallation={profile.as_uri()}",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        self.context = self._connect(resolver, f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        self.desktop = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", self.context
        )
        self.context.ServiceManager.insert(Factory(serve))

    def _connect(self, resolver, address, patience=90):
        until = time.monotonic() + patience
        while True:
            try:
                return resolver.resolve(address)
            except Exception:
                if time.monotonic() > until or self.process.poll() is not None:
                    self.process.kill()
                    raise
                time.sleep(0.2)

    def open(self, path):
        url = uno.systemPathToFileUrl(path)
        properties = (PropertyValue("MacroExecutionMode", 0, ALWAYS_EXECUTE, 0),)
        document = self.desktop.loadComponentFromURL(url, "_blank", 0, properties)
        if document is None:
            raise ValueError(f"LibreOffice cannot open {path}")
        key = uuid.uuid4().hex
        self.documents[key] = document
        return key

    def close(self, document):
        self.documents.pop(document).close(True)

    def save(self, document, path, filter_name):
        self.documents[document].storeToURL(
            uno.systemPathToFileUrl(path), (PropertyValue("FilterName", 0, filter_name, 0),)
        )

    def stop(self):
        for document in self.documents.values():
            document.close(True)
        self.documents.clear()
        try:
            self.desktop.terminate()
        except Exception:  # noqa: BLE001 - the office may be gone before its answer is here
            traceback.print_exc()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()


def serve(request: dict[str, object]) -> None:
    """Do what one request asks, and answer it."""
    office, do = OFFICES[0], request.pop("do")
    changes = do not in office.READS
    # A macro that runs may have changed something since it last called Python.
    if changes or office.changing:
        office.known_tables.clear()
    office.changing += changes
    try:
        answer = {"result": getattr(office, do)(**request)}
    except Exception as error:  # noqa: BLE001 - whatever it is, the test must hear of it
        traceback.print_exc()
        answer = {"error": f"{type(error).__name__}: {error}"}
    office.changing -= changes
    if changes:
        office.known_tables.clear()
    send(answer)


OFFICES: list[Office] = []


def main() -> None:
    """Serve requests until stdin ends."""
    OFFICES.append(Office(*sys.argv[1:]))
    sys.stdout = sys.stderr
    send({"result": "ready"})
    try:
        while line := sys.stdin.readline():
            serve(json.loads(line))
    finally:
        OFFICES[0].stop()


main()
