"""Builds `dist/<name>/` for each of the five skills: what a marketplace or an agent installs.

    python3 -m tools.bundle [NAME …] [--out DIR]

A bundle is the shared code with one SKILL.md on top. Words are not shared: every skill has its own
(`SKILL.md` for music-maker, `skills/<name>/SKILL.md` for the others). Files are copied as they
are, so that two builds of one commit are equal, byte for byte.
"""

from __future__ import annotations

import argparse
import ast
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLAGSHIP = "music-maker"

# What ships, in the order of ARCHITECTURE.md. Tests, benchmarks and tools stay at home:
# marketplaces scan tests as if they were the product.
SHIPPED = (
    "LICENSE", "skill.yaml", "chat.py", "places.py", "prepare", "home", "door", "router.py",
    "routing", "gui_translate.py", "gui", "handlers", "client", "plan.py", "tell.py", "words.py",
    "contract.py", "language", "references", "requirements", "studio",
)  # fmt: skip
LEFT_OUT = {"__pycache__", ".DS_Store"}
MEGABYTE = 1024 * 1024
FILE_LIMIT = 10 * MEGABYTE  # a marketplace's limits
BUNDLE_LIMIT = 50 * MEGABYTE


class BundleError(Exception):
    """The bundle cannot be published as it is."""


def names() -> tuple[str, ...]:
    """The five skills, the flagship first."""
    return (FLAGSHIP, *sorted(path.parent.name for path in ROOT.glob("skills/*/SKILL.md")))


def card(name: str) -> Path:
    """The SKILL.md of this skill."""
    return ROOT / "SKILL.md" if name == FLAGSHIP else ROOT / "skills" / name / "SKILL.md"


def shipped() -> Iterator[tuple[Path, Path]]:
    """Every shared file, as (where it is, where it goes inside a bundle), in a fixed order."""
    for entry in SHIPPED:
        here = ROOT / entry
        if here.is_file():
            yield here, Path(entry)
        for path in sorted(here.rglob("*")) if here.is_dir() else ():
            inside = path.relative_to(ROOT)
            if path.is_file() and not _left_out(inside):
                yield path, inside


def _left_out(inside: Path) -> bool:
    # Marketplaces drop every path with a dotted part, so a bundle must not count on one.
    return any(part in LEFT_OUT or part.startswith(".") for part in inside.parts) or (
        inside.suffix in {".pyc", ".in"}
    )


def build(name: str, out: Path) -> Path:
    """The folder of one finished bundle; what stood there before is replaced."""
    target = out / name
    if target.exists():
        shutil.rmtree(target)
    target.mkdir(parents=True)
    shutil.copyfile(card(name), target / "SKILL.md")
    for here, inside in shipped():
        (target / inside).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(here, target / inside)
    _interface(target, card(name).read_text(encoding="utf-8"))
    _map(target)
    check(target)
    return target


def _interface(target: Path, text: str) -> None:
    """Writes agents/openai.yaml, from which registries take the name that people see."""
    display = _field(text, "displayName")
    summary = _field(text, "description").split(". ")[0]
    (target / "agents").mkdir()
    (target / "agents" / "openai.yaml").write_text(
        f"# How registries list this skill.\ninterface:\n"
        f'  display_name: "{display}"\n  short_description: "{summary[:300]}"\n',
        encoding="utf-8",
    )


def _map(target: Path) -> None:
    """Writes references/files.md: a bundle whose every file is named hides nothing."""
    lines = ["# What every file is for", ""]
    for path in sorted(p for p in target.rglob("*") if p.is_file()):
        inside = path.relative_to(target).as_posix()
        lines.append(f"- `{inside}`{_first_line(path)}")
    (target / "references" / "files.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    door = target / "references" / "door.md"
    with door.open("a", encoding="utf-8") as more:
        more.write("\n## What is in this folder\n\n[files.md](files.md) names each file; read it ")
        more.write("before changing or reviewing code.\n")


def _first_line(path: Path) -> str:
    if path.suffix != ".py":
        return ""
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    return f": {doc.splitlines()[0]}" if doc else ""


def _field(text: str, key: str) -> str:
    found = re.search(rf'^{key}: "([^"\n]*)"$', text, re.MULTILINE)
    if not found:
        raise BundleError(f"SKILL.md lacks {key}")
    return found.group(1)


def check(target: Path) -> None:
    """Nothing, or the reason why a marketplace would refuse this bundle."""
    sizes = {p: p.stat().st_size for p in target.rglob("*") if p.is_file()}
    for path, size in sizes.items():
        if size > FILE_LIMIT:
            raise BundleError(f"{path.name} is {size / MEGABYTE:.1f} MB, 10 MB are allowed")
    total = sum(sizes.values())
    if total > BUNDLE_LIMIT:
        raise BundleError(f"{target.name} is {total / MEGABYTE:.1f} MB, 50 MB are allowed")


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tools.bundle", description=__doc__.splitlines()[0])
    parser.add_argument("name", nargs="*", help="which skills; default: all five")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    asked = parser.parse_args(argv)
    unknown = set(asked.name) - set(names())
    if unknown:
        parser.error(f"no such skill: {', '.join(sorted(unknown))}; there are {', '.join(names())}")
    try:
        for name in asked.name or names():
            target = build(name, asked.out)
            size = sum(p.stat().st_size for p in target.rglob("*") if p.is_file())
            print(f"{target}  {size / MEGABYTE:.1f} MB")
    except (BundleError, OSError) as error:
        print(f"bundle: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
