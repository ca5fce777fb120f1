"""What is heard and seen in the session's files, known by their content and never worked out twice.

The facts of a file lie in the data folder under the hash of its bytes, the version of the analysis
and what the user said about it (a tempo, a first beat), whoever asks.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from studio.service import intake
from studio.service.intake import Taken
from studio.service.studio import Studio

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.analysis.values import Film, Hearing

VERSION = "9"  # of the analysis; other versions' facts are not read
LONGEST = 15 * 60.0  # seconds of a song that are listened to
FILM = 60 * 60.0  # seconds of a film that are looked at


def song(
    studio: Studio, taken: Taken, *, bpm: float | None = None, first: float | None = None,
    taps: tuple[float, ...] = (), meter: int = 0,
) -> Hearing:  # fmt: skip
    """What is heard in a file's sound; a tempo, a first beat, taps, bars that the user gave win."""
    from studio.analysis.values import Hearing

    said = (bpm, first, taps, meter)
    made = _facts(studio, taken, ["heard", *said], _listened, said)
    return msgspec.msgpack.decode(made, type=Hearing, dec_hook=_unpacked)


def film(studio: Studio, taken: Taken, *, exact: bool = True) -> Film:
    """What is seen in a file's picture. Not `exact`: a quicker look will do, where none was had."""
    from studio.analysis.values import Film

    known = _kept(studio, taken, ["seen", True])
    if known is None:
        known = _facts(studio, taken, ["seen", exact], _looked, (exact,))
    return msgspec.msgpack.decode(known, type=Film)


def still(studio: Studio, taken: Taken, seconds: float) -> Film:
    """What is seen in a photo that is shown so long."""
    from dataclasses import replace

    from studio.analysis.values import Film

    made = _facts(studio, taken, ["still"], _glanced, ())
    glance = msgspec.msgpack.decode(made, type=Film).glances[0]
    times = [0.5 * n for n in range(max(1, int(seconds * 2)))]
    return Film(seconds, (), tuple(replace(glance, at=at) for at in times), True)


def laid(data: Path, sound: NDArray[np.float32]) -> Hearing:
    """What is heard in music as it lies in a film, told by its samples; for a worker process."""
    from studio import analysis
    from studio.analysis.values import Hearing

    name = hashlib.sha256(VERSION.encode() + sound.tobytes()).hexdigest()[:40]
    path = data / "facts" / name
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=Hearing, dec_hook=_unpacked)
    except (FileNotFoundError, msgspec.DecodeError):
        found = analysis.listen(sound)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f"{name}.{os.getpid()}")
    with intake.disk():
        beside.write_bytes(msgspec.msgpack.encode(found, enc_hook=_packed))
        beside.replace(path)
    return found


def _path(studio: Studio, taken: Taken, what: list[Any]) -> Path:
    asked = json.dumps([taken.stock.digest, VERSION, *what])
    return studio.folder("facts") / hashlib.sha256(asked.encode()).hexdigest()[:40]


def _kept(studio: Studio, taken: Taken, what: list[Any]) -> bytes | None:
    try:
        return _path(studio, taken, what).read_bytes()
    except FileNotFoundError:
        return None


def _facts(
    studio: Studio, taken: Taken, what: list[Any], work: Any, asked: tuple[Any, ...]
) -> bytes:
    known = _kept(studio, taken, what)
    if known is not None:
        return known
    probe = msgspec.json.encode(taken.material.metadata.get("probe"))
    made: bytes = studio.crew.do(work, str(studio.file(taken.stock.path)), probe, *asked)
    path = _path(studio, taken, what)
    beside = path.with_name(studio.fresh(f"{path.name}."))
    with intake.disk():
        beside.write_bytes(made)
        beside.replace(path)
    return made


# -- in the worker process ------------------------------------------------------------------------


def _listened(
    path: str, known: bytes, bpm: float | None, first: float | None, taps: tuple[float, ...],
    meter: int,
) -> bytes:  # fmt: skip
    import numpy as np

    from studio import analysis
    from studio.media import ears

    probe = _probe(path, known)
    heard = (
        ears.mono(Path(path), probe.sound, analysis.RATE, seconds=LONGEST)
        if probe.sound
        else np.zeros(0, np.float32)
    )
    facts = analysis.listen(heard, bpm=bpm, first=first, taps=taps, meter=meter)
    return msgspec.msgpack.encode(facts, enc_hook=_packed)


def _looked(path: str, known: bytes, exact: bool) -> bytes:
    from studio import analysis
    from studio.media import frames

    which: frames.Which = "all" if exact else "glimpses"
    seen = frames.small(Path(path), _probe(path, known), which=which, seconds=FILM)
    return msgspec.msgpack.encode(analysis.watch(seen, exact=exact))


def _glanced(path: str, known: bytes) -> bytes:
    import numpy as np

    from studio.analysis import mood
    from studio.analysis.values import Film
    from studio.media import images
    from studio.media.frames import HEIGHT, WIDTH

    del known
    photo = images.upright(Path(path), within=(WIDTH * 2, HEIGHT * 2), cover=True)
    small = photo.convert("RGB").resize((WIDTH, HEIGHT)).convert("YCbCr")
    # Pillow's luma reaches from 0 to 255, a film's from 16 to 235
    frame = np.array(small).astype(np.float32)
    frame[..., 0] = 16 + frame[..., 0] * 219 / 255
    glances = mood.glances([(0.0, frame.astype(np.uint8))])
    return msgspec.msgpack.encode(Film(0.0, (), glances, True))


def _probe(path: str, known: bytes) -> Any:
    from studio.media import probing
    from studio.media.values import Probe

    try:
        return msgspec.json.decode(known, type=Probe, strict=False)
    except msgspec.ValidationError:
        return probing.probe(Path(path))


def _packed(value: Any) -> Any:
    """An array as its shape and its bytes; one number of an array library as itself."""
    if not value.shape:
        return value.item()
    return [list(value.shape), value.astype("float32").tobytes()]


def _unpacked(kind: Any, value: Any) -> Any:
    import numpy as np

    shape, raw = value
    return np.frombuffer(raw, np.float32).reshape(shape)
