"""A server from its first breath to its last: bound, announced, idle, stopped."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import secrets
import signal
import socket
import sqlite3
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn

from studio import api, bootstrap, planner
from studio.api.patience import Patient
from studio.bootstrap import Serving
from studio.service import rendering, tidy
from studio.service import say as talk
from studio.service.studio import Studio
from studio.store import Newer, single
from studio.timeline.model import Timeline

log = logging.getLogger("studio.serve")
_SETTLE = 0.05  # seconds after the start
_USUAL = "trim the first 3 seconds, add lo-fi at 35%, fade it out and add the title Hello"
_TIDY = 6 * 3600.0  # seconds between two rounds of tidying
_BELOW = 5.0  # seconds between two looks whether there is anything to do


def run(serving: Serving, environ: Mapping[str, str] = os.environ) -> int:
    """Serves until somebody stops it, or nobody needs it; the exit status."""
    os.umask(0o077)
    serving.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        holding = single.hold(serving.data)
    except single.Taken:
        print(f"Another studio works in {serving.data}.", file=sys.stderr)
        return 3
    try:
        listening = _bound(serving)
    except OSError as error:
        where = f"{serving.host}:{serving.port}"
        print(f"Cannot listen on {where}: {error.strerror}.", file=sys.stderr)
        return 4
    bootstrap.start_logging(serving)
    try:
        studio = bootstrap.studio(serving, environ)
    except (Newer, sqlite3.DatabaseError) as error:
        newer = isinstance(error, Newer)
        why = "a newer studio wrote it, so update this one" if newer else str(error)
        print(f"The data in {serving.data} cannot be used: {why}.", file=sys.stderr)
        return 5
    _survive_signals()
    _recover(studio)
    planner.understand(_USUAL, timeline=Timeline())  # phrases are read before they are needed
    try:
        asyncio.run(_serve(studio, serving, listening))
    finally:
        _farewell(studio, serving)
        holding.close()
    return 0


def _survive_signals() -> None:
    """Uvicorn stops by these signals, and raises them once more when it has stopped.

    That second time must not end the process before it has taken its leave.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)


def _bound(serving: Serving) -> socket.socket:
    """A listening socket. An embedded studio likes the port it had before, else takes any.

    Clients know a backend by its address: on the same port they find their sessions again.
    """
    family = socket.AF_INET6 if ":" in serving.host else socket.AF_INET
    before = serving.data / "port"
    wanted = [serving.port]
    if serving.runtime is not None:
        wanted = [*_kept_port(before), 0]
    for number, port in enumerate(wanted, 1):
        # TCP said outright: only then does asyncio switch Nagle's delay of 40 ms off
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            if os.name == "posix":  # elsewhere it would let two servers share a port
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((serving.host, port))
            listening.listen(128)
        except OSError:
            listening.close()
            if number == len(wanted):
                raise
            continue
        if serving.runtime is not None:
            before.write_text(str(listening.getsockname()[1]), encoding="ascii")
        return listening
    raise AssertionError("there is always a port to try")


def _kept_port(file: Path) -> list[int]:
    try:
        port = int(file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return []
    return [port] if 1024 <= port <= 65535 else []


async def _serve(studio: Studio, serving: Serving, listening: socket.socket) -> None:
    key = secrets.token_urlsafe(32) if serving.runtime is not None else ""
    stopping = asyncio.Event()
    gate = api.build(
        studio, key=key, hosts=_names(serving), public=serving.public, stop=stopping.set,
        idle_after=serving.idle,
    )  # fmt: skip
    config = uvicorn.Config(
        gate, http=Patient, log_config=None, access_log=False, lifespan="off", server_header=True,
        proxy_headers=bool(serving.proxies), forwarded_allow_ips=",".join(serving.proxies),
        timeout_graceful_shutdown=3, timeout_keep_alive=30, h11_max_incomplete_event_size=65536,
    )  # fmt: skip
    server = uvicorn.Server(config)
    watching = asyncio.create_task(_watch(server, gate, studio, stopping, serving.idle))
    announcing = asyncio.create_task(_announce(server, serving, listening, key, studio))
    try:
        await server.serve(sockets=[listening])
    finally:
        watching.cancel()
        announcing.cancel()


def _names(serving: Serving) -> frozenset[str]:
    """The host names that are this server's."""
    own = [serving.public and urlsplit(serving.public).hostname, serving.host, "localhost"]
    return frozenset(name.lower() for name in (*own, *serving.hosts) if name)


async def _announce(
    server: uvicorn.Server, serving: Serving, listening: socket.socket, key: str, studio: Studio
) -> None:
    """Says where it is to be found, once it answers there."""
    while not server.started:
        await asyncio.sleep(0.005)
    host, port = listening.getsockname()[:2]
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    log.info("listening", extra={"url": url, "version": studio.version})
    if serving.runtime is None:
        print(f"The studio listens on {serving.public or url}", flush=True)
        return
    told = {
        "url": url, "pid": os.getpid(), "key": key, "version": studio.version,
        "started": time.time(),
    }  # fmt: skip
    serving.runtime.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    bootstrap.private(serving.runtime, json.dumps(told).encode())


def _recover(studio: Studio) -> None:
    """Ends or begins again what a killed server left behind; before anything new is asked for."""
    tidy.clear(studio)
    turns = talk.recover(studio)
    again, given_up = rendering.recover(studio)
    log.info("recovered", extra={"turns": turns, "renders": again, "given_up": given_up})


async def _watch(
    server: uvicorn.Server,
    gate: api.Gate,
    studio: Studio,
    stopping: asyncio.Event,
    idle: float,
) -> None:
    """Stops the server when it is told to, or when nobody has needed it for so long."""
    await asyncio.sleep(_SETTLE)
    await asyncio.to_thread(tidy.tidy, studio)
    tidied = time.monotonic()
    while True:
        try:
            await asyncio.wait_for(stopping.wait(), min(_BELOW, idle / 4) if idle else _BELOW)
            break
        except TimeoutError:
            if time.monotonic() - tidied > _TIDY:
                tidied = time.monotonic()
                await asyncio.to_thread(tidy.tidy, studio)
            busy = gate.open or studio.engine.busy() or studio.lanes.busy()
            if idle and not busy and time.monotonic() - gate.last > idle:
                log.info("idle", extra={"seconds": idle})
                break
    server.should_exit = True


def _farewell(studio: Studio, serving: Serving) -> None:
    """Stops what is going on so that the next start can take it up, and takes the address away."""
    studio.closing.set()
    if serving.runtime is not None:
        _withdraw(serving.runtime)
    studio.engine.close()
    studio.crew.close()
    studio.lanes.close()
    studio.store.close()
    log.info("stopped")


def _withdraw(runtime: Path) -> None:
    """Removes the runtime file, unless it is another server's by now."""
    try:
        told = json.loads(runtime.read_text(encoding="utf-8"))
        if told.get("pid") == os.getpid():
            runtime.unlink()
    except (OSError, ValueError):
        return
