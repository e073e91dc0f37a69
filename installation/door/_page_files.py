"""The phone's page and the page to try orders with: files that are served as they lie there."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from installation.said import LANGUAGES_FOLDER

FOLDER = Path(__file__).parent / "page"
TABLES = tuple(LANGUAGES_FOLDER.glob("*.json"))
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}
START = "index.html"


@dataclass(frozen=True)
class PageFile:
    """A file as it is sent, with a tag by which a browser knows whether it has it."""

    content: bytes
    kind: str
    tag: str


def page_files() -> dict[str, PageFile]:
    """Return every file by the path at which it is asked for."""
    found = {}
    for file in sorted(FOLDER.iterdir()):
        if file.suffix in KINDS:
            content = file.read_bytes()
            path = "/" if file.name == START else f"/{file.name}"
            found[path] = PageFile(content, KINDS[file.suffix], _tag(content))
    content = b"export const SAID = {\n%s};\n" % b"".join(map(_table, sorted(TABLES)))
    found["/said.js"] = PageFile(content, KINDS[".js"], _tag(content))
    return found


def _table(file: Path) -> bytes:
    """Return a language's table of what the show says, as the page has it."""
    return f"{file.stem}: ".encode() + file.read_bytes().strip() + b",\n"


def _tag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:20]}"'
