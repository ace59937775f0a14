"""docs/errors.md: what http_errors.py knows and measures, as a page."""
from http_errors import BROKEN_ANSWERS, BROKEN_HANDSHAKES, NO_CONNECTION

PEERS = BROKEN_ANSWERS + NO_CONNECTION + BROKEN_HANDSHAKES

INTRODUCTION = """\
# What scripts see when the other end misbehaves

`res.status`, `res.error_code` and `res.error` of `http.get`, as k6 v2.2.0 answers and as Headroom
was measured, with a request time-out of two seconds. *same* compares `res.body` too. An invalid URL
has no peer, and is here because scripts see it in the same fields.

This page is what `tools/error_table build/dev/headroom` prints; a test fails while it is not.
"""

SECTIONS = [
    ("## Answers that break HTTP", BROKEN_ANSWERS,
     "`headroom target` plays each at `/fault/NAME`, and "
     "[says what it is](commands/target-endpoints.md#faults-1)."),
    ("## No connection, or nowhere to connect to", NO_CONNECTION, ""),
    ("## Handshakes that go wrong", BROKEN_HANDSHAKES,
     "`headroom target --tls --tls-fault NAME` plays each, with a script that asks for TLS 1.3. "
     "What k6 says\nof certificates out of their time follows from its sources."),
]

HEAD = """\
| peer | k6: status | code | error | Headroom: status | code | error | same |
|---|---|---|---|---|---|---|---|
"""


def literal(text):
    """Text as Markdown shows it unchanged, also in a table."""
    return f"`{text.replace('|', chr(92) + '|')}`" if text else ""


def cells(answer):
    return f"{answer.status} | {answer.code} | {literal(answer.error)}"


def verdict(k6, headroom):
    if k6 == headroom:
        return "yes"
    return "no" if k6.body == headroom.body else f"no: body {headroom.body!r}, not {k6.body!r}"


def page_of(answers):
    """The page, from the answers of all PEERS in their order."""
    measured = dict(zip((peer.url for peer in PEERS), answers, strict=True))
    text = INTRODUCTION
    for title, peers, words in SECTIONS:
        text += f"\n{title}\n\n" + (f"{words}\n\n" if words else "") + HEAD
        for peer in peers:
            answer = measured[peer.url]
            text += (f"| {literal(peer.name)} | {cells(peer.k6)} | {cells(answer)} | "
                     f"{verdict(peer.k6, answer)} |\n")
    return text
