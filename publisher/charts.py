"""Charts as shapes: where the bars of the numbers stand, with the words that say the same. Widths in percent, heights in em."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from publisher.stats import Bucket, Numbers, Step
from publisher.stats.words import counted

PLOT_TOP, PLOT_HEIGHT = 1.5, 9.0
WIDEST_COLUMN = 12.0
MOST_BARS = 8
LONGEST_LABEL = 28


@dataclass(frozen=True, kw_only=True)
class Segment:
    """One part of a column; `kind` is its class: made, later or gone."""

    kind: str
    y: str
    height: str


@dataclass(frozen=True, kw_only=True)
class Column:
    """One hour, day or month; what it holds, from the ground up, and what one reads on pointing at it."""

    x: str
    width: str
    segments: tuple[Segment, ...]
    said: str


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A word under the ground line."""

    x: str
    anchor: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Columns side by side, with what says the same in words."""

    columns: tuple[Column, ...]
    marks: tuple[Mark, ...]
    most: int
    title: str
    said: str


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A bar with its words above it; `outer` is what it is a share of, as wide as the scale says."""

    label: str
    value: str
    outer: str
    inner: str
    y: str
    bar_y: str


@dataclass(frozen=True, kw_only=True)
class Bars:
    """Bars one below the other, with what says the same in words."""

    bars: tuple[Bar, ...]
    kind: str
    height: str
    title: str
    said: str


# -- how publications ended ------------------------------------------------------------------------------------------


def endings(numbers: Numbers) -> Columns:
    """One column for each hour, day or month: the first tries lowest, then later ones, then what was given up."""
    buckets, step = numbers.buckets, numbers.period.step
    most = max([bucket.ended.ended for bucket in buckets], default=0)
    slot = 100 / max(len(buckets), 1)
    columns = tuple(_column(bucket, at, slot=slot, most=most, step=step) for at, bucket in enumerate(buckets))
    ended = numbers.ended
    parts = f"{ended.first_try} published by the first try, {ended.later} by a later one, {ended.given_up} given up"
    said = f"{counted(ended.ended, 'publication')} ended: {parts}. The most in one {step}: {most}."
    return Columns(columns=columns, marks=_marks(buckets, slot, step), most=most, title=f"How publications ended, by {step}", said=said)


def _column(bucket: Bucket, at: int, *, slot: float, most: int, step: Step) -> Column:
    ended, ground, segments = bucket.ended, PLOT_TOP + PLOT_HEIGHT, []
    for kind, count in (("made", ended.first_try), ("later", ended.later), ("gone", ended.given_up)):
        height = PLOT_HEIGHT * count / most if most else 0.0
        ground -= height
        if count:
            segments.append(Segment(kind=kind, y=f"{ground:.3f}em", height=f"{height:.3f}em"))
    width = min(slot * 0.72, WIDEST_COLUMN)
    said = f"{clock_of(bucket.start, step)}: {ended.first_try} first try, {ended.later} later, {ended.given_up} given up"
    return Column(x=f"{at * slot + (slot - width) / 2:.3f}%", width=f"{width:.3f}%", segments=tuple(segments), said=said)


def _marks(buckets: Sequence[Bucket], slot: float, step: Step) -> tuple[Mark, ...]:
    """Name the first and the last, and between them the middle, each below its own column."""
    last = len(buckets) - 1
    places = {0: "start", last: "end", **({last // 2: "middle"} if last >= 4 else {})} if last > 0 else {0: "middle"}
    edges = {"start": 0.0, "middle": slot / 2, "end": slot}
    return tuple(
        Mark(x=f"{at * slot + edges[anchor]:.3f}%", anchor=anchor, text=clock_of(buckets[at].start, step))
        for at, anchor in places.items()
        if buckets
    )


def clock_of(start: datetime, step: Step) -> str:
    """Name an hour, a day or a month as its reader's clock and calendar show it."""
    match step:
        case Step.HOUR:
            return f"{start.day} {start:%b}, {start:%H:%M}"
        case Step.DAY:
            return f"{start.day} {start:%b}"
        case Step.MONTH:
            return f"{start:%b %Y}"


# -- retries and failures --------------------------------------------------------------------------------------------


def yields(numbers: Numbers) -> Bars:
    """One bar for each retry: how many were made, and how much of that published."""
    widest = max([each.tried for each in numbers.retries], default=0)
    rows = [(ordinal(each.number), f"{each.published} of {each.tried} published", each.tried, each.published) for each in numbers.retries]
    said = "; ".join(f"{label}: {value}" for label, value, _, _ in rows)
    return _bars(rows, widest=widest, kind="later", title="What each automatic retry came to", said=said)


def troubles(numbers: Numbers) -> Bars:
    """One bar for each code, the most frequent first, no more than a reader takes in."""
    shown = numbers.failures[:MOST_BARS]
    rows = [(_short(each.code), f"{each.count:,}", each.count, each.count) for each in shown]
    rest = len(numbers.failures) - len(shown)
    said = "; ".join(f"{each.code}: {each.count}" for each in shown) + (f"; and {rest} more, in the table" if rest else "")
    return _bars(rows, widest=max([each.count for each in shown], default=0), kind="gone", title="Failures by code", said=said)


def _bars(rows: Sequence[tuple[str, str, int, int]], *, widest: int, kind: str, title: str, said: str) -> Bars:
    each = 2.75
    bars = tuple(
        Bar(
            label=label,
            value=value,
            outer=_wide(outer, widest),
            inner=_wide(inner, widest),
            y=f"{at * each + 1:.2f}em",
            bar_y=f"{at * each + 1.4:.2f}em",
        )
        for at, (label, value, outer, inner) in enumerate(rows)
    )
    return Bars(bars=bars, kind=kind, height=f"{len(rows) * each:.2f}em", title=title, said=said)


def _wide(part: int, whole: int) -> str:
    return f"{100 * part / whole if whole else 0:.3f}%"


def _short(code: str) -> str:
    return code if len(code) <= LONGEST_LABEL else f"{code[: LONGEST_LABEL - 1]}…"


_ENDINGS: Mapping[int, str] = {1: "st", 2: "nd", 3: "rd"}


def ordinal(number: int) -> str:
    """Say which retry: "1st retry", "11th retry"."""
    ending = "th" if number % 100 in (11, 12, 13) else _ENDINGS.get(number % 10, "th")
    return f"{number}{ending} retry"
