"""The sandbox's own HTML: one shell around every page, a few pieces to fill it, and the index of stand-ins."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from platforms.sandbox.plumbing import Response, StandIn

Options = Sequence[tuple[str, str]]
"""Pairs of value and label."""

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; frame-ancestors 'none'"
)

_SHELL = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/sandbox.css">
<script type="module" src="/sandbox.js"></script>
</head>
<body>
<header class="banner" role="note"><strong>Sandbox.</strong> {notice}</header>
<main>
{body}
</main>
</body>
</html>
"""
NOTICE = "A stand-in for practice: it plays the platform on this machine, and nothing leaves it."


def shell(title: str, *sections: str, notice: str = NOTICE) -> str:
    return _SHELL.format(title=escape(title), notice=escape(notice), body="\n".join(sections))


def page_response(markup: str, *, status: int = 200) -> Response:
    """A page that runs nothing and loads nothing but what the sandbox itself serves."""
    headers = (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", _POLICY),
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
    )
    return Response(status=status, headers=headers, body=markup.encode())


def section(heading: str, *pieces: str, note: str = "", name: str = "", live: bool = False) -> str:
    """A titled part of a page; a `live` one is kept up to date where scripts run."""
    marks = (f' id="{escape(name)}"' if name else "") + (" data-live" if live else "")
    said = f'<p class="quiet">{escape(note)}</p>' if note else ""
    return f"<section{marks}><h2>{escape(heading)}</h2>{said}{''.join(pieces)}</section>"


def table(headings: Iterable[str], rows: Iterable[Iterable[str]], *, empty: str) -> str:
    """Cells are markup already; with no rows, one sentence says so."""
    lines = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    if not lines:
        return f'<p class="empty">{escape(empty)}</p>'
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    inside = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="scroll" tabindex="0" role="region" aria-label="Table">{inside}</div>'


def select(name: str, label: str, options: Options, *, chosen: str = "") -> str:
    return f'<label>{escape(label)}<select name="{escape(name)}">{_choices(options, chosen)}</select></label>'


def grouped_select(name: str, label: str, groups: Mapping[str, Options]) -> str:
    inside = "".join(f'<optgroup label="{escape(group)}">{_choices(options, "")}</optgroup>' for group, options in groups.items())
    return f'<label class="wide">{escape(label)}<select name="{escape(name)}">{inside}</select></label>'


def _choices(options: Options, chosen: str) -> str:
    return "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(label)}</option>' for value, label in options
    )


def number(name: str, label: str, value: float, *, least: float = 0, step: str = "1") -> str:
    shown = int(value) if value == int(value) else value
    return (
        f'<label>{escape(label)}<input type="number" name="{escape(name)}" value="{shown}" min="{least:g}" step="{escape(step)}"'
        ' inputmode="decimal" required></label>'
    )


def words(name: str, label: str, *, hint: str = "") -> str:
    return f'<label>{escape(label)}<input type="text" name="{escape(name)}" maxlength="100" placeholder="{escape(hint)}"></label>'


def tick(name: str, label: str, *, on: bool) -> str:
    return f'<label class="tick"><input type="checkbox" name="{escape(name)}" value="on"{" checked" if on else ""}> {escape(label)}</label>'


def form(action: str, button: str, *fields: str, title: str = "", lesson: str = "", tone: str = "") -> str:
    """A form whose button says what it does; the `lesson` says what a publisher should then do."""
    head = f"<h3>{escape(title)}</h3>" if title else ""
    taught = f'<p class="lesson">{escape(lesson)}</p>' if lesson else ""
    fieldset = f'<div class="fields">{"".join(fields)}</div>' if fields else ""
    return (
        f'<form class="card" method="post" action="{escape(action)}">{head}{taught}{fieldset}'
        f'<button class="{escape(tone)}">{escape(button)}</button></form>'
    )


def grid(cards: Sequence[str], heading: str) -> str:
    """Forms side by side, under a heading."""
    return f"<h3>{escape(heading)}</h3>" + f'<div class="cards">{"".join(cards)}</div>'


def home(stand_ins: Mapping[str, StandIn]) -> str:
    links = "".join(
        f'<li><a href="/{escape(prefix)}/">{escape(stand_in.name)}</a><span class="quiet">{escape(stand_in.summary())}</span></li>'
        for prefix, stand_in in stand_ins.items()
    )
    lead = "Each platform here keeps the rules of the real one, takes your uploads, hashes them and throws the bytes away."
    return shell("Sandbox", "<h1>Stand-in platforms</h1>", f'<p class="quiet">{lead}</p>', f'<ul class="stand-ins">{links}</ul>')
