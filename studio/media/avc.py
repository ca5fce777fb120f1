"""H.264's parameter sets: which there are, and one description that holds several encoders' sets.

Two pieces from different encoders can stand in one track when their sets have different ids and
the track's description (avcC) lists them all; measured: both ffmpeg, openh264 and Chromium then
decode across the joint without a wrong picture, which they do not when the ids are the same.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Described:
    """What an avcC box holds."""

    head: bytes  # version, profile, compatibility, level
    length_bytes: int  # of the number before each unit
    sps: tuple[bytes, ...]
    pps: tuple[bytes, ...]
    tail: bytes  # chroma and depth, in the higher profiles

    @property
    def ids(self) -> frozenset[int]:
        """The ids that are taken, by either kind of set."""
        sequence = {Bits(unit[4:]).unsigned() for unit in self.sps}
        return frozenset(sequence | {Bits(unit[1:]).unsigned() for unit in self.pps})

    @property
    def frames_only(self) -> bool:
        """Whether no set allows interlaced pictures."""
        return all(progressive(unit) for unit in self.sps)


class Bits:
    """A reader of the bits of a unit, its emulation bytes taken out."""

    def __init__(self, unit: bytes) -> None:
        raw = unit.replace(b"\0\0\3", b"\0\0")
        self.value, self.left = int.from_bytes(raw, "big"), len(raw) * 8

    def take(self, count: int) -> int:
        if count > self.left:
            raise ValueError("the parameter set ends early")
        self.left -= count
        return (self.value >> self.left) & ((1 << count) - 1)

    def unsigned(self) -> int:
        """An Exp-Golomb number."""
        zeros = 0
        while not self.take(1):
            zeros += 1
        return (1 << zeros) - 1 + self.take(zeros)

    def signed(self) -> int:
        value = self.unsigned()
        return (value + 1) // 2 * (1 if value % 2 else -1)


def progressive(sps: bytes) -> bool:
    """Whether this sequence has whole frames only (ITU-T H.264, 7.3.2.1.1)."""
    bits = Bits(sps[4:])
    bits.unsigned()
    if sps[1] in (100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135):
        if bits.unsigned() == 3:
            bits.take(1)
        bits.unsigned(), bits.unsigned(), bits.take(1)
        if bits.take(1):
            return False  # scaling lists: rare, and not worth reading for this
    bits.unsigned()
    match bits.unsigned():
        case 0:
            bits.unsigned()
        case 1:
            bits.take(1), bits.signed(), bits.signed()
            for _ in range(bits.unsigned()):
                bits.signed()
    bits.unsigned(), bits.take(1), bits.unsigned(), bits.unsigned()
    return bool(bits.take(1))


def described(entry: bytes) -> Described | None:
    """The parameter sets in a sample description; None when there are none."""
    found = _find(entry, b"avcC")
    if found is None:
        return None
    raw = entry[found[0] + 8 : found[1]]
    try:
        return _parse(raw)
    except (IndexError, struct.error):
        return None


def _parse(raw: bytes) -> Described:
    at, kinds = 5, []
    for mask in (0x1F, 0xFF):
        units = []
        count, at = raw[at] & mask, at + 1
        for _ in range(count):
            size = struct.unpack_from(">H", raw, at)[0]
            units.append(raw[at + 2 : at + 2 + size])
            at += 2 + size
        kinds.append(tuple(units))
    return Described(raw[:4], (raw[4] & 3) + 1, kinds[0], kinds[1], raw[at:])


def together(first: bytes, *others: bytes) -> bytes:
    """The first sample description with the parameter sets of all of them in it."""
    all_sets = [one for entry in (first, *others) if (one := described(entry))]
    sps = list(dict.fromkeys(unit for one in all_sets for unit in one.sps))
    pps = list(dict.fromkeys(unit for one in all_sets for unit in one.pps))
    base = max(all_sets, key=lambda one: (one.head[1], one.head[3]))
    # the highest profile and level stand in front; the constraint flags only as far as all agree
    agreed = 0xFF
    for one in all_sets:
        agreed &= one.head[2]
    level = max(one.head[3] for one in all_sets)
    body = bytes([1, base.head[1], agreed, level, 0xFC | (base.length_bytes - 1), 0xE0 | len(sps)])
    body += b"".join(struct.pack(">H", len(unit)) + unit for unit in sps)
    body += bytes([len(pps)])
    body += b"".join(struct.pack(">H", len(unit)) + unit for unit in pps)
    box = struct.pack(">I4s", len(body) + len(base.tail) + 8, b"avcC") + body + base.tail
    found = _find(first, b"avcC")
    assert found is not None
    return _sized(first[: found[0]] + box + first[found[1] :])


def _sized(entry: bytes) -> bytes:
    return struct.pack(">I", len(entry)) + entry[4:]


def _find(entry: bytes, kind: bytes) -> tuple[int, int] | None:
    """Where a box stands in a visual sample description: the boxes follow 86 bytes of fields."""
    at = 86
    while at + 8 <= len(entry):
        size, name = struct.unpack_from(">I4s", entry, at)
        if size < 8:
            return None
        if name == kind:
            return at, min(at + size, len(entry))
        at += size
    return None
