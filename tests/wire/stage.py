"""A turn set up against the fake service: what was told and slept is kept, nothing waits."""

from __future__ import annotations

import contextlib
import dataclasses
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import client
import contract
import handlers
import words
from plan import Intent, Plan, Step, Wishes
from tests.wire.fake import Fake

ROOT = Path(__file__).resolve().parents[2]


class Told:
    """A Tell that remembers: each call as a tuple, its kind first."""

    def __init__(self) -> None:
        self.all: list[tuple[Any, ...]] = []

    def text(self, text: str) -> None:
        self.all.append(("text", text))

    def progress(self, label: str, fraction: float | None) -> None:
        self.all.append(("progress", label, fraction))

    def file(self, path: Path, kind: str) -> None:
        self.all.append(("file", path, kind))

    def picture(self, path: Path) -> None:
        self.all.append(("picture", path))

    def offer(self, action: str, text: str) -> None:
        self.all.append(("offer", action, text))

    def error(self, code: str, text: str) -> None:
        self.all.append(("error", code, text))

    def of(self, kind: str) -> list[tuple[Any, ...]]:
        return [told[1:] for told in self.all if told[0] == kind]

    @property
    def texts(self) -> str:
        return "\n".join(told[0] for told in self.of("text"))

    @property
    def errors(self) -> list[str]:
        return [told[0] for told in self.of("error")]

    @property
    def files(self) -> list[Path]:
        return [told[0] for told in self.of("file")]

    @property
    def offers(self) -> list[str]:
        return [told[0] for told in self.of("offer")]


@dataclass
class Stage:
    """One user at one backend, turn after turn."""

    fake: Fake
    folder: Path
    kind: client.Kind = "hosted"
    lang: words.Lang = "en"
    skill: str = "music-maker"
    environ: Mapping[str, str] = field(default_factory=dict)
    timings: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""
    told: Told = field(default_factory=Told)
    slept: list[float] = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)
    turn: handlers.Turn = field(init=False)

    def __post_init__(self) -> None:
        self.again()

    def again(self, **options: Any) -> handlers.Turn:
        """A new run of the program by the same user, in the same folder."""
        rules = contract.load()
        timings = MappingProxyType({**rules.timings, **self.timings})
        rules = dataclasses.replace(rules, timings=timings)
        speaking = client.Client(
            client.Backend(self.fake.url, self.kind, self.key),
            client.Identity.of(ROOT, None, self.environ),
            client.Store(self.folder / "config"),
            lang=self.lang,
            tell=self.told,
            environ=self.environ,
            rules=rules,
            sleep=self.slept.append,
        )
        self.turn = handlers.Turn(
            **{
                "client": speaking,
                "skill": rules.skills[self.skill],
                "lang": self.lang,
                "tell": self.told,
                "out": self.folder / "out",
                "environ": self.environ,
                "sleep": self.slept.append,
                "clock": lambda: time.monotonic() + sum(self.slept),
                **self.options,
                **options,
            }
        )
        return self.turn

    def run(self, *steps: Step) -> bool:
        return handlers.carry_out(Plan(steps), self.turn)

    def say(self, text: str) -> bool:
        return self.run(Step("sse", text))

    def do(self, intent: Intent) -> bool:
        return self.run(Step(intent))

    def export(self, **wishes: Any) -> bool:
        return self.run(Step("export", "export", wishes=Wishes(**wishes)))

    def killed(self) -> None:
        """A run that is stopped while it waits for its render; the next one is ready."""

        def stop(_seconds: float) -> None:
            raise KeyboardInterrupt

        self.turn.sleep = stop
        with contextlib.suppress(KeyboardInterrupt):
            self.export()
        assert len(self.turn.client.store.jobs()) == 1
        self.again()

    def upload(self, *files: Path | str) -> bool:
        return self.run(Step("upload", files=tuple(map(str, files))))

    def delivered(self) -> list[Path]:
        out = self.turn.out
        return sorted(path for path in out.glob("**/*") if path.is_file()) if out.is_dir() else []
