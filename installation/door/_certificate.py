"""Makes a certificate for a house that has none: the one door to the library."""

import datetime
import ipaddress
import os
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from installation.door._address import house_names
from installation.errors import DoorError
from installation.files import write_whole
from installation.said import Said

LASTS = datetime.timedelta(days=800)
"""Phones refuse what lasts longer than 825 days."""
RENEW = datetime.timedelta(days=30)
_USAGE = x509.KeyUsage(
    digital_signature=True,
    key_cert_sign=True,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)
"""Its own authority: who trusts it strictly (Python 3.13, say) wants to be told that it may be."""


def own_certificate(folder: Path, now: datetime.datetime) -> tuple[Path, Path]:
    """Return the files of a certificate and its key, made when there is none that still holds.

    It is for all names and addresses of this machine. Raises DoorError.
    """
    certificate, key = folder / "certificate.pem", folder / "certificate.key"
    names = house_names()
    try:
        if not _holds(certificate, key, names, now):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            made, secret = _made(names, now)
            write_whole(key, secret)
            write_whole(certificate, made, mode=0o644)
    except OSError as fault:
        raise DoorError(
            Said(
                "{folder}: no certificate can be kept there: {why}",
                folder=str(folder),
                why=fault.strerror or str(fault),
            )
        ) from fault
    return certificate, key


def _holds(
    certificate: Path, key: Path, names: tuple[list[str], list[str]], now: datetime.datetime
) -> bool:
    if not (certificate.exists() and key.exists()):
        return False
    try:
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
        extension = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (ValueError, x509.ExtensionNotFound):
        return False
    hosts = extension.get_values_for_type(x509.DNSName)
    addresses = [str(one) for one in extension.get_values_for_type(x509.IPAddress)]
    known = set(names[0]) <= set(hosts) and set(names[1]) <= set(addresses)
    return known and found.not_valid_after_utc - now > RENEW


def _made(names: tuple[list[str], list[str]], now: datetime.datetime) -> tuple[bytes, bytes]:
    secret = ec.generate_private_key(ec.SECP256R1())
    public = secret.public_key()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"The Kiss on {names[0][0]}"[:64])])
    others: list[x509.GeneralName] = [x509.DNSName(host) for host in names[0]]
    others += [x509.IPAddress(ipaddress.ip_address(address)) for address in names[1]]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(int.from_bytes(os.urandom(16)) >> 1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + LASTS)
        .add_extension(x509.SubjectAlternativeName(others), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_USAGE, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(public), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(secret, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pkcs8 = serialization.PrivateFormat.PKCS8
    return (
        made.public_bytes(serialization.Encoding.PEM),
        secret.private_bytes(serialization.Encoding.PEM, pkcs8, plain),
    )
