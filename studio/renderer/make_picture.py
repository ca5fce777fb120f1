"""The film's picture: pieces encoded, packets taken, all of it laid out as one track."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from studio.media import avc, engine, movie_index, pipe
from studio.media.errors import EngineFailed
from studio.media.movie_file import Laid
from studio.media.movie_index import Track
from studio.renderer import encoding, picture, slideshow
from studio.renderer.flashing import Watch
from studio.renderer.gather import Facts, where
from studio.renderer.graph import Graph
from studio.renderer.parts import Copied, Encoded
from studio.renderer.picture import Scene, Stock, Words
from studio.renderer.plan import RenderPlan
from studio.renderer.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Piece:
    """An encoded stretch as a movie of its own."""

    part: Encoded
    file: Path
    track: Track


def scene(plan: RenderPlan, facts: Facts, words: tuple[Words, ...]) -> Scene:
    """What the picture is made of, under the names in our folder."""
    stock = {source: Stock(facts.names[source], facts.probes[source]) for source in plan.used}
    return Scene(
        frame=plan.frame,
        shots=plan.shots,
        stock=stock,
        words=words,
        tonemap=engine.has("zscale", "tonemap"),
        matrix=plan.matrix,
        colours=plan.colours,
    )


def encode(
    plan: RenderPlan,
    scenery: Scene,
    shop: Workshop,
    encoder: list[str],
    suffix: str,
    watch: Watch | None,
) -> list[Path]:
    """Every stretch that is not copied, encoded; files in order. `watch` sees all their frames."""
    todo = [part for part in plan.parts if isinstance(part, Encoded)]
    whole = sum(part.last - part.first for part in todo)
    made, done = [], 0
    for number, part in enumerate(todo):
        shop.ask()
        count = part.last - part.first
        proved = encoding.ending(count) if plan.beside else []
        feed, (graph, label) = _source(scenery, shop.folder, part)
        label, aside = watch.tap(graph, label, count) if watch else (label, ())
        target = shop.folder / f"piece{number}.{suffix}"
        shop.run(
            [
                *graph.arguments, "-filter_complex", graph.script, "-map", f"[{label}]",
                "-frames:v", str(count), "-fps_mode", "passthrough", *encoder, *proved,
                target.name, *aside,
            ],
            name="picture",
            length=plan.grid.seconds(count),
            start=plan.grid.seconds(done),
            of=plan.grid.seconds(whole),
            feed=feed,
            hear=watch.hear if watch else None,
        )  # fmt: skip
        done += count
        made.append(target)
    return made


def _source(
    scenery: Scene, folder: Path, part: Encoded
) -> tuple[Iterator[memoryview] | None, tuple[Graph, str]]:
    """The graph of a stretch; and what is fed to it, where we draw its frames ourselves."""
    probes = {source: stock.probe for source, stock in scenery.stock.items()}
    own = slideshow.drawn(scenery.shots, probes, part.first, part.last)
    files = {source: folder / stock.file for source, stock in scenery.stock.items()}
    show, frame = slideshow.Show(scenery, files), scenery.frame
    if scenery.matrix != "bt709":
        return None, picture.window(scenery, part.first, part.last)
    if not own:
        laid = dict[tuple[str, int], str]()
        for number, one in enumerate(slideshow.aside(scenery.shots, probes, part.first, part.last)):
            laid[one.key] = f"aside{number}.yuv"  # of every stretch anew
            with (folder / laid[one.key]).open("wb") as file:
                file.writelines(pipe.planes(show.alone(one)))
        return None, picture.window(replace(scenery, aside=laid), part.first, part.last)
    raw = pipe.incoming((frame.width, frame.height), frame.fps)
    graph = picture.over(scenery, raw, part.first, part.last)
    return pipe.planes(show.frames(part.first, part.last)), graph


def pieces(plan: RenderPlan, files: list[Path]) -> list[Piece]:
    """The encoded stretches with their packets; each has as many frames as it should."""
    todo = [part for part in plan.parts if isinstance(part, Encoded)]
    found = []
    for part, file in zip(todo, files, strict=True):
        wanted = part.last - part.first
        track = next(iter(movie_index.read(file).tracks), None)
        if track is None or len(track.sizes) != wanted:
            made = len(track.sizes) if track else 0
            raise EngineFailed(reason=f"{made} of {wanted} frames")
        found.append(Piece(part, file, track))
    return found


def whole(plan: RenderPlan, facts: Facts, shop: Workshop) -> Laid:
    """One source's picture as it is: its packets, its clock, the way it is turned."""
    assert plan.whole is not None
    track, source = plan.whole.track, plan.whole.source
    found = facts.probes[source].picture
    assert found is not None
    length = int(track.pts.max() - track.pts.min()) + track.tick
    start, coded = int(track.pts.min() - track.dts[0]), int(track.dts[-1] - track.dts[0])
    return Laid(
        kind=b"vide",
        entry=track.entry,
        timescale=track.timescale,
        sources=(where(shop.folder, facts, source),),
        which=np.zeros(len(track.sizes), np.int64),
        offsets=track.offsets,
        sizes=track.sizes,
        dts=track.dts - track.dts[0],
        pts=track.pts - track.dts[0],
        keys=track.keys,
        start=start,
        length=length,
        size=(found.width, found.height),
        matrix=track.matrix,
        last=max(track.tick, start + length - coded),  # unsteady: the packets' clock ends earlier
    )


def laid(plan: RenderPlan, facts: Facts, shop: Workshop, made: list[Piece]) -> Laid:
    """All parts in one track: every frame at its place, decoded in an order that shows it."""
    rate, tick = encoding.ticks(plan.frame.fps)
    sources: list[Path] = []
    columns: list[tuple[np.ndarray, ...]] = []
    by_part = {piece.part: piece for piece in made}
    for part in plan.parts:
        match part:
            case Copied():
                track = facts.tracks[part.source]
                span = slice(part.begin, part.end)
                file = where(shop.folder, facts, part.source)
            case _:
                track, span, file = by_part[part].track, slice(None), by_part[part].file
        if file not in sources:
            sources.append(file)
        order = np.argsort(np.argsort(track.pts[span], kind="stable"), kind="stable")
        size = len(order)
        columns.append(
            (
                np.full(size, sources.index(file)), track.offsets[span], track.sizes[span],
                order + part.first, track.keys[span],
            )
        )  # fmt: skip
    which, offsets, sizes, shown, keys = (np.concatenate(c) for c in zip(*columns, strict=True))
    decoded = np.arange(len(shown))
    delay = int((decoded - shown).max(initial=0))
    entries = [piece.track.entry for piece in made]
    if plan.beside:
        entries.insert(0, plan.beside.entry)
    return Laid(
        kind=b"vide",
        entry=avc.together(*entries),
        timescale=rate,
        sources=tuple(sources),
        which=which.astype(np.int64),
        offsets=offsets,
        sizes=sizes,
        dts=decoded * tick,
        pts=(shown + delay) * tick,
        keys=keys.astype(np.bool_),
        start=delay * tick,
        length=plan.total * tick,
        size=(plan.frame.width, plan.frame.height),
    )


def heard(file: Path, samples: int, rate: int) -> Laid:
    """The encoded sound as a track that starts at its first true sample and ends with its last."""
    track = movie_index.read(file).tracks[0]
    return Laid(
        kind=b"soun",
        entry=track.entry,
        timescale=track.timescale,
        sources=(file,),
        which=np.zeros(len(track.sizes), np.int64),
        offsets=track.offsets,
        sizes=track.sizes,
        dts=track.dts,
        pts=track.pts,
        keys=track.keys,
        start=track.first,
        length=round(samples * track.timescale / rate),
    )
