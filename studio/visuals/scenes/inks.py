"""What ink does on paper, made once: fibres, washed mountains, blots that creep, seals."""

from __future__ import annotations

import cv2
import numpy as np

from studio.visuals.planes import Plane

SIDE = 288  # of a blot
STEPS = 20  # in which it creeps


def noise(dice: np.random.Generator, height: int, width: int, cells: int, depth: int = 5) -> Plane:
    """Noise of every scale from `cells` along the longer side on, about 0..1, the middle 0.5."""
    made: Plane = np.zeros((height, width), np.float32)
    total, longer = 0.0, max(height, width)
    for octave in range(depth):
        many = cells * 2**octave
        shape = (
            max(2, round(many * height / longer)) + 1,
            max(2, round(many * width / longer)) + 1,
        )
        weight = 1 / 1.9**octave
        rough = dice.random(shape, np.float32)
        made += cv2.resize(rough, (width, height), interpolation=cv2.INTER_CUBIC) * weight
        total += weight
    return made / np.float32(total)


def fibres(dice: np.random.Generator, height: int, width: int) -> Plane:
    """How much darker paper is from place to place: its cloudiness, its tooth, its fibres."""
    cloudy = noise(dice, height, width, 6, 4) * 5
    tooth = cv2.GaussianBlur(dice.normal(0, 4.2, (height, width)).astype(np.float32), (3, 3), 0.8)
    hairs = np.zeros((height, width), np.uint8)
    for _ in range(round(height * width / 5200)):
        x, y = dice.uniform(0, width), dice.uniform(0, height)
        turn, bend = dice.uniform(0, np.pi), dice.normal(0, 0.5)
        along = np.linspace(0, max(height, width) * dice.uniform(0.004, 0.016), 6)
        points = np.stack([x + along * np.cos(turn + bend * along / 30),
                           y + along * np.sin(turn + bend * along / 30)], 1)  # fmt: skip
        cv2.polylines(hairs, [np.round(points * 4).astype(np.int32)], False,
                      int(dice.integers(2, 8)), 1, cv2.LINE_AA, 2)  # fmt: skip
    made: Plane = np.clip(cloudy + tooth + hairs, 0, 16).astype(np.uint8)
    return made


def mountains(dice: np.random.Generator, height: int, width: int) -> Plane:
    """Ranges in wash, the far ones pale, each with its texture, its foot in mist; 0..1 of ink."""
    ink: Plane = np.zeros((height, width), np.float32)
    down = np.arange(height, dtype=np.float32)[:, None] / height
    x = np.linspace(0, 1, width, dtype=np.float32)
    grain = noise(dice, height, width, 60, 4)
    # level, height of its peaks, darkness, how deep it reaches, steepness; far to near
    for level, tall, dark, deep, cells in (
        (0.70, 0.20, 0.17, 0.13, 5), (0.79, 0.23, 0.27, 0.14, 4), (0.92, 0.24, 0.52, 0.20, 3),
    ):  # fmt: skip
        aspect = max(1.0, width / height)
        ridge = _ridge(dice, width, round(cells * aspect / 1.6) + 1)
        sides = 0.30 + 0.70 * np.abs(2 * np.abs(x - dice.uniform(0.42, 0.6))) ** 0.9
        top = level - tall * ridge * np.clip(sides, 0, 1)
        under = down - top[None, :]
        wet = np.clip(under * height / 2.2, 0, 1)
        # ink gathers at the ridge, runs down it in streaks, and is lost in mist
        streaks = _streaks(dice, height, width)
        body = np.exp(-np.clip(under, 0, 1) / deep * 1.7) * (0.55 + 0.75 * streaks * grain * 1.6)
        edge = np.exp(-np.clip(under, 0, 1) / 0.010) * 0.5
        mist = np.clip(1.25 - np.clip(under, 0, 1) / (deep * 1.25), 0, 1)
        layer = dark * wet * np.clip(body + edge * (0.4 + grain), 0, 1.25) * mist
        ink = ink * (1 - 0.75 * wet * mist) + layer
    return np.clip(ink, 0, 1)


def _ridge(dice: np.random.Generator, width: int, cells: int) -> Plane:
    """A skyline, 0..1: peaks that are sharp and feet that are not."""
    line: Plane = np.zeros(width, np.float32)
    for octave in range(6):
        points = dice.random(cells * 2**octave + 2, np.float32)
        at = np.linspace(0, len(points) - 1, width)
        rough = np.interp(at, np.arange(len(points)), points)
        sharp = 1 - np.abs(2 * rough - 1) if octave < 2 else rough - 0.5
        line += (sharp / 2.1**octave).astype(np.float32)
    line -= line.min()
    return cv2.GaussianBlur(line.reshape(1, -1) / max(float(line.max()), 1e-3), (5, 1), 1.2).ravel()


def _streaks(dice: np.random.Generator, height: int, width: int) -> Plane:
    """Strokes that run down a slope."""
    across = max(8, width // 7)
    rough = dice.random((max(4, height // 46), across), np.float32)
    made = cv2.resize(rough, (width, height), interpolation=cv2.INTER_CUBIC)
    slant = np.array([[1, 0.35, -0.35 * height / 2], [0, 1, 0]], np.float32)
    return cv2.warpAffine(made, slant, (width, height), borderMode=cv2.BORDER_REFLECT)


def blot(dice: np.random.Generator) -> list[Plane]:
    """A drop of ink while it creeps into paper: ragged, darkest at its rim and where it fell."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE - 0.5
    far, turn = np.hypot(x, y), np.arctan2(y, x)
    fingers = np.zeros_like(far)
    for k in range(2, 26):
        fingers += float(dice.normal(0, 0.075 / k**0.80)) * np.sin(k * turn + dice.uniform(0, 6.3))
    field = far * (1 + fingers * np.clip(far * 5, 0, 1))
    field += (noise(dice, SIDE, SIDE, 9, 5) - 0.5) * 0.13 * np.clip(far * 4, 0.15, 1)
    field += np.clip(far - 0.40, 0, 1) * 2.0  # nothing reaches the edge of the picture of it
    grain = 0.72 + 0.56 * noise(dice, SIDE, SIDE, 40, 3)
    spray = _spray(dice)
    made = []
    for step in range(STEPS):
        part = 1 - (1 - (step + 1) / STEPS) ** 2
        edge = 0.10 + 0.19 * part
        soft = 0.010 + 0.045 * part
        inside = np.clip((edge - field) / soft + 0.5, 0, 1)
        inside = inside * inside * (3 - 2 * inside)
        rim = np.exp(-(((edge - field - soft * 0.4) / (0.012 + 0.012 * part)) ** 2))
        core = np.exp(-((far / (0.07 + 0.05 * part)) ** 2))
        wash = inside * (0.62 - 0.22 * part) * grain + rim * 0.30 + core * (0.5 - 0.25 * part)
        shown = np.maximum(wash, spray * min(1.0, part * 4))
        made.append((np.clip(shown, 0, 1) * 255).astype(np.uint8))
    return made


def _spray(dice: np.random.Generator) -> Plane:
    """The specks that a drop throws, the smaller the farther."""
    made = np.zeros((SIDE * 2, SIDE * 2), np.uint8)
    way = float(dice.uniform(0, 6.28))
    for _ in range(34):
        turn = way + float(dice.normal(0, 1.1))
        far = SIDE * 2 * float(dice.uniform(0.20, 0.49))
        at = (round(SIDE + far * np.cos(turn)), round(SIDE + far * np.sin(turn)))
        size = max(1, round(float(dice.exponential(2.6)) * (1.15 - far / SIDE / 1.2)))
        stretch = (size + int(dice.integers(0, 4)), size)
        cv2.ellipse(made, at, stretch, np.degrees(turn), 0, 360, int(dice.integers(90, 235)), -1,
                    cv2.LINE_AA)  # fmt: skip
    small = cv2.resize(made, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return small.astype(np.float32) / 255


def rough(shape: Plane, seed: int, *, strong: float = 1.0) -> Plane:
    """Letters as a brush or a block leaves them: uneven at the edge, thin where it was dry."""
    dice = np.random.default_rng(seed)
    wide = np.pad(shape, 6)
    height, width = wide.shape
    reach = max(0.6, min(height, width) / 110) * strong
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    cells = max(6, max(height, width) // 9)
    shift = [(noise(dice, height, width, cells, 3) - 0.5) * 3 * reach for _ in range(2)]
    moved = cv2.remap(wide, x + shift[0], y + shift[1], cv2.INTER_LINEAR)
    dry = noise(dice, height, width, max(12, max(height, width) // 5), 3)
    made: Plane = moved * np.clip(1.0 - (dry - 0.60) * 2.0 * strong, 0.5, 1)
    return made.astype(np.uint8)


def seal(mark: Plane | None, side: int, seed: int) -> Plane:
    """A seal: a square of stone pressed on paper, a character left out of it."""
    side = max(16, side // 4 * 4)
    mask: Plane = np.zeros((side, side), np.uint8)
    edge, corner = max(2, side // 22), max(2, side // 14)
    cv2.rectangle(mask, (edge + corner, edge), (side - edge - corner, side - edge), 255, -1)
    cv2.rectangle(mask, (edge, edge + corner), (side - edge, side - edge - corner), 255, -1)
    for x in (edge + corner, side - edge - corner):
        for y in (edge + corner, side - edge - corner):
            cv2.circle(mask, (x, y), corner, 255, -1, cv2.LINE_AA)
    if mark is not None:
        inner = round(side * 0.68)
        scale = min(inner / mark.shape[1], inner / mark.shape[0])
        size = (max(2, int(mark.shape[1] * scale)), max(2, int(mark.shape[0] * scale)))
        cut = cv2.resize(mark, size, interpolation=cv2.INTER_AREA)
        top, left = (side - size[1]) // 2, (side - size[0]) // 2
        where = mask[top : top + size[1], left : left + size[0]]
        np.minimum(where, 255 - cut, out=where)
    else:
        bar = max(2, side // 9)
        for part in (0.30, 0.50, 0.70):
            middle = round(side * part)
            mask[middle - bar // 2 : middle + bar // 2, side // 4 : side - side // 4] = 0
    return rough(mask, seed, strong=0.8)
