"""Films of every kind that players cannot have as they are, and the house copies made of them."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
import pytest
from library_films import MakeFilm, picture
from PIL import Image

from installation.errors import LibraryError
from installation.library import (
    HouseCopying,
    Survey,
    candidate_at,
    film_digest,
    film_stamp,
    survey,
)
from installation.library._probe import probe
from installation.model import (
    CopyPlan,
    CopyTerms,
    FilmIndex,
    FilmTraits,
    HouseCopy,
    fingerprint,
    plan_for,
    shown_times,
    slots_of,
)
from installation.said import verbatim
from installation.units import MILLISECOND, SECOND

AUTO = CopyTerms("auto")
UNEVEN = [0, 40, 80, 200, 240, 280, 320, 1000, 1040, 1080]
NTSC = Fraction(30000, 1001)
PHONE = [round(k * 1000 / 30) + k * 7 % 5 for k in range(24)]
MS = {"rate": 25, "time_base": Fraction(1, 1000)}
FIELDS = {"size": (64, 64), "options": {"x264-params": "tff=1:interlaced=1"}}
LOWER = {"size": (64, 64), "options": {"x264-params": "bff=1:interlaced=1"}}
MPEG2 = {"codec": "mpeg2video", "rate": 25, "size": (352, 288)}
HELD = [0, 42, 83, 208, 250, 292, 333, 1000, 1042, 1083]
ODD = {"size": (65, 37), "pixel_format": "yuv444p"}
JPEGS = {"codec": "mjpeg", "pixel_format": "yuvj420p"}
ALPHA = {"codec": "prores_ks", "pixel_format": "yuva444p10le"}

NEEDING: list[tuple[str, str, dict[str, Any], str, Fraction | int]] = [
    ("1 a second", "a.mkv", {"rate": 1, "frames": 4}, "too few", 24),
    ("8 a second", "a.mp4", {"rate": 8}, "too few", 24),
    ("10 a second", "a.mov", {"rate": 10}, "too few", 30),
    ("12 a second", "a.webm", {"rate": 12, "codec": "libvpx-vp9"}, "too few", 24),
    ("90 a second", "a.mp4", {"rate": 90}, "more than 60", 45),
    ("120 a second", "a.mp4", {"rate": 120}, "more than 60", 60),
    ("240 a second", "a.mp4", {"rate": 240, "frames": 48}, "more than 60", 60),
    ("variable", "a.mp4", {**MS, "frames": 10, "stamps": UNEVEN}, "its rate varies", 25),
    (
        "a phone's 30",
        "a.mp4",
        {**MS, "rate": 30, "stamps": PHONE},
        "its rate varies",
        Fraction(30000, 1001),
    ),
    ("turned by 90", "a.mp4", {"rotation": 90}, "turned by 270", 24),
    ("turned by 180", "a.mov", {"rotation": 180}, "turned by 180", 24),
    ("turned by 270", "a.mp4", {"rotation": -90}, "turned by 90", 24),
    ("mirrored", "a.mp4", {"flip": "h"}, "mirrored", 24),
    ("upside down in a mirror", "a.mov", {"flip": "v"}, "mirrored", 24),
    ("mirrored and turned", "a.mp4", {"flip": "h", "rotation": 90}, "mirrored", 24),
    ("mirrored and turned back", "a.mp4", {"flip": "v", "rotation": 90}, "mirrored", 24),
    ("interlaced", "a.mp4", FIELDS, "interlaced", 48),
    ("interlaced, lower first", "a.mkv", {**LOWER, "rate": 25}, "interlaced", 50),
    ("wide", "a.mp4", {"codec": "mpeg4", "size": (4112, 64), "frames": 3}, "4112 x 64", 24),
    ("late", "a.mkv", {"frames": 48, "stamps": range(10, 58), "audio_s": 2.0}, "0.42 s after", 24),
    ("alpha", "a.mov", ALPHA, "transparent", 24),
    ("3 a second", "a.mov", {"rate": 3, "frames": 6}, "too few", 24),
    ("NTSC's quarter", "a.mp4", {"rate": NTSC / 4}, "too few", NTSC),
    ("100 a second", "a.mkv", {"rate": 100}, "more than 60", 50),
    ("variable in Matroska", "a.mkv", {**MS, "frames": 10, "stamps": HELD}, "its rate varies", 24),
    ("turned, of odd size", "a.mkv", {**ODD, "rotation": 90}, "turned by 270", 24),
    ("interlaced MPEG-2", "a.mpg", {**MPEG2, "options": {"flags": "+ilme+ildct"}}, "its file", 50),
    ("8K", "a.mov", {**JPEGS, "size": (7680, 4320), "frames": 2}, "7680 x 4320", 24),
    ("transparent Animation", "a.mov", {"codec": "qtrle", "pixel_format": "argb"}, "transp", 24),
    ("WMV", "a.wmv", {"codec": "wmv2"}, "its file is of a kind", 24),
    ("FLV", "a.flv", {"codec": "flv1", "rate": 25}, "its file is of a kind", 25),
    ("H.264 in AVI", "a.avi", {"rate": NTSC}, "its file is of a kind", NTSC),
    ("MPEG-1", "a.mpg", {**MPEG2, "codec": "mpeg1video"}, "its file is of a kind", 25),
    ("a camera's stream", "a.m2ts", {"rate": 25}, "its file is of a kind", 25),
    ("AVI", "a.avi", {"codec": "mpeg4"}, "its file is of a kind", 24),
    ("AVI of JPEGs", "a.avi", {"codec": "mjpeg", "pixel_format": "yuvj420p"}, "its file", 24),
    ("MPEG", "a.mpg", MPEG2, "its file is of a kind", 25),
    ("transport stream", "a.ts", {}, "its file is of a kind", 24),
    ("MXF", "a.mxf", MPEG2, "its file is of a kind", 25),
    ("GIF", "a.gif", {"codec": "gif", "pixel_format": "rgb8", "rate": 10}, "its file", 30),
]
PLAIN: list[tuple[str, str, dict[str, Any]]] = [
    ("H.264", "a.mp4", {"audio_s": 1.0}),
    ("4:2:2", "a.mkv", {"pixel_format": "yuv422p"}),
    ("4:4:4 of odd size", "a.mkv", {"size": (65, 37), "pixel_format": "yuv444p"}),
    ("10 bit", "a.mkv", {"codec": "ffv1", "pixel_format": "yuv420p10le"}),
    ("12 bit", "a.mkv", {"codec": "ffv1", "pixel_format": "yuv444p12le"}),
    ("16 bit RGB", "a.mkv", {"codec": "ffv1", "pixel_format": "gbrp16le"}),
    ("ProRes", "a.mov", {"codec": "prores_ks", "pixel_format": "yuv422p10le"}),
    (
        "DNxHR",
        "a.mov",
        {
            "codec": "dnxhd",
            "size": (256, 144),
            "pixel_format": "yuv422p",
            "options": {"profile": "dnxhr_sq"},
        },
    ),
    ("MJPEG", "a.mov", {"codec": "mjpeg", "pixel_format": "yuvj422p"}),
    ("FFV1", "a.mkv", {"codec": "ffv1"}),
    ("full range", "a.mp4", {"color_range": 2}),
    ("4:2:2 of 10 bit in H.264", "a.mp4", {"pixel_format": "yuv422p10le"}),
    ("4:4:4 of 12 bit in HEVC", "a.mp4", {"codec": "libx265", "pixel_format": "yuv444p12le"}),
    ("VP9 of 4:4:4", "a.webm", {"codec": "libvpx-vp9", "pixel_format": "yuv444p"}),
    ("ProRes 4444", "a.mov", {"codec": "prores_ks", "pixel_format": "yuv444p10le"}),
    ("grey", "a.mkv", {"codec": "ffv1", "pixel_format": "gray"}),
    ("v210", "a.mov", {"codec": "v210", "pixel_format": "yuv422p10le", "size": (96, 36)}),
    ("CineForm", "a.mov", {"codec": "cfhd", "pixel_format": "yuv422p10le", "size": (256, 144)}),
    ("JPEG 2000", "a.mov", {"codec": "jpeg2000", "pixel_format": "yuv444p"}),
    ("anamorphic", "a.mkv", {"codec": "ffv1", "sar": Fraction(64, 45)}),
    ("portrait", "a.mp4", {"size": (36, 64)}),
    ("Animation", "a.mov", {"codec": "qtrle", "pixel_format": "rgb24"}),
]


def refused(why: str) -> bool:
    """Tell whether a probe refuses it.

    That few pictures a second do not play, a rehearsal says; what is transparent would be played
    without its transparency.
    """
    return why != "too few" and not why.startswith("transp")


def copied(film: Path, plan: CopyPlan, found: Survey) -> tuple[HouseCopy, FilmIndex]:
    making = HouseCopying(film, found, plan, film.parent / "parts", lambda _: None)
    house, index = making.make(film.parent / "copy.mov", lambda _: None)
    check_index(index, probe(film.parent / "copy.mov"))
    return house, index


def check_index(index: FilmIndex, decoded: FilmIndex) -> None:
    """The index that was made without another decode is the one that a decode finds."""
    assert replace(index.facts, chapters=()) == decoded.facts
    for each in ("pts_ns", "prints", "keys_ns"):
        assert np.array_equal(getattr(index, each), getattr(decoded, each)), each


def check_pictures(index: FilmIndex, slots: np.ndarray, found: FilmTraits) -> None:
    """Every slot shows the picture of the original that it should, by the pictures' own luma."""
    width, height = index.facts.width, index.facts.height
    size = (height, width) if found.rotation % 180 else (width, height)
    pictures = slots // 2 if found.halved else slots
    stored = [picture(k, *size) for k in range(int(pictures[-1]) + 1)]
    upright = [
        np.rot90(np.fliplr(one) if found.mirrored else one, -found.rotation // 90) for one in stored
    ]
    wanted = np.stack([fingerprint(one, width, height) for one in upright]).astype(int)
    far = np.abs(index.prints.astype(int)[:, None] - wanted[None]).mean(axis=2)
    assert list(far.argmin(axis=1)) == list(pictures)


@pytest.mark.parametrize(
    ("name", "recipe", "why", "rate"),
    [row[1:] for row in NEEDING],
    ids=[row[0] for row in NEEDING],
)
def test_what_players_cannot_have_gets_a_copy_with_every_picture_at_its_time(
    make_film: MakeFilm, name: str, recipe: dict[str, Any], why: str, rate: Fraction | int
) -> None:
    film = make_film(name, **recipe)
    before = film.read_bytes()
    with pytest.raises(LibraryError) if refused(why) else nullcontext():
        probe(film)
    found = survey(film)
    plan = plan_for(found.traits, found.times_ns, AUTO)
    assert plan is not None and any(why in reason for reason in plan.reasons), plan
    house, index = copied(film, plan, found)
    assert index.facts.rate == rate and house.ssim >= 0.99
    assert house.off_ns <= SECOND / 60 and index.facts.sar == (1, 1)
    slots = slots_of(
        shown_times(found.traits, found.times_ns), found.traits.duration_ns, plan.recipe.fps
    )
    if name != "a.gif" and recipe.get("size") != (4112, 64):
        check_pictures(index, slots, found.traits)
    if rate == plan.recipe.fps and not found.traits.halved and "120" not in plan.reasons[0]:
        shown = np.searchsorted(slots, np.unique(slots))
        own = found.times_ns[np.unique(slots)]
        assert np.abs(index.pts_ns[shown] - own).max() <= SECOND / 60
    assert film.read_bytes() == before
    assert probe(film.parent / "copy.mov").facts.codec == "h264"


@pytest.mark.parametrize(
    ("name", "recipe"), [row[1:] for row in PLAIN], ids=[row[0] for row in PLAIN]
)
def test_what_players_may_not_manage_can_be_copied(
    make_film: MakeFilm, name: str, recipe: dict[str, Any]
) -> None:
    film = make_film(name, **recipe)
    found = survey(film)
    assert plan_for(found.traits, found.times_ns, AUTO) is None
    plan = plan_for(found.traits, found.times_ns, AUTO, verbatim("the player leaves pictures out"))
    assert plan is not None
    house, index = copied(film, plan, found)
    assert house.ssim >= 0.99 and index.facts.frames == 24 and index.facts.sar == (1, 1)
    check_pictures(index, np.arange(24), found.traits)
    assert (
        index.facts.pixel_format == "yuv420p" or recipe.get("color_range") or "yuvj" in str(recipe)
    )


def flat(film: Path, colours: Sequence[tuple[int, ...]], form: str, **tags: int) -> Path:
    """Write a lossless film, each picture of one colour: the values of its planes as they are."""
    with av.open(str(film), "w") as out:
        stream = out.add_stream("ffv1", rate=24)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, 64, form
        for name, value in tags.items():
            setattr(stream.codec_context, name, value)
        kind: Any = np.uint16 if form.endswith("le") else np.uint8
        for k, colour in enumerate(colours):
            frame = av.VideoFrame(64, 64, form)
            for plane, value in zip(frame.planes, colour, strict=True):
                cells = plane.line_size // np.dtype(kind).itemsize
                plane.update(np.full((plane.height, cells), value, kind).tobytes())
            frame.pts = k
            for name, value in tags.items():
                setattr(frame, name, value)
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    return film


def colours_of(film: Path) -> list[list[int]]:
    """Return the values in the middle of each plane of each picture."""
    with av.open(str(film)) as source:
        return [
            [
                int(np.frombuffer(cast(memoryview, plane), np.uint8)[plane.line_size * 16 + 8])
                for plane in frame.planes
            ]
            for frame in source.decode(video=0)
        ]


HDR = {"color_range": 1, "colorspace": 9, "color_primaries": 9}
CODES = (0, 200, 400, 512, 600, 700, 800, 940)
TONED = {16: (16, 41, 87, 123, 150, 177, 199, 223), 18: (16, 57, 97, 115, 129, 149, 172, 209)}
"""What FFmpeg 8's tone map (`scale` with `intent=perceptual`) makes of those greys, by transfer."""


@pytest.mark.parametrize("transfer", [16, 18], ids=["PQ", "HLG"])
def test_hdr_is_toned_down_as_ffmpeg_does_it(tmp_path: Path, transfer: int) -> None:
    greys = [(64 + code * 876 // 1024, 512, 512) for code in CODES]
    film = flat(tmp_path / "a.mkv", greys, "yuv420p10le", color_trc=transfer, **HDR)
    found = survey(film)
    plan = plan_for(found.traits, found.times_ns, AUTO)
    assert plan is not None and plan.reasons[0].startswith("it is HDR")
    _, index = copied(film, plan, found)
    assert index.facts.matrix == "bt709"
    wanted = [(toned, 128, 128) for toned in TONED[transfer]]
    assert np.abs(np.subtract(colours_of(tmp_path / "copy.mov"), wanted)).max() <= 3


@pytest.mark.parametrize(
    ("background", "below"),
    [("#000000", (16, 128, 128)), ("#ffffff", (235, 128, 128)), ("#0000ff", (32, 240, 118))],
    ids=["black", "white", "blue"],
)
def test_what_is_half_transparent_shows_half_of_the_background(
    tmp_path: Path, background: str, below: tuple[int, int, int]
) -> None:
    film = flat(
        tmp_path / "a.mkv", [(120, 110, 140, 128)] * 3, "yuva420p", color_range=1, colorspace=1
    )
    found = survey(film)
    plan = plan_for(found.traits, found.times_ns, CopyTerms("auto", background=background))
    assert plan is not None
    copied(film, plan, found)
    share = 128 / 255
    wanted = np.multiply((120, 110, 140), share) + np.multiply(below, 1 - share)
    assert np.abs(np.subtract(colours_of(tmp_path / "copy.mov"), wanted)).max() <= 3


@pytest.mark.parametrize("form", ["yuv420p", "yuv444p"])
@pytest.mark.parametrize(("colorspace", "matrix"), [(1, "bt709"), (6, "bt601")])
def test_colours_and_matrix_stay_as_they_are(
    tmp_path: Path, colorspace: int, matrix: str, form: str
) -> None:
    film = flat(
        tmp_path / "a.mkv", [(180, 90, 200)] * 3, form, color_range=1, colorspace=colorspace
    )
    found = survey(film)
    plan = plan_for(found.traits, found.times_ns, CopyTerms("always"))
    assert plan is not None
    _, index = copied(film, plan, found)
    assert index.facts.matrix == found.traits.matrix == matrix
    assert np.abs(np.subtract(colours_of(tmp_path / "copy.mov"), (180, 90, 200))).max() <= 1


def test_chapters_keep_their_places(make_film: MakeFilm) -> None:
    film = make_film("a.mkv", rate=12, chapters=[("arrival", 0), ("the kiss", 0.5)])
    found = survey(film)
    plan = plan_for(found.traits, found.times_ns, AUTO)
    assert plan is not None
    _, index = copied(film, plan, found)
    assert index.facts.chapters == (("arrival", 0), ("the kiss", 500 * MILLISECOND))


def test_hap_is_a_film(tmp_path: Path, make_film: MakeFilm) -> None:
    """HAP: a texture as graphics cards have it (DXT1), here as it is (Hap1, not compressed)."""
    plain = make_film("plain.mov", codec="mjpeg", pixel_format="yuvj420p")
    film = tmp_path / "a.mov"
    with av.open(str(plain)) as source, av.open(str(film), "w") as out:
        stream = out.add_stream_from_template(source.streams.video[0])
        for k, packet in enumerate(p for p in source.demux() if p.size):
            grey = picture(k, 64, 36)[::4, ::4].astype(np.uint16)
            five_six_five = (grey >> 3) << 11 | (grey >> 2) << 5 | grey >> 3
            blocks = np.zeros((9, 16, 4), "<u2")  # two colours, and which one each point has
            blocks[:, :, 0] = blocks[:, :, 1] = five_six_five
            texture = blocks.tobytes()
            hap = av.Packet(len(texture).to_bytes(3, "little") + b"\xab" + texture)
            hap.pts, hap.dts, hap.time_base = packet.pts, packet.dts, packet.time_base
            hap.duration, hap.stream, hap.is_keyframe = packet.duration, stream, True
            out.mux(hap)
    film.write_bytes(film.read_bytes().replace(b"jpeg", b"Hap1"))
    found = survey(film)
    assert found.traits.codec == "hap"
    plan = plan_for(found.traits, found.times_ns, CopyTerms("always"))
    assert plan is not None
    house, index = copied(film, plan, found)
    assert house.ssim >= 0.99
    check_pictures(index, np.arange(24), found.traits)


@pytest.mark.parametrize("alpha", [False, True], ids=["opaque", "transparent"])
def test_a_moving_webp_is_a_film_with_each_picture_at_its_time(tmp_path: Path, alpha: bool) -> None:
    film = tmp_path / "a.webp"
    shown = [Image.fromarray(picture(k, 64, 36)).convert("RGB") for k in range(6)]
    lasts_ms = [40, 120, 5, 40, 80, 200]  # 5 ms are taken for 100, as browsers do
    if alpha:
        for one in shown:
            one.putalpha(Image.new("L", one.size, 128))
    shown[0].save(
        film, save_all=True, append_images=shown[1:], duration=lasts_ms, lossless=True, loop=0
    )
    found = survey(film)
    assert list(found.times_ns) == [ms * MILLISECOND for ms in (0, 40, 160, 260, 300, 380)]
    assert found.traits.duration_ns == 580 * MILLISECOND
    assert found.traits.alpha == alpha and not found.traits.wrapped
    plan = plan_for(found.traits, found.times_ns, AUTO)
    assert plan is not None
    house, index = copied(film, plan, found)
    slots = slots_of(found.times_ns, found.traits.duration_ns, plan.recipe.fps)
    assert house.off_ns <= SECOND / 60 and len(np.unique(slots)) == 6
    wanted = np.stack([fingerprint(picture(k, 64, 36), 64, 36) for k in range(6)]).astype(int)
    if alpha:
        wanted = 16 + (wanted - 16) // 2
    far = np.abs(index.prints.astype(int)[:, None] - wanted[None]).mean(axis=2)
    assert list(far.argmin(axis=1)) == list(slots)


def test_a_still_webp_is_no_film(tmp_path: Path) -> None:
    Image.fromarray(picture(0, 64, 36)).save(tmp_path / "a.webp")
    with pytest.raises(LibraryError, match="a still picture"):
        survey(tmp_path / "a.webp")
    tmp_path.joinpath("b.webp").write_bytes((tmp_path / "a.webp").read_bytes()[:60])
    with pytest.raises(LibraryError, match="cannot be decoded"):
        survey(tmp_path / "b.webp")


SINGLE = [
    ("kiss_%04d.png", "png", "rgb24", 24),
    ("shot 50%% %d.jpg", "mjpeg", "yuvj444p", 12),
    ("kiss.%05d.tif", "tiff", "rgb48le", 25),
]


@pytest.mark.parametrize(("pattern", "codec", "form", "rate"), SINGLE)
def test_single_pictures_of_a_folder_are_a_film(
    tmp_path: Path, pattern: str, codec: str, form: str, rate: int
) -> None:
    folder = tmp_path / "kiss 100% (2)"
    folder.mkdir()
    folder.joinpath("version.yaml").write_text(f"rate: {rate}\n")
    for k in range(98, 122):
        write_picture(folder / (pattern % k), codec, form, picture(k, 64, 36))
    version = candidate_at(folder).version
    assert version is not None and version.film == folder
    with pytest.raises(LibraryError, match="folder of single pictures"):
        probe(folder)
    found = survey(folder)
    plan = plan_for(found.traits, found.times_ns, AUTO)
    assert plan is not None and plan.recipe.fps == (24 if rate == 12 else rate)
    house, index = copied(folder, plan, found)
    assert house.ssim >= 0.99
    wanted = np.stack([fingerprint(picture(k, 64, 36), 64, 36) for k in range(98, 122)])
    far = np.abs(index.prints.astype(int)[:, None] - wanted.astype(int)[None]).mean(axis=2)
    assert list(far.argmin(axis=1)) == [k // (2 if rate == 12 else 1) for k in range(len(far))]
    assert film_stamp(folder) == film_stamp(folder)
    before, stamp = film_digest(folder), film_stamp(folder)
    folder.joinpath("version.yaml").write_text("rate: 30\n")
    assert film_digest(folder) != before and film_stamp(folder) != stamp


def write_picture(path: Path, codec: str, form: str, luma: np.ndarray) -> None:
    """Write one grey picture."""
    frame = av.VideoFrame.from_ndarray(np.stack([luma] * 3, axis=2), format="rgb24")
    context = av.CodecContext.create(codec, "w")
    assert isinstance(context, av.VideoCodecContext)
    context.width, context.height, context.pix_fmt = frame.width, frame.height, form
    context.time_base = Fraction(1, 24)
    shown = frame.reformat(format=form, dst_color_range="JPEG" if form.startswith("yuvj") else None)
    packets = [*context.encode(shown), *context.encode(None)]
    path.write_bytes(b"".join(map(bytes, packets)))
