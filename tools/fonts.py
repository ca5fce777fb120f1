"""Build time: the fonts that titles are drawn with, cut down to what fits into the package.

    python tools/fonts.py FOLDER

FOLDER holds the sources, fetched with the ordinary clients (`npm pack @expo-google-fonts/…`,
`apt-get download fonts-noto-color-emoji`) and unpacked:

    noto-sans/   noto-sans-sc/   noto-sans-tc/   noto-sans-kr/   noto-sans-arabic/
    noto-sans-hebrew/   noto-sans-thai/   noto-sans-devanagari/    the npm packages' contents
    emoji/          the Debian package's contents

Needs fonttools and Pillow. All families are under the SIL Open Font License 1.1, which lets
parts of them be passed on under the same licence; its text is laid beside them.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from PIL import Image

TARGET = Path(__file__).resolve().parent.parent / "studio" / "media" / "fonts"
EACH, TOGETHER = 9_500_000, 26 << 20  # bytes
_COLOURS = 48  # of an emoji's palette: next to nothing is seen of it at the size of a title

FEATURES = ["ccmp", "locl", "mark", "mkmk", "kern", "liga", "palt", "fwid"]

# What Latin and Chinese faces have: Latin with all accents, Greek, Cyrillic, Vietnamese,
# punctuation, kana, forms
_COMMON = [
    (0x20, 0x52F), (0x1E00, 0x1FFF), (0x2000, 0x27BF), (0x2900, 0x2BFF), (0x3000, 0x312F),
    (0x31A0, 0x31FF), (0x3200, 0x33FF), (0xFE10, 0xFE6F), (0xFF00, 0xFFEF),
]  # fmt: skip


def in_codec(codec: str) -> Callable[[int], bool]:
    """Whether a national character set has a character."""

    def has(point: int) -> bool:
        try:
            chr(point).encode(codec)
        except UnicodeEncodeError:
            return False
        return True

    return has


def _han(point: int) -> bool:
    return 0x3400 <= point <= 0x9FFF or 0xF900 <= point <= 0xFAFF or point >= 0x20000


def _hangul(point: int) -> bool:
    """Every syllable, the letters by themselves, and ASCII between them."""
    return 0x20 <= point < 0x7F or 0x3130 <= point <= 0x318F or 0xAC00 <= point <= 0xD7A3


def with_common(han: Callable[[int], bool]) -> Callable[[int], bool]:
    """What every face has, and these Chinese characters."""

    def wanted(point: int) -> bool:
        common = any(low <= point <= high for low, high in _COMMON)
        return common or (_han(point) and han(point))

    return wanted


def simplified(point: int) -> bool:
    """The characters of GB 2312, and the rarer ones that Traditional sets do not have either."""
    rare = in_codec("gbk")(point) and not in_codec("big5hkscs")(point)
    return in_codec("gb2312")(point) or rare


def frequent(point: int) -> bool:
    """The first of Big5's two levels: the 5401 characters of ordinary writing."""
    return in_codec("big5")(point) and chr(point).encode("big5")[0] <= 0xC6


def korean(point: int) -> bool:
    """The 2350 syllables of ordinary writing, in KS X 1001."""
    return _hangul(point) and in_codec("euc_kr")(point) and len(chr(point).encode("euc_kr")) <= 2


FACES: list[tuple[str, str, str, Callable[[int], bool]]] = [
    ("NotoSans-Bold.ttf", "noto-sans", "700Bold", with_common(in_codec("ascii"))),
    ("NotoSans-Regular.ttf", "noto-sans", "400Regular", with_common(in_codec("ascii"))),
    ("NotoSansSC-Bold.ttf", "noto-sans-sc", "700Bold", with_common(simplified)),
    ("NotoSansSC-Regular.ttf", "noto-sans-sc", "400Regular", with_common(in_codec("gb2312"))),
    ("NotoSansTC-Bold.ttf", "noto-sans-tc", "700Bold", with_common(in_codec("big5hkscs"))),
    ("NotoSansTC-Regular.ttf", "noto-sans-tc", "400Regular", with_common(frequent)),
    ("NotoSansKR-Bold.ttf", "noto-sans-kr", "700Bold", _hangul),
    ("NotoSansKR-Regular.ttf", "noto-sans-kr", "400Regular", korean),
]

# Scripts whose letters change by what stands beside them: all of each font, ASCII too, so that a
# line is set as a whole, in whichever direction its parts run
SHAPED = ("Arabic", "Hebrew", "Thai", "Devanagari")
WEIGHTS = {"Bold": "700Bold", "Regular": "400Regular"}


def face(
    source: Path, target: Path, wanted: Callable[[int], bool], features: list[str] = FEATURES
) -> None:
    """One text font, cut down to the characters that are wanted."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = features
    options.drop_tables += ["vhea", "vmtx", "BASE", "STAT", "gasp"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    font = TTFont(source)
    points = [p for p in font.getBestCmap() if wanted(p)]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(font)
    font.save(target)


def emoji(source: Path, target: Path) -> None:
    """The colour emoji with every picture in fewer colours."""
    font = TTFont(source)
    for strike in font["CBDT"].strikeData:
        for glyph in strike.values():
            if hasattr(glyph, "imageData"):
                glyph.imageData = _fewer_colours(glyph.imageData)
    for table in ("vhea", "vmtx"):
        if table in font:
            del font[table]
    font.save(target)


def _fewer_colours(png: bytes) -> bytes:
    picture = Image.open(io.BytesIO(png)).convert("RGBA")
    reduced = picture.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    made = io.BytesIO()
    reduced.save(made, "PNG", optimize=True)
    return min(png, made.getvalue(), key=len)


def coverage(files: Iterable[Path]) -> str:
    """For every font the characters it has, as first and last of every stretch."""
    found = {}
    for file in sorted(files):
        ends: list[int] = []
        for point in sorted(TTFont(file, lazy=True).getBestCmap()):
            if ends and ends[-1] == point - 1:
                ends[-1] = point
            else:
                ends += [point, point]
        found[file.stem] = ends
    return json.dumps(found, separators=(",", ":"))


def check(files: Iterable[Path]) -> None:
    """Nothing, when the folder keeps its promise about size."""
    sizes = {file.name: file.stat().st_size for file in files}
    for name, size in sizes.items():
        print(f"{name:32} {size / 1e6:6.2f} MB")
    assert max(sizes.values()) < EACH, "a font is too large"
    assert sum(sizes.values()) <= TOGETHER, "the fonts are too large together"


def main(sources: Path) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, package, weight, wanted in FACES:
        found = next((sources / package / weight).glob("*.ttf"))
        face(found, TARGET / name, wanted)
        licence = f"OFL-{name.split('-')[0]}.txt"
        shutil.copy(sources / package / "LICENSE_FONT", TARGET / licence)
    for script in SHAPED:
        folder = sources / f"noto-sans-{script.lower()}"
        for weight, there in WEIGHTS.items():
            found = next((folder / there).glob("*.ttf"))
            face(found, TARGET / f"NotoSans{script}-{weight}.ttf", lambda point: True, ["*"])
        shutil.copy(folder / "LICENSE_FONT", TARGET / f"OFL-NotoSans{script}.txt")
    emoji(next((sources / "emoji").rglob("NotoColorEmoji.ttf")), TARGET / "NotoColorEmoji.ttf")
    text = (next((sources / "emoji").rglob("copyright"))).read_text(encoding="utf-8")
    (TARGET / "OFL-NotoColorEmoji.txt").write_text(text, encoding="utf-8")
    known = coverage(TARGET.glob("*.ttf"))
    (TARGET / "coverage.json").write_text(known + "\n", encoding="ascii")
    check(TARGET.glob("*.ttf"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
