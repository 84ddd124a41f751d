"""Files that bear the name of an export but are something else: web pages and old XML of Excel."""

from __future__ import annotations

import re

from klantwaarde_xl import errors

_PAGE = re.compile(rb"(?:<!doctype\s+html|<html|<head|<body|<table|<meta)[\s>]", re.IGNORECASE)
_OLD_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
_OLD_PROGRAM = b"Excel.Sheet"
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe")


def named_format(start: bytes) -> errors.Wording | None:
    """Return the wording for a file that begins like this and is a web page or Excel 2003 XML, else None.

    >>> named_format(b"<html><body>").code, named_format(b"Datum;Klantnr") is None
    ('KW-021', True)
    """
    for mark in _MARKS:
        start = start.removeprefix(mark)
    text = start.replace(b"\0", b"").lstrip()
    if not text.startswith(b"<"):
        return None
    if _OLD_XML in text or _OLD_PROGRAM in text:
        return errors.EXCEL_2003_XML
    return errors.WEB_PAGE if _PAGE.match(text) else None
