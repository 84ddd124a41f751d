"""What cells and buttons in LibreOffice call: it asks the process of the tests (see ``uno_worker``)."""

from __future__ import annotations

import json
import math
import sys
import traceback

import uno
import unohelper
from com.sun.star.bridge.oleautomation import Date as OleDate
from com.sun.star.lang import XServiceInfo, XSingleComponentFactory
from com.sun.star.reflection import InvocationTargetException
from com.sun.star.script import ArrayWrapper, XInvocation

SERVICE = "nl.klantwaarde.test.XLPy"


def send(message: object) -> None:
    """Write one message; NaN never occurs in what we send."""
    sys.__stdout__.write(json.dumps(message, allow_nan=False) + "\n")
    sys.__stdout__.flush()


def plain(value: object) -> object:
    """Return a value of Basic as JSON: a range as ``{"range": rows}``, an array as lists, an object as its
    name."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, (int, float)):
        return value if math.isfinite(value) else {"missing": True}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, ArrayWrapper):
        return plain(value.Array)
    if isinstance(value, OleDate):
        return {"date": value.Value}
    if hasattr(value, "Value") and hasattr(value, "Cells"):
        rows = plain(value.Value)
        return {"range": rows if isinstance(rows, list) else [[rows]]}
    return {"object": getattr(value, "Name", "")}


class Bridge(unohelper.Base, XInvocation, XServiceInfo):
    """What ``XLPy`` is in Excel:

    ``CallUDF`` and ``Exec`` of the Python server, here forwarded to the process of the tests; ``serve`` does
    what that process asks first.
    """

    def __init__(self, serve) -> None:
        self.serve = serve

    def getIntrospection(self):  # noqa: N802
        return None

    def hasMethod(self, name):  # noqa: N802
        return name in {"CallUDF", "Exec"}

    def hasProperty(self, name):  # noqa: N802
        return False

    def getValue(self, name):  # noqa: N802
        raise AttributeError(name)

    def setValue(self, name, value):  # noqa: N802
        raise AttributeError(name)

    def invoke(self, name, params, out_index, out_param):
        try:
            send({"call": name, "arguments": [plain(item) for item in params]})
            # Whoever answers may want to work in the document first, as a button does.
            while "do" in (answer := json.loads(sys.stdin.readline())):
                self.serve(answer)
        except Exception as error:
            traceback.print_exc()
            raise InvocationTargetException(str(error), self, None) from error
        if "error" in answer:
            raise InvocationTargetException(answer["error"], self, None)
        result = answer["result"]
        if isinstance(result, list):
            if result and isinstance(result[0], list):
                result = ArrayWrapper(False, uno.Any("[][]any", tuple(tuple(row) for row in result)))
            else:
                result = tuple(result)
        return result, (), ()

    def getImplementationName(self):  # noqa: N802
        return SERVICE + ".Bridge"

    def supportsService(self, name):  # noqa: N802
        return name == SERVICE

    def getSupportedServiceNames(self):  # noqa: N802
        return (SERVICE,)


class Factory(unohelper.Base, XSingleComponentFactory, XServiceInfo):
    """Makes bridges for ``CreateUnoService``; it lives in this process, LibreOffice reaches it over the
    pipe."""

    def __init__(self, serve) -> None:
        self.serve = serve

    def createInstanceWithContext(self, context):  # noqa: N802
        return Bridge(self.serve)

    def createInstanceWithArgumentsAndContext(self, arguments, context):  # noqa: N802
        return Bridge(self.serve)

    def getImplementationName(self):  # noqa: N802
        return SERVICE + ".Factory"

    def supportsService(self, name):  # noqa: N802
        return name == SERVICE

    def getSupportedServiceNames(self):  # noqa: N802
        return (SERVICE,)
