"""Through a link no certificate or key is replaced, whatever it holds: it may be one of the user's."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pytest
from addin_client import written
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.files.user_folder import CERTIFICATE, KEY, MANIFEST
from klantwaarde_xl.web.addin.serving import Chosen, prepare

NOW = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links of Unix")


def pair_of_the_user(folder: Path, name: str, until: dt.datetime) -> tuple[Path, Path]:
    """Write a certificate of the user's own and its key, as openssl makes them."""
    made = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signed = (
        x509.CertificateBuilder(called, called, made.public_key(), x509.random_serial_number())
        .not_valid_before(NOW - dt.timedelta(days=400))
        .not_valid_after(until)
        .sign(made, hashes.SHA256())
    )
    secret = made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    folder.mkdir(exist_ok=True)
    (folder / "my.crt").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    (folder / "my.key").write_bytes(secret)
    return folder / "my.crt", folder / "my.key"


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return the mode of all below a folder, and what is in each file."""
    return {
        str(path): (path.lstat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in [folder, *folder.rglob("*")]
    }


@pytest.mark.parametrize("days", [-1, 20])
@pytest.mark.parametrize("name", ["mijnserver", "localhost", "Klantwaarde op deze computer"])
@pytest.mark.parametrize("linked", [(CERTIFICATE, KEY), (CERTIFICATE,), (KEY,)])
def test_a_pair_of_the_user_is_never_replaced_through_a_link(
    linked: tuple[str, ...], name: str, days: int, tmp_path: Path
) -> None:
    own = tmp_path / "eigen"
    own.mkdir()
    pair = pair_of_the_user(tmp_path / "ssl", name, NOW + dt.timedelta(days=days))
    for one, path in zip((CERTIFICATE, KEY), pair, strict=True):
        if one in linked:
            (own / one).symlink_to(path)
        else:
            (own / one).write_bytes(path.read_bytes())
    before = state(tmp_path)
    with pytest.raises(KlantwaardeError, match="KW-040"):
        prepare(own, Chosen(), NOW).write(NOW)
    assert state(tmp_path) == before


def test_a_link_to_half_a_pair_is_refused(tmp_path: Path) -> None:
    own = tmp_path / "eigen"
    own.mkdir()
    pair = pair_of_the_user(tmp_path / "ssl", "mijnserver", NOW + dt.timedelta(days=300))
    for one, path in zip((CERTIFICATE, KEY), pair, strict=True):
        (own / one).symlink_to(path)
        before = state(tmp_path)
        with pytest.raises(KlantwaardeError, match="KW-040"):
            prepare(own, Chosen(), NOW).write(NOW)
        assert state(tmp_path) == before
        (own / one).unlink()


@pytest.mark.parametrize("link", [CERTIFICATE, KEY])
def test_a_pair_in_one_file_is_never_replaced(link: str, tmp_path: Path) -> None:
    written(tmp_path, Chosen(), NOW)
    other = KEY if link == CERTIFICATE else CERTIFICATE
    (tmp_path / other).write_bytes((tmp_path / CERTIFICATE).read_bytes() + (tmp_path / KEY).read_bytes())
    (tmp_path / link).unlink()
    (tmp_path / link).symlink_to(tmp_path / other)
    before = state(tmp_path)
    assert not written(tmp_path, Chosen(), NOW).makes, "what can be used is used as it is"
    later = NOW + dt.timedelta(days=400)
    with pytest.raises(KlantwaardeError, match="KW-040"):
        prepare(tmp_path, Chosen(), later).write(later)
    assert state(tmp_path) == before


def test_own_files_behind_links_are_used_until_their_time_is_over(tmp_path: Path) -> None:
    own, elsewhere = tmp_path / "eigen", tmp_path / "elders"
    written(own, Chosen(), NOW)
    elsewhere.mkdir()
    for name in (MANIFEST, CERTIFICATE, KEY):
        (own / name).rename(elsewhere / name)
        (own / name).symlink_to(elsewhere / name)
    assert not written(own, Chosen(9001), NOW).makes
    assert b":9001" in (elsewhere / MANIFEST).read_bytes()
    before, later = state(tmp_path), NOW + dt.timedelta(days=400)
    with pytest.raises(KlantwaardeError, match="KW-040"):
        prepare(own, Chosen(9002), later).write(later)
    assert state(tmp_path) == before


@pytest.mark.parametrize("there", [False, True])
def test_a_folder_that_is_a_link_keeps_its_rights(there: bool, tmp_path: Path) -> None:
    documents = tmp_path / "documenten"
    if there:
        documents.mkdir()
        documents.chmod(0o755)
    (tmp_path / "office").symlink_to(documents)
    before = state(tmp_path)
    with pytest.raises(KlantwaardeError, match="KW-040") as caught:
        prepare(tmp_path / "office", Chosen(), NOW).write(NOW)
    assert str(documents) in str(caught.value)
    assert state(tmp_path) == before
