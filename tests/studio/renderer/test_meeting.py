"""Picture and sound meet in the delivered file, however their source keeps its clocks."""

from __future__ import annotations

import re
import struct
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio import media, renderer
from studio.media import engine
from studio.renderer import promise
from studio.timeline.model import AudioTrack, Material, Sound, Timeline
from tests.studio.media.footage import Footage, frames, heard
from tests.studio.renderer.conftest import Film, clip, sound
from tests.studio.renderer.test_picture import close

RATE = 48_000
AS_IS: dict[str, Any] = {"loudness": None}


def flashes(footage: Footage, suffix: str = "mp4", *how: str) -> Path:
    """Six seconds; from the first on, every one begins with a flash and a beep."""
    n = np.arange(6 * RATE) / RATE
    beep = np.where((n % 1 < 0.05) & (n >= 1), np.sin(2 * np.pi * 1000 * n) * 0.5, 0)
    tone = footage.samples("flashes.wav", np.stack([beep, beep], 1).astype(np.float32))
    bright = "geq=lum='if(gte(T,0.99)*lt(mod(T+0.001,1),0.05),235,16)'"
    first = footage.made(
        "flashes.mp4", "-f", "lavfi", "-i",
        f"color=black:s=64x36:r=30:d=6,format=gray,{bright},format=yuv420p", "-i", tone.name,
        "-c:v", "libx264", "-g", "30", "-c:a", "aac",
    )  # fmt: skip
    if suffix == "mp4" and not how:
        return first
    name = f"flashes-{abs(hash(how)) % 10**8}.{suffix}"
    return footage.made(name, *(how or ("-i", first.name, "-c", "copy")))


def late(footage: Footage, by: float, suffix: str) -> Path:
    """The same with its picture so many seconds late."""
    one = flashes(footage).name
    return flashes(footage, suffix, "-i", one, "-itsoffset", str(by), "-i", one,
                   "-map", "1:v", "-map", "0:a", "-c", "copy")  # fmt: skip


def apart(path: Path) -> float:
    """How many seconds the beeps come after the flashes in this file: the middle of all."""
    argv = [
        engine.executable(), "-v", "info", "-nostdin", "-i", str(path), "-map", "0:v", "-vf",
        "format=gray,showinfo=checksum=1", "-fps_mode", "passthrough", "-f", "null", "-",
    ]  # fmt: skip
    text = subprocess.run(argv, capture_output=True, text=True, check=True).stderr
    seen = [
        (float(at), int(mean) > 100)
        for at, mean in re.findall(r"pts_time:(\S+).*? mean:\[(\d+)", text)
    ]
    bright = [at for (_, before), (at, now) in pairwise(seen) if now > before]
    loud = np.flatnonzero(np.abs(heard(path)).max(axis=1) > 0.2)
    beeps = loud[np.diff(loud, prepend=-RATE) > RATE // 4] / RATE
    gaps = [beeps[np.abs(beeps - at).argmin()] - at for at in bright]
    assert len(gaps) >= 2
    return float(np.median(gaps))


FORMS: dict[str, tuple[str, ...]] = {
    "mp4": (), "mkv": (), "ts": (), "mov": ("-c:v", "copy", "-c:a", "pcm_s16le"),
}  # fmt: skip


@pytest.mark.parametrize("suffix", FORMS)
@pytest.mark.slow
def test_they_meet_whatever_the_file_is(film: Film, footage: Footage, suffix: str) -> None:
    how = FORMS[suffix]
    source = flashes(footage, suffix, *(("-i", flashes(footage).name, *how) if how else ()))
    whole = film(clip(duration=media.probe(source).duration), v=source, output=AS_IS)
    assert whole.receipt.way == "copy" and abs(apart(whole.path)) < 0.004
    part = film(clip(duration=3500, in_point=1700), v=source, output=AS_IS)
    assert abs(apart(part.path)) < 1 / 60


@pytest.mark.slow
def test_a_hole_as_long_as_a_packet_is_kept_silent(film: Film, footage: Footage) -> None:
    """Without a list of edits the first packet of sound waits for the picture's delay."""
    source = flashes(footage, "mp4", "-i", flashes(footage).name, "-c", "copy", "-movflags",
                     "frag_keyframe+empty_moov")  # fmt: skip
    for one in (clip(duration=6000), clip(duration=3500, in_point=1700)):
        assert abs(apart(film(one, v=source, output=AS_IS).path)) < 0.01


@pytest.mark.parametrize(("suffix", "by"), [("mp4", 0.4), ("ts", 0.4), ("mkv", 0.3)])
@pytest.mark.slow
def test_a_picture_that_starts_late_is_late(
    film: Film, footage: Footage, suffix: str, by: float
) -> None:
    source = late(footage, by, suffix)
    for one in (clip(duration=5000), clip(duration=3000, in_point=1500)):
        assert abs(apart(film(one, v=source, output=AS_IS).path) + by) < 1 / 50


@pytest.mark.parametrize("speed", [0.4, 0.5, 0.8, 2.0])
@pytest.mark.slow
def test_another_speed_moves_the_sound_with_the_picture(
    film: Film, footage: Footage, speed: float
) -> None:
    one = clip(duration=round(5000 / speed), speed=speed)
    assert abs(apart(film(one, v=flashes(footage), output=AS_IS).path)) < 0.02


@pytest.mark.slow
def test_where_the_sound_goes_on_the_last_picture_stays(film: Film, footage: Footage) -> None:
    one = footage.clip(3, gop=15)
    source = footage.made("goes-on.mp4", "-i", one.name, "-f", "lavfi", "-i", "sine=d=5", "-map",
                          "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "aac")  # fmt: skip
    length = media.probe(source).duration
    assert length > 4900
    made = film(clip(duration=length), sound(duration=length), v=source, m=footage.tone(6))
    seen = frames(made.path)
    assert made.receipt.way == "smart" and abs(len(seen) - length * 30 / 1000) <= 1
    assert close(seen[-1], frames(source)[-1]) < 4
    still = film(clip(duration=500, in_point=4500, freeze=True), v=source)
    assert close(frames(still.path)[0], frames(source)[-1]) < 8


def _twice(source: Path, target: Path) -> Path:
    """The same movie, trimmed without being encoded: its first second, then its third."""
    raw = bytearray(source.read_bytes())
    at = raw.index(b"elst") - 4
    scale = struct.unpack_from(">I", raw, raw.index(b"mvhd") + 16)[0]
    begins = struct.unpack_from(">i", raw, at + 20)[0]
    ticks = struct.unpack_from(">I", raw, raw.index(b"mdhd") + 16)[0]
    rows = [(scale, begins), (scale, begins + 2 * ticks)]
    for kind in (b"moov", b"trak", b"edts", b"elst"):
        head = raw.index(kind) - 4
        raw[head : head + 4] = struct.pack(">I", struct.unpack_from(">I", raw, head)[0] + 12)
    table = struct.pack(">I", 2) + b"".join(struct.pack(">Ii2h", *row, 1, 0) for row in rows)
    raw[at + 12 : at + 28] = table
    target.write_bytes(raw)
    return target


def test_a_film_trimmed_by_its_index_is_not_copied(film: Film, footage: Footage) -> None:
    plain = footage.clip(4, sound="", extra=("-bf", "0"))
    assert plain.read_bytes().index(b"moov") > plain.read_bytes().index(b"mdat")
    source = _twice(plain, footage.folder / "trimmed.mp4")
    made = film(clip(duration=2000), v=source)
    seen, wanted = frames(made.path), frames(plain)
    assert made.receipt.way == "full" and len(seen) == 60
    assert close(seen[15], wanted[15]) < 9 and close(seen[45], wanted[75]) < 9


def test_a_damaged_film_is_made_anew_and_that_is_said(film: Film, footage: Footage) -> None:
    source = footage.folder / "damaged.mp4"
    raw = bytearray(footage.clip(3, gop=90).read_bytes())
    start = raw.index(b"mdat") + 4
    raw[start + 1500 : start + 3500] = bytes(2000)  # inside the very first picture
    source.write_bytes(raw)
    made = film(clip(duration=3000), sound(duration=3000), v=source, m=footage.tone())
    assert made.receipt.way == "full" and made.receipt.warnings == ("copy-refused",)
    assert made.receipt.frames == 90


def _holed(source: Path, target: Path, place: float, size: int) -> Path:
    """The same file with zeros for so many bytes, as a broken card leaves them."""
    raw = bytearray(source.read_bytes())
    start = round(len(raw) * place) // 4096 * 4096
    raw[start : start + size] = bytes(size)
    target.write_bytes(raw)
    return target


def test_damage_in_the_middle_of_a_kept_film_is_said_with_its_place(
    film: Film, footage: Footage
) -> None:
    whole = footage.clip(6, gop=15, size="640x360", filters="noise=alls=40:allf=t,format=yuv420p",
                         name="noisy.mp4")  # fmt: skip
    assert len(whole.read_bytes()) > 400_000
    source = _holed(whole, footage.folder / "holed.mp4", 0.6, 8192)
    made = film(clip(duration=6000), sound(duration=6000), v=source, m=footage.tone(7))
    assert made.receipt.way == "copy"
    (warning,) = made.receipt.warnings
    word, _, place = warning.partition(":")
    assert word == "damaged-at" and 2.5 < float(place.split(":")[1]) < 4.5
    told = renderer.told(made.receipt, "en")
    assert any(place in sentence for sentence in told)
    fine = film(clip(duration=6000), sound(duration=6000), v=whole, m=footage.tone(7))
    assert fine.receipt.warnings == ()


def test_what_a_decoder_cannot_read_is_said(film: Film, footage: Footage) -> None:
    raw = bytearray(footage.clip(3, gop=90).read_bytes())
    place = raw.index(b"mdat") + len(raw) // 3
    raw[place : place + 3000] = np.random.default_rng(1).bytes(3000)
    source = footage.folder / "garbled.mp4"
    source.write_bytes(raw)
    made = film(clip(duration=3000), v=source, output={"height": 90})
    assert made.receipt.way == "full" and made.receipt.warnings == ("damaged",)


def test_what_was_promised_is_carried_along_with_the_music() -> None:
    """A clip was put before the film: music and cuts all come three seconds later."""
    notes = {
        "beats": [0.5, 1.0, 1.5],
        "drops": [1.0],
        "cuts": [3.0, 3.5],
        "hero": 3.0,
        "start": 2000,
    }
    song = Material(id="m", name="m", kind="audio", duration=9000, metadata={"sync": notes})
    laid = Sound(id="s", start=5000, duration=9000, source="m", role="music")
    now = Timeline(tracks=(AudioTrack(segments=(laid,)),))
    found = promise.promised(now, {"m": song})
    assert found is not None
    assert (found.cuts, found.hero, found.drops) == ((6.0, 6.5), 6.0, (6.0,))
    assert found.places[0] == 5.5
