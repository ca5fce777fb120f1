"""Flashes of a film whose picture was copied, counted when somebody asks for all of its receipt.

Every frame has to be decoded for that, which costs several times what the copy did: so nobody waits
for it who only wants the file.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from studio.service.work import Work
from studio.store import Export

if TYPE_CHECKING:
    from studio.renderer import Receipt

log = logging.getLogger("studio.flashes")
_LONGEST = 180_000  # ms of a film that is decoded while somebody waits
_COPIED = ("copy", "smart")


def counted(work: Work, export: Export) -> bytes:
    """The receipt with its flashes, as it is kept from now on; as it was, where that cannot be."""
    from studio import renderer

    receipt = msgspec.json.decode(export.receipt, type=renderer.Receipt)
    path = work.studio.file(export.file) if export.file else None
    if not _wanting(receipt) or path is None or not path.is_file():
        return export.receipt
    try:
        seen = work.studio.crew.do(count, str(path), receipt.width, receipt.height, receipt.fps)
    except Exception:
        log.exception("flashes could not be counted")
        return export.receipt
    new = msgspec.json.encode(msgspec.structs.replace(receipt, flashes=seen[0], reds=seen[1]))
    work.studio.store.keep_export(msgspec.structs.replace(export, receipt=new))
    return new


def _wanting(receipt: Receipt) -> bool:
    copied = receipt.way in _COPIED and receipt.flashes is None and receipt.width > 0
    return copied and 0 < receipt.duration <= _LONGEST


def count(path: str, width: int, height: int, fps: tuple[int, int]) -> tuple[float, float]:
    """Runs in the worker process: the most flashes within any second, of light and of red."""
    from studio.renderer import flashing
    from studio.renderer.canvas import Frame

    seen = flashing.whole(Path(path), Frame(width=width, height=height, fps=fps))
    return seen.light, seen.red
