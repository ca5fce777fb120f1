"""Work that outlives a request: a port, the local engine beside it, and one for tests."""

from studio.jobs.bell import Bell
from studio.jobs.crew import Crew
from studio.jobs.engine import InlineEngine, ThreadEngine
from studio.jobs.lanes import Lanes
from studio.jobs.life import OVER, after
from studio.jobs.port import Cancelled, Engine, Task

__all__ = [
    "OVER",
    "Bell",
    "Cancelled",
    "Crew",
    "Engine",
    "InlineEngine",
    "Lanes",
    "Task",
    "ThreadEngine",
    "after",
]
