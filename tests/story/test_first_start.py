"""The first start on a machine that has Python and nothing else: real installs in folders of ours.

These need the network once, as the first start does.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools import bundle

ROOT = Path(__file__).resolve().parents[2]
PLAN = ("--plan", "add lo-fi music, then export")
OURS = ("nemo_", "python", "virtual_env", "xdg_", "lc_", "uv_")

DOWNLOADED = str(Path.home() / ".cache" / "pip")  # so that a package is fetched once

pytestmark = pytest.mark.slow


@dataclass
class Machine:
    """A home, a Python without any package, and no uv."""

    home: Path
    python: Path

    def environ(self, **more: str) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.lower().startswith(OURS)}
        path = os.pathsep.join(
            folder
            for folder in os.environ.get("PATH", "").split(os.pathsep)
            if not any(Path(folder, name).exists() for name in ("uv", "uv.exe"))
        )
        ours = {"HOME": str(self.home), "LANG": "C.UTF-8", "PATH": path}
        return kept | ours | {"PIP_CACHE_DIR": DOWNLOADED} | more

    def start(self, *words: str, **more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [str(self.python), str(ROOT / "chat.py"), *words],
            env=self.environ(**more), cwd=self.home, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            encoding="utf-8",
        )  # fmt: skip

    def says(self, *words: str, **more: str) -> tuple[int, str, str]:
        process = self.start(*words, **more)
        out, err = process.communicate(timeout=300)
        return process.returncode, out, err

    @property
    def environments(self) -> Path:
        return self.home / ".cache" / "nemovideo" / "environments"

    def finished(self) -> list[Path]:
        return sorted(self.environments.glob("*/complete"))


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    if sys.platform != "linux":
        pytest.skip("the cache folder is looked for where Linux has it")
    bare = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(bare)], check=True)
    (tmp_path / "home").mkdir()
    return Machine(tmp_path / "home", bare / "bin" / "python")


def intents(out: str) -> list[str]:
    return [step["intent"] for step in json.loads(out)["steps"]]


def test_the_first_start_sets_itself_up_in_one_line_and_the_second_does_not(
    machine: Machine,
) -> None:
    before = {p for p in ROOT.rglob("*") if ".git" not in p.parts}
    code, out, err = machine.says(*PLAN)
    assert code == 0, err
    assert intents(out) == ["sse", "export"]
    (line,) = err.splitlines()
    assert line.startswith("Setting up once")
    assert "ready after" in line
    assert machine.says(*PLAN) == (0, out, "")
    changed = {p for p in ROOT.rglob("*") if ".git" not in p.parts} ^ before
    assert not {p for p in changed if p.name == "__pycache__" or p.suffix == ".pyc"}


def test_a_start_that_was_killed_is_repaired_by_the_next(machine: Machine) -> None:
    process = machine.start(*PLAN)
    while not list(machine.environments.glob("skill-*/lib")):
        assert process.poll() is None
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert machine.finished() == []
    code, out, err = machine.says(*PLAN)
    assert code == 0, err
    assert intents(out) == ["sse", "export"]
    assert len(machine.finished()) == 1


def test_two_first_starts_at_once_do_the_work_once(machine: Machine) -> None:
    both = [machine.start(*PLAN), machine.start(*PLAN)]
    said = [process.communicate(timeout=300) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    lines = sorted(err for _, err in said)
    assert [line.split(" ", 1)[0] for line in lines] == ["Another", "Setting"]
    assert len(machine.finished()) == 1


def test_no_network_is_one_sentence_and_leaves_nothing_behind(machine: Machine) -> None:
    nowhere = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull,
        "PIP_EXTRA_INDEX_URL": "", "PIP_FIND_LINKS": "",
    }  # fmt: skip
    code, out, err = machine.says(*PLAN, **nowhere)
    assert (code, out) == (1, "")
    assert "could not be reached" in err
    assert "Traceback" not in err
    code, out, _ = machine.says("--json", "hello", "--backend", "http://127.0.0.1:9", **nowhere)
    events = [json.loads(line) for line in out.splitlines()]
    assert [event["event"] for event in events] == ["error", "done"]
    assert events[0]["code"] == "setup"
    assert list(machine.environments.glob("skill-*/")) == []


def test_an_interpreter_without_any_installer_says_what_to_install(machine: Machine) -> None:
    hidden = "import sys; sys.modules['pip'] = sys.modules['ensurepip'] = None; "
    code = hidden + (
        "import prepare\n"
        "try:\n prepare.ready('skill', print)\n"
        "except prepare.CannotPrepare as problem:\n print(problem)"
    )
    done = subprocess.run(
        [str(machine.python), "-c", code], cwd=ROOT, env=machine.environ(PYTHONPATH=str(ROOT)),
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert "neither pip nor ensurepip" in done.stdout, done.stderr


def test_help_and_wrong_usage_need_no_set_up(machine: Machine) -> None:
    assert machine.says("--help")[0] == 0
    assert machine.says("--version")[1].startswith("music-maker ")
    assert machine.says("--bogus")[0] == 2
    assert not machine.environments.exists()


def test_the_studios_python_has_what_the_studio_needs(machine: Machine) -> None:
    code = "import prepare, sys; print(prepare.studio_python(lambda s: print(s, file=sys.stderr)))"
    done = subprocess.run(
        [str(machine.python), "-c", code], cwd=ROOT, env=machine.environ(PYTHONPATH=str(ROOT)),
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    use = "import starlette, uvicorn, numpy, PIL.Image, soundfile, cv2, imageio_ffmpeg, requests"
    subprocess.run([done.stdout.strip(), "-c", use], check=True)
    code_, _, err = machine.says(*PLAN)  # and the skill needs no second one
    assert (code_, err) == (0, "")


def test_a_bundle_starts_on_its_own(machine: Machine, tmp_path: Path) -> None:
    for name in bundle.names():
        folder = bundle.build(name, tmp_path / "dist")
        done = subprocess.run(
            [str(machine.python), str(folder / "chat.py"), "--version"],
            cwd=machine.home, env=machine.environ(), capture_output=True, encoding="utf-8",
            check=False,
        )  # fmt: skip
        assert done.stdout.split() == [name, "1.0.0"], done.stderr
