"""One call, from its words to its exit code: which works it is, each routed, carried out, told."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import contract
import places
import plan
import prepare
import router
import words
from door import backend, batch, conversation, found, mishap, output, planned
from door.arguments import Arguments, Usage
from door.events import JsonLines
from door.found import Asked, NotThere
from door.output import Place
from door.screen import Screen, shown
from door.spoken import Spoken
from prepare import saying

if TYPE_CHECKING:
    from door.carrying import House
    from door.terminal import Terminal


class Refused(Exception):
    """What cannot be begun, as the code and the sentence that the user gets."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code, self.text = code, text


def _studio(asked: Arguments) -> int:
    """Shows, stops or explains the service on this machine."""
    import home

    code: int = home.command(list(asked.words[1:]))
    return code


def _tell(asked: Arguments, lang: words.Lang, environ: Mapping[str, str]) -> JsonLines | Terminal:
    """Who hears what happens; a plan is JSON, and so is what kept it from being made."""
    if asked.json or asked.plan:
        return JsonLines()
    from door.terminal import Terminal  # brings the client, which a plan alone does not need

    return Terminal(lang, Screen.of(sys.stdout, environ))


@dataclass(frozen=True, slots=True)
class Planned:
    """A work, what was said, and what that comes down to."""

    work: batch.Work
    message: str
    language: str  # the message without the paths in it, which are spelled alike everywhere
    plan: plan.Plan


def main(asked: Arguments, environ: Mapping[str, str]) -> int:
    """The exit code of this call."""
    if asked.do == "studio":
        return _studio(asked)
    visit = Visit.of(asked, environ)
    if not asked.words and not asked.files:
        return conversation.main(visit)
    return 0 if visit.turn(asked.words, asked.files) else 1


@dataclass(slots=True)
class Visit:
    """What stays the same from one message to the next."""

    asked: Arguments
    environ: Mapping[str, str]
    tell: JsonLines | Terminal
    place: Place
    home_lang: words.Lang
    _house: House | None = None  # the backend and all that speaks to it, from the first turn on

    @classmethod
    def of(cls, asked: Arguments, environ: Mapping[str, str]) -> Visit:
        lang = saying.by_locale(environ)
        backend.choice(asked.backend, environ)  # nonsense is wrong usage, before anything is done
        return cls(asked, environ, _tell(asked, lang, environ), output.place(asked.out), lang)

    @property
    def skill(self) -> contract.Skill:
        """The skill that this folder is, by the SKILL.md beside the code."""
        from client import Identity

        name = Identity.of(prepare.ROOT, sys.argv[0] or None, self.environ).name
        skills = contract.load().skills
        return skills.get(name) or next(iter(skills.values()))

    @property
    def session(self) -> str:
        return self.asked.session or "default"

    def turn(self, typed: tuple[str, ...], files: tuple[str, ...] = ()) -> bool:
        """Whether all that one message asked for was done; what was not has been said."""
        spoken = Spoken(places.cache(), self.session)
        lang = self._shown(words.detect(found.spoken(typed), default=spoken.last(self.home_lang)))
        try:
            wanted = self._understood(typed, files, lang)
            if self.asked.plan:
                sys.stdout.write(planned.as_json(*(one.plan for one in wanted)))
                sys.stdout.flush()
                return True
            lang = words.detect(wanted[0].language, default=lang)
            spoken.now(lang)
            lang = self._shown(lang)
            well = self._carried_out(wanted, lang)
        except Refused as refused:
            self.tell.error(refused.code, refused.text)
            well = False
        except (Usage, BrokenPipeError):
            raise
        except KeyboardInterrupt:
            self._leave_line()
            raise
        except Exception as error:  # one message that fails is not the end of a conversation
            if mishap.interrupted(error):
                self._leave_line()
                raise KeyboardInterrupt from None
            text = words.say("door.internal", lang, log=mishap.noted(error))
            self.tell.error("internal", text)
            well = False
        if not self.asked.plan:
            self.tell.done(ok=well)
        return well

    def _leave_line(self) -> None:
        """A bar that stands half-drawn is not written over."""
        if not isinstance(self.tell, JsonLines):
            self.tell.done(ok=False)

    def _shown(self, lang: words.Lang) -> words.Lang:
        """The language, from here on the watcher's too; English where Chinese would be `????`."""
        if isinstance(self.tell, JsonLines):
            return lang
        self.tell.lang = lang if self.tell.screen.han else "en"
        return self.tell.lang

    def _understood(
        self, typed: tuple[str, ...], files: tuple[str, ...], lang: words.Lang
    ) -> list[Planned]:
        try:
            asked = found.asked(typed, files, _is_command)
            _check(asked, lang)
            spread = _spread(asked, lang)
            works = batch.works(asked.message, spread.files)
            if len(works) > 1 and self.place.is_file:
                raise Usage("one_file_for_many")
            return [_planned(spread.message, work, many=len(works) > 1) for work in works]
        except NotThere as missing:
            text = words.say("door.not_there", lang, name=shown(str(missing)))
            raise Refused("file_missing", text) from None
        except Usage as usage:
            if usage.key != "empty":
                raise
            raise Refused("empty_message", words.say("door.empty", lang, what="")) from None

    def _carried_out(self, wanted: list[Planned], lang: words.Lang) -> bool:
        if self._house is None:
            from door.carrying import House

            chosen = backend.choice(self.asked.backend, self.environ)
            self._house = House(chosen, self.environ, self.tell, self.place, self.asked.force)
        if len(wanted) == 1:
            one, fresh = wanted[0], self.asked.new and not self._house.clients
            return self._house.done(one.plan, self.session, lang, message=one.message, fresh=fresh)
        well: list[bool] = []
        for number, one in enumerate(wanted, 1):
            about = words.say("door.work", lang, number=number, of=len(wanted), name=one.work.name)
            self.tell.text(about)
            session = f"{self.session}/{one.work.name}"
            well.append(self._house.done(one.plan, session, lang, message=one.message, fresh=True))
        self.tell.text(words.say("door.works", lang, done=sum(well), of=len(well)))
        return all(well)


def _is_command(word: str) -> bool:
    """Whether a single word is something to do rather than the name of a file that is there."""
    return "sse" not in router.route(word).intents


def _planned(message: str, work: batch.Work, *, many: bool) -> Planned:
    wanted = router.route(message, work.files)
    steps = batch.of_work(wanted, work) if many else found.resolved(wanted, work.files)
    language = message
    for file in (file for step in wanted.steps for file in step.files):
        language = language.replace(file, " ")
    return Planned(work, message, language, steps)


def _check(asked: Asked, lang: words.Lang) -> None:
    most = contract.load().limits["message"]
    if len(asked.message) > most:
        raise Refused("message_too_long", words.say("door.too_long", lang, most=most))


def _spread(asked: Asked, lang: words.Lang) -> Asked:
    """The same with every folder replaced by the media files in it."""
    files: list[str] = []
    for file in asked.files:
        if "://" in file or not Path(file).is_dir():
            files.append(file)
            continue
        try:
            inside = batch.inside(Path(file))
        except OSError:
            text = words.say("door.folder_closed", lang, name=shown(file))
            raise Refused("file_unreadable", text) from None
        if not inside:
            text = words.say("door.folder_empty", lang, name=shown(file))
            raise Refused("folder_empty", text)
        files += inside
    return replace(asked, files=tuple(dict.fromkeys(files)))
