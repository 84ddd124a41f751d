"""The certificate holds for this computer alone, and its key is its owner's."""

from __future__ import annotations

import base64
import datetime as dt
import os
import ssl
from pathlib import Path

import pytest

x509 = pytest.importorskip("cryptography.x509")

from klantwaarde_xl.web.addin.certificate import DAYS, is_usable, make_certificate  # noqa: E402 - after the skip

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, Path]:
    certificate, key = tmp_path / "a.pem", tmp_path / "a.key"
    key.write_bytes(b"an older one")
    key.chmod(0o644)
    make_certificate(certificate, key, NOW)
    return certificate, key


def test_it_names_this_computer_and_can_vouch_for_nothing_else(made: tuple[Path, Path]) -> None:
    found = x509.load_pem_x509_certificate(made[0].read_bytes())
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert [str(each) for each in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1"]
    assert not found.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert not found.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    assert (found.not_valid_after_utc - found.not_valid_before_utc).days <= 398
    assert found.public_key() is not None


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_the_key_is_read_by_its_owner_alone_also_over_an_older_one(made: tuple[Path, Path]) -> None:
    assert made[1].stat().st_mode & 0o077 == 0
    assert made[1].read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----")


def test_it_is_used_until_a_month_before_its_end(made: tuple[Path, Path]) -> None:
    for days, usable in ((0, True), (DAYS - 31, True), (DAYS - 29, False), (DAYS + 1, False), (-2, False)):
        assert is_usable(*made, NOW + dt.timedelta(days=days)) is usable, days


def test_half_a_pair_and_damaged_text_are_not_used(made: tuple[Path, Path], tmp_path: Path) -> None:
    certificate, key = made
    assert not is_usable(certificate, tmp_path / "none", NOW)
    certificate.write_text("-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n")
    assert not is_usable(certificate, key, NOW)


def pem_of(data: bytes) -> bytes:
    """Return DER as the PEM of a certificate."""
    return b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(data) + b"-----END CERTIFICATE-----\n"


BROKEN_BLOCK = pem_of(b"no certificate")


def ssl_takes(certificate: Path, key: Path) -> bool:
    """Return whether OpenSSL, which serves, can use the pair; it is the judge of the tests below."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
    except (OSError, ValueError):
        return False
    return True


def test_a_certificate_with_one_bit_changed_is_used_only_where_ssl_can(made: tuple[Path, Path]) -> None:
    # All 8 x ~500 bits in steps of 7: what lies on a disk is damaged anywhere.
    der = ssl.PEM_cert_to_DER_cert(made[0].read_text())
    taken = refused = 0
    for bit in range(0, 8 * len(der), 7):
        damaged = bytearray(der)
        damaged[bit // 8] ^= 1 << bit % 8
        made[0].write_bytes(pem_of(bytes(damaged)))
        if ssl_takes(*made):
            taken += 1
        else:
            refused += 1
            assert not is_usable(*made, NOW), bit
    assert min(taken, refused) > 50


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("where", ["before", "after"])
@pytest.mark.parametrize("added", [BROKEN_BLOCK, b"\xff\x00\x81", b"\x00" * 40 + b"\n"])
def test_a_pair_with_something_added_is_used_only_where_ssl_can(
    which: int, where: str, added: bytes, made: tuple[Path, Path]
) -> None:
    good = made[which].read_bytes()
    made[which].write_bytes(added + good if where == "before" else good + added)
    assert is_usable(*made, NOW) <= ssl_takes(*made)
