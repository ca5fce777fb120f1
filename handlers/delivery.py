"""A finished render becomes the user's file: fetched to a part, checked, named, offered to keep."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import words
from client import ApiError, Problem, clean, containers, download, values
from handlers import landing, render_status
from handlers.render_status import RenderStatus
from handlers.turn import Turn
from tell import FileKind

FORMATS: Mapping[str, FileKind] = {
    "mp4": "video", "mov": "video", "webm": "video", "gif": "picture",
    "mp3": "audio", "wav": "audio", "m4a": "audio", "flac": "audio",
}  # fmt: skip
_LOST = ("link_expired", "not_found", "gone", "download_wrong", "download_short")
_ELSEWHERE = (*_LOST, "download", "cut", "timeout", "unreachable", "tls", "redirected",
              "download_address", "server", "bad_answer", "refused")  # fmt: skip
_CLAIM = re.compile(r"[A-Za-z0-9._~\-]{4,256}")
_END = float("inf")
_OFTEN = 0.1  # seconds between two words about progress


def deliver(record: Mapping[str, Any], status: RenderStatus, turn: Turn) -> Path:
    """The path of the finished file, whole and told; the job is forgotten then."""
    store, job_id = turn.client.store, str(record["id"])
    suffix = clean.line(record.get("format") or "mp4", most=8).lower()
    if turn.out_is_file:
        folder, name = turn.out.parent, turn.out.name
    else:
        folder, name = turn.out, landing.fit(str(record.get("name") or ""), suffix=suffix)
    landing.ready(folder)
    part = folder / f"{job_id}.part"
    try:
        size = _fetched(job_id, status, part, suffix, name, turn)
        path = landing.settled(part, folder / name, force=turn.force)
    except Problem as problem:
        with contextlib.suppress(OSError):
            part.unlink()
        if problem.name in _LOST:
            store.drop_job(job_id)
        raise
    store.drop_job(job_id)
    turn.tell.file(path, FORMATS.get(suffix, "project"))
    about = [_megabytes(size), clean.line(status.about)]
    done = words.say("export.done", turn.lang, name=path.name, about=", ".join(filter(None, about)))
    turn.tell.text("\n".join([done, *(clean.line(note, most=400) for note in status.notes)]))
    if status.receipt:
        _keep_receipt(status.receipt, path, turn)
    _offer_claim(turn)
    return path


def _fetched(
    job_id: str, status: RenderStatus, part: Path, suffix: str, name: str, turn: Turn
) -> int:
    """The size of the checked part. A link that fails is asked for anew, then gone around."""
    told = progress(words.say("export.downloading", turn.lang, name=name), turn)
    first: Problem | None = None
    for source in (_as_said, _asked_again, _fallback):
        try:
            url, size = source(job_id, status, turn)
            if not url or (first and url == status.url):
                continue
            _room(part.parent, size)
            done = download.fetch(turn.client, url, part, size=size, told=told)
            _check(part, suffix)
            told(done, done)
            return done
        except Problem as problem:
            first = first or problem
            if problem.name not in _ELSEWHERE:
                raise
            if problem.name in ("download_wrong", "download_short"):
                part.unlink(missing_ok=True)
    raise first or ApiError("download", endpoint="download")


def _as_said(_job: str, status: RenderStatus, _turn: Turn) -> tuple[str, int | None]:
    return status.url, status.size


def _asked_again(job_id: str, _status: RenderStatus, turn: Turn) -> tuple[str, int | None]:
    fresh = render_status.read(turn.client.call("export_status", places={"render": job_id}))
    return fresh.url, fresh.size


def _fallback(job_id: str, status: RenderStatus, turn: Turn) -> tuple[str, int | None]:
    return turn.client.address("download", places={"render": job_id}), status.size


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{max(1, round(size / 1000))} kB"


def _keep_receipt(receipt: Mapping[str, Any], path: Path, turn: Turn) -> None:
    """The whole receipt as JSON beside the file."""
    part = path.with_name(f"{path.name}.receipt.part")
    try:
        part.write_text(json.dumps(receipt, indent=1, ensure_ascii=False), encoding="utf-8")
        landing.settled(part, path.with_name(f"{path.name}.receipt.json"), force=turn.force)
    except (OSError, Problem):  # the film is there; a receipt that does not fit is no failure
        with contextlib.suppress(OSError):
            part.unlink()


def _room(folder: Path, size: int | None) -> None:
    """Nothing where the file will fit; said before the first byte, not after the last."""
    if size is not None and shutil.disk_usage(folder).free < size:
        raise Problem("disk_full", folder=folder)


def _check(part: Path, suffix: str) -> None:
    """Nothing when the part is what was ordered, by its content."""
    with part.open("rb") as file:
        found = containers.sniff(file.read(containers.HEAD))
    if suffix in FORMATS and not (found and containers.same(found, suffix)):
        raise Problem("download_wrong", kind=suffix.upper())


def progress(label: str, turn: Turn) -> Callable[[int, int | None], None]:
    """Tells how far a transfer is, often enough for an eye and not for every block."""
    last = -_OFTEN

    def told(done: int, total: int | None) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _OFTEN or (done == total and last < _END):
            last = _END if done == total else now
            turn.tell.progress(label, min(done / total, 1.0) if total else None)

    return told


def _offer_claim(turn: Turn) -> None:
    """Offers the link that keeps an anonymous project; nothing where there is no such link."""
    client = turn.client
    if client.backend.kind == "local" or client.own_token():
        return
    try:
        answer = client.once(
            "claim", json=lambda s: {"task_id": s.task_id, "session_id": s.session_id}
        )
    except Problem:
        return
    claim = answer.get("claim_token")
    if not isinstance(claim, str) or not _CLAIM.fullmatch(claim):
        return
    if clean.scrubbed(claim, client.secrets()) != claim:  # an access token never goes into a URL
        return
    link = f"{client.web()}{client.rules.service['claim_page']}?ct={quote(claim, safe='')}"
    own = answer.get("claim_url")  # a studio shows its projects itself
    if isinstance(own, str) and own.isprintable() and values.origin(own) == client.backend.origin:
        link = own[:2000]
    turn.tell.offer("claim", words.say("export.claim", turn.lang, link=link))
