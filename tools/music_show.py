"""What the composer makes, to see and to hear: docs/music.md with pictures, or a listening folder.

python tools/music_show.py pictures             # docs/music.md, docs/music/<genre>.webp
python tools/music_show.py listen FOLDER        # a track a genre, an index.html beside them
"""

from __future__ import annotations

import argparse
import html
import sys
from pathlib import Path

import numpy as np
import soundfile
from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from studio import composer  # noqa: E402
from studio.brief import Brief  # noqa: E402
from studio.composer import theory  # noqa: E402

WIDTH, HEIGHT, STRIP = 900, 200, 46
COLOURS = {
    "intro": "#8fa8c8", "verse": "#7fb08a", "build": "#d8b55b", "drop": "#d0654f",
    "chorus": "#d98a5b", "break": "#9a8fc8", "outro": "#8f9aa8", "ending": "#5f6a78",
}  # fmt: skip


def brief(genre: str) -> Brief:
    """The track that every genre is shown by: 45.5 seconds, a drop asked for at 0:21.5."""
    return Brief(genre=genre, length_ms=45_500, drops=(21_500.0,), seed=12)


def spectrogram(sound: np.ndarray) -> Image.Image:
    """Low at the bottom, 40 Hz to 16 kHz by octaves; 70 dB from dark to light."""
    mono = sound.mean(axis=0)
    size = 4096
    starts = np.linspace(0, len(mono) - size, WIDTH).astype(int)
    rows = np.stack([mono[s : s + size] for s in starts]) * np.hanning(size)
    power = np.abs(np.fft.rfft(rows)) ** 2
    f = np.geomspace(40, 16_000, HEIGHT + 1)
    edges = np.maximum(1, (f * size / 48_000)).astype(int)
    sums = np.cumsum(np.pad(power, ((0, 0), (1, 0))), axis=1)
    high = np.maximum(edges[1:], edges[:-1] + 1)
    bands = (sums[:, high] - sums[:, edges[:-1]]) / (high - edges[:-1])
    levels = 10 * np.log10(bands * f[1:] / 1000 + 1e-9)  # a fair slope looks level
    shade = np.clip((levels - levels.max() + 62) / 62, 0, 1).T[::-1]
    warm = np.stack([shade**0.8 * 255, shade**1.5 * 225, (0.18 + 0.5 * shade**3) * 200], axis=2)
    return Image.fromarray(np.clip(warm, 0, 255).astype(np.uint8))


def picture(plan: composer.ScorePlan, sound: np.ndarray) -> Image.Image:
    """The sections with their energy, chords and drops over the spectrogram."""
    out = Image.new("RGB", (WIDTH, STRIP + HEIGHT), "#14161c")
    out.paste(spectrogram(sound), (0, STRIP))
    draw = ImageDraw.Draw(out)
    scale = WIDTH / plan.samples
    for section in plan.sections:
        left, right = section.at * scale, section.end * scale
        top = STRIP - 4 - int(section.energy * 26)
        draw.rectangle((left, top, right - 1, STRIP - 2), fill=COLOURS[section.kind])
        if right - left > 40:
            draw.text((left + 3, 1), section.kind, fill="#e8e8e8")
    for mark in range(10, plan.samples // 48_000 + 1, 10):
        at = mark * 48_000 * scale
        draw.line((at, STRIP + HEIGHT - 6, at, STRIP + HEIGHT), fill="#e8e8e8", width=1)
        draw.text((at + 3, STRIP + HEIGHT - 12), f"0:{mark}", fill="#b8b8b8")
    for drop in plan.drops:
        draw.line((drop * scale, 0, drop * scale, STRIP + HEIGHT), fill="#ffffff", width=1)
    return out


def pictures(folder: Path) -> None:
    (folder / "music").mkdir(parents=True, exist_ok=True)
    rows = []
    for genre in composer.genres():
        plan = composer.plan(brief(genre))
        score = composer.score(plan)
        sound = composer.render(score)
        shown = picture(plan, sound.samples)
        shown.save(folder / "music" / f"{genre}.webp", quality=72, method=6)
        rows.append(_entry(plan, score, sound))
    text = _PAGE + "\n".join(rows)
    (folder / "music.md").write_text(text.rstrip() + "\n", encoding="utf-8")


def _entry(plan: composer.ScorePlan, score: composer.Score, sound: composer.Sound) -> str:
    key = theory.pitch_name(plan.tonic, plan.tonic)
    names = ", ".join(part.name.lower() for part in score.parts)
    return (
        f"### {plan.genre}\n\n![sections and spectrogram](music/{plan.genre}.webp)\n\n"
        f"{plan.bpm:g} bpm, {key} {plan.mode}, {plan.progression}. Players: {names}. "
        f"{sound.loudness:.1f} LUFS, {sound.true_peak:.1f} dBTP, "
        f"range {sound.notes['range']:.1f} LU.\n"
    )


_PAGE = """# The composer's genres

Made by `python tools/music_show.py pictures`; the figures under each picture are measured on the
track it shows. Every track is 45.5 seconds with a drop asked for at 0:21.5, seed 12. Above: the
sections, as high as their energy. Below: the spectrogram, 40 Hz to 16 kHz by octaves, a mark every
ten seconds. The white line is the drop.

To hear them: `python tools/music_show.py listen FOLDER`. To make one track:
`python -m studio compose "lo-fi, 80 bpm, no drums" --seconds 37.412 --drops 12.0,30.5 --out DIR`
writes `plan.json` before a sample is rendered, then `music.mid`, `music.wav` (48 kHz, 24 bit), the
stems, which add up to it, and a receipt.

What is sampled comes from MuseScore_General (MIT, parts public domain or CC0, see
`studio/composer/data/SOUNDS-LICENSE.txt`); the rest is synthesised. `benchmarks/battery.py`
measures drawn cases, `benchmarks/composing.py` what they cost and how they differ.

## Played by a neural engine

Off unless you have the weights of one. ACE-Step 1.5 in the layout of the diffusers library (a
folder with `model_index.json`) plays what is composed, and is then brought to the plan: every beat,
every drop, the length to the sample, the loudness.

1. Install what it needs beside the studio's own packages:
   `pip install --require-hashes -r requirements/neural.txt`.
2. Name the folder: `STUDIO_NEURAL=/path/to/acestep` for the studio, or
   `python -m studio compose ... --neural /path/to/acestep`.

Nothing is downloaded, only .safetensors are opened, and no code in the folder is run. A graphics
card (CUDA) is used where the weights fit in it. If anything is missing, the music is composed as
always and one sentence says why. What was decided and measured:
[a neural engine](decisions/a-neural-engine.md).

## Genres

"""


def listen(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for genre in composer.genres():
        receipt = composer.write(brief(genre), folder / genre, stems=False)
        plan = composer.plan(brief(genre))
        sound, _ = soundfile.read(folder / genre / "music.wav", dtype="float32")
        picture(plan, sound.T).save(folder / genre / "picture.webp", quality=72)
        measured = receipt["measured"]
        said = (
            f"{plan.bpm:g} bpm, {theory.pitch_name(plan.tonic, plan.tonic)} {plan.mode}, "
            f"{measured['loudness_lufs']} LUFS, {measured['true_peak_dbtp']} dBTP"
        )
        rows.append(_ROW.format(genre=html.escape(genre), said=html.escape(said)))
        print(genre, said)
    page = _LISTENING.format(rows="\n".join(rows))
    (folder / "index.html").write_text(page, encoding="utf-8")


_ROW = """<h2>{genre}</h2>
<p>{said} · <a href="{genre}/plan.json">plan</a> · <a href="{genre}/music.mid">notes</a>
· <a href="{genre}/receipt.json">receipt</a></p>
<img src="{genre}/picture.webp" alt="sections and spectrogram" width="900" height="246">
<audio controls preload="none" src="{genre}/music.wav"></audio>"""
_LISTENING = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Listening folder</title>
<style>
body {{ max-width: 900px; margin: 2rem auto; padding: 0 1rem; font: 16px/1.5 sans-serif }}
img, audio {{ display: block; width: 100%; height: auto }}
audio {{ height: 40px }}
</style>
<h1>What the composer makes</h1>
{rows}
</html>
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    drawn = commands.add_parser("pictures")
    drawn.add_argument("folder", type=Path, nargs="?", default=ROOT / "docs")
    heard = commands.add_parser("listen")
    heard.add_argument("folder", type=Path)
    asked = parser.parse_args()
    (pictures if asked.command == "pictures" else listen)(asked.folder)


if __name__ == "__main__":
    main()
