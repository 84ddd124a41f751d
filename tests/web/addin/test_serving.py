"""What is prepared before Excel can come: a certificate for this computer alone, and a place that stays."""

from __future__ import annotations

import datetime as dt
import os
import socket
import ssl
import sys
from pathlib import Path

import pytest
from addin_client import addin, free_port, written
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.files.user_folder import CERTIFICATE, KEY, MANIFEST
from klantwaarde_xl.web.addin.certificate import DAYS, is_usable, make_certificate
from klantwaarde_xl.web.addin.manifest import place_in
from klantwaarde_xl.web.addin.serving import PORT, Addin, Chosen, prepare, serve_addin

NOW = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
BOTH = (CERTIFICATE, KEY)


@pytest.fixture
def made(tmp_path: Path) -> x509.Certificate:
    make_certificate(tmp_path / CERTIFICATE, tmp_path / KEY, NOW)
    return x509.load_pem_x509_certificate((tmp_path / CERTIFICATE).read_bytes())


def test_the_certificate_is_for_two_names_and_vouches_for_nothing_else(made: x509.Certificate) -> None:
    constraints = made.extensions.get_extension_for_class(x509.BasicConstraints)
    assert (constraints.critical, constraints.value.ca) == (True, False)
    usage = made.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.digital_signature, usage.key_cert_sign, usage.crl_sign) == (True, False, False)
    extended = made.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(extended) == [ExtendedKeyUsageOID.SERVER_AUTH]
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert [str(one) for one in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1"]


def test_it_is_valid_no_longer_than_browsers_accept(made: x509.Certificate) -> None:
    # https://support.apple.com/en-us/102028: at most 398 days.
    assert made.not_valid_before_utc <= NOW
    assert made.not_valid_after_utc - made.not_valid_before_utc <= dt.timedelta(days=398)


@pytest.mark.skipif(sys.platform == "win32", reason="rights of Unix")
def test_only_its_owner_can_read_the_key(made: x509.Certificate, tmp_path: Path) -> None:
    assert made
    assert os.stat(tmp_path / KEY).st_mode & 0o077 == 0
    os.chmod(tmp_path / KEY, 0o644)
    make_certificate(tmp_path / CERTIFICATE, tmp_path / KEY, NOW)
    assert os.stat(tmp_path / KEY).st_mode & 0o077 == 0


def test_it_is_renewed_in_time(made: x509.Certificate, tmp_path: Path) -> None:
    assert made
    both = tmp_path / CERTIFICATE, tmp_path / KEY
    assert is_usable(*both, NOW)
    assert not is_usable(*both, NOW + dt.timedelta(days=DAYS - 29))
    assert not is_usable(*both, NOW - dt.timedelta(days=2))
    both[0].write_text("geen certificaat")
    assert not is_usable(*both, NOW)
    both[0].unlink()
    assert not is_usable(*both, NOW)


def test_port_and_secret_stay_so_that_excel_finds_it_again(tmp_path: Path) -> None:
    first = written(tmp_path, Chosen(), NOW)
    again = written(tmp_path, Chosen(), NOW)
    assert (first.makes, again.makes) == (True, False)
    assert first.access == again.access
    assert first.access.port == PORT
    assert len(first.access.secret) >= 43  # 256 bits
    assert place_in(first.manifest.read_text(encoding="utf-8")) == (PORT, first.access.secret)
    moved = written(tmp_path, Chosen(9001), NOW)
    assert (moved.access.port, moved.access.secret) == (9001, first.access.secret)


def test_two_installations_have_secrets_of_their_own(tmp_path: Path) -> None:
    one, other = (written(tmp_path / name, Chosen(), NOW) for name in ("a", "b"))
    assert one.access.secret != other.access.secret


def test_the_manifest_goes_where_the_user_wants_and_the_key_does_not(tmp_path: Path) -> None:
    share = tmp_path / "gedeeld"
    share.mkdir()
    prepared = written(tmp_path / "eigen", Chosen(copy_to=share), NOW)
    assert [path.name for path in share.iterdir()] == [MANIFEST]
    assert (share / MANIFEST).read_text("utf-8") == prepared.manifest.read_text("utf-8")


def test_a_certificate_of_it_is_used_as_it_is(tmp_path: Path) -> None:
    it = tmp_path / "it"
    it.mkdir()
    make_certificate(it / "c.pem", it / "k.pem", dt.datetime.now(dt.UTC))
    chosen = Chosen(free_port(), it / "c.pem", it / "k.pem")
    with addin(tmp_path / "eigen", chosen) as client:
        assert client.ask("functies.json").status == 200
        assert [path.name for path in (tmp_path / "eigen").iterdir()] == [MANIFEST]


@pytest.mark.parametrize("which", BOTH)
@pytest.mark.parametrize("content", [None, "", "geen PEM"])
def test_a_certificate_that_cannot_be_used_is_told(which: str, content: str | None, tmp_path: Path) -> None:
    make_certificate(tmp_path / CERTIFICATE, tmp_path / KEY, NOW)
    (tmp_path / which).unlink()
    if content is not None:
        (tmp_path / which).write_text(content)
    with pytest.raises(KlantwaardeError, match="KW-843"):
        prepare(tmp_path / "x", Chosen(None, tmp_path / CERTIFICATE, tmp_path / KEY), NOW)


def test_a_key_of_another_certificate_is_told(tmp_path: Path) -> None:
    for name in ("a", "b"):
        make_certificate(tmp_path / f"{name}.pem", tmp_path / f"{name}.key", NOW)
    with pytest.raises(KlantwaardeError, match="KW-843"):
        prepare(tmp_path / "x", Chosen(None, tmp_path / "a.pem", tmp_path / "b.key"), NOW)


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with (
        addin(tmp_path) as client,
        pytest.raises(KlantwaardeError, match=f"KW-844: Poort {client.prepared.access.port}"),
    ):
        Addin(client.prepared)


@pytest.mark.parametrize("port", [65536, -1, 0, 10**6])
def test_a_number_that_is_no_port_is_told(port: int, tmp_path: Path) -> None:
    with pytest.raises(KlantwaardeError, match=f"KW-844: Poort {port} is niet te gebruiken"):
        Addin(prepare(tmp_path, Chosen(port), NOW))


def test_it_listens_on_this_computer_alone_and_by_tls_alone(tmp_path: Path) -> None:
    with addin(tmp_path) as client:
        port = client.prepared.access.port
        trust = ssl.create_default_context(cafile=str(client.prepared.certificate))
        with pytest.raises(OSError, match=r"refused|timed out"):
            socket.create_connection(("127.0.0.2", port), timeout=5)
        with (
            socket.create_connection(("127.0.0.1", port), timeout=5) as line,
            trust.wrap_socket(line, server_hostname="127.0.0.1") as safe,
        ):
            assert safe.version() in {"TLSv1.2", "TLSv1.3"}


@pytest.mark.parametrize("which", ["certificate", "key"])
def test_a_certificate_without_its_key_is_refused_and_left_alone(which: str, tmp_path: Path) -> None:
    given = tmp_path / "it.pem"
    given.write_text("van IT")
    with pytest.raises(KlantwaardeError, match="KW-843"):
        prepare(tmp_path / "eigen", Chosen(**{which: given}), NOW)
    assert given.read_text() == "van IT"


@pytest.mark.parametrize("which", ["certificate", "key", "manifest", "copy"])
@pytest.mark.skipif(sys.platform == "win32", reason="pipes of Unix")
def test_a_pipe_is_refused_and_never_opened(which: str, tmp_path: Path) -> None:
    make_certificate(tmp_path / CERTIFICATE, tmp_path / KEY, NOW)
    own, share = tmp_path / "eigen", tmp_path / "gedeeld"
    for folder in (own, share):
        folder.mkdir()
    given = {"certificate": tmp_path / CERTIFICATE, "key": tmp_path / KEY}
    pipe = {"manifest": own / MANIFEST, "copy": share / MANIFEST}.get(which, tmp_path / "pijp")
    os.mkfifo(pipe)
    if which in given:
        given[which] = pipe
    with pytest.raises(KlantwaardeError, match="KW-039" if which == "manifest" else "KW-023"):
        prepare(own, Chosen(None, given["certificate"], given["key"], share), NOW)


def everything(folder: Path) -> dict[str, bytes]:
    """Return each file below a folder with what is in it."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize("wrong", ["port", "certificate", "taken", "folder"])
def test_what_cannot_be_used_ends_before_anything_is_written(
    wrong: str, before: bool, tmp_path: Path
) -> None:
    own, share, bad = tmp_path / "eigen", tmp_path / "gedeeld", tmp_path / "it.pem"
    share.mkdir()
    bad.write_text("geen PEM")
    if before:
        written(own, Chosen(free_port(), copy_to=share), NOW)
    there = everything(tmp_path)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        chosen = {
            "port": Chosen(99999, copy_to=share),
            "certificate": Chosen(free_port(), bad, bad, share),
            "taken": Chosen(other.getsockname()[1], copy_to=share),
            "folder": Chosen(free_port(), copy_to=bad),
        }[wrong]
        with pytest.raises(KlantwaardeError, match=r"KW-84[34]|KW-005"):
            serve_addin(prepare(own, chosen, NOW), NOW, lambda _line: None)
    assert everything(tmp_path) == there


def test_an_own_certificate_that_ssl_refuses_is_made_anew(tmp_path: Path) -> None:
    # cryptography reads the first block alone, and ssl all of them.
    make_certificate(tmp_path / CERTIFICATE, tmp_path / KEY, NOW)
    with (tmp_path / CERTIFICATE).open("ab") as stream:
        stream.write(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    assert written(tmp_path, Chosen(), NOW).makes
    assert not prepare(tmp_path, Chosen(), NOW).makes


@pytest.mark.skipif(sys.platform == "win32", reason="links of Unix")
@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize(
    ("link", "to"),
    [(KEY, CERTIFICATE), (CERTIFICATE, KEY), (MANIFEST, KEY), (KEY, MANIFEST), (CERTIFICATE, MANIFEST)],
)
def test_two_own_files_in_one_place_are_refused_before_anything_is_written(
    link: str, to: str, there: bool, tmp_path: Path
) -> None:
    if there:
        written(tmp_path, Chosen(), NOW)
        (tmp_path / link).unlink()
    (tmp_path / link).symlink_to(tmp_path / to)
    before = everything(tmp_path)
    with pytest.raises(KlantwaardeError, match="KW-040") as caught:
        prepare(tmp_path, Chosen(), NOW).write(NOW)
    assert str(tmp_path / to) in str(caught.value)
    assert everything(tmp_path) == before


@pytest.mark.skipif(sys.platform == "win32", reason="links of Unix")
def test_a_copy_that_leads_to_the_key_of_it_is_refused(tmp_path: Path) -> None:
    share, own = tmp_path / "gedeeld", tmp_path / "eigen"
    share.mkdir()
    one = tmp_path / "it.pem"
    make_certificate(tmp_path / "c.pem", tmp_path / "k.pem", NOW)
    one.write_bytes((tmp_path / "c.pem").read_bytes() + (tmp_path / "k.pem").read_bytes())
    assert not prepare(own, Chosen(None, one, one, share), NOW).makes, "a pair may stand in one file"
    (share / MANIFEST).symlink_to(one)
    with pytest.raises(KlantwaardeError, match="KW-040"):
        prepare(own, Chosen(None, one, one, share), NOW)


@pytest.mark.skipif(sys.platform == "win32", reason="links of Unix")
@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("name", [MANIFEST, CERTIFICATE, KEY, "copy"])
def test_a_link_to_a_file_of_the_user_is_refused_before_anything_is_written(
    name: str, there: bool, tmp_path: Path
) -> None:
    own, share, letter = tmp_path / "eigen", tmp_path / "gedeeld", tmp_path / "id_ed25519"
    for folder in (own, share):
        folder.mkdir()
    if there:
        letter.write_text("-----BEGIN OPENSSH PRIVATE KEY-----\nvan de gebruiker\n")
    (share / MANIFEST if name == "copy" else own / name).symlink_to(letter)
    before = everything(tmp_path)
    with pytest.raises(KlantwaardeError, match="KW-040") as caught:
        prepare(own, Chosen(copy_to=share), NOW).write(NOW)
    assert str(letter) in str(caught.value)
    assert everything(tmp_path) == before
