"""The certificate of the add-in's server: for this computer alone, and unable to vouch for anything else."""

from __future__ import annotations

import datetime as dt
import ipaddress
from pathlib import Path

from klantwaarde_xl.files.safe_file import replace_together
from klantwaarde_xl.web.access import HOST
from klantwaarde_xl.web.addin.access import NAME

DAYS = 365
"""How long a certificate is valid; Apple and browsers refuse more than 398 days."""
_RENEWED = dt.timedelta(days=30)


def make_certificate(certificate: Path, key: Path, now: dt.datetime) -> None:
    """Write a new key, readable by its owner alone, and its certificate for localhost and 127.0.0.1.

    It signs itself and may sign nothing else (no CA), so that trusting it trusts these two names only.
    ``now`` has a time zone."""
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
    key.unlink(missing_ok=True)  # an existing file would keep its rights
    with replace_together([certificate], ahead=[key]) as (new, new_key):
        new.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
        new_key.write_bytes(secret)


def is_usable(certificate: Path, key: Path, now: dt.datetime) -> bool:
    """Return whether both are there and the certificate is valid for some time yet."""
    from cryptography import x509

    if not (certificate.is_file() and key.is_file()):
        return False
    try:
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
    except ValueError:
        return False
    return found.not_valid_before_utc <= now < found.not_valid_after_utc - _RENEWED
