"""ACE-Step 1.5 in little: the folder as diffusers lays it out, and real classes in tiny."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import tiny

INDEX: dict[str, Any] = {
    "_class_name": "AceStepPipeline",
    "_diffusers_version": "0.42.1",
    "vae": ["diffusers", "AutoencoderOobleck"],
    "text_encoder": ["transformers", "Qwen3Model"],
    "tokenizer": ["transformers", "Qwen2Tokenizer"],
    "transformer": ["diffusers", "AceStepTransformer1DModel"],
    "condition_encoder": ["ace_step", "AceStepConditionEncoder"],
    "scheduler": ["diffusers", "FlowMatchEulerDiscreteScheduler"],
}
WEIGHTED = ("vae", "text_encoder", "transformer", "condition_encoder")


def hollow(folder: Path) -> Path:
    """A folder that looks right in every part, with weights that are no model."""
    folder.mkdir()
    (folder / "model_index.json").write_text(json.dumps(INDEX))
    (folder / "README.md").write_text("---\nlicense: mit\npipeline_tag: text-to-audio\n---\n# It\n")
    for part in INDEX:
        if not part.startswith("_"):
            (folder / part).mkdir()
            (folder / part / "config.json").write_text(json.dumps({"is_turbo": True}))
    for part in WEIGHTED:
        tiny.save(folder / part / "model.safetensors", {"w": np.zeros((3, 5), np.float32)})
    return folder


def small(folder: Path) -> Path:
    """A whole ACE-Step 1.5 with random weights of a few hundred kilobytes. Needs torch."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _saved(folder)
    (folder / "README.md").write_text("---\nlicense: mit\n---\n")
    return folder


def _saved(folder: Path) -> None:
    import torch
    from diffusers import (
        AceStepPipeline,
        AceStepTransformer1DModel,
        AutoencoderOobleck,
        FlowMatchEulerDiscreteScheduler,
    )
    from diffusers.pipelines.ace_step import modeling_ace_step as parts
    from tokenizers.pre_tokenizers import ByteLevel
    from transformers import Qwen2TokenizerFast, Qwen3Config, Qwen3Model

    letters = {c: i for i, c in enumerate(sorted(ByteLevel.alphabet()))}
    words = {**letters, "<|endoftext|>": len(letters)}
    wide: dict[str, Any] = {
        "hidden_size": 32, "intermediate_size": 48, "num_attention_heads": 2,
        "num_key_value_heads": 1, "head_dim": 16,
    }  # fmt: skip
    latent = {"audio_acoustic_hidden_dim": 8}
    torch.manual_seed(0)
    AceStepPipeline(
        vae=AutoencoderOobleck(
            encoder_hidden_size=16, downsampling_ratios=[2, 4, 4, 6, 10],
            channel_multiples=[1, 1, 1, 1, 1], decoder_channels=4, decoder_input_channels=8,
            audio_channels=2, sampling_rate=48_000,
        ),
        text_encoder=Qwen3Model(Qwen3Config(vocab_size=300, num_hidden_layers=1, **wide)),
        tokenizer=Qwen2TokenizerFast(vocab=words, merges=[]),
        transformer=AceStepTransformer1DModel(
            num_hidden_layers=2, in_channels=24, encoder_hidden_size=32, is_turbo=True,
            model_version="turbo", **latent, **wide,
        ),
        condition_encoder=parts.AceStepConditionEncoder(
            text_hidden_dim=32, timbre_hidden_dim=8, num_lyric_encoder_hidden_layers=1,
            num_timbre_encoder_hidden_layers=1, **wide,
        ),
        scheduler=FlowMatchEulerDiscreteScheduler(num_train_timesteps=1, shift=1.0),
        audio_tokenizer=parts.AceStepAudioTokenizer(
            fsq_dim=32, num_attention_pooler_hidden_layers=1, **latent, **wide
        ),
        audio_token_detokenizer=parts.AceStepAudioTokenDetokenizer(
            num_attention_pooler_hidden_layers=1, **latent, **wide
        ),
    ).save_pretrained(folder, safe_serialization=True)  # fmt: skip
