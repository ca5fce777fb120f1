"""Lanes keep order, engines keep keys, a bell loses no ring, a worker is replaced."""

from __future__ import annotations

import asyncio
import os
import threading
from concurrent.futures.process import BrokenProcessPool

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.jobs import OVER, Bell, Crew, InlineEngine, Lanes, Task, ThreadEngine, after
from studio.jobs.life import LIFE

HAPPENINGS = ("begin", "finish", "fail", "cancel", "lose")


@given(st.lists(st.sampled_from(HAPPENINGS)))
def test_what_is_over_stays_over(happenings: list) -> None:
    state = "pending"
    for happening in happenings:
        if state in OVER:
            assert after(state, happening) == state
        state = after(state, happening)
        assert state in LIFE


@pytest.mark.parametrize(
    ("state", "happening", "then"),
    [
        ("pending", "begin", "processing"), ("processing", "finish", "completed"),
        ("processing", "cancel", "cancelled"), ("processing", "lose", "pending"),
        ("pending", "finish", "pending"), ("completed", "cancel", "completed"),
    ],
)  # fmt: skip
def test_the_life_of_a_job(state: str, happening, then: str) -> None:
    assert after(state, happening) == then


def test_a_lane_is_done_in_order_and_lanes_do_not_wait_for_each_other() -> None:
    lanes, done, go = Lanes(2), [], threading.Event()
    over = threading.Event()
    lanes.put("a", lambda: go.wait(5) and None)
    for number in range(5):
        lanes.put("a", lambda n=number: done.append(n))
    lanes.put("a", over.set)
    free = threading.Event()
    lanes.put("b", free.set)
    assert free.wait(5)
    assert done == []
    assert lanes.length("a") == 7
    go.set()
    assert over.wait(5)
    assert done == [0, 1, 2, 3, 4]
    lanes.close()
    assert lanes.busy() == 0


def test_a_lane_goes_on_after_work_that_broke(caplog) -> None:
    lanes, over = Lanes(1), threading.Event()
    lanes.put("a", lambda: 1 / 0)
    lanes.put("a", over.set)
    assert over.wait(5)
    lanes.close()
    assert any("broke" in record.message for record in caplog.records)


def test_an_engine_takes_a_key_once_and_stops_it_when_asked() -> None:
    engine, begun = ThreadEngine(1), threading.Event()
    ended = threading.Event()

    def work(task: Task) -> None:
        begun.set()
        while not task.cancelled():
            pass
        ended.set()

    assert engine.submit("a", work, Task())
    assert begun.wait(5)
    assert not engine.submit("a", work, Task())
    assert engine.busy() == 1
    assert engine.cancel("a")
    assert ended.wait(5)
    engine.close()
    assert not engine.cancel("a")


def test_progress_stays_between_nought_and_one() -> None:
    told: list[float] = []
    InlineEngine().submit("a", lambda t: [t.progress(x) for x in (-1, 0.5, 7)], Task(told.append))
    assert told == [0.0, 0.5, 1.0]


def test_a_ring_between_two_waits_is_heard() -> None:
    async def listen() -> list[bool]:
        bell = Bell()
        ear = bell.listen("x")
        thread = threading.Thread(target=bell.ring, args=("x",))
        thread.start()
        thread.join()
        heard = [await ear.wait(1.0), await ear.wait(0.01)]
        bell.ring("y")
        heard.append(await ear.wait(0.01))
        ear.close()
        bell.ring("x")
        return heard

    assert asyncio.run(listen()) == [True, False, False]


@pytest.mark.slow
def test_a_worker_that_dies_is_replaced_and_an_idle_one_goes_home() -> None:
    crew = Crew(idle=0.05)
    first = crew.do(os.getpid)
    assert first != os.getpid()
    with pytest.raises(BrokenProcessPool):
        crew.do(os._exit, 1)
    second = crew.do(os.getpid)
    assert second != first
    gone = threading.Event()
    for _ in range(100):
        if crew._pool is None:
            break
        gone.wait(0.05)
    assert crew._pool is None
    crew.close()
