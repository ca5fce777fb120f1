"""The one page for people: the project that a claim link stands for. No script, nothing fetched."""

from __future__ import annotations

from html import escape

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from studio.api.context import studio_of
from studio.api.replies import language
from studio.service import claims, refusals
from studio.service.claims import Film, Project
from studio.words import Lang, say

_SAFE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",  # the address holds the token
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}
_LOOK = """body{font:16px/1.6 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem;
color:#222;background:#fafafa}li{margin:.6rem 0}small{color:#666}
@media(prefers-color-scheme:dark){body{color:#ddd;background:#161616}a{color:#8ab4f8}}"""


async def project(request: Request) -> Response:
    """The project's timeline in one line, and its finished files to fetch."""
    lang = language(request)
    secret = request.query_params.get("ct", "")[:200]
    try:
        found = await run_in_threadpool(claims.project, studio_of(request), secret, lang)
    except refusals.BadLink as error:
        return _page(f"<p>{escape(error.sentence(lang))}</p>", lang, status=404)
    return _page(_shown(found, lang), lang)


def _shown(found: Project, lang: Lang) -> str:
    rows = "".join(map(_film, found.films))
    nothing = f"<p>{escape(say('service.page_no_films', lang))}</p>"
    version = escape(say("service.page_version", lang, number=found.versions))
    return (
        f"<p>{escape(found.summary)}</p><p><small>{version}</small></p>"
        f"<h2>{escape(say('service.page_films', lang))}</h2>"
        + (f"<ul>{rows}</ul>" if rows else nothing)
    )


def _film(film: Film) -> str:
    about = f"{film.size / 1e6:.1f} MB, {film.about}"
    link = f'<a href="{escape(film.url)}">{escape(film.name)}</a>'
    return f"<li>{link} <small>{escape(about)}</small></li>"


def _page(body: str, lang: Lang, *, status: int = 200) -> Response:
    title = escape(say("service.page_title", lang))
    whole = (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_LOOK}</style><h1>{title}</h1>{body}</html>"
    )
    return HTMLResponse(whole, status, _SAFE)
