"""Pythons that are too old: what they can read, what they say, what uv does about it."""

from __future__ import annotations

import ast
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from door import elder
from prepare import saying

ROOT = Path(__file__).resolve().parents[2]
READ_BY_ALL = ("chat.py", "door/__init__.py", "door/elder.py", "tests/__main__.py")
AS_OLD = (
    "import runpy, sys; sys.version_info = (3, 6, 15, 'final', 0); "
    "sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
)


@pytest.mark.parametrize("name", READ_BY_ALL)
def test_the_first_files_can_be_read_by_very_old_pythons(name: str) -> None:
    source = (ROOT / name).read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))
    assert source.isascii()  # Python 2 takes nothing else without being told
    assert "from __future__ import annotations" not in source  # and 3.6 does not know it


def old(*words: str, path: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    """The door, run by a Python that says it is 3.6."""
    env = {"PATH": path, "LANG": "C.UTF-8", "HOME": os.environ.get("HOME", "/")} | environ
    return subprocess.run(
        [sys.executable, "-c", AS_OLD, str(ROOT / "chat.py"), *words],
        env=env, capture_output=True, encoding="utf-8", check=False, timeout=30,
    )  # fmt: skip


def test_an_old_python_says_which_it_is_and_what_to_do() -> None:
    done = old("add music")
    assert done.returncode == 1
    assert done.stdout == ""
    (sentence,) = done.stderr.splitlines()
    assert "3.6" in sentence
    assert "3.11" in sentence
    assert "uv" in sentence


def test_an_old_python_speaks_the_language_of_the_locale() -> None:
    assert "太旧" in old("add music", LANG="zh_CN.UTF-8").stderr
    assert "太舊" in old("add music", LANG="zh_HK.UTF-8").stderr
    assert "too old" in old("add music", LANG="zh_CN.UTF-8", PYTHONIOENCODING="ascii").stderr


def test_an_old_python_says_it_in_events_where_events_are_wanted() -> None:
    events = [json.loads(line) for line in old("--json", "add music").stdout.splitlines()]
    assert [event["event"] for event in events] == ["error", "done"]
    assert events[0]["code"] == "old_python"
    assert old("add music", "--", "--json").stdout == ""


def uv_that(folder: Path, script: str) -> str:
    """A PATH with a uv that does this."""
    tool = folder / "uv"
    tool.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    return str(folder)


@pytest.mark.skipif(os.name != "posix", reason="the stand-in for uv is a shell script")
def test_with_uv_the_right_python_goes_on_with_the_same_words(tmp_path: Path) -> None:
    path = uv_that(tmp_path, f'[ "$2" = find ] && echo {sys.executable}')
    done = old("--version", path=path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("music-maker ")


@pytest.mark.skipif(os.name != "posix", reason="the stand-in for uv is a shell script")
def test_uv_is_asked_to_bring_a_python_where_it_finds_none(tmp_path: Path) -> None:
    brought = tmp_path / "brought"
    path = uv_that(
        tmp_path,
        f'if [ "$2" = install ]; then : > {brought}; exit 0; fi\n'
        f"[ -e {brought} ] && echo {sys.executable}",
    )
    assert old("--version", path=path).stdout.startswith("music-maker ")
    assert brought.exists()


@pytest.mark.skipif(os.name != "posix", reason="the stand-in for uv is a shell script")
def test_uv_without_a_network_is_said(tmp_path: Path) -> None:
    done = old("--version", path=uv_that(tmp_path, "exit 1"))
    assert done.returncode == 1
    assert "network" in done.stderr


@pytest.mark.parametrize("key", ["old_python", "old_python_uv"])
@pytest.mark.parametrize("lang", ["en", "zh", "zh-Hant"])
def test_the_old_reader_reads_the_same_sentences(key: str, lang: saying.Lang) -> None:
    expected = saying.sentence(key, lang, found="3.6")
    assert elder.sentence(key, lang, found="3.6") == expected


@pytest.mark.parametrize("value", ["zh_TW", "zh-Hant", "zh_CN.UTF-8", "en_US", "", "C", "ja_JP"])
def test_both_readers_take_a_locale_the_same_way(value: str) -> None:
    assert elder.language({"LANG": value}) == saying.by_locale({"LANG": value})
