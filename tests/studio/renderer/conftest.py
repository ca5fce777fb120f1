"""A timeline in a line, rendered: `film(clip("v"), sound("m"), v=path, m=path)`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from studio import media
from studio.renderer import Output, Receipt, render
from studio.timeline.model import (
    AudioTrack,
    Canvas,
    Clip,
    Sound,
    TextTrack,
    Timeline,
    Title,
    VideoTrack,
)
from tests.studio.media.footage import Footage


@pytest.fixture(scope="session")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    return Footage(tmp_path_factory.mktemp("footage"))


@dataclass(frozen=True)
class Made:
    """A rendered file and its receipt."""

    path: Path
    receipt: Receipt
    told: tuple[float, ...]


def timeline(*segments: Clip | Sound | Title, canvas: Canvas | None = None) -> Timeline:
    """Clips on one track, every sound and every title on a track of its own."""
    clips = tuple(one for one in segments if isinstance(one, Clip))
    tracks: list[Any] = [VideoTrack(segments=clips)] if clips else []
    tracks += [AudioTrack(segments=(one,)) for one in segments if isinstance(one, Sound)]
    tracks += [TextTrack(segments=(one,)) for one in segments if isinstance(one, Title)]
    return Timeline(tracks=tuple(tracks), canvas=canvas or Canvas())


Film = Callable[..., Made]


@pytest.fixture
def film(tmp_path: Path) -> Film:
    """Renders: segments, then materials by id; `output` and `canvas` by name."""

    def make(
        *segments: Clip | Sound | Title,
        canvas: Canvas | None = None,
        output: dict[str, Any] | None = None,
        names: dict[str, str] | None = None,
        **files: Path,
    ) -> Made:
        made = timeline(*segments, canvas=canvas)
        called = names or {}
        materials = {
            id: media.material(path, id, called.get(id, path.name)) for id, path in files.items()
        }
        wish = Output(**(output or {}))
        folder = tmp_path / f"out{len(list(tmp_path.iterdir()))}"
        into = folder / f"film.{wish.format}"
        told: list[float] = []
        receipt = render(made, files, materials, output=wish, into=into, progress=told.append)
        assert [entry.name for entry in into.parent.iterdir()] == [into.name]
        return Made(into, receipt, tuple(told))

    return make


def clip(source: str = "v", duration: int = 3000, start: int = 0, **more: Any) -> Clip:
    return Clip(id=f"c{start}-{source}", start=start, duration=duration, source=source, **more)


def sound(source: str = "m", duration: int = 3000, start: int = 0, **more: Any) -> Sound:
    return Sound(id=f"s{start}-{source}", start=start, duration=duration, source=source, **more)


def title(text: str, duration: int = 1000, start: int = 0, **more: Any) -> Title:
    return Title(id=f"t{start}", start=start, duration=duration, text=text, **more)
