"""Tests of a connection: what was looked at, when, and what was found. Kept with the connection, and shown beside it."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from platforms import clock, connections, errors
from platforms.kept_tokens import grants_of
from platforms.models import Connection
from platforms.tokens import nobody_knows

AGAIN = timedelta(seconds=10)
"""Two presses within this are one test."""
WAITS_SECONDS = (0.2, 0.3, 0.5, 1.0, 1.0)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at. `is_well` is None where it is neither good nor bad, but worth knowing."""

    words: str
    is_well: bool | None


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What one test came to: in a `word`, each thing that was looked at, and what mends it."""

    at: datetime
    word: str
    is_well: bool | None
    found: tuple[Finding, ...]
    fix: str = ""

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "at": self.at.isoformat()}


def findings_of(row: Connection) -> Findings | None:
    """Read what the last test found; None before the first."""
    kept = row.findings
    if not kept:
        return None
    found = tuple(Finding(**each) for each in kept["found"])
    return Findings(at=datetime.fromisoformat(kept["at"]), word=kept["word"], is_well=kept["is_well"], found=found, fix=kept["fix"])


def test(connection: Connection) -> None:
    """Test a connection and keep what was found. Pressed twice, it is one test, and both wait for what it finds."""
    now = clock.now()
    if Connection.objects.claim_test(connection, now=now, unless_since=now - AGAIN):
        record(Connection.objects.get(pk=connection.pk))
        return
    for wait in WAITS_SECONDS:
        row = Connection.objects.get(pk=connection.pk)
        findings = findings_of(row)
        if findings and row.tested_at and findings.at >= row.tested_at:
            return
        clock.sleep(wait)


def record(connection: Connection, *, quiet: Callable[[], bool] = nobody_knows) -> None:
    """Ask the platform, and keep what was found, unless it was connected anew or left meanwhile.

    What the platform refuses is a finding, and no error. `quiet` as in `platforms.tokens.access`.
    """
    try:
        connections.verify(connection, quiet=quiet)
    except errors.Unauthorized as refusal:
        found = Finding(words=refusal.message, is_well=False)
        findings = Findings(at=clock.now(), word="It does not work", is_well=False, found=(found,), fix=refusal.fix)
    except errors.PlatformError as error:
        findings = _open(error.message, error.fix)
    except connections.RefreshBusy:
        findings = _open("It is being renewed just now.", "Test it again in a few seconds.")
    else:
        row = Connection.objects.get(pk=connection.pk)
        findings = Findings(at=clock.now(), word="It works", is_well=True, found=tuple(_looked_at(row)))
    Connection.objects.filter(pk=connection.pk, tested_at=connection.tested_at).update(findings=findings.as_json())


def _open(why: str, fix: str) -> Findings:
    """For a test that says nothing about the connection."""
    found = (Finding(words=why, is_well=None), Finding(words="That says nothing against the connection.", is_well=None))
    return Findings(at=clock.now(), word="It could not be tested", is_well=None, found=found, fix=fix or "Try again in a minute.")


def _looked_at(row: Connection) -> Iterator[Finding]:
    platform = row.platform
    yield Finding(words=f"{platform.name} answered, and it is {row.address}.", is_well=True)
    left_out = platform.guide.left_out(row.scopes)
    given = ", ".join(f"“{scope.words}”" for scope in platform.guide.scopes.values() if scope not in left_out)
    yield Finding(words=f"Leave was given to: {given}." if left_out else f"The leave is whole: {given}.", is_well=True)
    for scope in left_out:
        yield Finding(words=f"“{scope.words}” ({scope.name}) was left out. {scope.without}", is_well=None)
    if grants_of(row).rotates_refresh_tokens:
        yield Finding(words="Retake renews the leave by itself, long before it ends.", is_well=True)
    elif row.leave_ends_at is None:
        yield Finding(words="The leave renews itself; no end of it is known.", is_well=True)
    for note in platform.guide.notes(row.details):
        yield Finding(words=note, is_well=None)
