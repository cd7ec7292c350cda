"""Times side by side: the best of a few, as a table with ratios, and the plan by which a database finds rows."""

import time
from collections.abc import Callable

from django.db import connection as database
from django.db.models import QuerySet


def best_of(times: int, run: Callable[[], object], *, before: Callable[[], object] = lambda: None) -> float:
    """Give the shortest of several runs in seconds: whatever else the machine does only lengthens them.

    `before` each of them, things are put back.
    """
    taken = []
    for _ in range(times):
        before()
        began = time.perf_counter()
        run()
        taken.append(time.perf_counter() - began)
    return min(taken)


class Table:
    """Rows of times, one for each column, and the ratio of the last to the first."""

    def __init__(self, title: str, *, columns: list[str]) -> None:
        self.title, self.columns = title, columns
        self.rows: dict[str, list[float]] = {}
        self.ratios: dict[str, list[float]] = {}

    def add(self, name: str, seconds: float) -> None:
        self.rows.setdefault(name, []).append(seconds)

    def compare(self, name: str, other: str, *, said: str) -> None:
        """Tell how many times the cost of `other` the cost of `name` is, in each column."""
        self.ratios[said] = [one / two for one, two in zip(self.rows[name], self.rows[other], strict=True)]

    def __str__(self) -> str:
        heads = ["", *self.columns, "ratio"]
        lines = [[name, *map(told, times), f"{times[-1] / times[0]:.1f} x"] for name, times in self.rows.items()]
        lines += [[name, *(f"{ratio:.1f} x" for ratio in ratios), ""] for name, ratios in self.ratios.items()]
        return "\n".join(["", f"### {self.title}", "", *map(_row, [heads, ["---"] * len(heads), *lines])])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def told(seconds: float) -> str:
    """Give a time in milliseconds, with as many places as mean something."""
    milliseconds = seconds * 1000
    return f"{milliseconds:,.{0 if milliseconds >= 100 else 1 if milliseconds >= 10 else 2}f} ms"


def plan_of(name: str, rows: QuerySet) -> str:  # type: ignore[type-arg]
    """Give the plan of a query; PostgreSQL also runs it, and counts what it touched."""
    options = {"analyze": True, "buffers": True, "costs": False, "timing": False} if database.vendor == "postgresql" else {}
    return f"\nPlan on {database.vendor}: {name}\n\n```\n{rows.explain(**options)}\n```"
