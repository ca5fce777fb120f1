"""How strongly a song moves the picture: drops that tower, beats that only breathe."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from studio.visuals.drive import Drive, Floats

_HUSH = 0.6  # how much stiller it is right before a drop that is to be stronger
LEAST, MOST = 0.25, 2.5


def dosed(drive: Drive, *, drops: float = 1.0, beats: float = 1.0) -> Drive:
    """The same song with drops and beats so many times as strong; every value stays within 0..1.

    A strike that is to be stronger than the strongest stays for longer, and a drop comes out of
    a picture that had grown still.
    """
    if drops == beats == 1.0:
        return drive
    made = replace(
        drive,
        kick=_scaled(drive.kick, beats),
        snare=_scaled(drive.snare, beats),
        hat=_scaled(drive.hat, beats),
        impact=_scaled(drive.impact, drops),
    )
    if drops <= 1.0:
        return made
    hush = 1 - min(0.9, _HUSH * (drops - 1)) * drive.tension
    return replace(
        made,
        kick=_part(made.kick, hush), snare=_part(made.snare, hush), hat=_part(made.hat, hush),
        energy=_part(made.energy, hush), columns=_part(made.columns, hush[:, None]),
    )  # fmt: skip


def _scaled(strikes: Floats, times: float) -> Floats:
    scaled = strikes * times if times < 1 else np.clip(strikes, 0, 1) ** (1 / times)
    return scaled.astype(np.float32)


def _part(values: Floats, part: Floats) -> Floats:
    return (values * part).astype(np.float32)
