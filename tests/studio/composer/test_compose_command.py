"""`python -m studio compose`: what it writes, read by others; what it refuses, and how."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest
import smf_reader

from studio import brief as briefs
from studio import compose_command, composer
from studio.composer import documents

ROOT = Path(__file__).resolve().parents[3]
BRIEF = "epic trailer, no choir, drops"


def ran(*args: object) -> int:
    return compose_command.main([str(arg) for arg in args])


def pcm(path: Path) -> tuple[np.ndarray, int]:
    """The samples of a 24-bit file as whole numbers, and its rate."""
    with wave.open(str(path)) as file:
        assert file.getsampwidth() == 3
        raw = np.frombuffer(file.readframes(file.getnframes()), np.uint8).reshape(-1, 3)
        whole = raw[:, 0].astype(np.int32) | raw[:, 1].astype(np.int32) << 8
        whole |= raw[:, 2].astype(np.int8).astype(np.int32) << 16
        return whole.reshape(-1, file.getnchannels()), file.getframerate()


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A piece of 9.412 seconds with two drops, as files."""
    folder = tmp_path_factory.mktemp("piece")
    assert ran(BRIEF, "--seconds", 9.412, "--drops", "6.5,3", "--seed", 7, "--out", folder) == 0
    return folder


def test_the_plan_is_whole_and_older_than_the_sound(written):
    plan = json.loads((written / "plan.json").read_text("utf-8"))
    assert plan["seconds"] == 9.412 and plan["samples"] == 451_776 and plan["seed"] == 7
    assert plan["version"] == composer.VERSION and plan["drops"] == [3.0, 6.5]
    assert plan["key"] and plan["mode"] and plan["time_map"] and plan["bars"]
    for row in ("chords", "sections"):
        ends = [part["e"] for part in plan[row]]
        assert [part["s"] for part in plan[row]] == [0.0, *ends[:-1]] and ends[-1] == 9.412
    assert all(0 <= part["energy"] <= 1 for part in plan["sections"])
    assert (written / "plan.json").stat().st_mtime_ns < (written / "music.wav").stat().st_mtime_ns


def test_the_sound_is_as_long_as_planned_and_its_stems_add_up_to_it(written):
    whole, rate = pcm(written / "music.wav")
    assert rate == 48_000 and whole.shape == (451_776, 2)
    stems = [pcm(path)[0] for path in sorted((written / "stems").glob("*.wav"))]
    assert len(stems) >= 4 and all(stem.shape == whole.shape for stem in stems)
    away = np.abs(np.sum(stems, axis=0, dtype=np.int64) - whole)
    assert away.max() <= len(stems) + 1  # of 24-bit rounding


def test_the_midi_file_says_what_the_plan_says(written):
    plan = json.loads((written / "plan.json").read_text("utf-8"))
    file = smf_reader.read((written / "music.mid").read_bytes())
    assert file.form == 1 and all(track.ended for track in file.tracks)
    conductor, *parts = file.tracks
    assert conductor.tempi and not conductor.notes
    assert all(part.name and part.notes for part in parts)
    assert len({part.name for part in parts}) == len(parts)
    markers = {round(file.seconds(tick), 2): text for tick, text in conductor.markers}
    for section in plan["sections"]:
        assert any(abs(at - section["s"]) < 0.02 for at in markers)
    last = max(end for part in parts for _, end, _, _ in part.notes)
    assert abs(file.seconds(last) - 9.412) < 0.6
    starts = {round(file.seconds(note[0]), 2) for part in parts for note in part.notes}
    assert all(any(abs(at - drop) < 0.02 for at in starts) for drop in (3.0, 6.5))


def test_the_receipt_alone_makes_the_same_track(written, tmp_path):
    receipt = json.loads((written / "receipt.json").read_text("utf-8"))
    score = composer.score(composer.plan(briefs.decode(receipt["brief"])))
    assert documents.score_hash(score) == receipt["score_sha256"]
    assert receipt["bpm"] and receipt["key"] and receipt["mode"] and receipt["seconds"] == 9.412
    assert receipt["sampled"]["licence"] and receipt["sampled"]["source"]
    assert set(receipt["sampled"]["instruments"]) <= set(receipt["instruments"])
    assert ran("--receipt", written / "receipt.json", "--out", tmp_path) == 0
    for name in ("plan.json", "music.mid", "music.wav"):
        assert (tmp_path / name).read_bytes() == (written / name).read_bytes(), name


def test_a_shorter_band_leaves_no_stems_of_the_one_before(tmp_path):
    assert ran("lo-fi", "--seconds", 2, "--out", tmp_path) == 0
    assert ran("only piano", "--seconds", 2, "--out", tmp_path) == 0
    names = [path.stem for path in sorted((tmp_path / "stems").glob("*.wav"))]
    assert names and len({name[:2] for name in names}) == len(names)


REFUSED = [
    (["house", "--seconds", "0.5"], "0.5 s"),
    (["house", "--seconds", "1300"], "20 minutes"),
    (["house", "--seconds", "nan"], "nan"),
    (["house", "--seconds", "-8"], "-8 s"),
    (["house", "--seconds", "20", "--drops", "30"], "30 s"),
    (["house", "--seconds", "20", "--drops", "-3"], "-3 s"),
    (["house", "--seconds", "20", "--drops", "5,5.4"], "5.4 s"),
    (["house", "--seconds", "20", "--drops", "12,x"], '"x"'),
    (["house", "--seconds", "20", "--hits", "25"], "25 s"),
    (["house with a drop at 0:40", "--seconds", "20"], "40 s"),
    (["house", "--energy", "3"], "3"),
    (["house", "--genre", "polka"], "polka"),
    (["house", "--polka"], "--polka"),
    (["house", "--seed", "1.5"], "1.5"),
    ([""], "lo-fi"),
    ([], "lo-fi"),
    (["house", "--receipt", "/nowhere.json"], "/nowhere.json"),
    (["house", "--out", "/dev/null"], "/dev/null"),
    (["浩室舞曲", "--seconds", "0.5"], "0.5 秒"),
    (["電子舞曲，歡樂", "--drops", "99"], "99 秒"),
]


@pytest.mark.parametrize(("args", "named"), REFUSED, ids=[" ".join(a) for a, _ in REFUSED])
def test_what_cannot_be_meant_is_refused_in_one_sentence(
    args, named, tmp_path, capsys, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    assert ran(*args) == 2
    told = capsys.readouterr()
    assert named in told.err and told.err.count("\n") == 1 and not told.out
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_said(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert ran("house", "--seconds", 2, "--out", tmp_path / "file" / "deeper") == 1
    assert "deeper" in capsys.readouterr().err


def test_words_that_nobody_read_are_told(tmp_path, capsys):
    assert ran("lo-fi with bagpipes", "--seconds", 2, "--no-stems", "--out", tmp_path) == 0
    assert '"bagpipes"' in capsys.readouterr().err


def test_a_python_without_packages_has_the_set_up_next_door_make_one(tmp_path):
    """A bare `python3`: the command runs under the Python that the set-up names."""
    for name in ("__init__.py", "__main__.py", "standing.py"):
        (tmp_path / "studio").mkdir(exist_ok=True)
        shutil.copy(ROOT / "studio" / name, tmp_path / "studio" / name)
    made = tmp_path / "made"
    made.write_text('#!/bin/sh\necho "$@"\nexit 7\n')
    made.chmod(0o700)
    (tmp_path / "prepare").mkdir()
    (tmp_path / "prepare" / "__init__.py").write_text(
        "class CannotPrepare(Exception): pass\n"
        f"def studio_python(say):\n    say('Setting up')\n    return {str(made)!r}\n"
    )
    bare = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "STUDIO_STANDS")}
    done = subprocess.run(
        [sys.executable, "-S", "-m", "studio", "compose", "lo-fi", "--seconds", "4"],
        cwd=tmp_path, env=bare, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr.strip() == "Setting up"
    assert done.stdout.strip() == "-m studio compose lo-fi --seconds 4" and done.returncode == 7
