"""An import goes down only: the skill is walked here, `studio` by import-linter."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

FLOORS: dict[str, int] = {
    "chat": 7, "door": 6, "home": 5, "prepare": 1, "handlers": 5, "router": 4, "routing": 3,
    "gui_translate": 4, "gui": 3, "client": 2, "words": 1, "tell": 0, "plan": 0, "contract": 0,
    "places": 0,
}  # fmt: skip


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def files() -> list[Path]:
    found: list[Path] = []
    for room in FLOORS:
        if (ROOT / f"{room}.py").exists():
            found.append(ROOT / f"{room}.py")
        found += sorted((ROOT / room).rglob("*.py"))
    return found


def imports(path: Path) -> set[str]:
    """Rooms and packages that this file imports, anywhere in it; relative imports stay inside."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import():
                names |= {alias.name.split(".")[0] for alias in node.names}
            case ast.ImportFrom(module=str(module), level=0):
                names.add(module.split(".")[0])
    return names


@pytest.mark.parametrize("path", files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_the_skill_imports_downwards_only(path: Path) -> None:
    room = room_of(path)
    upward = {
        other
        for other in imports(path) & FLOORS.keys()
        if other != room and FLOORS[other] >= FLOORS[room]
    }
    assert not upward


@pytest.mark.parametrize("path", files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_import_crosses_from_the_skill_to_the_studio(path: Path) -> None:
    assert "studio" not in imports(path)


def test_only_the_client_imports_requests() -> None:
    guilty = [p for p in files() if "requests" in imports(p) and room_of(p) != "client"]
    assert not guilty


def test_the_studio_uses_nothing_of_the_skill() -> None:
    guilty = {
        str(path.relative_to(ROOT)): imports(path) & FLOORS.keys()
        for path in (ROOT / "studio").rglob("*.py")
        if imports(path) & FLOORS.keys()
    }
    assert not guilty


def test_the_floors_of_the_studio_hold() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; "
         "lint_imports_command(['--no-cache'])"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    ("module", "room"),
    [("subprocess", "media"), ("multiprocessing", "jobs")],
    ids=["only media starts other programs", "only jobs starts workers of our own"],
)
def test_processes_are_started_in_one_room(module: str, room: str) -> None:
    guilty = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "studio").rglob("*.py")
        if module in imports(path) and path.relative_to(ROOT / "studio").parts[0] != room
    ]
    assert not guilty


def test_only_the_api_knows_the_web_framework() -> None:
    allowed = {"api", "serve.py"}
    guilty = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "studio").rglob("*.py")
        if imports(path) & {"starlette", "uvicorn"}
        and path.relative_to(ROOT / "studio").parts[0] not in allowed
    ]
    assert not guilty
