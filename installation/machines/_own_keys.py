"""The machines' keys: made once for all of them, carried to each, and kept in its state folder.

All of a layout's machines have a certificate of one authority, and speak with nobody else. The
authority's own key is thrown away when they are made: no further machine can be let in by whoever
finds it.
"""

import contextlib
import datetime
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from installation.errors import MachinesError
from installation.files import write_whole

FOLDER = "machines"
"""In the state folder."""
AUTHORITY, CERTIFICATE, KEY, NAME = "authority.pem", "machine.pem", "machine.key", "name"
CLOCK = "clock.key"
"""What all machines sign words between their time daemons with, as hexadecimal digits."""
_BEGINS = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_ENDS = datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)
"""A machine whose battery is empty must not be locked out by its clock, nor a show by a date."""


@dataclass(frozen=True)
class PairedKeys:
    """The files of one machine's keys."""

    machine: str
    authority: Path
    certificate: Path
    key: Path
    clock: Path


def make_keys(folder: Path, machines: Iterable[str]) -> tuple[Path, ...]:
    """Make a folder of keys for each machine, in a folder that is new. Raises MachinesError."""
    secret = ec.generate_private_key(ec.SECP256R1())
    name = _name("The Kiss: these machines")
    authority = _signed(name, name, secret.public_key(), secret, authority=True)
    clock = os.urandom(32).hex().encode()
    made = []
    try:
        folder.mkdir(mode=0o700, parents=True)
        for machine in machines:
            own = folder / machine
            own.mkdir(mode=0o700)
            key = ec.generate_private_key(ec.SECP256R1())
            signed = _signed(_name(machine), name, key.public_key(), secret, authority=False)
            write_whole(own / AUTHORITY, authority)
            write_whole(own / CERTIFICATE, signed)
            write_whole(own / KEY, _secret(key))
            write_whole(own / CLOCK, clock)
            write_whole(own / NAME, machine.encode())
            made.append(own)
    except FileExistsError:
        text = f"{folder}: is there already."
        raise MachinesError(text, "Keys are made in a new folder; name another one.") from None
    except OSError as fault:
        raise MachinesError(f"{folder}: no keys can be made there: {fault.strerror}") from fault
    return tuple(made)


def pair(source: Path, state: Path) -> PairedKeys:
    """Take a machine's keys from where they were carried into its state folder.

    Raises MachinesError when they are not all there.
    """
    own = state / FOLDER
    try:
        names = (AUTHORITY, CERTIFICATE, KEY, CLOCK, NAME)
        found = {name: (source / name).read_bytes() for name in names}
        own.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, data in found.items():
            write_whole(own / name, data)
        # keys that root takes are for the user whose show it is
        owner = state.stat()
        with contextlib.suppress(PermissionError):
            for one in (own, *(own / name for name in found)):
                os.chown(one, owner.st_uid, owner.st_gid)
    except FileNotFoundError as fault:
        text = f"{source}: has no keys of a machine ({Path(fault.filename).name} is not there)."
        advice = "It is the folder with the machine's name that `kiss machines keys` has made."
        raise MachinesError(text, advice) from None
    except OSError as fault:
        where = fault.filename or source
        raise MachinesError(f"{where}: the keys cannot be kept: {fault.strerror}") from fault
    return paired_keys(state)


def paired_keys(state: Path) -> PairedKeys:
    """Return this machine's keys. Raises MachinesError when it is not paired."""
    own = state / FOLDER
    try:
        machine = (own / NAME).read_text()
    except OSError:
        raise MachinesError(
            "this machine is not paired with the others.",
            "`kiss machines keys FOLDER` makes keys for all of them, on one of them;"
            " `kiss machines pair FOLDER/NAME` takes them on each.",
        ) from None
    return PairedKeys(machine, own / AUTHORITY, own / CERTIFICATE, own / KEY, own / CLOCK)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _signed(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    secret: ec.EllipticCurvePrivateKey,
    *,
    authority: bool,
) -> bytes:
    usage = x509.KeyUsage(not authority, False, False, False, False, authority, False, False, False)
    both = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(int.from_bytes(os.urandom(16)) >> 1)
        .not_valid_before(_BEGINS)
        .not_valid_after(_ENDS)
        .add_extension(x509.BasicConstraints(authority, 0 if authority else None), critical=True)
        .add_extension(usage, critical=True)
    )
    if not authority:
        host = subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
        names = x509.SubjectAlternativeName([x509.DNSName(str(host))])
        builder = builder.add_extension(names, critical=False)
        builder = builder.add_extension(x509.ExtendedKeyUsage(both), critical=False)
    return builder.sign(secret, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def _secret(key: ec.EllipticCurvePrivateKey) -> bytes:
    pkcs8, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, pkcs8, plain)
