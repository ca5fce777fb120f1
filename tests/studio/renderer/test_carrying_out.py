"""A render as a piece of work: watched, cancelled, failing honestly, leaving nothing behind."""

from __future__ import annotations

import shutil
import subprocess
import threading
import time
from pathlib import Path

import msgspec
import pytest

from studio import media
from studio.media import engine, errors
from studio.media.process import Limits, ffmpeg
from studio.renderer import Output, Receipt, render, told
from studio.timeline.model import Background, Canvas, Timeline
from studio.words import LANGS, say
from tests.studio.media.footage import Footage
from tests.studio.renderer.conftest import Film, clip, sound, timeline, title


@pytest.mark.slow
def test_progress_rises_to_the_end(film: Film, footage: Footage) -> None:
    told = film(clip(), sound(), v=footage.clip(3), m=footage.tone(), output={"height": 90}).told
    assert list(told) == sorted(told) and told[-1] == 1.0 and len(told) > 2
    assert max(told[:-1]) < 1.0


def _endless() -> Timeline:
    one = clip("", 600_000, background=Background(colours=("#ff0000", "#00ff00")))
    return timeline(one, canvas=Canvas(width=1280, height=720))


def test_a_cancelled_render_ends_within_a_second_and_leaves_nothing(tmp_path: Path) -> None:
    stop = threading.Event()
    ended: list[float] = []

    def work() -> None:
        with pytest.raises(errors.Cancelled):
            render(
                _endless(), {}, {}, output=Output(), into=tmp_path / "x.mp4",
                cancelled=stop.is_set,
            )  # fmt: skip
        ended.append(time.monotonic())

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(1.5)
    asked = time.monotonic()
    stop.set()
    thread.join(20)
    assert ended and ended[0] - asked < 6.0  # a second, and a very busy machine
    assert list(tmp_path.iterdir()) == []


def test_a_cancelled_process_takes_its_children_with_it(tmp_path: Path) -> None:
    from studio.media.process import started

    argv = ["/bin/sh", "-c", "sleep 300 & echo $!; wait"]
    with started(argv, cwd=tmp_path, limits=Limits()) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
    time.sleep(0.2)
    state = Path(f"/proc/{child}/stat")
    assert not state.exists() or state.read_text().split(") ")[1][0] == "Z"


def test_a_process_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(errors.TimedOut):
        ffmpeg(
            ["-f", "lavfi", "-i", "testsrc2=r=1000", "-f", "null", "-"],
            cwd=tmp_path, limits=Limits(seconds=0.5),
        )  # fmt: skip


def test_a_process_cannot_write_more_than_it_may(tmp_path: Path) -> None:
    with pytest.raises(errors.EngineFailed):
        ffmpeg(
            ["-f", "lavfi", "-i", "testsrc2", "-t", "5", "-c:v", "rawvideo", "x.avi"],
            cwd=tmp_path, limits=Limits(output=1 << 20),
        )  # fmt: skip
    assert (tmp_path / "x.avi").stat().st_size <= 1 << 20


def test_no_protocol_but_files_and_pipes(tmp_path: Path) -> None:
    from studio.media.process import FILE_ONLY

    for address in ("http://127.0.0.1:9/x", "concat:a|b", "tcp://127.0.0.1:9", "data:,x"):
        done = ffmpeg(
            [*FILE_ONLY, "-i", address, "-f", "null", "-"], cwd=tmp_path, check=False,
            limits=Limits(seconds=10),
        )  # fmt: skip
        assert done.code != 0
        assert any("whitelist" in line or "not found" in line for line in done.words), done.words


def test_ffmpeg_learns_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    from studio.media import process

    monkeypatch.setenv("NEMO_TOKEN", "secret")
    monkeypatch.setenv("http_proxy", "http://x")
    assert not {"NEMO_TOKEN", "http_proxy", "FFREPORT"} & set(process._environment())


def test_a_missing_file_is_named(tmp_path: Path, footage: Footage) -> None:
    path = tmp_path / "v.mp4"
    shutil.copy(footage.clip(1), path)
    materials = {"v": media.material(path, "v", "my holiday.mp4")}
    path.unlink()
    with pytest.raises(errors.MissingFile, match=r"my holiday\.mp4"):
        render(timeline(clip()), {"v": path}, materials, output=Output(), into=tmp_path / "x.mp4")


def test_an_empty_timeline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(errors.NothingToRender):
        render(Timeline(), {}, {}, output=Output(), into=tmp_path / "x.mp4")


def test_a_disk_too_small_is_said_before_anything_is_started(tmp_path: Path) -> None:
    long = timeline(clip("", 10_000_000_000, background=Background()))
    with pytest.raises(errors.NoSpace, match="MB"):
        render(long, {}, {}, output=Output(), into=tmp_path / "x.mp4")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_is_said_and_leaves_nothing(tmp_path: Path, footage: Footage) -> None:
    """On a real, tiny disk; where none can be mounted there is nothing to try."""
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=66m", "tmpfs", str(small)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        source = footage.clip(1)
        (small / "ballast").write_bytes(b"\0" * (66 << 20 >> 1))
        materials = {"v": media.material(source, "v", "a.mp4")}
        with pytest.raises(errors.NoSpace):
            render(
                timeline(clip(duration=1000)), {"v": source}, materials, output=Output(),
                into=small / "x.mp4",
            )  # fmt: skip
        assert [entry.name for entry in small.iterdir()] == ["ballast"]
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_disk_that_fills_up_half_way_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=100m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        ballast = disk / "ballast"

        def fill(share: float) -> None:
            if not ballast.exists():
                with pytest.raises(OSError), ballast.open("wb") as file:
                    while True:
                        file.write(b"0" * (1 << 16))

        one = clip("", 8_000, background=Background(colours=("#ff0000", "#00ff00")))
        noisy = timeline(one, canvas=Canvas(width=1280, height=720))
        with pytest.raises(errors.NoSpace):
            render(noisy, {}, {}, output=Output(), into=disk / "x.mp4", progress=fill)
        assert [entry.name for entry in disk.iterdir()] == ["ballast"]
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_file_that_changed_its_mind_fails_honestly(tmp_path: Path, footage: Footage) -> None:
    path = tmp_path / "v.mp4"
    shutil.copy(footage.clip(2), path)
    materials = {"v": media.material(path, "v", "a.mp4")}
    path.write_bytes(path.read_bytes()[:5000])
    out = tmp_path / "out"
    with pytest.raises((errors.RenderError, errors.MediaError)):
        render(timeline(clip()), {"v": path}, materials, output=Output(), into=out / "x.mp4")
    assert not out.exists() or list(out.iterdir()) == []


def test_two_renders_of_one_timeline_are_the_same(film: Film, footage: Footage) -> None:
    def once() -> bytes:
        made = film(
            clip(duration=1000), title("Hi 好 🎉", 1000), sound(duration=1000),
            v=footage.clip(1), m=footage.tone(), output={"height": 90},
        )  # fmt: skip
        return made.path.read_bytes()

    assert once() == once()


def test_a_receipt_is_json(film: Film, footage: Footage) -> None:
    import msgspec

    receipt = film(clip(duration=500), v=footage.clip(1)).receipt
    assert msgspec.json.decode(msgspec.json.encode(receipt), type=Receipt) == receipt


@pytest.mark.slow
def test_nothing_of_the_sources_texts_is_passed_on(film: Film, footage: Footage) -> None:
    path = footage.made(
        "place.mp4", "-i", footage.clip(1).name, "-c", "copy", "-metadata",
        "location=+48.1351+011.5820/", "-metadata", "comment=SECRET-PLACE",
    )  # fmt: skip
    for way in ({"height": 90}, {}, {"format": "mp3"}, {"format": "webm", "quality": "draft"}):
        made = film(clip(duration=1000), v=path, output=way)
        content = made.path.read_bytes()
        assert b"SECRET-PLACE" not in content and b"+48.1351" not in content


@pytest.mark.parametrize("form", ["gif", "webm", "mp3", "wav", "m4a"])
@pytest.mark.slow
def test_every_format_is_delivered(film: Film, footage: Footage, form: str) -> None:
    made = film(
        clip(duration=1000), sound(duration=1000), v=footage.clip(1), m=footage.tone(),
        output={"format": form, "quality": "draft"},
    )  # fmt: skip
    found = media.probe(made.path)
    assert abs(found.duration - 1000) < 90
    assert (found.picture is not None) == (form in ("gif", "webm"))
    assert bool(found.sounds) == (form != "gif")


@pytest.mark.slow
def test_a_draft_is_small(film: Film, footage: Footage) -> None:
    source = footage.clip(1, size="1280x720")
    made = film(clip(duration=500, picture_fade_in=400), v=source, output={"quality": "draft"})
    assert made.receipt.height == 480


def test_the_newest_ffmpeg_is_used() -> None:
    assert engine.version(engine.executable()) >= (5, 0)
    assert engine.has("overlay", "xfade", "atempo")
    assert not engine.has("no_such_filter")


def test_a_proof_that_fails_is_said_and_takes_nothing_from_the_film(
    footage: Footage, tmp_path: Path
) -> None:
    files = {"v": footage.clip(1), "m": footage.tone()}
    materials = {id: media.material(path, id, path.name) for id, path in files.items()}
    broken = {"sync": {"beats": ["no", "numbers"]}}
    materials["m"] = msgspec.structs.replace(materials["m"], metadata=broken)
    made = timeline(clip(duration=1000), sound(duration=1000))
    receipt = render(made, files, materials, output=Output(), into=tmp_path / "x.mp4")
    assert receipt.sync is None and receipt.warnings == ("sync-unproved",)
    for lang in LANGS:
        assert say("renderer.sync-unproved", lang) in told(receipt, lang)
