"""Audit files are told by the names of XAF, which are fixed in its standard and in what packages write."""

from __future__ import annotations

from klantwaarde_xl.imports.kinds import BY_NAME
from klantwaarde_xl.sources.audit_names import AUDIT_ROOTS, ENCRYPTED


def test_every_ending_of_an_encrypted_audit_file_is_one_of_an_audit_file() -> None:
    assert {*ENCRYPTED} < {*BY_NAME["xaf"].suffixes}
    assert ENCRYPTED == (".xac", ".xsc")


def test_the_first_element_of_every_version_of_xaf_is_known() -> None:
    assert {"auditfile"} <= AUDIT_ROOTS
    assert all(root == root.lower() for root in AUDIT_ROOTS)
