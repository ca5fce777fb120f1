"""Labelled backend replies: what must be done, what must stay, what must go."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import gui_translate

HERE = Path(__file__).parent
Record = dict[str, Any]


def records(name: str) -> list[Record]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


TUNED, HELD_OUT = records("gui_examples.jsonl"), records("gui_examples_heldout.jsonl")


def blanks(text: str) -> str:
    return re.sub(r"[ \t]+", " ", text)


def faults(record: Record) -> list[str]:
    """What is wrong with the translation of this record; nothing when it is right."""
    done = gui_translate.translate(record["text"])
    got = [{"kind": a.kind, "confidence": a.confidence} for a in done.actions]
    found = []
    if got not in [record["actions"], *record["alt_actions"]]:
        found.append(f"actions {got}")
    if record["identical"] and done.text != record["text"]:
        found.append(f"changed to {done.text!r}")
    shown = blanks(done.text)
    found += [f"lost {k!r}" for k in record["must_keep"] if blanks(k) not in shown]
    found += [f"kept {d!r}" for d in record["must_drop"] if re.search(d, done.text, re.IGNORECASE)]
    return found


def unasked(record: Record) -> bool:
    """Whether something that costs or changes would be done though the reply did not tell to."""
    told = {
        action["kind"]
        for actions in [record["actions"], *record["alt_actions"]]
        for action in actions
        if action["confidence"] == "do"
    }
    return any(
        a.confidence == "do" and a.kind in ("export", "edit", "api") and a.kind not in told
        for a in gui_translate.translate(record["text"]).actions
    )


@pytest.mark.parametrize("record", TUNED, ids=lambda r: r["id"])
def test_the_tuned_examples_are_translated_as_labelled(record: Record) -> None:
    assert faults(record) == []


def test_of_the_held_out_examples_nearly_all_are_translated_as_labelled() -> None:
    plain = [r for r in HELD_OUT if not r["hard"]]
    assert sum(not faults(r) for r in plain) >= 0.95 * len(plain)
    assert sum(not faults(r) for r in HELD_OUT) >= 0.92 * len(HELD_OUT)


def test_no_example_does_what_it_was_not_told_to() -> None:
    assert [r["id"] for r in TUNED + HELD_OUT if unasked(r)] == []


def test_the_examples_are_many_and_do_not_repeat() -> None:
    texts = [r["text"] for r in TUNED + HELD_OUT]
    assert len(texts) == len(set(texts)) >= 400
    assert {r["lang"] for r in TUNED} == {r["lang"] for r in HELD_OUT}
