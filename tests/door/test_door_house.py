"""What a house gives the door: a certificate or none, names, a description for programs."""

import re
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from installation.apps._door_process import _about
from installation.door import door_url, openapi, own_certificate, qr_code
from installation.door._certificate import LASTS
from installation.door._page_files import page_files
from installation.model import DoorBlock, Surface, orders_offered
from installation.model._layout import parse_layout

NOW = datetime(2026, 11, 27, tzinfo=UTC)
SCREENS = "screens:\n  - {name: left, display: {position: 1}}\n"


def block(text: str) -> DoorBlock:
    found = parse_layout(f"{SCREENS}door: {text}\n", "layout.yaml").door
    assert found is not None
    return found


def test_tls_suits_the_address() -> None:
    assert parse_layout(SCREENS, "layout.yaml").door is None
    assert block("").plain and block("{port: 9000}").port == 9000
    assert block("{address: 0.0.0.0}").makes_certificate
    assert block("{tls: own}").makes_certificate
    assert block("{address: 0.0.0.0, tls: 'off'}").plain
    own = block("{address: '::', certificate: {certificate: a, key: b}}")
    assert not own.plain and not own.makes_certificate
    for text, said in (
        ("{port: 80}", "at least 1024"),
        ("{name: Kiss}", "nobody can reach it"),
        ("{tls: own, certificate: {certificate: a, key: b}}", "for a door without"),
        ("{certificate: {certificate: a}}", "is missing"),
        ("{address: here}", "is no IP address"),
    ):
        with pytest.raises(Exception, match=said):
            block(text)


def test_the_address_for_a_browser() -> None:
    assert door_url(block(""), "house") == "http://127.0.0.1:8080"
    assert door_url(block("{address: 0.0.0.0}"), "house") == "https://house:8080"
    assert door_url(block("{address: 'fd00::1', tls: own}"), "house") == "https://[fd00::1]:8080"


def test_a_certificate_is_made_once_and_again_before_it_ends(tmp_path: Path) -> None:
    certificate, key = own_certificate(tmp_path / "door", NOW)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    assert key.stat().st_mode & 0o077 == 0
    first = certificate.read_bytes()
    own_certificate(tmp_path / "door", NOW + timedelta(days=300))
    assert certificate.read_bytes() == first
    own_certificate(tmp_path / "door", NOW + LASTS)
    second = certificate.read_bytes()
    assert second != first
    certificate.write_text("broken")
    own_certificate(tmp_path / "door", NOW)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)


def test_the_description_has_every_order_with_its_words() -> None:
    described = openapi({}, {})
    for kind in orders_offered(Surface.DOOR):
        call = described["paths"][f"/api/orders/{kind.name}"]["post"]
        schema = call["requestBody"]["content"]["application/json"]["schema"]
        assert tuple(schema["properties"]) == kind.names and call["tags"] == [str(kind.role)]
    assert b"ScreenStatus" in _about()


def test_a_key_is_drawn_as_a_code() -> None:
    drawn, other = (qr_code(f"https://192.168.1.10:8080/#{letter * 32}") for letter in "ab")
    assert drawn != other and 15 < len(drawn.splitlines()) < 30


def test_every_file_that_the_page_names_is_there() -> None:
    files = page_files()
    shell = files["/sw.js"].content.decode()
    for name in ("app", "lineup", "link", "parts", "words"):
        assert f'"/{name}.js"' in shell
    for path in ("/", "/style.css", "/kiss.webmanifest"):
        assert f'"{path}"' in shell
    assert set(re.findall(r'"(/[\w.-]*)"', shell)) <= set(files)
    assert "http" not in files["/"].content.decode().replace("http-equiv", "")
