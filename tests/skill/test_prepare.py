"""What is needed, what is there, and where a private environment lies: without any network."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
import yaml

import places
import prepare
import words
from prepare import MARK, NEEDS, laying, saying
from prepare.lock import Lock

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ROOT / "requirements"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of this test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


# -- needs and locks ------------------------------------------------------------------------------


def pinned(kind: str) -> dict[str, str]:
    """Package and version of every line of a lock."""
    text = (LOCKS / f"{kind}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def wanted(kind: str) -> dict[str, str]:
    """Package and rest of every line of what a lock was made from."""
    text = (LOCKS / f"{kind}.in").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z][a-z0-9-]*)(.*)$", text, re.MULTILINE))


@pytest.mark.parametrize("kind", ["skill", "studio"])
def test_the_oldest_good_versions_are_those_the_lock_was_made_from(kind: prepare.Kind) -> None:
    listed = wanted("skill") | (wanted("studio") if kind == "studio" else {})
    floors = {n.package: ">=" + ".".join(map(str, n.oldest)) for n in NEEDS[kind]}
    assert floors == listed


@pytest.mark.parametrize("kind", list(NEEDS))
def test_every_lock_holds_what_is_needed_in_a_good_version(kind: prepare.Kind) -> None:
    versions = {name: prepare._numbers(version) for name, version in pinned(kind).items()}
    assert prepare.satisfied(kind, versions)


def test_a_bigger_lock_holds_the_smaller_in_the_same_versions() -> None:
    for smaller, bigger in (("skill", "studio"), ("studio", "dev")):
        assert pinned(smaller).items() <= pinned(bigger).items()


def test_the_skill_needs_four_packages_and_the_project_says_so() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(project["dependencies"]) == {need.package for need in NEEDS["skill"]}
    more = {n.package for n in NEEDS["studio"]} - {n.package for n in NEEDS["skill"]}
    assert set(project["optional-dependencies"]["studio"]) == more


@pytest.mark.parametrize("lock", ["build", "skill", "studio", "dev"])
def test_every_line_of_a_lock_is_checked_by_hash_and_names_no_index(lock: str) -> None:
    text = (LOCKS / f"{lock}.txt").read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text


# -- what is there --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "package", "version"),
    [
        ("requests-2.34.2.dist-info", "requests", (2, 34, 2)),
        ("sseclient_py-1.9.0.dist-info", "sseclient-py", (1, 9, 0)),
        ("PyYAML-6.0.egg-info", "pyyaml", (6, 0)),
        ("langdetect-1.0.9-py3.11.egg-info", "langdetect", (1, 0, 9)),
        ("numpy-2.5.0rc1.dist-info", "numpy", (2, 5)),
        ("foo.bar-1.dist-info", "foo-bar", (1,)),
    ],
)
def test_versions_are_read_off_a_folder(
    tmp_path: Path, entry: str, package: str, version: tuple[int, ...]
) -> None:
    (tmp_path / entry).mkdir()
    assert prepare.installed([str(tmp_path)]) == {package: version}


def test_of_two_versions_the_one_that_python_finds_first_counts(tmp_path: Path) -> None:
    for folder, version in (("a", "2.30.0"), ("b", "2.34.0")):
        (tmp_path / folder / f"requests-{version}.dist-info").mkdir(parents=True)
    found = prepare.installed([str(tmp_path / "gone"), str(tmp_path / "a"), str(tmp_path / "b")])
    assert found == {"requests": (2, 30, 0)}


def test_a_package_that_is_too_old_is_not_enough() -> None:
    good = {need.package: need.oldest for need in NEEDS["skill"]}
    assert prepare.satisfied("skill", good)
    assert not prepare.satisfied("skill", good | {"requests": (2, 30, 9)})
    assert not prepare.satisfied("studio", good)


def test_a_python_that_has_what_is_needed_is_used_as_it_is(own_cache: Path) -> None:
    said: list[str] = []
    before = list(sys.path)
    prepare.ready("dev", said.append)
    assert prepare.python("dev", said.append) == Path(sys.executable)
    assert (said, sys.path) == ([], before)
    assert not (own_cache / "cache" / "nemovideo" / "environments").exists()


# -- where it lies --------------------------------------------------------------------------------


def test_an_environment_is_named_after_its_lock_and_this_python() -> None:
    names = {kind: prepare.place(kind) for kind in NEEDS}
    assert len(set(names.values())) == 3
    for kind, root in names.items():
        assert root is not None
        assert root.name.startswith(f"{kind}-")
        assert root.name.endswith(prepare.abi())


def test_an_environment_counts_only_with_its_mark_and_whole(tmp_path: Path) -> None:
    root = tmp_path / "env"
    (root / "bin").mkdir(parents=True)
    (root / "packages").mkdir()
    assert prepare.built(root) is None
    (root / MARK).write_text("bin/python\npackages\n", encoding="utf-8")
    assert prepare.built(root) is None  # its Python is gone
    (root / "bin" / "python").symlink_to(sys.executable)
    assert prepare.built(root) == prepare.Environment(
        root, root / "bin" / "python", root / "packages"
    )
    (root / MARK).write_text("half", encoding="utf-8")
    assert prepare.built(root) is None


def test_inside_an_environment_only_its_packages_are_seen(tmp_path: Path) -> None:
    packages = tmp_path / "packages"
    packages.mkdir()
    (packages / "only_here.py").write_text("found = True\n", encoding="utf-8")
    code = (
        "import sys, prepare; from pathlib import Path; "
        f"prepare.enter(prepare.Environment(Path('x'), Path('y'), Path({str(packages)!r}))); "
        "import only_here\n"
        "try:\n import requests\nexcept ImportError:\n print('alone')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "alone\n"


def test_the_cache_is_a_private_folder_of_this_user(own_cache: Path) -> None:
    folder = places.cache()
    assert folder is not None
    assert folder.is_relative_to(own_cache)
    assert os.name != "posix" or folder.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_a_cache_that_others_could_write_to_is_not_used(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = own_cache / "cache" / "nemovideo"
    shared.mkdir(parents=True)
    shared.chmod(0o777)
    monkeypatch.setattr("tempfile.tempdir", str(own_cache))
    folder = places.cache()
    assert folder is not None
    assert folder != shared
    assert folder.parent == own_cache


def test_a_relative_cache_folder_is_ignored(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    if sys.platform == "linux":
        assert places.cache() == own_cache / ".cache" / "nemovideo"


def test_a_python_of_ours_compiles_into_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    environ = places.environment()
    assert "PYTHONDONTWRITEBYTECODE" not in environ
    assert "PYTHONPATH" not in environ
    assert environ["PYTHONPYCACHEPREFIX"].startswith(str(places.cache()))


# -- how it is laid -------------------------------------------------------------------------------


def test_both_ways_check_hashes_and_build_nothing_but_the_one_source(tmp_path: Path) -> None:
    by_pip = laying.by_pip(("pip",), "studio", tmp_path / "env")
    by_uv = laying.by_uv("uv", "studio", tmp_path / "env")
    for _, *installs in (by_pip, by_uv):
        for command in installs:
            assert "--require-hashes" in command
            assert command[command.index("--only-binary") + 1] == ":all:"
        assert installs[0][-1].endswith("build.txt")
        assert installs[1][-1].endswith("studio.txt")
        assert "--no-build-isolation" in installs[1]


def test_an_installer_gets_the_users_index_and_proxy_and_no_secret() -> None:
    given = {
        "PIP_INDEX_URL": "https://mirror.example", "HTTPS_PROXY": "http://proxy", "PATH": "/bin",
        "PIP_TARGET": "/elsewhere", "PIP_USER": "1", "PYTHONPATH": "/x", "NEMO_TOKEN": "secret",
    }  # fmt: skip
    kept = laying.installers(given)
    assert kept["PIP_INDEX_URL"] == "https://mirror.example"
    assert kept["HTTPS_PROXY"] == "http://proxy"
    assert kept["PIP_USER"] == "0"
    assert not {"PIP_TARGET", "PYTHONPATH", "NEMO_TOKEN"} & kept.keys()


@pytest.mark.parametrize(
    ("output", "key"),
    [
        ("ERROR: Could not install due to an OSError: [Errno 28] No space left", "disk_full"),
        ("error: Failed to write: Disk quota exceeded (os error 122)", "disk_full"),
        ("WARNING: Retrying (Retry(total=1)) after connection broken\nNo matching distribution",
         "offline"),
        ("error: Request failed after 3 retries\n  Caused by: dns error", "offline"),
        ("error sending request for url (https://x)\n tcp connect error: refused", "offline"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "wrong_hash"),
        ("error: Hash mismatch for `requests==2.34.2`", "wrong_hash"),
        ("ERROR: No matching distribution found for numpy==2.4.6", "no_package"),
        (laying.NOTHING_THERE, "no_installer"),
        ("Segmentation fault", "failed"),
    ],
)  # fmt: skip
def test_an_installers_words_come_down_to_a_sentence(output: str, key: str) -> None:
    assert laying.meaning(output) == key
    for lang in words.LANGS:
        assert saying.sentence(key, lang, folder="F", mb=60, log="L")


def test_forgotten_environments_are_removed_and_used_ones_kept(tmp_path: Path) -> None:
    long_ago = time.time() - laying.UNUSED - 60
    for name, age in (("skill-new", 0.0), ("skill-old", long_ago), ("studio-kept", long_ago)):
        (tmp_path / name).mkdir()
        (tmp_path / name / MARK).write_text("x\ny\n", encoding="utf-8")
        if age:
            os.utime(tmp_path / name / MARK, (age, age))
    (tmp_path / "other").mkdir()
    os.utime(tmp_path / "other", (long_ago, long_ago))
    laying.forget(tmp_path, kept=tmp_path / "studio-kept")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["other", "skill-new", "studio-kept"]


def test_a_use_keeps_an_environment_from_being_forgotten(tmp_path: Path) -> None:
    mark = tmp_path / MARK
    mark.write_text("x", encoding="utf-8")
    os.utime(mark, (1, 1))
    prepare._note_use(mark)
    assert time.time() - mark.stat().st_mtime < 60
    os.utime(mark, (time.time() - 60, time.time() - 60))
    before = mark.stat().st_mtime
    prepare._note_use(mark)
    assert mark.stat().st_mtime == before


HOLDER = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from prepare.lock import Lock
with Lock(Path(sys.argv[2]), lambda: print("waiting", flush=True)):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(ROOT), str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_one_waits_for_the_other_and_says_so(tmp_path: Path) -> None:
    with holder(tmp_path / "lock") as first, holder(tmp_path / "lock") as second:
        assert first.stdout is not None
        assert second.stdout is not None
        told = {process: process.stdout.readline() for process in (first, second)}  # type: ignore[union-attr]
        assert sorted(told.values()) == ["held\n", "waiting\n"]
        winner = first if told[first] == "held\n" else second
        loser = second if winner is first else first
        winner.communicate("")
        assert loser.stdout is not None
        assert loser.stdout.readline() == "held\n"
        loser.communicate("")


def test_a_holder_that_is_killed_frees_the_lock(tmp_path: Path) -> None:
    with holder(tmp_path / "lock") as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        first.kill()
        first.wait()
    waited: list[bool] = []
    with Lock(tmp_path / "lock", lambda: waited.append(True)):
        assert not waited


# -- sentences without packages -------------------------------------------------------------------


@pytest.mark.parametrize("namespace", ["prepare", "door"])
@pytest.mark.parametrize("lang", words.LANGS)
def test_the_early_reader_reads_what_yaml_reads(namespace: str, lang: words.Lang) -> None:
    text = (ROOT / "language" / lang / f"{namespace}.yaml").read_text(encoding="utf-8")
    assert saying.sentences(namespace, lang) == yaml.safe_load(text)


@pytest.mark.parametrize(
    ("argv", "locale", "lang"),
    [
        (["add music"], "zh_CN", "en"),
        (["加音乐"], "en_US", "zh"),
        (["加音樂"], "en_US", "zh-Hant"),
        (["--json", "a.mp4"], "zh_TW.UTF-8", "zh-Hant"),
        ([], "zh_CN.UTF-8", "zh"),
        ([], "C", "en"),
        (["你好"], "zh_HK", "zh-Hant"),
    ],
)
def test_the_language_before_any_package_is_there(
    argv: list[str], locale: str, lang: saying.Lang
) -> None:
    assert saying.by_words(argv, {"LANG": locale}) == lang
