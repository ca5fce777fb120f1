"""A language model that may help with sentences the grammar does not take; off unless configured.

Any OpenAI-compatible endpoint. It is asked only where nothing at all was understood; what it says
is read by the planner, which takes edits and nothing else. Its silence, slowness or nonsense is as
if it had not been asked. The key goes to that endpoint only: no redirect is followed.
"""

from __future__ import annotations

import http.client
import json
import logging
import ssl
import time
from contextlib import closing
from urllib.parse import urlsplit

from studio.planner import Memory, Understanding
from studio.planner import model as port
from studio.service.studio import ModelSettings
from studio.timeline.model import Material, Timeline

log = logging.getLogger("studio.model")
_MOST = 1 << 20  # bytes of an answer


def helped(
    settings: ModelSettings,
    text: str,
    *,
    timeline: Timeline,
    materials: tuple[Material, ...],
    memory: Memory,
) -> Understanding | None:
    """What the model made of the sentence, if that are edits that can be made; else None."""
    system, user = port.prompt(text, timeline=timeline, materials=materials)
    began = time.monotonic()
    answer = asked(settings, system, user)
    found = None
    if answer is not None:
        found = port.understood(answer, timeline=timeline, materials=materials, memory=memory)
    took = round(time.monotonic() - began, 2)
    log.info("asked", extra={"seconds": took, "answered": answer is not None, "used": bool(found)})
    return found


def asked(settings: ModelSettings, system: str, user: str) -> str | None:
    """The model's words; None where it has none for us. Why is in the log, without its address."""
    try:
        return _exchange(settings, system, user)
    except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError) as error:
        log.warning("no answer", extra={"why": type(error).__name__})
        return None


def _exchange(settings: ModelSettings, system: str, user: str) -> str | None:
    parts = urlsplit(settings.url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(parts.scheme)
    body = {
        "model": settings.name,
        "temperature": 0,
        "response_format": {"type": "json_object"},
        "messages": [
            {"role": "system", "content": system},
            {"role": "user", "content": user},
        ],
    }
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if settings.key:
        headers["Authorization"] = f"Bearer {settings.key}"
    connection = _connection(parts.scheme, parts.hostname, parts.port, settings.seconds)
    with closing(connection):
        path = parts.path.rstrip("/") + "/chat/completions"
        connection.request("POST", path, json.dumps(body).encode(), headers)
        answer = connection.getresponse()
        raw = answer.read(_MOST)
        if answer.status != 200:
            log.warning("no answer", extra={"why": f"status {answer.status}"})
            return None
        said = json.loads(raw)["choices"][0]["message"]["content"]
        return said if isinstance(said, str) else None


def _connection(
    scheme: str, host: str, port: int | None, seconds: float
) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=context)
    return http.client.HTTPConnection(host, port, timeout=seconds)
