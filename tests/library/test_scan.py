"""What counts in the versions folder."""

import os
import socket
import unicodedata
from pathlib import Path

import pytest

from installation.errors import LibraryError
from installation.library import _scan
from installation.library._scan import Candidate, Scanner, counts, rested_ns
from installation.units import SECOND

ON_THE_WAY = [
    ".DS_Store",
    ".kiss.mp4.Ab12Cd",
    ".syncthing.kiss.mp4.tmp",
    "~syncthing~kiss.mp4.tmp",
    "kiss.sync-conflict-20240321-101010-ABCDEFG.mp4",
    "kiss.mp4.part",
    "kiss.mp4.PART",
    "kiss.mp4.partial",
    "kiss.mp4.filepart",
    "kiss.mp4.crdownload",
    "kiss.mp4.tmp",
    "kiss.mp4~",
    "_kiss.mp4",
    ".~tmp~",
    "._kiss.mp4",
    ".~lock.kiss.mp4#",
    "~$kiss.mp4",
    "kiss.mp4.!sync",
    "kiss.mp4.bts",
    "kiss.mp4.download",
    "kiss.mp4.aria2",
    "kiss.tmp.mp4",
    "Unconfirmed 123456.crdownload",
    "@eaDir",
    "#recycle",
    "$RECYCLE.BIN",
    "lost+found",
    "Thumbs.db",
]


@pytest.mark.parametrize("name", ON_THE_WAY)
def test_names_on_the_way_do_not_count(name: str) -> None:
    assert not counts(name)


@pytest.mark.parametrize(
    "name",
    [
        "kiss.mp4",
        "kiss-2",
        "part.mp4",
        "kiss.part.2.mp4",
        "Icon.mp4",
        "a tmp film.mkv",
        "ébauche.MOV",
    ],
)
def test_names_that_are_meant_to_stay_count(name: str) -> None:
    assert counts(name)


def lay(folder: Path, *names: str, content: bytes = b"film") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def ids(found: tuple[Candidate, ...]) -> list[str]:
    return [c.version.id for c in found if c.version]


def test_bare_films_folders_and_nothing_else(tmp_path: Path) -> None:
    lay(tmp_path, "kiss-10.mp4", "kiss-2.MKV", "README.md", *ON_THE_WAY)
    lay(tmp_path, "kiss-3/any.webm", "kiss-3/.any.webm.x", "kiss-4/film.mov", "notes/text.txt")
    lay(tmp_path, "kiss-4/version.yaml", content=b"title: The ball\niteration: 4\n")
    (tmp_path / "empty").mkdir()
    found = Scanner(tmp_path).scan()
    assert [c.name for c in found] == ["kiss-2.MKV", "kiss-3", "kiss-4", "kiss-10.mp4"]
    assert ids(found) == ["kiss-2", "kiss-3", "kiss-4", "kiss-10"]
    assert all(c.stamp and c.stamp.size == 4 and not c.fault for c in found)
    ball = found[2].version
    assert ball and (ball.title, ball.film) == ("The ball", tmp_path / "kiss-4" / "film.mov")


@pytest.mark.parametrize(
    ("files", "manifest", "words"),
    [
        (["a.mp4", "b.mp4"], None, ["holds 2 films: a.mp4, b.mp4"]),
        (["a.mp4"], "film: b.mp4", ["no file 'b.mp4'"]),
        ([], "title: The ball", ["holds no film"]),
        (["a.mp4"], "tilte: x\nbeats: {kiss: soon}", ["version.yaml:1: tilte", "version.yaml:2"]),
        (["a.mp4"], "title: [", ["version.yaml:1"]),
        (["a.mp4"], "film: sub/c.mp4", ["c.mp4: cannot be read"]),
    ],
)
def test_a_folder_with_a_fault_says_which(
    tmp_path: Path, files: list[str], manifest: str | None, words: list[str]
) -> None:
    folder = tmp_path / "kiss-5"
    folder.mkdir()
    lay(folder, *files)
    if manifest is not None:
        (folder / "version.yaml").write_text(manifest)
    (found,) = Scanner(tmp_path).scan()
    assert found.name == "kiss-5" and found.version is None and found.fault
    for word in words:
        assert word in found.fault.reason


def test_a_manifest_is_read_again_when_it_changes(tmp_path: Path) -> None:
    lay(tmp_path, "kiss-1/film.mp4")
    manifest = tmp_path / "kiss-1" / "version.yaml"
    scanner = Scanner(tmp_path)
    for title in ("One", "Another"):
        manifest.write_text(f"title: {title}\n")
        (found,) = scanner.scan()
        assert found.version and found.version.title == title
    seen = manifest.stat()
    manifest.write_text("title: UNKNOWN\n")  # as long as before, with the same time: not noticed
    os.utime(manifest, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    (found,) = scanner.scan()
    assert found.version and found.version.title == "Another"


def test_two_films_of_one_name_the_older_keeps_it(tmp_path: Path) -> None:
    lay(tmp_path, "kiss-2.mp4", "kiss-2.mkv")
    os.utime(tmp_path / "kiss-2.mp4", (1000, 1000))
    young, old = Scanner(tmp_path).scan()
    assert old.name == "kiss-2.mp4" and old.version and not old.fault
    assert young.name == "kiss-2.mkv" and young.version is None and young.fault
    assert "a version called 'kiss-2' is there already: kiss-2.mp4" in young.fault.reason


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="cannot be read"):
        Scanner(tmp_path / "gone").scan()


def test_a_link_to_nowhere_is_a_fault_of_that_version_only(tmp_path: Path) -> None:
    lay(tmp_path, "kiss-1.mp4")
    (tmp_path / "kiss-2.mp4").symlink_to(tmp_path / "gone.mp4")
    found = Scanner(tmp_path).scan()
    assert ids(found) == ["kiss-1"]
    assert found[1].fault and "cannot be read" in found[1].fault.reason


def test_a_link_in_a_circle_hides_nothing_else(tmp_path: Path) -> None:
    lay(tmp_path, "kiss-1.mp4")
    (tmp_path / "kiss-2").symlink_to("kiss-2")
    (tmp_path / "kiss-3").symlink_to("kiss-1.mp4/there")
    (tmp_path / "kiss-4.mp4").symlink_to("kiss-4.mp4")
    found = Scanner(tmp_path).scan()
    assert ids(found) == ["kiss-1"]
    assert [c.name for c in found if c.fault] == ["kiss-2", "kiss-3", "kiss-4.mp4"]
    assert all("cannot be read" in c.fault.reason for c in found if c.fault)


def test_a_version_that_we_fall_over_is_named_and_the_others_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(*_: object) -> None:
        raise RecursionError("maximum recursion depth exceeded")

    lay(tmp_path, "kiss-1.mp4", "kiss-2/film.mp4")
    monkeypatch.setattr(_scan, "folder_version", fall)
    found = Scanner(tmp_path).scan()
    assert ids(found) == ["kiss-1"]
    assert found[1].fault and "RecursionError" in found[1].fault.reason


def test_a_name_that_is_not_utf8_is_refused_and_named(tmp_path: Path) -> None:
    bare, folder = os.fsencode(tmp_path) + b"/kiss\xff.mp4", os.fsencode(tmp_path) + b"/ball\xe9"
    Path(os.fsdecode(bare)).write_bytes(b"film")
    Path(os.fsdecode(folder)).mkdir()
    lay(tmp_path, "good/film.mp4", "\udcff.txt")
    (tmp_path / "good" / "film.mp4").rename(tmp_path / "good" / os.fsdecode(b"f\xff.mp4"))
    found = {c.name: c for c in Scanner(tmp_path).scan()}
    assert sorted(found) == ["ball\\xe9", "good", "kiss\\xff.mp4"]
    for candidate in found.values():
        assert candidate.fault and candidate.version is None
        assert "not UTF-8" in candidate.fault.reason and "Rename" in candidate.fault.advice
        candidate.fault.reason.encode()


def test_a_folder_from_a_mac_is_called_as_people_read_it_and_opened_as_it_is(
    tmp_path: Path,
) -> None:
    """Decomposed letters on the disk, composed ones in the id and in the manifest."""
    name, film = (unicodedata.normalize("NFD", word) for word in ("Поцелуй-2", "Поцелуй.mp4"))
    folder = tmp_path / name
    folder.mkdir()
    (folder / film).write_bytes(b"x")
    (folder / "version.yaml").write_text("film: поцелуй.mp4\nsubtitles: {ru: Й.srt}\n")
    (folder / unicodedata.normalize("NFD", "Й.srt")).write_text("")
    (found,) = Scanner(tmp_path).scan()
    assert found.version is not None, found.fault
    assert found.version.id == unicodedata.normalize("NFC", name) != name
    assert found.version.film == folder / film
    assert all(file.exists() for _, file in found.version.subtitles)


def test_a_copy_whose_name_only_looks_the_same_does_not_take_its_place(tmp_path: Path) -> None:
    name = "Поцелуй-2.mp4"
    apart, composed = unicodedata.normalize("NFD", name), unicodedata.normalize("NFC", name)
    for number, one in enumerate((apart, composed)):
        film = tmp_path / one
        film.write_bytes(b"x")
        os.utime(film, (number, number))
    older, newer = sorted(Scanner(tmp_path).scan(), key=lambda c: c.fault is not None)
    assert older.version is not None and older.version.film.name == older.name
    assert newer.fault is not None and "is there already" in newer.fault.reason


def test_only_files_count_that_lie_in_the_folder(tmp_path: Path) -> None:
    versions, outside = tmp_path / "versions", tmp_path / "outside"
    for folder in (versions / "kiss-4", versions / "kiss-5", versions / "kiss-6", outside):
        folder.mkdir(parents=True)
    (outside / "private.mp4").write_text("x")
    (outside / "version.yaml").write_text("title: x\n")
    os.mkfifo(versions / "kiss-1.mp4")
    (versions / "kiss-2.mp4").symlink_to("/dev/zero")
    (versions / "kiss-3.mp4").symlink_to(outside / "private.mp4")
    os.mkfifo(versions / "kiss-4" / "version.yaml")
    (versions / "kiss-5" / "film.mp4").write_text("x")
    (versions / "kiss-5" / "version.yaml").symlink_to(outside / "version.yaml")
    (versions / "kiss-6" / "film.mp4").write_text("x")
    (versions / "kiss-7").symlink_to(outside)
    (versions / "kiss-8").symlink_to(versions / "kiss-6")
    (versions / "kiss-9.mp4").mkdir()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(versions / "kiss-10.mp4"))
        found = {c.name: c for c in Scanner(versions).scan()}
    said = {
        name: c.fault.reason.removeprefix("its manifest has a fault: ").split(": ", 1)[1]
        for name, c in found.items()
        if c.fault
    }
    leads = "is a link that leads out of the folder, to"
    assert said == {
        "kiss-1.mp4": "is a named pipe, not a film",
        "kiss-2.mp4": f"{leads} /dev/zero",
        "kiss-3.mp4": f"{leads} {outside}/private.mp4",
        "kiss-4": "cannot be read: It is not a regular file",
        "kiss-5": f"{leads} {outside}/version.yaml",
        "kiss-7": f"{leads} {outside}/version.yaml",
        "kiss-10.mp4": "is a socket, not a film",
    }
    assert all(c.fault.advice for c in found.values() if c.fault and c.name != "kiss-4")
    assert [name for name, c in found.items() if c.version] == ["kiss-6", "kiss-8"]


def test_a_name_that_would_do_something_to_a_terminal_is_refused_and_named(tmp_path: Path) -> None:
    lay(tmp_path, "kiss-9\x1b[2J\x1b]0;x\x07.mp4", "a\nb.mp4", "good\u00a0one.mp4")
    found = {c.name: c for c in Scanner(tmp_path).scan()}
    assert sorted(found) == ["a\\nb.mp4", "good\u00a0one.mp4", "kiss-9\\x1b[2J\\x1b]0;x\\x07.mp4"]
    assert [c.name for c in found.values() if c.fault is None] == ["good\u00a0one.mp4"]
    fault = found["a\\nb.mp4"].fault
    assert fault and "control characters" in fault.reason


def test_what_is_odd_about_subtitles_is_said_with_line_and_time(tmp_path: Path) -> None:
    folder = tmp_path / "kiss-2"
    folder.mkdir()
    (folder / "film.mp4").write_bytes(b"film")
    (folder / "version.yaml").write_text(
        "subtitles: {en: en.srt, ru: ru.srt, fr: gone.srt, de: out.srt}\n"
    )
    (folder / "en.srt").write_text(
        "1\n00:00:01,000 --> 00:00:01,500\nOh.\n\n2\n00:00:02,000 --> 0:0x\nNo.\n"
    )
    (folder / "ru.srt").write_bytes("00:01,000 --> 00:03,000\nОн стоял и ждал.\n".encode("cp1251"))
    (tmp_path.parent / "out.srt").write_text("secret")
    (folder / "out.srt").symlink_to(tmp_path.parent / "out.srt")
    scanner = Scanner(tmp_path)
    version = scanner.scan()[0].version
    assert version is not None
    assert [language for language, _ in version.subtitles] == ["en", "ru", "fr"]
    said = {check.file.name: check.remarks for check in version.subtitle_checks}
    assert said["en.srt"] == (
        (
            "line 6: '00:00:02,000 --> 0:0x' is no time (00:01:02,345 --> 00:01:04,000);"
            " it is left out"
        ),
        "line 2, at 0:00:01.000: is on for 0.50 s; nobody reads in less than 1 s",
    )
    assert said["ru.srt"] == ("is taken for Windows-1251; save it as UTF-8 to be sure",)
    assert said["gone.srt"] == ("cannot be read (No such file or directory)",)
    assert said["out.srt"][0].startswith("is a link that leads out of the folder")
    (folder / "en.srt").write_text("1\n00:00:01,000 --> 00:00:03,500\nOh, no.\n")
    mended = scanner.scan()[0].version
    assert mended is not None and mended.subtitle_checks[0].remarks == ()
    assert mended.subtitle_checks[0].ends_ns == 3_500_000_000


@pytest.mark.parametrize(
    ("device", "written_s", "changed_s", "rested_s"),
    [
        (os.makedev(254, 0), 10, 10, 90),
        (os.makedev(254, 0), 10, 97, 3),  # written with an old date, as copying programs do
        (os.makedev(254, 0), 130, 10, 0),  # a date to come
        (os.makedev(0, 44), 10, 10, 0),  # a share: another machine's clock
    ],
)
def test_only_this_machines_disk_says_how_long_a_file_has_rested(
    device: int, written_s: int, changed_s: int, rested_s: int
) -> None:
    times = {"st_mtime_ns": written_s * SECOND, "st_ctime_ns": changed_s * SECOND}
    seen = os.stat_result((0o100644, 1, device, 1, 0, 0, 9, 0, written_s, changed_s), times)
    assert rested_ns(seen, 100 * SECOND) == rested_s * SECOND
