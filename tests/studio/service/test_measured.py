"""The receipt of the last export, told when somebody asks for it."""

from __future__ import annotations

import math
from typing import Any

import msgspec
import pytest

from studio.renderer.values import Receipt, Stream
from studio.service import receipts
from studio.service.exports import Asked, find, start
from studio.store import Export
from studio.words import LANGS, Lang, say
from tests.studio.media.footage import ffmpeg
from tests.studio.service.evenings import delivered

ASKED: dict[Lang, str] = {
    "en": "show me the whole receipt",
    "zh": "把回执给我看",
    "zh-Hant": "把測量結果給我看",
}
OFFS = (0.0, -4.0, 12.0, 61.0)
PROOF = {
    "cuts": [
        {"at": n + 1.5, "off_ms": off, "sound_ms": 2.0, "picture_ms": -3.0}
        for n, off in enumerate(OFFS)
    ],
    "count": 4, "within_40_ms": 3, "mean_ms": 19.2, "hits": 3, "hits_mean_ms": 5.3,
    "hits_p95_ms": 11.2, "drop_ms": -0.6,
}  # fmt: skip
WHOLE = Receipt(
    format="mp4", bytes=2_345_678, duration=12_000, way="smart", copied=0.8, bit_exact=True,
    streams=(Stream(kind="video", codec="h264", duration=12_000),), width=1280, height=720,
    fps=(30, 1), frames=360, loudness=-14.02, peak=-1.3, sync=PROOF,
    fade=-9.8, duck=8.9, flashes=1.0, reds=0.5,
)  # fmt: skip


def exported(studio: Any, session: str) -> Export:
    person = studio.store.person(studio.store.session(session).person)
    start(studio, person, Asked("film", session, output={"height": 64, "quality": "draft"}))
    for _ in range(2000):
        found = find(studio, person, "film")
        if found.state in ("completed", "failed"):
            break
        studio.closing.wait(0.02)
    assert found.state == "completed", found.error
    return found


def test_there_is_no_receipt_before_an_export_and_all_of_it_after(wire, studio) -> None:
    person = wire.person()
    session = person.session()
    for lang, asked in ASKED.items():
        assert person.say(session, asked).text().strip() == say("receipts.none", lang)
    person.say(session, "make a 1 second video with the title Hi")
    person.say(session, "remove the music")
    made = exported(studio, session)
    receipt = msgspec.json.decode(made.receipt, type=Receipt)
    told = person.say(session, "what did you measure?").text()
    assert told.strip().splitlines() == list(receipts.whole(made.receipt, "en"))
    assert f"{receipt.width}×{receipt.height}" in told and "1 s" in told
    assert say("receipts.full", "en") in told and "cut" not in told
    person.say(session, "change the title to Bye")
    assert say("receipts.older", "en") in person.say(session, ASKED["en"]).text()


@pytest.mark.parametrize("lang", LANGS)
def test_every_figure_is_told_once_a_line_each(lang: Lang) -> None:
    lines = receipts.whole(msgspec.json.encode(WHOLE), lang)
    text = "\n".join(lines)
    assert len(set(lines)) == len(lines) == text.count("\n") + 1
    offs = sorted(map(abs, OFFS))
    p95 = offs[2] + (offs[3] - offs[2]) * math.modf(0.95 * 3)[0]
    figures = (
        "MP4", "12", "2.3 MB", "1280×720", "-14.0 LUFS", "-1.3 dBTP", "80%", "61.0", "0:04.5",
        f"{sum(offs) / 4:.1f}", f"{p95:.1f}", "5.3", "11.2", "2.0", "3.0", "0.6", "1.0", "9.8",
        "8.9", "0.5",
    )  # fmt: skip
    for figure in figures:
        assert figure in text, figure
    assert say("receipts.bit_exact", lang) in lines
    assert say("receipts.drop_early", lang, ms=0.6) in lines


def test_what_was_not_measured_is_not_told() -> None:
    bare = msgspec.structs.replace(
        WHOLE, sync={"count": 0, "cuts": []}, loudness=None, peak=None, fade=None, duck=None
    )
    text = "\n".join(receipts.whole(msgspec.json.encode(bare), "en"))
    assert say("receipts.no_cuts", "en") in text
    assert "LUFS" not in text and "dB" not in text and "drop" not in text


def test_who_could_be_hurt_is_warned() -> None:
    for flashes, reds, warned in ((3.0, 0.0, False), (3.5, 0.0, True), (0.0, 4.0, True)):
        made = msgspec.structs.replace(WHOLE, flashes=flashes, reds=reds)
        most = f"{max(flashes, reds):g}"
        sentence = say("receipts.flashing", "en", value=most)
        raw = msgspec.json.encode(made)
        assert (sentence in receipts.told(raw, "en")["sentences"]) is warned
        assert (sentence in receipts.whole(raw, "en")) is warned


def test_the_flashes_of_a_kept_picture_are_the_sources_own() -> None:
    kept = msgspec.structs.replace(WHOLE, flashes=None, reds=None)
    lines = receipts.whole(msgspec.json.encode(kept), "en")
    assert say("receipts.flashes_kept", "en") in lines


def test_cuts_that_nobody_laid_music_for_are_told_as_such() -> None:
    made = msgspec.structs.replace(WHOLE, sync={**PROOF, "asked": False, "drop_ms": None})
    raw = msgspec.json.encode(made)
    lines = receipts.whole(raw, "en")
    assert say("receipts.clip_cuts", "en", count=4, met=3) in lines
    assert not any("planned" in line or "found in" in line for line in lines)
    assert not any("of 4 cuts" in one for one in receipts.told(raw, "en")["sentences"])


def test_a_picture_that_was_drawn_is_not_called_kept_and_its_drops_are_told() -> None:
    rows = [
        {"at": at, "heard": at, "shown": at + off / 1000, "off_ms": off, "frames": off / 33.3}
        for at, off in ((8.0, -12.0), (32.5, 0.0), (50.0, 41.0))
    ]
    lit = {"drops": rows, "count": 3, "within_a_frame": 2, "worst_ms": 41.0}
    raw = msgspec.json.encode(
        msgspec.structs.replace(WHOLE, way="copy", sync=None, drawn=True, lit=lit)
    )
    for lang in LANGS:
        short = receipts.told(raw, lang)["sentences"]
        assert short == [say("service.drops_lit", lang, met=2, count=3, ms="41")]
        lines = receipts.whole(raw, lang)
        assert say("receipts.drawn", lang) in lines
        assert say("receipts.bit_exact", lang) not in lines
        assert [f"{at}" in "\n".join(lines) for at in ("0:08", "0:32.5", "0:50")] == [True] * 3


def test_a_song_without_a_drop_is_not_said_to_have_one() -> None:
    raw = msgspec.json.encode(msgspec.structs.replace(WHOLE, sync={**PROOF, "loudest": True}))
    for lang in LANGS:
        assert say("service.loudest_met", lang, ms="1") in receipts.told(raw, lang)["sentences"]
        lines = receipts.whole(raw, lang)
        assert say("receipts.loudest_early", lang, ms=0.6) in lines
        assert say("receipts.drop_early", lang, ms=0.6) not in lines


@pytest.mark.slow
def test_flashes_of_a_copied_picture_are_counted_when_they_are_asked_for(
    wire, studio, tmp_path
) -> None:
    light = "geq=lum='if(mod(floor(N/3),2),235,16)':cb=128:cr=128"  # five a second
    ffmpeg("-f", "lavfi", "-i", f"color=black:s=64x48:r=30:d=3,{light}", "-c:v", "libx264",
           "-preset", "ultrafast", "flicker.mp4", cwd=tmp_path)  # fmt: skip
    person = wire.person()
    session = person.session()
    person.upload(session, ("flicker.mp4", (tmp_path / "flicker.mp4").read_bytes()))
    person.say(session, "add calm music")
    receipt, _ = delivered(studio, session)
    assert receipt["way"] == "copy" and receipt.get("flashes") is None
    told = person.say(session, "what did you measure?").text()
    assert "Flashes: at most 5.0 a second" in told and "Careful" in told
    assert told == person.say(session, "what did you measure?").text()
