"""Pieces of every stand-in's main page: how it is, the rules that were broken, and what was asked last."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from html import escape
from typing import Any

from platforms.sandbox import pages
from platforms.sandbox.bodies import Form
from platforms.sandbox.faults import Armed, Fault, Kind
from platforms.sandbox.violations import Log, Logged, Violations

MOST_ROWS = 50
_KINDS = {
    Kind.REFUSE: "it answers {reason}",
    Kind.DROP: "it closes the connection",
    Kind.CUT: "it cuts the connection",
    Kind.LOSE: "it loses the answer",
    Kind.SPOIL: "it spoils the answer",
}

_AFTER_ALL = "it does what it is asked, and answers {reason}"


def head(name: str, root: str, *, problem: str = "") -> str:
    """The heading, with the button that heals everything, and what went wrong with the last form."""
    said = f'<p class="failed" role="alert">{escape(problem)}</p>' if problem else ""
    heal = pages.form(f"{root}/panel/heal", "Heal everything", tone="primary")
    return f'<p><a href="/">All stand-ins</a></p><div class="heading"><h1>{escape(name)} stand-in</h1>{heal}</div>{said}'


def health(lines: Iterable[str]) -> str:
    """What is not as usual, line by line."""
    told = list(lines)
    well = '<p class="done">It is well: nothing is armed, every switch is as it comes.</p>'
    inside = f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in told)}</ul>" if told else well
    return pages.section("How it is", inside, name="health", live=True)


def armed_line(armed: Armed[Any], now: float, moments: Mapping[str, str]) -> str:
    """One armed fault in words; `moments` names those that people know."""
    fault: Fault = armed.fault
    is_error = fault.kind is Kind.SPOIL and fault.form is Form.JSON
    what = (_AFTER_ALL if is_error else _KINDS[fault.kind]).format(reason=fault.reason or "an error")
    until = "" if armed.until is None else f", for {armed.until - now:.0f} s more"
    left = "" if armed.left_over is None else f", {armed.left_over} more"
    return f"{moments.get(fault.at, fault.at)}: {what}{left}{until}"


def turned(now: Any, usual: Any) -> Iterator[str]:
    """Each switch that is not as it comes."""
    for field in fields(usual):
        value = getattr(now, field.name)
        if value != getattr(usual, field.name):
            shown = int(value) if isinstance(value, float) and value.is_integer() else value
            yield f"{field.name.replace('_', ' ').capitalize()}: {shown}"


def stamp(moment: float) -> datetime:
    return datetime.fromtimestamp(moment, UTC)


def clock(moment: float) -> str:
    at = stamp(moment)
    return f'<time datetime="{at.isoformat()}">{at:%d %b %H:%M:%S}</time>'


def broken_rules(violations: Violations) -> str:
    rows = [
        (f"<strong>{escape(seen.rule)}</strong>", escape(seen.what), f"<code>{escape(seen.request)}</code>", clock(seen.at))
        for seen in reversed(violations.all()[-MOST_ROWS:])
    ]
    table = pages.table(("Rule", "What was done", "Request", "When"), rows, empty="No rule was broken.")
    return pages.section("Broken rules", table, note="What no careful client does.", name="violations", live=True)


def last_requests(log: Log) -> str:
    rows = [_request(line) for line in log.newest_first()[:MOST_ROWS]]
    table = pages.table(("When", "Request", "Bytes", "Answer", "Fault"), rows, empty="Nothing was asked yet.")
    return pages.section("Last requests", table, note="Without tokens, codes and session addresses.", name="requests", live=True)


def _request(line: Logged) -> tuple[str, ...]:
    tone = "failed" if line.status is None or line.status >= 400 else "done"
    return (
        clock(line.at),
        f"<code>{escape(line.method)} {escape(line.address)}</code>",
        f"<code>{escape(line.content_range)}</code>",
        f'<span class="{tone}">{line.status or "none"}</span>',
        escape(line.note),
    )
