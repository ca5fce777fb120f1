"""ACE-Step 1.5, run by the diffusers library from a folder on this machine and nothing else.

A flow-matching transformer works on latents of 25 a second, which an autoencoder turns into stereo
at 48 kHz. Turbo weights take eight steps on a schedule that leans to the noisy end (shift 3), the
others are guided by words and take more. With the tokenizer that belongs to it the model plays
after a guide ("cover"): tempo, harmony and the places of the drops come from the composed track.
"""

from __future__ import annotations

import importlib.util
import logging
import math
import os
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from studio.composer.neural import folder, means
from studio.composer.neural.port import About, NoEngine, Take, Wish
from studio.composer.values import RATE

log = logging.getLogger("studio.neural")
PACKAGES = ("torch", "diffusers", "transformers", "accelerate", "safetensors")
_OFFLINE = {
    "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1", "TOKENIZERS_PARALLELISM": "false", "HF_HUB_DISABLE_PROGRESS_BARS": "1",
}  # fmt: skip
_TURBO_STEPS, _STEPS, _GUIDANCE, _SHIFT = 8, 32, 7.0, 3.0


class AceStep:
    """The engine with its weights in memory; it stays there for the next piece."""

    def __init__(self, place: Path) -> None:
        self._weights = folder.checked(place)
        missing = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
        if missing:
            raise NoEngine("packages", names=", ".join(missing))
        os.environ.update(_OFFLINE)  # before the libraries are loaded, which read it then
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what they think of each other's releases
            self._load(place)

    def _load(self, place: Path) -> None:
        try:
            import diffusers
            import torch
            from diffusers import AceStepPipeline
            from diffusers.utils import logging as chatter
        except ImportError as error:
            raise NoEngine("packages", names=error.name or "diffusers") from error
        chatter.set_verbosity_error()
        chatter.disable_progress_bar()
        self._torch = torch
        self._means = means.chosen(self._weights, torch)
        try:
            self._pipe: Any = AceStepPipeline.from_pretrained(
                str(place), local_files_only=True, use_safetensors=True, trust_remote_code=False,
                torch_dtype=torch.bfloat16 if self._means.half else torch.float32,
            )  # fmt: skip
            self._pipe.to(self._means.device)
        except Exception as error:  # whatever others' code has against these files
            log.warning("not loaded", extra={"why": type(error).__name__})
            raise NoEngine("not_loaded", why=type(error).__name__) from error
        self._pipe.set_progress_bar_config(disable=True)
        self._pipe.vae.enable_tiling()  # memory stays level however long the piece is
        version = f"diffusers {diffusers.__version__}, torch {torch.__version__}"
        kind = "ACE-Step 1.5 turbo" if self._weights.turbo else "ACE-Step 1.5"
        self._about = About(
            kind, version, place.name, folder.sha256(place), self._weights.licence,
            self._weights.total, self._weights.guided,
        )  # fmt: skip

    @property
    def about(self) -> About:
        return self._about

    def play(self, wish: Wish) -> Take:
        """The wish as sound, about as long as wished for."""
        turbo = self._weights.turbo
        steps = _TURBO_STEPS if turbo else _STEPS
        torch = self._torch
        guided = wish.guide is not None and self._weights.guided
        if self._means.device == "cpu":
            speed = means.speed(torch)
            means.patient(self._weights, wish.seconds, steps, speed=speed, guided=guided)
        asked: dict[str, Any] = {"task_type": "text2music", "audio_duration": wish.seconds}
        if guided:
            asked = {"task_type": "cover", "src_audio": self._guide(wish)}
        try:
            with warnings.catch_warnings(), torch.random.fork_rng():
                warnings.simplefilter("ignore")
                torch.manual_seed(wish.seed)  # the autoencoder draws from the common dice
                made = self._pipe(
                    prompt=wish.caption, lyrics=wish.lyrics, vocal_language="unknown",
                    bpm=wish.bpm, keyscale=wish.key, timesignature=str(wish.beats),
                    num_inference_steps=steps, shift=_SHIFT,
                    guidance_scale=1.0 if turbo else _GUIDANCE,
                    generator=torch.Generator("cpu").manual_seed(wish.seed), **asked,
                ).audios[0]  # fmt: skip
        except Exception as error:  # among them: no memory left on the card
            log.warning("not played", extra={"why": type(error).__name__})
            raise NoEngine("not_played", why=type(error).__name__) from error
        return Take(_stereo(made.float().cpu().numpy()), int(self._pipe.sample_rate))

    def _guide(self, wish: Wish) -> Any:
        """The guide as the model hears it: at its rate, whole latents, not shorter than it knows.

        The last of it is held as silence: whatever is played there lies behind the plan's end.
        """
        assert wish.guide is not None
        latent = round(self._pipe.sample_rate / self._pipe.latents_per_second)
        token = 5 * latent
        count = max(wish.guide.shape[1], math.ceil(wish.seconds * RATE))
        count = -(-count // token) * token
        padded = np.zeros((2, count), np.float32)
        padded[:, : wish.guide.shape[1]] = wish.guide
        return self._torch.from_numpy(padded)


def _stereo(sound: np.ndarray[Any, np.dtype[np.float32]]) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Two channels of finite numbers; `NoEngine` where a model lost its way."""
    if sound.ndim != 2 or sound.shape[1] < RATE or not np.isfinite(sound).all():
        raise NoEngine("not_played", why="sound")
    if sound.shape[0] == 1:
        sound = np.repeat(sound, 2, axis=0)
    return np.ascontiguousarray(sound[:2], dtype=np.float32)
