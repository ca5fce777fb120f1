"""What the service refuses, with the code of the wire contract and the HTTP status beside it.

The docstring is the sentence in English; `language/<lang>/service.yaml` has it for users.
"""

from __future__ import annotations

from typing import ClassVar

from studio.errors import StudioError
from studio.words import Lang, say


class Refusal(StudioError):
    """The request cannot be carried out."""

    status: ClassVar[int] = 400

    def sentence(self, lang: Lang) -> str:
        return say(f"service.{self.key}", lang, **self.values)


class NoClient(Refusal):
    """The X-Client-Id header is missing. Make a UUID, keep it, and send it."""

    key, code, status = "no_client", 400, 400


class BadClient(Refusal):
    """The X-Client-Id header must be 8 to 128 letters, digits, dots, dashes or underscores."""

    key, code, status = "bad_client", 400, 400


class BadToken(Refusal):
    """The token is missing, unknown or expired. Ask for a new one."""

    key, code, status = "bad_token", 1001, 401


class TooManyTokens(Refusal):
    """This client already has a token that is good for another {hours} hours."""

    key, code, status = "too_many_tokens", 429, 429


class CrowdedAddress(Refusal):
    """Too many clients asked for a token from this address. Try again in {hours} hours."""

    key, code, status = "crowded_address", 429, 429


class TooMany(Refusal):
    """Too much is waiting already. Wait until some of it is done, then ask again."""

    key, code, status = "too_many", 429, 429


class SessionGone(Refusal):
    """Session not found: {session}."""

    key, code, status = "session_gone", 1002, 404


class NoTurn(Refusal):
    """There is nothing to resume in this session."""

    key, code, status = "no_turn", 404, 404


class NoCredits(Refusal):
    """This takes {price} credits and {available} are left. Nothing was changed."""

    key, code, status = "no_credits", 2001, 403


class Unsupported(Refusal):
    """{name} is no file that can be used here. Accepted: {accepted}."""

    key, code, status = "unsupported", 4001, 415


class Damaged(Refusal):
    """{name} cannot be read: {reason}."""

    key, code, status = "damaged", 4001, 415


class TooLarge(Refusal):
    """{name} is larger than {limit} MB. Compress or trim it, then send it again."""

    key, code, status = "too_large", 4002, 413


class NoFiles(Refusal):
    """The upload holds no file. Send at least one in the field "files", or a list of urls."""

    key, code, status = "no_files", 400, 400


class TooManyFiles(Refusal):
    """More than {limit} files in one upload. Send them in several."""

    key, code, status = "too_many_files", 4002, 413


class NotFetched(Refusal):
    """{url} could not be fetched: {reason}."""

    key, code, status = "not_fetched", 4001, 422

    def sentence(self, lang: Lang) -> str:
        reason = say(f"service.fetch_{self.values['why']}", lang, **self.values)
        return say("service.not_fetched", lang, **self.values, reason=reason)


class NoAttribution(Refusal):
    """Exports need the headers {headers}. Update the skill that sent this."""

    key, code, status = "no_attribution", 402, 402


class NothingToExport(Refusal):
    """There is nothing on the timeline yet. Add a video, photos, music or a title first."""

    key, code, status = "nothing_to_export", 409, 409


class BadExport(Refusal):
    """The export cannot be made as asked: {reason}."""

    key, code, status = "bad_export", 400, 400

    def sentence(self, lang: Lang) -> str:
        reason = say(f"service.export_{self.values['why']}", lang, **self.values)
        return say("service.bad_export", lang, reason=reason)


class NoExport(Refusal):
    """There is no export with the id {export}."""

    key, code, status = "no_export", 404, 404


class NoVersion(Refusal):
    """There is no version {version} of this timeline."""

    key, code, status = "no_version", 404, 404


class NotReady(Refusal):
    """The export is not finished yet."""

    key, code, status = "not_ready", 409, 409


class FileGone(Refusal):
    """The file of this export is no longer kept. Export again."""

    key, code, status = "file_gone", 410, 410


class DiskFull(Refusal):
    """The disk is full where the studio keeps its files. Free some space, then try again."""

    key, code, status = "disk_full", 507, 507


class BadRequest(Refusal):
    """The request cannot be read: {reason}."""

    key, code, status = "bad_request", 400, 400


class NotFound(Refusal):
    """There is nothing at this address."""

    key, code, status = "not_found", 404, 404


class NotThatWay(Refusal):
    """This address does not take {method} requests."""

    key, code, status = "not_that_way", 405, 405


class TooSlow(Refusal):
    """Nothing more of this request came for {seconds} s, so it was let go. Send it again."""

    key, code, status = "too_slow", 408, 408


class TooLong(Refusal):
    """The message is longer than {limit} characters. Say it in fewer words."""

    key, code, status = "too_long", 400, 400


class NoKey(Refusal):
    """This studio belongs to another user of this machine."""

    key, code, status = "no_key", 403, 403


class ForeignPage(Refusal):
    """Requests from web pages of other sites, or under a foreign name, are not answered."""

    key, code, status = "foreign_page", 403, 403


class Busy(Refusal):
    """The studio is still working. Ask with force to stop it all the same."""

    key, code, status = "busy", 409, 409


class BadLink(Refusal):
    """This link is not valid, or no longer."""

    key, code, status = "bad_link", 403, 403


class Unexpected(Refusal):
    """Something went wrong in the studio. The timeline is as it was; the log says more ({mark})."""

    key, code, status = "unexpected", 500, 500
