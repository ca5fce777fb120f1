"""What a file is by its first bytes: the suffix of its format, "" when it is none we know. Pure."""

from __future__ import annotations

import re

HEAD = 8192  # bytes that decide

_BRANDS = {
    b"M4A ": "m4a", b"M4B ": "m4a", b"qt  ": "mov", b"M4V ": "m4v", b"M4VP": "m4v",
    b"heic": "heic", b"heix": "heic", b"mif1": "heic", b"msf1": "heic", b"hevc": "heic",
    b"avif": "avif", b"avis": "avif",
}  # fmt: skip
_RIFF = {b"WAVE": "wav", b"AVI ": "avi", b"WEBP": "webp"}
_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF87a", "gif"), (b"GIF89a", "gif"),
    (b"fLaC", "flac"), (b"OggS", "ogg"),
)  # fmt: skip
_OLD_QUICKTIME = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_SRT = re.compile(r"\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}[ \t]{0,8}-->")
_LRC = re.compile(r"^\s{0,8}\[(?:\d{1,3}:\d{1,2}|ti:|ar:|al:|by:|offset:)", re.MULTILINE)

# Formats that may stand for each other: the same container under several names.
FAMILIES = (
    frozenset({"mp4", "mov", "m4v", "m4a"}),
    frozenset({"webm", "mkv"}),
    frozenset({"jpg", "jpeg"}),
    frozenset({"mp3", "aac"}),
    frozenset({"srt", "lrc"}),
)


def sniff(head: bytes) -> str:
    """The suffix of the format that these first bytes belong to."""
    for start, suffix in _STARTS:
        if head.startswith(start):
            return suffix
    if head[:4] in (b"RIFF", b"RF64"):
        return _RIFF.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "mp4")
    if head[4:8] in _OLD_QUICKTIME:
        return "mov"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm" if b"webm" in head[:128] else "mkv"
    if head.startswith(b"ID3"):
        return _after_id3(head)
    return _mpeg_audio(head) or _captions(head)


def same(one: str, other: str) -> bool:
    """Whether a file of one format may go under the name of the other."""
    return one == other or any(one in family and other in family for family in FAMILIES)


def _after_id3(head: bytes) -> str:
    """Tags come before FLAC, too; their length is written in seven bits a byte."""
    if len(head) < 10:
        return "mp3"
    shifts = (21, 14, 7, 0)
    length = sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], shifts, strict=True))
    return "flac" if head[10 + length : 14 + length] == b"fLaC" else "mp3"


def _mpeg_audio(head: bytes) -> str:
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0 or _wide(head):
        return ""
    if head[1] & 0xF6 == 0xF0:
        return "aac"
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bitrate, rate = head[2] >> 4, head[2] >> 2 & 3
    return "mp3" if version != 1 and layer and bitrate not in (0, 15) and rate != 3 else ""


def _wide(head: bytes) -> bool:
    """Whether this is text of two bytes a letter, whose mark looks like the start of an MP3."""
    return head[:2] in (b"\xff\xfe", b"\xfe\xff") and b"\0" in head[2:8]


def _captions(head: bytes) -> str:
    if _wide(head):
        text = head[: len(head) // 2 * 2].decode("utf-16", "replace")
    elif b"\0" in head:
        return ""
    else:
        text = head.decode("utf-8-sig", "replace")
    if _SRT.search(text):
        return "srt"
    return "lrc" if _LRC.search(text) else ""
