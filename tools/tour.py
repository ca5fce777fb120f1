"""Writes docs/tour.md and docs/images/timeline.png: a first evening, typed for real.

    python3 -m tools.tour

Runs the door on a pseudo-terminal, in an empty home, on a clip drawn for the purpose; keeps what
a person would see. POSIX only; needs the packages of the studio.
"""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import imageio_ffmpeg
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 92
SAID = (
    ('"add background music to my video and fade it out at the end" harbour.mp4',
     ["add background music to my video and fade it out at the end", "harbour.mp4"]),
    ('"title Summer at the start, music a bit quieter"',
     ["title Summer at the start, music a bit quieter"]),
    ('"把结尾淡出改成2秒"', ["把结尾淡出改成2秒"]),
    ('"undo"', ["undo"]),
    ('"give me three options for the music"', ["give me three options for the music"]),
    ('"take 2"', ["take 2"]),
    ('"turn it into 9:16 with blurred sides, then export"',
     ["turn it into 9:16 with blurred sides, then export"]),
    ('"just the music"', ["just the music"]),
)  # fmt: skip


def clip(path: Path) -> None:
    """A twelve-second clip with a sound of its own."""
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    picture = "gradients=s=1280x720:r=30:d=12:c0=0x274060:c1=0xf2a65a:x0=0:y0=0:x1=1280:y1=720"
    sound = "anoisesrc=d=12:c=pink:a=0.02"
    subprocess.run(
        [ffmpeg, "-v", "error", "-y", "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound,
         "-pix_fmt", "yuv420p", "-c:v", "libx264", "-c:a", "aac", str(path)],
        check=True,
    )  # fmt: skip


def typed(words: list[str], home: Path) -> str:
    """What the door showed on a terminal of WIDTH columns, as it stood in the end."""
    process, screen = pty.fork()
    if process == 0:
        os.environ.update(HOME=str(home), TERM="xterm", NO_COLOR="1", COLUMNS=str(WIDTH))
        os.environ["LC_ALL"] = "C.UTF-8"
        os.chdir(home)
        os.execv(sys.executable, [sys.executable, str(ROOT / "chat.py"), *words])  # noqa: S606
    seen = b""
    try:
        while part := os.read(screen, 65536):
            seen += part
    except OSError:  # how a terminal says that the other side has gone
        pass
    os.waitpid(process, 0)
    return settled(seen.decode("utf-8", "replace"), home)


def settled(text: str, home: Path) -> str:
    """The text without what was painted over: the last state of every line."""
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text).replace("\r\n", "\n")
    lines = [line.rsplit("\r", 1)[-1].rstrip() for line in text.split("\n")]
    kept = [line for line in lines if line and not re.search(r"\d+%$", line)]
    return "\n".join(kept).replace(str(home) + "/", "")


def drawn(text: str, path: Path) -> None:
    """A terminal's picture of this text."""
    font = ImageFont.truetype(str(ROOT / "studio/media/fonts/NotoSansSC-Regular.ttf"), 20)
    cell, line = 11.2, 28
    rows = text.split("\n")
    picture = Image.new("RGB", (int(WIDTH * cell) + 40, line * len(rows) + 40), "#16181d")
    pen = ImageDraw.Draw(picture)
    for row, words in enumerate(rows):
        column = 0.0
        for char in words:
            colour = "#7aa2f7" if char in "├─┤│" else "#d5d9e0"
            pen.text((20 + column * cell, 18 + row * line), char, font=font, fill=colour)
            column += 2 if ord(char) > 0x2E80 else 1
    picture.save(path, optimize=True)


def main() -> int:
    home = Path(tempfile.mkdtemp(prefix="tour-"))
    try:
        clip(home / "harbour.mp4")
        pages = []
        timeline = ""
        for shown, words in SAID:
            answer = typed(words, home)
            pages.append(f"    $ python3 chat.py {shown}\n" + indented(answer))
            if "Summer" in answer and not timeline:
                timeline = "\n".join(
                    r for r in answer.split("\n") if re.search(r"[├─┤]|\d:\d\d  ", r)
                )
        typed(["studio", "stop"], home)
        drawn(timeline, ROOT / "docs/images/timeline.png")
        text = (
            "# Sixty seconds\n\nTyped for real by `python3 -m tools.tour`; nothing is made up.\n\n"
        )
        (ROOT / "docs/tour.md").write_text(text + "\n\n".join(pages) + "\n", encoding="utf-8")
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return 0


def indented(text: str) -> str:
    return "\n".join("    " + line for line in text.split("\n"))


if __name__ == "__main__":
    sys.exit(main())
