"""A bell: threads ring it, requests that wait for news hear it."""

from __future__ import annotations

import asyncio
import contextlib
import threading


class Bell:
    """Wakes everybody who waits for news on a topic."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ears: dict[str, set[Ear]] = {}

    def ring(self, topic: str) -> None:
        """From any thread."""
        with self._lock:
            ears = tuple(self._ears.get(topic, ()))
        for ear in ears:
            ear.wake()

    def listen(self, topic: str) -> Ear:
        """Somebody who hears every ring from now on, until it is closed."""
        ear = Ear(self, topic)
        with self._lock:
            self._ears.setdefault(topic, set()).add(ear)
        return ear

    def forget(self, ear: Ear) -> None:
        with self._lock:
            ears = self._ears.get(ear.topic, set())
            ears.discard(ear)
            if not ears:
                self._ears.pop(ear.topic, None)


class Ear:
    """One listener. A ring between two waits is not lost."""

    def __init__(self, bell: Bell, topic: str) -> None:
        self.topic = topic
        self._bell = bell
        self._loop = asyncio.get_running_loop()
        self._rang = asyncio.Event()

    def wake(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(self._rang.set)

    async def wait(self, seconds: float) -> bool:
        """Whether it rang within that time."""
        try:
            await asyncio.wait_for(self._rang.wait(), seconds)
        except TimeoutError:
            return False
        self._rang.clear()
        return True

    def close(self) -> None:
        self._bell.forget(self)
