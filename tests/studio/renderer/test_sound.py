"""What is heard in the delivered file."""

from __future__ import annotations

import numpy as np
import pytest

from studio.timeline.model import Point
from tests.studio.media.footage import Footage, decibels, heard
from tests.studio.renderer.conftest import Film, clip, sound

RATE = 48_000


def at(samples: np.ndarray, start: float, end: float) -> float:
    """The level between these seconds."""
    return decibels(samples[round(start * RATE) : round(end * RATE)])


def ratio(samples: np.ndarray, hz: float) -> float:
    """How much of the sound is at this pitch, in dB of the whole."""
    mono = samples.mean(axis=1)
    spectrum = np.abs(np.fft.rfft(mono * np.hanning(len(mono)))) ** 2
    pitch = np.fft.rfftfreq(len(mono), 1 / RATE)
    near = (pitch > hz * 0.97) & (pitch < hz * 1.03)
    return float(10 * np.log10(spectrum[near].sum() / spectrum.sum() + 1e-12))


AS_IS = {"loudness": None}


def test_music_is_added_and_the_film_keeps_its_own_sound(film: Film, footage: Footage) -> None:
    made = film(clip(), sound(gain=0.5), v=footage.clip(3), m=footage.tone(4, hz=1000))
    samples = heard(made.path)
    assert len(samples) == 3 * RATE
    assert ratio(samples, 330) > -20 and ratio(samples, 1000) > -20


def test_a_mute_film_has_only_the_music(film: Film, footage: Footage) -> None:
    made = film(clip(gain=0.0), sound(), v=footage.clip(3), m=footage.tone(4, hz=1000))
    assert ratio(heard(made.path), 330) < -40


def _width(samples: np.ndarray) -> float:
    """By how many dB what the sides differ in is softer than what they share, from 6 to 12 kHz."""
    both = [samples[:, 0] - samples[:, 1], samples[:, 0] + samples[:, 1]]
    pitch = np.fft.rfftfreq(len(samples), 1 / RATE)
    air = (pitch > 6000) & (pitch < 12_000)
    differ, share = ((np.abs(np.fft.rfft(one)[air]) ** 2).sum() for one in both)
    return float(10 * np.log10(differ / share))


def test_air_stays_as_wide_as_it_was(film: Film, footage: Footage) -> None:
    dice, n = np.random.default_rng(4), np.arange(6 * RATE)
    swell = 0.5 - 0.5 * np.cos(2 * np.pi * n / RATE)
    wide = 0.03 * dice.standard_normal((len(n), 2)) * swell[:, None]
    wide += 0.2 * np.sin(2 * np.pi * 220 * n / RATE)[:, None]
    source = footage.samples("wide.wav", wide.astype(np.float32))
    made = film(clip(gain=0.0, duration=6000), sound(duration=6000), v=footage.clip(6), m=source)
    assert abs(_width(heard(made.path)) - _width(wide)) < 1.5


@pytest.mark.parametrize("form", ["mp4", "mp3", "wav", "m4a", "webm"])
@pytest.mark.slow
def test_loudness_and_peak_are_what_is_promised(film: Film, footage: Footage, form: str) -> None:
    made = film(
        clip(), sound(gain=0.6), v=footage.clip(3), m=footage.music(8), output={"format": form}
    )
    receipt = made.receipt
    assert receipt.loudness is not None and abs(receipt.loudness + 14) <= 0.5
    assert receipt.peak is not None and receipt.peak <= -1.0


@pytest.mark.slow
def test_sharp_peaks_are_held_under_the_ceiling(film: Film, footage: Footage) -> None:
    n = np.arange(4 * RATE)
    clicks = (0.02 * np.sin(2 * np.pi * 300 * n / RATE)).astype(np.float32)
    clicks[:: RATE // 8] = 0.98
    source = footage.samples("clicks.wav", np.stack([clicks, clicks], 1))
    made = film(sound(duration=4000), m=source, output={"format": "mp4"})
    assert made.receipt.peak is not None and made.receipt.peak <= -1.0


def test_the_only_sounds_volume_is_a_wish_about_the_loudness(film: Film, footage: Footage) -> None:
    made = film(sound(duration=6000, gain=0.25), m=footage.music(8), output={"format": "wav"})
    assert made.receipt.loudness is not None
    assert abs(made.receipt.loudness - (-14 + 20 * np.log10(0.25))) <= 0.5


def test_the_volume_that_music_gets_unasked_is_no_such_wish(film: Film, footage: Footage) -> None:
    made = film(sound(duration=6000, gain=0.35), m=footage.music(8), output={"format": "wav"})
    assert made.receipt.loudness is not None
    assert abs(made.receipt.loudness + 14) <= 0.5


def test_quiet_ambience_is_left_alone(film: Film, footage: Footage) -> None:
    noise = np.random.default_rng(3).normal(0, 0.004, (3 * RATE, 2)).astype(np.float32)
    source = footage.samples("ambience.wav", noise)
    path = footage.made("quiet.mp4", "-i", footage.silent(3).name, "-i", source.name, "-c:v",
                        "copy", "-c:a", "aac", "-b:a", "192k")  # fmt: skip
    made = film(clip(), v=path)
    assert made.receipt.gain == 0.0
    assert abs(decibels(heard(made.path)) - decibels(heard(path))) < 1.0


def test_ambience_under_music_is_not_pumped_up(film: Film, footage: Footage) -> None:
    noise = np.random.default_rng(3).normal(0, 0.003, (4 * RATE, 2)).astype(np.float32)
    source = footage.samples("ambience4.wav", noise)
    path = footage.made("quiet4.mp4", "-i", footage.silent(4).name, "-i", source.name, "-c:v",
                        "copy", "-c:a", "aac", "-b:a", "192k")  # fmt: skip
    made = film(
        clip(duration=4000), sound(start=2000, duration=2000, gain=0.1), v=path, m=footage.tone(5)
    )
    assert made.receipt.gain > 8
    assert at(heard(made.path), 0.2, 1.6) < at(heard(path), 0.2, 1.6) + 7


@pytest.mark.parametrize("seconds", [0.5, 1.0, 3.0])
def test_a_fade_out_is_as_long_as_asked_and_silent_at_the_last_frame(
    film: Film, footage: Footage, seconds: float
) -> None:
    made = film(
        clip(duration=6000),
        sound(duration=6000, fade_out=round(seconds * 1000)),
        v=footage.silent(6),
        m=footage.tone(8),
        output=AS_IS,
    )
    samples = heard(made.path)
    full = at(samples, 1.0, 2.0)
    begin = 6 - seconds
    assert abs(at(samples, begin - 0.2, begin - 0.05) - full) < 0.3
    assert abs(at(samples, begin + seconds * 0.47, begin + seconds * 0.53) - full + 6.5) < 1.5
    assert at(samples, 6 - 1 / 30, 6) < full - 60


def test_a_fade_in_starts_from_silence(film: Film, footage: Footage) -> None:
    made = film(sound(fade_in=1000), m=footage.tone(5), output={"format": "wav", **AS_IS})
    samples = heard(made.path)
    full = at(samples, 1.5, 2.5)
    assert at(samples, 0, 0.02) < full - 45
    assert abs(at(samples, 0.47, 0.53) - full + 6) < 1


def test_a_curve_is_followed(film: Film, footage: Footage) -> None:
    curve = (Point(0, 1.0), Point(1000, 1.0), Point(1040, 0.25), Point(2000, 0.25))
    made = film(sound(curve=curve), m=footage.tone(5), output={"format": "wav", **AS_IS})
    samples = heard(made.path)
    assert abs(at(samples, 1.2, 1.9) - at(samples, 0.2, 0.9) + 12.04) < 0.3


def _talk(footage: Footage, seconds: int = 8) -> object:
    """A voice-like sound from second 2 to 4 and from 5 to 6, quiet room noise else."""
    n = np.arange(seconds * RATE) / RATE
    voice = sum(np.sin(2 * np.pi * f * n) / k for k, f in enumerate((180, 360, 720, 1440), 1))
    syllables = np.clip(np.sin(2 * np.pi * 4 * n), 0, 1)
    spoken = ((n > 2) & (n < 4)) | ((n > 5) & (n < 6))
    noise = np.random.default_rng(1).normal(0, 0.001, len(n))
    mono = (0.15 * voice * syllables * spoken + noise).astype(np.float32)
    source = footage.samples("talk.wav", np.stack([mono, mono], 1))
    return footage.made("talk.mp4", "-i", footage.silent(seconds).name, "-i", source.name, "-c:v",
                        "copy", "-c:a", "aac", "-b:a", "192k")  # fmt: skip


def test_music_goes_down_while_somebody_speaks(film: Film, footage: Footage) -> None:
    made = film(
        clip(duration=8000), sound(duration=8000, duck=12.0, gain=0.5, fade_out=20),
        v=_talk(footage), m=footage.tone(9, hz=3000), output=AS_IS,
    )  # fmt: skip
    samples = heard(made.path)

    def music(start: float, end: float) -> float:
        part = samples[round(start * RATE) : round(end * RATE)]
        return decibels(part) + ratio(part, 3000)

    alone, spoken = music(0.5, 1.5), music(2.5, 3.8)
    assert abs(spoken - alone + 12) < 1.5
    assert abs(music(7.3, 7.9) - alone) < 1
    # it is down before the first word is over
    assert music(2.05, 2.15) < alone - 6


def test_ducking_comes_before_loudness(film: Film, footage: Footage) -> None:
    made = film(
        clip(duration=8000), sound(duration=8000, duck=15.0),
        v=_talk(footage), m=footage.tone(9, hz=3000),
    )  # fmt: skip
    assert made.receipt.loudness is not None and abs(made.receipt.loudness + 14) <= 0.5
    samples = heard(made.path)
    part = {k: samples[round(a * RATE) : round(b * RATE)] for k, (a, b) in
            {"alone": (0.5, 1.5), "spoken": (2.6, 3.8)}.items()}  # fmt: skip
    level = {k: decibels(p) + ratio(p, 3000) for k, p in part.items()}
    assert abs(level["spoken"] - level["alone"] + 15) < 2


def test_short_music_begins_again_without_a_seam(film: Film, footage: Footage) -> None:
    made = film(
        clip(duration=9000, gain=0.0), sound(duration=9000, loop=True, fade_out=1000),
        v=footage.clip(9), m=footage.tone(2.5), output=AS_IS,
    )  # fmt: skip
    samples = heard(made.path)
    steps = [at(samples, t, t + 0.05) for t in np.arange(0.2, 7.8, 0.05)]
    assert max(steps) - min(steps) < 4
    jumps = np.abs(np.diff(samples[: 7 * RATE], axis=0)).max()
    assert jumps < 2.5 * np.abs(np.diff(samples[RATE : RATE + 4800], axis=0)).max()


def test_long_music_ends_with_a_fade_that_is_there(film: Film, footage: Footage) -> None:
    made = film(
        clip(duration=3000, gain=0.0), sound(duration=3000), v=footage.clip(3),
        m=footage.tone(9), output=AS_IS,
    )  # fmt: skip
    samples = heard(made.path)
    assert at(samples, 3 - 1 / 30, 3) < at(samples, 0.5, 1.5) - 60


def test_sound_is_where_it_was_to_half_a_frame(film: Film, footage: Footage) -> None:
    beeps = np.zeros((6 * RATE, 2), np.float32)
    for second in (1, 3, 5):
        tone = np.sin(2 * np.pi * 1000 * np.arange(2400) / RATE).astype(np.float32)
        beeps[second * RATE : second * RATE + 2400] = 0.5 * tone[:, None]
    source = footage.samples("beeps.wav", beeps)
    path = footage.made("beeps.mp4", "-i", footage.silent(6).name, "-i", source.name, "-c:v",
                        "copy", "-c:a", "aac")  # fmt: skip
    for duration, shift in ((6000, 0.0), (4000, 0.7)):
        one = clip(duration=duration, in_point=round(shift * 1000))
        samples = np.abs(heard(film(one, v=path, output=AS_IS).path)).max(axis=1)
        for second in (1, 3):
            first = round((second - shift - 0.2) * RATE)
            onset = first + int(np.argmax(samples[first : first + RATE] > 0.15))
            assert abs(onset / RATE - (second - shift)) < 1 / 60


def test_a_clip_that_begins_beside_a_key_frame_sounds_as_its_source_does(
    film: Film, footage: Footage
) -> None:
    """ffmpeg leaves out the packet of sound that begins before the picture it has sought."""
    noise = np.random.default_rng(5).normal(0, 0.1, (6 * RATE, 2)).astype(np.float32)
    source = footage.samples("hiss.wav", noise)
    picture = footage.clip(6, sound="", extra=("-bf", "0"))
    path = footage.made("hiss.mp4", "-i", picture.name, "-i", source.name, "-c:v",
                        "copy", "-c:a", "aac", "-b:a", "256k")  # fmt: skip
    whole = heard(path)[:, 0]
    for place in (1150, 1650, 2150, 1234):  # a key frame every half second, less the lead
        made = film(clip(duration=1500, in_point=place), v=path, output=AS_IS)
        part = heard(made.path)[RATE // 2 : RATE, 0]
        first = place * RATE // 1000 + RATE // 2
        apart = {
            shift: float(np.abs(part - whole[first + shift : first + shift + len(part)]).mean())
            for shift in range(-1030, 1031, 10)
        }
        assert min(apart, key=apart.__getitem__) == 0


def test_nothing_is_lost_at_the_end(film: Film, footage: Footage) -> None:
    made = film(clip(duration=2000), v=footage.clip(2), output=AS_IS)
    samples = heard(made.path)
    assert len(samples) == 2 * RATE
    assert at(samples, 1.96, 2.0) > at(samples, 0.5, 1.5) - 3


def test_mono_is_heard_on_both_sides(film: Film, footage: Footage) -> None:
    made = film(clip(), v=footage.clip(3), output=AS_IS)
    samples = heard(made.path)
    assert abs(decibels(samples[:, :1]) - decibels(samples[:, 1:])) < 0.1
    source = heard(footage.clip(3))
    assert abs(decibels(samples) - decibels(source)) < 0.5


def test_the_voice_in_the_centre_of_surround_is_kept(film: Film, footage: Footage) -> None:
    path = footage.made(
        "surround.mp4", "-i", footage.silent(2).name,
        "-f", "lavfi", "-i", "sine=f=700:d=2", "-filter_complex",
        "[1]pan=5.1|FC=c0[a]", "-map", "0:v", "-map", "[a]", "-c:v", "copy", "-c:a", "aac",
    )  # fmt: skip
    samples = heard(film(clip(duration=2000), v=path, output=AS_IS).path)
    assert ratio(samples, 700) > -3 and decibels(samples) > -40
    assert abs(decibels(samples[:, :1]) - decibels(samples[:, 1:])) < 0.1


@pytest.mark.slow
def test_the_default_of_several_tracks_is_heard(film: Film, footage: Footage) -> None:
    path = footage.made(
        "commentary.mkv", "-i", footage.clip(2).name, "-f", "lavfi", "-i", "sine=d=2:f=900",
        "-map", "0:v", "-map", "0:a", "-map", "1", "-c:v", "copy", "-c:a", "aac",
        "-disposition:a:0", "0", "-disposition:a:1", "default",
    )  # fmt: skip
    samples = heard(film(clip(duration=2000), v=path).path)
    assert ratio(samples, 900) > -3 and ratio(samples, 330) < -25


def test_a_film_without_sound_gets_silence(film: Film, footage: Footage) -> None:
    made = film(clip(), v=footage.silent(3))
    assert [stream.kind for stream in made.receipt.streams] == ["video", "audio"]
    assert made.receipt.loudness is None
    assert decibels(heard(made.path)) < -90


@pytest.mark.parametrize("speed", [0.4, 2.0])
@pytest.mark.slow
def test_another_speed_keeps_the_pitch(film: Film, footage: Footage, speed: float) -> None:
    made = film(clip(duration=2000, speed=speed), v=footage.clip(4))
    assert ratio(heard(made.path), 330) > -3


@pytest.mark.slow
def test_backwards_sounds_backwards(film: Film, footage: Footage) -> None:
    ramp = np.linspace(0, 0.5, 2 * RATE) * np.sin(2 * np.pi * 400 * np.arange(2 * RATE) / RATE)
    source = footage.samples("ramp.wav", np.stack([ramp, ramp], 1).astype(np.float32))
    path = footage.made("ramp.mp4", "-i", footage.silent(2).name, "-i", source.name, "-c:v",
                        "copy", "-c:a", "aac")  # fmt: skip
    samples = heard(film(clip(duration=2000, reverse=True), v=path, output=AS_IS).path)
    assert at(samples, 0.1, 0.4) > at(samples, 1.6, 1.9) + 6


@pytest.mark.slow
def test_a_clip_that_was_split_sounds_as_before(film: Film, footage: Footage) -> None:
    source = footage.clip(3)
    whole = heard(film(clip(), v=source, output=AS_IS).path)
    parts = film(
        clip(duration=1100), clip(duration=1900, start=1100, in_point=1100), v=source, output=AS_IS
    )
    assert parts.receipt.way == "copy"
    assert np.abs(whole - heard(parts.path)).max() < 1e-4


@pytest.mark.slow
def test_two_of_the_same_sound_are_as_loud_as_promised(film: Film, footage: Footage) -> None:
    """Alike sounds add up to more than the forecast of unlike ones: it is measured and redone."""
    made = film(
        sound("a", gain=0.4), sound("b", gain=0.5), a=footage.music(8), b=footage.mp3(8),
        output={"format": "wav"},
    )  # fmt: skip
    assert made.receipt.loudness is not None and abs(made.receipt.loudness + 14) <= 0.5


@pytest.mark.slow
def test_cuts_do_not_click(film: Film, footage: Footage) -> None:
    n = np.arange(4 * RATE) / RATE
    tone = (0.4 * np.cos(2 * np.pi * 50 * n)).astype(np.float32)
    source = footage.samples("low.wav", np.stack([tone, tone], 1))
    path = footage.made("low.mp4", "-i", footage.silent(4).name, "-i", source.name, "-c:v",
                        "copy", "-c:a", "aac", "-b:a", "256k")  # fmt: skip
    made = film(
        clip(duration=1000, in_point=5), clip(duration=1000, start=1000, in_point=2015),
        v=path, output=AS_IS,
    )  # fmt: skip
    samples = heard(made.path)[:, 0]
    assert np.abs(np.diff(samples[RATE - 2000 : RATE + 2000])).max() < 0.02


@pytest.mark.slow
def test_a_hundred_pieces_are_heard_each_at_its_time(film: Film, footage: Footage) -> None:
    beep = np.zeros((RATE // 5, 2), np.float32)
    beep[:2400] = 0.4 * np.sin(2 * np.pi * 1000 * np.arange(2400) / RATE)[:, None]
    source = footage.samples("beep.wav", beep)
    pieces = [sound(start=200 * n, duration=200, role="effect") for n in range(100)]
    samples = heard(film(*pieces, m=source, output={"format": "wav", **AS_IS}).path)
    assert len(samples) == 20 * RATE
    loud = np.abs(samples).max(axis=1).reshape(100, -1)
    assert ((loud > 0.2).argmax(axis=1) < 40).all() and (loud.max(axis=1) > 0.35).all()
    assert (loud[:, 4800:].max(axis=1) < 0.01).all()
