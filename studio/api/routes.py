"""Every address of the studio, as a list to read. The server and its document are made from it."""

from __future__ import annotations

from studio.api import bodies, conversation, files, pages, people, renders, self_report
from studio.api.route import Route
from studio.contract import Contract


def table(contract: Contract) -> tuple[Route, ...]:
    """The contract's endpoints, then our own."""
    at = {name: path.replace("{render}", "{export}") for name, path in contract.paths.items()}
    lost = {404: "No such session, or another's"}
    no_export = {404: "No such export, or another's"}
    return (
        Route("token", "POST", at["token"], people.token, "A starter token for a client id",
              headers=("X-Client-Id",), auth=False,
              answers={400: "X-Client-Id is missing", 429: "It has one already"}),
        Route("session", "POST", at["session"], people.open_session, "Open a session",
              body=bodies.OpenSession, answers={400: "The body cannot be read"}),
        Route("credits", "GET", at["credits"], people.credits, "What may still be spent"),
        Route("claim", "POST", at["claim"], people.claim, "A token that stands for a session",
              body=bodies.Claim, answers={400: "The body cannot be read"} | lost),
        Route("say", "POST", at["say"], conversation.say, "Say something; answered as a stream",
              body="message", answers={
                  400: "Not UTF-8, or too long", 403: "Out of credits (2001)", 422: "Not a message",
                  429: "Too many messages are waiting"} | lost),
        Route("state", "GET", at["state"], conversation.state, "The session as it stands",
              answers=lost),
        Route("upload", "POST", at["upload"], files.upload, "Give the session files",
              body="upload", answers={
                  400: "No file in it", 413: "Too large (4002)", 415: "Not usable (4001)",
                  422: "A URL could not be fetched", 507: "The disk is full"} | lost),
        Route("export", "POST", at["export"], renders.start, "Start a render",
              body=bodies.StartExport,
              headers=tuple(contract.attribution), answers={
                  400: "Not a render that can be made", 402: "Attribution headers are missing",
                  409: "Nothing on the timeline", 429: "Too many are waiting",
                  507: "The disk is full"} | lost),
        Route("export_status", "GET", at["export_status"], renders.status,
              "How far a render is", answers=no_export),
        Route("export_cancel", "POST", at["export_cancel"], renders.cancel, "Stop a render",
              answers=no_export),
        Route("download", "GET", at["download"], renders.download, "The finished file",
              answers=no_export | {206: "The range", 304: "Not changed", 409: "Not finished",
                                   410: "No longer kept", 416: "No such range"}),
        Route("material", "GET", "/api/materials/nemo_agent/{user}/{session}/{material}",
              files.material, "A file of the session", answers=lost | {
                  206: "The range", 304: "Not changed", 410: "No longer kept",
                  416: "No such range"}),
        Route("linked", "GET", "/files/{key}/{until}/{signature}/{name}", renders.linked,
              "The finished file, by a signed link", auth=False,
              answers={206: "The range", 304: "Not changed", 403: "Not a good link",
                       410: "No longer kept", 416: "No such range"}),
        Route("project", "GET", contract.claim_page, pages.project,
              "The project of a claim link (`?ct=`), as a page", auth=False,
              answers={404: "Not a good link, or no longer"}),
        Route("given", "GET", "/given/{key}/{until}/{signature}/{name}", files.given,
              "A file that a turn handed over, by a signed link", auth=False,
              answers={403: "Not a good link", 410: "No longer kept"}),
        Route("health", "GET", "/health", self_report.health, "Whether it works", auth=False),
        Route("version", "GET", "/version", self_report.version, "Which studio this is",
              auth=False),
        Route("openapi", "GET", "/openapi.json", self_report.document, "This document",
              auth=False),
        Route("stop", "POST", "/api/studio/stop", self_report.stop,
              "Stop an embedded studio", auth=False, body="stop",
              answers={403: "Not embedded, or without its key", 409: "Busy, and not forced"}),
    )  # fmt: skip
