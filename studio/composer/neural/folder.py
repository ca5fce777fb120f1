"""A folder of weights, looked at before anything in it is loaded.

Only what could be ACE-Step 1.5 as the diffusers library keeps it gets further: classes known by
name, configuration that asks for no code, weights as whole safetensors. A pickle can run programs
when it is opened; here none ever is.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from studio.composer.neural.port import NoEngine

INDEX = "model_index.json"
PIPELINE = "AceStepPipeline"
_PARTS = {  # what a complete model consists of: library and class, as its index names them
    "vae": ("diffusers", "AutoencoderOobleck"),
    "text_encoder": ("transformers", "Qwen3Model"),
    "tokenizer": ("transformers", "Qwen2Tokenizer"),
    "transformer": ("diffusers", "AceStepTransformer1DModel"),
    "condition_encoder": ("ace_step", "AceStepConditionEncoder"),
    "scheduler": ("diffusers", "FlowMatchEulerDiscreteScheduler"),
}
_GUIDED = {  # what it needs besides to play after a guide
    "audio_tokenizer": ("ace_step", "AceStepAudioTokenizer"),
    "audio_token_detokenizer": ("ace_step", "AceStepAudioTokenDetokenizer"),
}
_WEIGHTLESS = {"tokenizer", "scheduler"}
_PICKLED = {".bin", ".pt", ".pth", ".ckpt", ".pkl"}
_HEADER = 100_000_000  # bytes: what the format allows
_BYTES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1,
          "U8": 1, "BOOL": 1, "F8_E4M3": 1, "F8_E5M2": 1}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weights:
    """A folder that may be loaded, and what its headers say of it."""

    folder: Path
    parameters: dict[str, int]  # by part
    guided: bool
    turbo: bool
    licence: str

    @property
    def total(self) -> int:
        return sum(self.parameters.values())


def checked(folder: Path) -> Weights:
    """What the folder holds; `NoEngine` where that is not to be loaded."""
    if not folder.is_dir():
        raise NoEngine("missing", folder=folder.name)
    index = _index(folder)
    wanted = dict(_PARTS)
    guided = all(_names(index, part) is not None for part in _GUIDED)
    if guided:
        wanted |= _GUIDED
    for part, kind in wanted.items():
        _same(part, _names(index, part), kind)
    unknown = [k for k, v in index.items() if not k.startswith("_") and v and k not in wanted]
    if unknown:
        raise NoEngine("unknown_part", part=unknown[0])
    for config in sorted(folder.glob("*/*.json")):
        if config.name.endswith("config.json") and "auto_map" in _json(config):
            raise NoEngine("own_code", file=f"{config.parent.name}/{config.name}")
    parameters = {part: _counted(folder / part) for part in wanted if part not in _WEIGHTLESS}
    made = _json(folder / "transformer" / "config.json")
    turbo = bool(made.get("is_turbo")) or made.get("model_version") == "turbo"
    return Weights(folder, parameters, guided, turbo, licence(folder))


def _index(folder: Path) -> dict[str, Any]:
    """The list of parts of a model as diffusers keeps it."""
    if not (folder / INDEX).is_file():
        plain = (folder, *(child for child in folder.iterdir() if child.is_dir()))
        if any(next(place.glob("modeling_acestep*.py"), None) for place in plain):
            raise NoEngine("not_converted", folder=folder.name)
        raise NoEngine("no_model", folder=folder.name)
    index = _json(folder / INDEX)
    if index.get("_class_name") != PIPELINE:
        raise NoEngine("other_model", found=str(index.get("_class_name"))[:60])
    return index


def _names(index: dict[str, Any], part: str) -> tuple[str, str] | None:
    match index.get(part):
        case [str(library), str(kind)]:
            return library, kind
    return None


def _same(part: str, found: tuple[str, str] | None, wanted: tuple[str, str]) -> None:
    # Tokenizers are renamed from release to release: "Qwen2TokenizerFast" is one, too.
    if found is None or found[0] != wanted[0] or not found[1].startswith(wanted[1]):
        raise NoEngine("unknown_part", part=part)


def _json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NoEngine("broken", file=f"{path.parent.name}/{path.name}") from error
    if not isinstance(value, dict):
        raise NoEngine("broken", file=f"{path.parent.name}/{path.name}")
    return value


def _counted(part: Path) -> int:
    """Parameters of one part, all its files being whole."""
    files = sorted(part.glob("*.safetensors"))
    if not files:
        pickled = [p for p in sorted(part.glob("*")) if p.suffix in _PICKLED]
        if pickled:
            raise NoEngine("pickled", file=f"{part.name}/{pickled[0].name}")
        raise NoEngine("broken", file=f"{part.name}/*.safetensors")
    return sum(_tensors(file) for file in files)


def _tensors(file: Path) -> int:
    """Values in a safetensors file, by its header; the file must be as long as that says."""
    name = f"{file.parent.name}/{file.name}"
    try:
        size = file.stat().st_size
        with file.open("rb") as opened:
            (length,) = struct.unpack("<Q", opened.read(8))
            if length > min(_HEADER, size - 8):
                raise ValueError(length)
            rows = json.loads(opened.read(length))
        ends, count = 0, 0
        for key, row in rows.items():
            if key == "__metadata__":
                continue
            start, end = row["data_offsets"]
            values = math.prod(row["shape"])
            if not 0 <= start <= end or end - start != values * _BYTES[row["dtype"]]:
                raise ValueError(key)
            ends, count = max(ends, end), count + values
        if size != 8 + length + ends:
            raise ValueError(size)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, struct.error) as error:
        raise NoEngine("broken", file=name) from error
    return count


# --- where it comes from -----------------------------------------------------------------------


def licence(folder: Path) -> str:
    """What the model card or the licence file beside the weights says, in its own words."""
    card = folder / "README.md"
    if card.is_file():
        front = card.read_text(encoding="utf-8", errors="replace")[:4000].split("\n---", 1)[0]
        found = re.search(r"^license:\s*['\"]?([\w.+-]+)", front, re.MULTILINE)
        if found:
            return f"{found[1]} (model card)"
    for name in ("LICENSE", "LICENSE.txt", "LICENSE.md"):
        if (folder / name).is_file():
            text = (folder / name).read_text(encoding="utf-8", errors="replace")[:4000]
            first = next((line.strip(" #") for line in text.splitlines() if line.strip(" #")), "")
            return f"{first[:80]} ({name})"
    return "not stated beside the weights"


def _files(folder: Path) -> list[Path]:
    """Everything that is read when the model is loaded."""
    kinds = ("*.json", "*/*.json", "*/*.safetensors", "*/*.txt")
    return sorted(path for kind in kinds for path in folder.glob(kind) if path.is_file())


def identity(folder: Path) -> str:
    """Names, sizes and dates of the files, hashed: told in a moment, another for other weights."""
    rows = []
    for path in _files(folder):
        seen = path.stat()
        rows.append([path.relative_to(folder).as_posix(), seen.st_size, seen.st_mtime_ns])
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def sha256(folder: Path) -> str:
    """One hash over all the files that are read; worked out once a process for what is there."""
    return _sha256(folder, identity(folder))


@cache
def _sha256(folder: Path, _seen: str) -> str:
    whole = hashlib.sha256()
    for path in _files(folder):
        with path.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        whole.update(f"{path.relative_to(folder).as_posix()} {digest}\n".encode())
    return whole.hexdigest()
