"""What an export was asked to be, read out of the words that asked for it."""

from __future__ import annotations

import posixpath
from typing import Literal

from plan import Wishes
from routing.wording import wording

_FORMATS = ("mp4", "webm", "gif", "mp3", "wav", "m4a")
_FORMAT = r"(?<![a-z0-9])(mp4|webm|gif|mp3|wav|m4a)(?![a-z0-9])"
_GIF_WORDS = "动图|動圖|表情包"
_MUSIC = (
    r"(?:just|only) the (?:music|audio|sound|song)|(?:music|audio|sound) only|as audio"
    r"|只要(?:音乐|音频|声音|配乐|音樂|音訊|聲音)|纯音频|純音訊|淨係(?:要)?(?:音樂|聲)"
    r"|(?:音乐|音频|音樂|音訊)(?:单独|單獨)|(?:单独|單獨)(?:导出|匯出)?(?:音乐|音频|音樂)|只导出?(?:音乐|音频)"
)
_SONG = r"music|song|音[乐樂]|配[乐樂]"
_HEIGHT = r"(?<![0-9])(2160|1440|1080|720|540|480|360)\s?(?:p|i|$|[^0-9:.\w])"
_K = r"(?<![a-z0-9])([248])\s?k(?![a-z0-9])"
_WORDS = (
    ((r"full ?hd|ten ?eighty|全高清"), 1080),
    ((r"\buhd\b|蓝光4k|超高清"), 2160),
    ((r"seven ?twenty p?"), 720),
    (
        r"small(?:er)? (?:one|version|copy|size|file|export|mp4|video)|(?:make|get) it smaller"
        r"|小一?[点點些](?:的|儿|兒)?(?:$|[,，。的])|(?:体积|體積|文件|檔案|档案)(?:再)?小|小(?:文件|檔案|檔)",
        720,
    ),
)
_HEIGHTS = {"2": 1440, "4": 2160, "8": 4320}
_FPS = r"(?<![0-9])(\d{2,3})\s?(?:fps|frames? (?:per|a) second|帧|幀|格每秒)"
_HIGH = (
    r"high(?:est)?[ -]?(?:quality|res\w*)|(?:best|max\w*|top|full) (?:quality|res\w*)"
    r"|lossless|hi-?res"
    r"|高清|高画质|高畫質|高质量|高品质|高品質|超清|无损|無損|最高画质|原画质"
)
_DRAFT = (
    r"draft|low[ -]?(?:quality|res\w*)|rough (?:cut|version)|small(?:er)? file"
    r"|草稿质量|低清|低画质|低畫質|标清|標清|草稿"
)
_AS = (
    r"\b(?:export|save|render|output|download|store)(?: (?:it|this|that|them|everything"
    r"|(?:the |my )?(?:\w+ )?(?:video|file|film|movie|clip|result)))? as "
)
_CALLED = (
    r"\b(?:call|name) (?:it|the (?:file|video|export|output|result)) "
    r"|\b(?:named|under the name|(?:with|and) the (?:file ?)?name(?: of)?"
    r"|file ?name(?: (?:is|being|should be|must be|to be))?:?) "
    r"|(?:文件名|檔名|檔案名稱|名字|名称|名稱)(?:就?叫做?|为|為|是|用|[:：])?|(?:取名|命名)(?:叫|为|為|成)?"
)
_CALLED_ZH = r"(?:另存|保存|导出|匯出|存)(?:为|為|成)"
_QUOTED = r"[\"'“‘「『《]([^\"'”’」』》]{1,60})[\"'”’」』》]"
_PLAIN = (
    r"([\w][\w'’-]*(?: [\w][\w'’-]*){0,3}?)"
    r"(?= (?:and|then|in|at|for|to|with|as|please)\b|\s*(?:[,.!?;，。！？；]|$))"
)
_NO_NAME = (  # what follows "export as" and names nothing: an mp4, soon as possible, 竖屏
    r"(?:an?|the|my|is|soon|usual|before|well|it|high|low|best quality|full|hd|4k|draft|small\w*"
    r"|just|only|mono|stereo|audio|video|music|vertical|square|landscape|portrait|mp4|mov|webm|gif"
    r"|mp3|wav|m4a|aac|mkv|avi|h264|hevc|prores|\d+(?:p|k|fps)?|something|anything|what\w*)(?!\w)"
    r"|(?:高清|超清|动图|動圖|视频|影片|音频|音訊|竖屏|竖版|横屏|草稿|无损|什么|甚麼|什麼|原画|豎屏|豎版"
    r"|横版|橫屏|橫版|直式|直向|直度|橫式|方形|正方形|抖音|快手|小红书|小紅書|视频号|視頻號)"
    r"(?:的)?(?:版本?|格式|文件|档|檔|尺寸|比例|大小|视频|影片|畫面|画面|短片)?$"
)
_NAMING_WORDS = (" as ", "call", "name", "名", "为", "為", "成")
_READ = 2000  # characters of a clause that are read for wishes


# Without one of these no pattern can match: most exports are spared compiling them.
_DIGITS = tuple("0123456789")
_QUALITIES = (
    "high", "best", "max", "top", "full", "lossless", "hi", "draft", "low", "rough", "small",
    "高", "超", "无", "無", "原", "草", "低", "标", "標",
)  # fmt: skip
_HEIGHT_WORDS = ("hd", "eighty", "twenty", "高清", "蓝光", "small", "小")
_FORMAT_WORDS = ("music", "audio", "sound", "song", "动图", "動圖", "表情", "音", "乐", "聲", "声")


def _hints(text: str, words: tuple[str, ...]) -> bool:
    lower = text.lower()
    for word in words:  # noqa: SIM110 - a plain loop takes half the time of any()
        if word in lower:
            return True
    return False


def wishes(text: str, name: str | None = None) -> Wishes:
    """The format, quality, size, speed and file name asked for; `name` is the output path said."""
    text = text[:_READ]
    file_name = _file_name(name) if name else None
    return Wishes(
        format=_format(text, file_name),
        quality=_quality(text),
        height=_height(text),
        fps=_fps(text),
        only=_only(text),
        name=file_name or _named(text),
    )


def _file_name(path: str) -> str | None:
    """The last part of a path, whatever its separators; None when it names a folder only."""
    name = posixpath.basename(path.replace("\\", "/").rstrip("/"))
    return name if "." in name.strip(".") and name not in (".", "..") else None


def _named(text: str) -> str | None:
    """The name said for the result in words: "export it as summer trip", 文件名叫“周末”."""
    if not _hints(text, _NAMING_WORDS):
        return None
    for lead in (_AS, _CALLED, _CALLED_ZH):
        for start in wording(lead).finditer(text):
            rest = text[start.end() :].lstrip()
            if found := wording(_QUOTED).match(rest) or wording(_PLAIN).match(rest):
                quoted = rest[:1] in "\"'“‘「『《"
                if quoted or not wording(_NO_NAME).match(found[1]):
                    return found[1].strip()
    return None


def _format(text: str, name: str | None) -> str | None:
    ending = name.rpartition(".")[2].lower() if name else ""
    if ending in _FORMATS:
        return ending
    if _hints(text, _FORMATS) and (found := wording(_FORMAT).search(text)):
        return found[1].lower()
    if wording(_GIF_WORDS).search(text):
        return "gif"
    return "mp3" if wording(_MUSIC).search(text) else None


def _only(text: str) -> Literal["music"] | None:
    """The music without voices, where music was said; "just the audio" is all that is heard."""
    found = wording(_MUSIC).search(text)
    return "music" if found and wording(_SONG).search(found[0]) else None


def _quality(text: str) -> Literal["draft", "high"] | None:
    if not _hints(text, _QUALITIES):
        return None
    if wording(_DRAFT).search(text):
        return "draft"
    return "high" if wording(_HIGH).search(text) else None


def _height(text: str) -> int | None:
    if _hints(text, _DIGITS):
        if found := wording(_HEIGHT).search(text + " "):
            return int(found[1])
        if found := wording(_K).search(text):
            return _HEIGHTS[found[1]]
    if not _hints(text, _HEIGHT_WORDS):
        return None
    return next((height for words, height in _WORDS if wording(words).search(text)), None)


def _fps(text: str) -> int | None:
    found = wording(_FPS).search(text) if _hints(text, _DIGITS) else None
    fps = int(found[1]) if found else 0
    return fps if 1 <= fps <= 240 else None
