"""The certificate of the add-in's server: for this computer alone, and unable to vouch for anything else."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from pathlib import Path

from klantwaarde_xl.files.own_file import read_own
from klantwaarde_xl.files.regular_file import refuse_device
from klantwaarde_xl.files.safe_file import write_together
from klantwaarde_xl.web.access import HOST
from klantwaarde_xl.web.addin.access import NAME

DAYS = 365
"""How long a certificate is valid; Apple and browsers refuse more than 398 days."""
_RENEWED = dt.timedelta(days=30)


def make_certificate(certificate: Path, key: Path, now: dt.datetime) -> None:
    """Write a new pair, the key readable by its owner alone; ``now`` has a time zone."""
    write_together(dict(zip((certificate, key), new_pair(now), strict=True)), private=[key])


def new_pair(now: dt.datetime) -> tuple[bytes, bytes]:
    """Return a new certificate for localhost and 127.0.0.1 and its key, both as PEM; ``now`` has a time zone.

    It signs itself and may sign nothing else (no CA), so that trusting it trusts these two names only."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    made = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Klantwaarde op deze computer")])
    names = [x509.DNSName(NAME), x509.IPAddress(ipaddress.ip_address(HOST))]
    use = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign"),
        False,
    )
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(made.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True, crl_sign=False, encipher_only=False, decipher_only=False, **use
            ),
            critical=True,
        )
        .sign(made, hashes.SHA256())
    )
    secret = made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signed.public_bytes(serialization.Encoding.PEM), secret


def is_usable(certificate: Path, key: Path, now: dt.datetime) -> bool:
    """Return whether both are there, belong together, and the certificate is valid for some time yet.

    A pair that this takes is not refused when serving: ssl is asked as well.

    Raises OWN_FILE_UNREADABLE for what is there and cannot be read."""
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    pair = read_own(certificate), read_own(key)
    if pair[0] is None or pair[1] is None:
        return False
    try:
        found = x509.load_pem_x509_certificate(pair[0])
        own = load_pem_private_key(pair[1], password=None)
        if found.public_key() != own.public_key():
            return False
        load_pair(certificate, key)
    # No PEM, with a password, of a kind unknown here, or text that ssl reads otherwise than cryptography.
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm):
        return False
    return found.not_valid_before_utc <= now < found.not_valid_after_utc - _RENEWED


def load_pair(certificate: Path, key: Path) -> None:
    """Read a pair as the server will.

    Raises OSError or ValueError for one that it cannot use, and NOT_A_FILE for a pipe or device."""
    for path in (certificate, key):
        refuse_device(path)
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key, password="")
