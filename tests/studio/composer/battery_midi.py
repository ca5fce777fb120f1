"""Notes out of a Standard MIDI File, by track, in seconds."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any


def midi_notes(data: bytes) -> dict[str, list[tuple[float, float, int, int]]]:
    """Track name -> (start s, end s, pitch, velocity), through the file's own tempo map."""
    form, count, ticks = struct.unpack(">HHH", data[8:14])
    assert data[:4] == b"MThd" and form == 1
    at, tracks, tempi = 14, [], []
    for _ in range(count):
        size = struct.unpack(">I", data[at + 4 : at + 8])[0]
        events = list(_events(data[at + 8 : at + 8 + size]))
        tempi += [(tick, value) for tick, kind, value in events if kind == "tempo"]
        tracks.append(events)
        at += 8 + size
    tempi = sorted(tempi) or [(0, 500_000)]

    def seconds(tick: int) -> float:
        total = 0.0
        for index, (start, micro) in enumerate(tempi):
            stop = tempi[index + 1][0] if index + 1 < len(tempi) else tick
            if tick <= start:
                break
            total += (min(tick, stop) - start) * micro / 1e6 / ticks
        return total

    out: dict[str, list[tuple[float, float, int, int]]] = {}
    for events in tracks:
        name = next((str(v) for _, k, v in events if k == "name"), "")
        held: dict[int, tuple[int, int]] = {}
        for tick, kind, value in events:
            if kind == "on":
                held[value[0]] = (tick, value[1])
            elif kind == "off" and value[0] in held:
                start, velocity = held.pop(value[0])
                out.setdefault(name, []).append((seconds(start), seconds(tick), value[0], velocity))
    return out


def _events(data: bytes) -> Iterator[tuple[int, str, Any]]:
    at = tick = status = 0

    def number() -> int:
        nonlocal at
        value = 0
        while True:
            byte = data[at]
            at += 1
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value

    while at < len(data):
        tick += number()
        if data[at] & 0x80:
            status = data[at]
            at += 1
        if status == 0xFF:
            kind = data[at]
            at += 1
            size = number()
            body = data[at : at + size]
            at += size
            if kind == 3:
                yield tick, "name", body.decode()
            elif kind == 0x51:
                yield tick, "tempo", int.from_bytes(body, "big")
            elif kind == 6:
                yield tick, "marker", body.decode()
            continue
        high = status & 0xF0
        if high in (0xC0, 0xD0):
            at += 1
            continue
        first, second = data[at], data[at + 1]
        at += 2
        if high == 0x90 and second:
            yield tick, "on", (first, second)
        elif high == 0x80 or high == 0x90:
            yield tick, "off", (first, second)
