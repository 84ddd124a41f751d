"""How an audit file is told by its name and its first element."""

from __future__ import annotations

AUDIT_ROOTS = frozenset({"auditfile", "xaf"})
"""The first element of an audit file, in lower case; some exporters write <Xaf>."""
ENCRYPTED = (".xac", ".xsc")
"""The endings of encrypted audit files, lower case with the dot."""
