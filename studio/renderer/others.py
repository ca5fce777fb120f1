"""WebM and GIF: the formats that are not laid out by our own hand."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

from studio.media import movie_file
from studio.media.process import FILE_ONLY
from studio.renderer import encoding, make_picture
from studio.renderer.flashing import Watch
from studio.renderer.gather import Facts
from studio.renderer.make_sound import Sounding
from studio.renderer.picture import Scene
from studio.renderer.plan import RenderPlan
from studio.renderer.workshop import Workshop


def webm(
    plan: RenderPlan,
    scenery: Scene,
    shop: Workshop,
    hearing: Future[Sounding],
    finished: Path,
    watch: Watch | None,
) -> None:
    """A WebM at `finished`: VP9 pieces one after the other, Opus beside them."""
    files = make_picture.encode(plan, scenery, shop, encoding.vp9(plan.output), "webm", watch)
    rows = "".join(f"file {file.name}\n" for file in files)
    (shop.folder / "pieces").write_text(f"ffconcat version 1.0\n{rows}", encoding="ascii")
    sound = hearing.result().file
    shop.run(
        [
            *FILE_ONLY, "-f", "concat", "-i", "pieces", *FILE_ONLY, "-i", sound.name,
            "-map", "0:v:0", "-map", "1:a:0", "-c", "copy", *encoding.EXACT, "-f", "webm",
            finished.name,
        ],
        name="check",
        length=plan.seconds,
    )  # fmt: skip


def gif(
    plan: RenderPlan,
    scenery: Scene,
    facts: Facts,
    shop: Workshop,
    finished: Path,
    watch: Watch | None,
) -> None:
    """A GIF at `finished`: one palette for all of it, found in a first pass."""
    encoder = encoding.lossless(plan.frame.fps)
    files = make_picture.encode(plan, scenery, shop, encoder, "mp4", watch)
    made = make_picture.pieces(plan, files)
    movie_file.write(shop.folder / "between.mp4", [make_picture.laid(plan, facts, shop, made)])
    source = [*FILE_ONLY, "-i", "between.mp4"]
    shop.run(
        [*source, "-vf", "palettegen=stats_mode=diff", "-frames:v", "1", "palette.png"],
        name="check",
        length=plan.seconds,
    )
    shop.run(
        [
            *source, *FILE_ONLY, "-i", "palette.png", "-filter_complex",
            "[0:v][1:v]paletteuse=dither=bayer:bayer_scale=4:diff_mode=rectangle", "-loop", "0",
            "-f", "gif", finished.name,
        ],
        name="check",
        length=plan.seconds,
    )  # fmt: skip
