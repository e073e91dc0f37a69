from pathlib import Path

import av
import numpy as np
import pytest
import yaml

from installation.demo import make_demo
from installation.demo._encode import CHUNK
from installation.demo._make import STAMP
from installation.demo._screenplay import SCENES
from installation.errors import KissError
from installation.model import fingerprint

SIZE, SECONDS, FPS = (96, 54), 2.25, 24
FRAMES = (50, 55, 58)  # more than one chunk each

pytestmark = [pytest.mark.process, pytest.mark.patient]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], list[float]]:
    folder = tmp_path_factory.mktemp("versions")
    (folder / ".kiss-1-storyboard.left.tmp").mkdir()
    shares: list[float] = []
    paths = make_demo(
        folder, size=SIZE, seconds=SECONDS, fps=FPS, progress=lambda share, _: shares.append(share)
    )
    return paths, shares


def test_three_whole_folders_and_nothing_else(made: tuple[list[Path], list[float]]) -> None:
    paths, shares = made
    assert sorted(paths[0].parent.iterdir()) == paths
    for path in paths:
        assert {file.name for file in path.iterdir()} == {
            "film.mp4",
            "version.yaml",
            "whispers.en.srt",
            "whispers.ru.srt",
            STAMP,
        }
    assert shares == sorted(shares)
    assert shares[0] == 0 and shares[-1] == 1


def test_each_film_is_what_it_says(made: tuple[list[Path], list[float]]) -> None:
    for path, frames in zip(made[0], FRAMES, strict=True):
        with av.open(str(path / "film.mp4")) as film:
            stream = film.streams.video[0]
            times, keys, prints = [], [], []
            for frame in film.decode(stream):
                luma = np.frombuffer(memoryview(frame.planes[0]), np.uint8).reshape(
                    -1, frame.planes[0].line_size
                )
                prints.append(fingerprint(luma, *SIZE).astype(int))
                times.append(frame.pts * stream.time_base * FPS)
                keys.append(bool(frame.key_frame))
            assert times == list(range(frames))
            assert [i for i, key in enumerate(keys) if key] == list(range(0, frames, CHUNK))
            context = stream.codec_context
            assert (context.width, context.height, context.pix_fmt) == (*SIZE, "yuv420p")
            assert (context.colorspace, context.color_range) == (1, 1)
            steps = np.abs(np.diff(np.array(prints), axis=0)).sum(axis=1)
            assert steps.min() > 40
        with av.open(str(path / "film.mp4")) as film:
            heard = sum(frame.samples for frame in film.decode(audio=0))
            assert heard == pytest.approx(frames / FPS * 48_000, abs=1024)


def test_each_manifest_tells_its_provenance(made: tuple[list[Path], list[float]]) -> None:
    manifests = [yaml.safe_load((path / "version.yaml").read_text("utf-8")) for path in made[0]]
    assert [manifest["iteration"] for manifest in manifests] == [1, 2, 3]
    for path, manifest in zip(made[0], manifests, strict=True):
        assert (path / manifest["film"]).is_file()
        assert set(manifest["subtitles"]) == {"ru", "en"}
        assert all((path / file).is_file() for file in manifest["subtitles"].values())
        assert set(SCENES) <= set(manifest["beats"])
        assert max(manifest["beats"].values()) < FRAMES[manifest["iteration"] - 1] / FPS
        assert all(set(tool) == {"step", "tool"} for tool in manifest["tools"])
        assert "stand-in" in manifest["notes"]


def test_what_is_there_is_left_alone_and_what_is_not_whole_is_made_anew(
    made: tuple[list[Path], list[float]],
) -> None:
    paths = made[0]
    folder = paths[0].parent
    before = [(path / "film.mp4").stat().st_mtime_ns for path in paths]
    (paths[1] / "version.yaml").unlink()
    assert make_demo(folder, size=SIZE, seconds=SECONDS, fps=FPS) == paths
    after = [(path / "film.mp4").stat().st_mtime_ns for path in paths]
    assert [a == b for a, b in zip(after, before, strict=True)] == [True, False, True]
    assert (paths[1] / "version.yaml").is_file()


def test_a_folder_that_cannot_be_is_an_error_for_people(tmp_path: Path) -> None:
    (tmp_path / "versions").write_text("a file")
    with pytest.raises(KissError, match="cannot be written"):
        make_demo(tmp_path / "versions", size=SIZE, seconds=1, fps=FPS)
