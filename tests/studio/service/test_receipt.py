"""What the receipt says of a delivered file, against what is measured without it."""

from __future__ import annotations

import io

import numpy as np
import pytest
import soundfile

from studio.media import probing, sound
from tests.studio.media.footage import ffmpeg
from tests.studio.service.evenings import delivered

RATE = 22050
CUTS = (1.5, 3.4, 4.9, 7.0, 8.1, 10.3)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Twelve seconds of flat shots."""
    folder = tmp_path_factory.mktemp("film")
    shades = ("0x203040", "0xd0c090", "0x108040", "0xa03030", "0xe0e0f0", "0x303080", "0xb08020")
    inputs: list[str] = []
    for shade, a, b in zip(shades, (0.0, *CUTS), (*CUTS, 12.0), strict=True):
        inputs += ["-f", "lavfi", "-i", f"color=c={shade}:s=160x90:r=30:d={b - a:.6f}"]
    joined = "".join(f"[{n}]" for n in range(len(shades)))
    ffmpeg(
        *inputs, "-filter_complex", f"{joined}concat=n={len(shades)}:v=1,format=yuv420p", "-c:v",
        "libx264", "-preset", "ultrafast", "film.mp4", cwd=folder,
    )  # fmt: skip
    return (folder / "film.mp4").read_bytes()


def clicks() -> bytes:
    """Forty seconds at 120 beats a minute over a steady tone that is as loud at the end."""
    dice = np.random.default_rng(4)
    time = np.arange(40 * RATE) / RATE
    out = 0.1 * np.sin(2 * np.pi * 220 * time)
    strike = dice.standard_normal(600) * np.exp(-np.arange(600) / 130)
    for at in np.arange(0.25, 39.5, 0.25):
        first = round(at * RATE)
        out[first : first + 600] += (0.4 if round(at * 4) % 2 else 0.2) * strike
    made = io.BytesIO()
    soundfile.write(made, np.stack([out, out], 1) * 0.6, RATE, format="WAV")
    return made.getvalue()


@pytest.mark.slow
def test_cuts_and_the_fade_are_as_the_receipt_says(wire, studio, film) -> None:
    person = wire.person()
    session = person.session()
    person.upload(session, ("film.mp4", film), ("clicks.wav", clicks()))
    person.say(session, "sync the music to the cuts")
    person.say(session, "fade the music out over the last 4 seconds")
    receipt, file = delivered(studio, session)
    proof = receipt["sync"]
    heard = sound.pcm(file)[:, 0].astype(np.float64)
    assert probing.probe(file).duration == pytest.approx(receipt["duration"], abs=30)
    assert [row["at"] for row in proof["cuts"]] == pytest.approx(CUTS, abs=0.001)
    attack = np.abs(np.diff(heard))
    for row in proof["cuts"]:  # where the receipt hears a beat, the file is loudest around
        first = round((row["beat"] - 0.03) * 48_000)
        near = attack[first : first + round(0.06 * 48_000)]
        loud = (first + int(np.argmax(near > 0.4 * near.max()))) / 48_000
        assert loud == pytest.approx(row["beat"], abs=0.006)
        assert row["off_ms"] == pytest.approx((row["beat"] - row["at"]) * 1000, abs=0.2)
    blocks = heard[: len(heard) // 4800 * 4800].reshape(-1, 4800)
    level = 20 * np.log10(np.percentile(np.abs(blocks), 50, axis=1) + 1e-6)
    usual = float(np.median(level[20:70]))
    times = np.arange(len(level)) * 0.1
    fading = times > 8.2
    high, low = (times[fading][level[fading] > usual - down][-1] for down in (3, 20))
    slope = -17 / (low - high)
    assert receipt["fade"] == pytest.approx(slope, rel=0.25)
    told = person.say(session, "show me the whole receipt").text()
    offs = [abs(row["off_ms"]) for row in proof["cuts"]]
    for figure in (np.mean(offs), np.percentile(offs, 95), max(offs), -receipt["fade"]):
        assert f"{figure:.1f}" in told, (figure, told)


@pytest.mark.slow
def test_clips_one_after_the_other_are_told_beside_the_beats_of_a_song(wire, studio, film) -> None:
    """Nobody asked for them to meet; the song is listened to for the receipt."""
    person = wire.person()
    session = person.session()
    person.upload(session, ("a.mp4", film), ("b.mp4", film), ("clicks.wav", clicks()))
    person.say(session, "add the song as background music")
    receipt, _ = delivered(studio, session)
    proof = receipt["sync"]
    assert proof["asked"] is False and [row["at"] for row in proof["cuts"]] == [12.0]
    assert abs(proof["cuts"][0]["off_ms"]) <= 251  # beats are half a second apart
    told = person.say(session, "show me the whole receipt").text()
    assert f"{abs(proof['cuts'][0]['off_ms']):.1f} ms" in told
