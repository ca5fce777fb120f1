"""Clauses about credits, prices, plans and bills."""

from __future__ import annotations

from routing.signs import signs
from routing.view import Verdict, View

_MONEY = signs("credits", "idiom credits", "cost", "price question", "balance", "paid up")
_COST = signs(
    "amount", "what", "cost", "is", "length", "capability", "idiom credits", "particle", "show"
)
_PAYS = signs("amount", "me", "deliver", "material", "delivering", "render", "length", "credits")
_BALANCE = (
    "^[<me><you><what><why><is><show><amount><article><definite><status><again><and>"
    "<to><credits><of><word><length>]*<balance>"
    "[<me><is><status><and><credits><in time><particle><done><word><part><edit><amount><which>]"
    "{0,3}$"
)
_HOW_MANY_LEFT = (
    "<amount>[<deliver><render><result><part><word><material><delivering>]{1,3}.*<left>"
)
_UNMINDED = "<negation>[<me><definite><to><han>]?[<credits><cost><idiom credits>]"
_BUYS = "^<me>*<cost>[<definite><article>]"
_MOVED = "<object>.{0,4}[<credits><idiom credits><cost><balance>].*<edit>"


def money(v: View) -> Verdict | None:
    """Credits, unless the money is part of the picture."""
    if v.has("left") and v.match(_HOW_MANY_LEFT):
        return Verdict("credits", why="how many are left")
    if not v.any(_MONEY):
        return None
    if v.match("^<edit><me>[<credits><balance>]$"):
        return Verdict("credits", why="change my plan")
    if v.has("price question") and not v.match("<on screen>"):
        return Verdict("credits", why="price question")
    if v.has("paid up") and not v.has("credits", "balance"):
        return Verdict("credits", weak=True, why="topped up")
    asked = v.question or v.has("is")
    if not asked and v.match(_UNMINDED):
        return None
    if v.match("<credits>.*<part><is><comparative>") or (
        not asked and v.match("<part>.{0,2}<credits>|<credits>.*[<part><graphic>]")
    ):
        return Verdict("sse", why="film credits")
    if v.match(_MOVED) or (v.has("graphic", "on screen") and not asked):
        return Verdict("sse", why="money as content")
    told = not asked or v.match("^<definite>?<credits><is><comparative>")
    plain = told and not v.has("idiom credits", "price question", "cost")
    if plain and v.match("<credits><to>.*[<edit><comparative>]|<credits>.*<comparative>"):
        return Verdict("sse", why="money as content")
    asks_cost = (asked or v.has("may i")) and v.any(_COST)
    if v.edits_before(_MONEY) and not asks_cost:
        return Verdict("sse", why="money as content")
    if v.has("negation") and v.has("edit"):
        return None
    if v.has("credits", "idiom credits"):
        return Verdict("credits", why="credits")
    if v.has("balance"):
        return Verdict("credits", why="balance") if v.match(_BALANCE) else None
    if asked or v.has("may i") or v.any(_PAYS) or len(v.text) <= 3 or v.match(_BUYS):
        return Verdict("credits", why="cost")
    return None
