"""Finds the damaged file behind an error of Python, such as half a compiled module after a full disk.

It imports nothing of the program: that may be what is damaged. Python runs what it can still read as code: a
compiled module with one bit changed may do anything, also stop Python itself, and nobody can tell."""

from __future__ import annotations


def damaged_part(fault: BaseException) -> str:
    """Return the file or module that Python could not load; '' when the error is about something else.

    >>> damaged_part(ImportError("DLL load failed", path="numpy.pyd"))
    'numpy.pyd'
    >>> damaged_part(ValueError("niet van een module"))
    ''
    """
    if isinstance(fault, ImportError):
        return fault.path or fault.name or ""
    if isinstance(fault, SyntaxError):
        # Without a name where zeros stand in the source; with another one it is no module.
        name = fault.filename or "een module van Python"
        return "" if name.startswith("<") else name
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is not None and trace.tb_frame.f_code.co_name == "_compile_bytecode":
        return str(trace.tb_frame.f_locals.get("bytecode_path") or "")
    return ""
