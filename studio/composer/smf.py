"""A score as a Standard MIDI File, Type 1: tempo map, metre, markers, named tracks."""

from __future__ import annotations

import struct

from studio.composer import drumming, grid, tables, theory
from studio.composer.values import Part, Score, ScorePlan

TICKS = 960  # to a beat
_DRUMS = 9


def midi_file(score: Score) -> bytes:
    """The file's bytes; the same for the same score on every machine."""
    chunks = [_conductor(score.plan)]
    channel = 0
    for part in score.parts:
        drums = part.instrument.startswith("kit:") or part.role == "effects"
        if drums:
            chunks.append(_track(score.plan, part, _DRUMS, None))
            continue
        program = int(tables.instruments()[part.instrument]["gm"])
        chunks.append(_track(score.plan, part, channel, program))
        channel = (channel + 1) % 16
        channel += channel == _DRUMS
    head = struct.pack(">4sIHHH", b"MThd", 6, 1, len(chunks), TICKS)
    return head + b"".join(chunks)


def tick(plan: ScorePlan, sample: int) -> int:
    return max(0, round(grid.beat_at(plan.tempi, sample) * TICKS))


def _number(value: int) -> bytes:
    """MIDI's variable-length number."""
    out = [value & 0x7F]
    while value := value >> 7:
        out.append(0x80 | value & 0x7F)
    return bytes(reversed(out))


def _chunk(events: list[tuple[int, int, bytes]]) -> bytes:
    """A track of (tick, order, message), with delta times."""
    body = bytearray()
    now = 0
    for at, _, message in sorted(events):
        body += _number(at - now) + message
        now = at
    body += b"\x00\xff\x2f\x00"
    return struct.pack(">4sI", b"MTrk", len(body)) + bytes(body)


def _text(kind: int, text: str) -> bytes:
    data = text.encode("utf-8")
    return bytes((0xFF, kind)) + _number(len(data)) + data


def _conductor(plan: ScorePlan) -> bytes:
    title = (
        f"{plan.genre} in {theory.pitch_name(plan.tonic, plan.tonic)} {plan.mode}, seed {plan.seed}"
    )
    events = [(0, 0, _text(0x03, title))]
    for tempo in plan.tempi:
        micro = round(60e6 / tempo.bpm)
        events.append((tempo.beat * TICKS, 1, b"\xff\x51\x03" + micro.to_bytes(3, "big")))
    beats = 0
    for bar in plan.bars:
        if bar.beats != beats:
            beats = bar.beats
            events.append((bar.beat * TICKS, 2, bytes((0xFF, 0x58, 4, beats, 2, 24, 8))))
    for section in plan.sections:
        events.append((tick(plan, section.at), 3, _text(0x06, section.kind)))
    for number, drop in enumerate(plan.drops, 1):
        events.append((tick(plan, drop), 4, _text(0x06, f"drop {number}")))
    for number, hit in enumerate(plan.hits, 1):
        events.append((tick(plan, hit), 5, _text(0x06, f"cut {number}")))
    return _chunk(events)


def _track(plan: ScorePlan, part: Part, channel: int, program: int | None) -> bytes:
    events = [(0, 0, _text(0x03, part.name))]
    if program is not None:
        events.append((0, 1, bytes((0xC0 | channel, program))))
        events.append(
            (0, 2, bytes((0xB0 | channel, 10, round(64 + 63 * max(-1.0, min(1.0, part.pan))))))
        )
    ends: dict[int, int] = {}
    keys = drumming.key
    for note in sorted(part.notes):
        start = tick(plan, note.at)
        stop = max(start + 1, tick(plan, note.at + note.length))
        pitch = keys(note.style) if program is None and note.style else note.pitch
        if ends.get(pitch, -1) > start:  # a key struck again while down is let go first
            _cut(events, channel, pitch, ends[pitch], start)
        ends[pitch] = stop
        events.append((start, 5, bytes((0x90 | channel, pitch, note.velocity))))
        events.append((stop, 4, bytes((0x80 | channel, pitch, 0))))
    return _chunk(events)


def _cut(
    events: list[tuple[int, int, bytes]], channel: int, pitch: int, old: int, new: int
) -> None:
    off = (old, 4, bytes((0x80 | channel, pitch, 0)))
    if off in events[-64:]:
        index = len(events) - 1 - events[::-1].index(off)
        events[index] = (new, 4, off[2])
