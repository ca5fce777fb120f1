"""A Standard MIDI File read byte by byte, as any other program would: nothing of ours in it."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field


@dataclass
class Track:
    name: str = ""
    notes: list[tuple[int, int, int, int]] = field(default_factory=list)  # tick, end, channel, key
    programs: set[int] = field(default_factory=set)
    tempi: list[tuple[int, int]] = field(default_factory=list)  # tick, microseconds a beat
    markers: list[tuple[int, str]] = field(default_factory=list)
    ended: bool = False


@dataclass
class File:
    form: int
    ticks: int
    tracks: list[Track]

    def seconds(self, tick: int) -> float:
        """When a tick comes, by the tempo map."""
        rows = sorted(row for track in self.tracks for row in track.tempi) or [(0, 500_000)]
        now, at, per = 0.0, 0, 500_000
        for start, tempo in rows:
            if start > tick:
                break
            now += (start - at) * per / self.ticks / 1e6
            at, per = start, tempo
        return now + (tick - at) * per / self.ticks / 1e6


def read(data: bytes) -> File:
    """The file; an AssertionError where it is not one."""
    kind, size, form, count, ticks = struct.unpack(">4sIHHH", data[:14])
    assert kind == b"MThd" and size == 6 and ticks < 0x8000
    place, tracks = 14, []
    for _ in range(count):
        kind, size = struct.unpack(">4sI", data[place : place + 8])
        assert kind == b"MTrk"
        tracks.append(_track(data[place + 8 : place + 8 + size]))
        place += 8 + size
    assert place == len(data)
    return File(form, ticks, tracks)


def _track(data: bytes) -> Track:
    made, place, now, status = Track(), 0, 0, 0
    open_: dict[tuple[int, int], list[int]] = {}
    while place < len(data):
        delta, place = _number(data, place)
        now += delta
        if data[place] & 0x80:
            status, place = data[place], place + 1
        if status == 0xFF:
            kind, (size, place) = data[place], _number(data, place + 1)
            body, place = data[place : place + size], place + size
            if kind == 3:
                made.name = body.decode()
            elif kind == 6:
                made.markers.append((now, body.decode()))
            elif kind == 0x51:
                made.tempi.append((now, int.from_bytes(body, "big")))
            elif kind == 0x2F:
                made.ended = place == len(data)
            continue
        channel, high = status & 15, status >> 4
        if high in (0xC, 0xD):
            made.programs.add(data[place])
            place += 1
            continue
        key, value = data[place], data[place + 1]
        place += 2
        if high == 9 and value:
            open_.setdefault((channel, key), []).append(now)
        elif high in (8, 9):
            start = open_[channel, key].pop(0)
            made.notes.append((start, now, channel, key))
    assert not any(open_.values()), "a note that never ends"
    return made


def _number(data: bytes, place: int) -> tuple[int, int]:
    value = 0
    while True:
        value = value << 7 | data[place] & 0x7F
        place += 1
        if not data[place - 1] & 0x80:
            return value, place
