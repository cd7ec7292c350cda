"""Wall clocks: what a clock on somebody's wall shows, made the moment that it means; where the clocks are changed, too."""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString

SHAPE = "%Y-%m-%dT%H:%M"
FIRST, SECOND = "first", "second"


class NoSuchTime(ValueError):
    """The clocks are put forward past this time: from `skipped` they go straight to `until`, which is at the moment `next`."""

    def __init__(self, wall: datetime, zone: tzinfo, *, skipped: datetime, until: datetime, next: datetime) -> None:
        super().__init__(
            f"There is no {wall:%H:%M} on {wall:%a} {wall.day} {wall:%b %Y} in {named(zone)}: "
            f"the clocks go forward from {skipped:%H:%M} to {until:%H:%M}. The next time that there is, is {_said_after(until, wall)}."
        )
        self.skipped, self.until, self.next = skipped, until, next


def _said_after(until: datetime, wall: datetime) -> str:
    return f"{until:%H:%M}" if until.date() == wall.date() else f"{until:%H:%M} on {until:%a} {until.day} {until:%b}"


def named(zone: tzinfo | None) -> str:
    """What people call a zone: Europe/Berlin."""
    return str(getattr(zone, "key", zone)).replace("_", " ")


def resolve(wall: datetime, zone: tzinfo, *, second: bool = False) -> datetime:
    """Give the moment, in UTC, at which the clocks in `zone` show `wall`; of two such moments the first, or the `second`.

    In UTC, since a moment of an hour that comes twice equals none of another zone (PEP 495). Raises `NoSuchTime` where the
    clocks are put forward past it, and `OverflowError` at the ends of the calendar.
    """
    before, after = _offsets(wall, zone)
    if before < after:
        raise _no_such_time(wall, zone, before=before, after=after)
    return wall.replace(tzinfo=zone, fold=int(second and before > after)).astimezone(UTC)


def is_twice(wall: datetime, zone: tzinfo) -> bool:
    """Whether the clocks are put back over it, so that they show it at two moments."""
    before, after = _offsets(wall, zone)
    return before > after


def _offsets(wall: datetime, zone: tzinfo) -> tuple[timedelta, timedelta]:
    """What `zone` is ahead of UTC at `wall`, reckoned as before a change of the clocks and as after it; mostly the same."""
    first, second = wall.replace(tzinfo=zone, fold=0), wall.replace(tzinfo=zone, fold=1)
    return first.utcoffset() or timedelta(), second.utcoffset() or timedelta()


def _no_such_time(wall: datetime, zone: tzinfo, *, before: timedelta, after: timedelta) -> NoSuchTime:
    """Find the moment of the change, to the second: it lies between `wall` reckoned as after it and as before it."""
    early, late = (wall - after).replace(tzinfo=UTC, fold=0), (wall - before).replace(tzinfo=UTC, fold=0)
    while late - early > timedelta(seconds=1):
        middle = (early + (late - early) / 2).replace(microsecond=0)
        if middle <= early:
            break
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    late = late.replace(microsecond=0)
    naive = late.replace(tzinfo=None)
    return NoSuchTime(wall, zone, skipped=naive + before, until=naive + after, next=late)


class WallClockInput(forms.DateTimeInput):
    """Where a wall-clock time is typed; and, where it comes twice, which of the two is meant.

    Its value is the time, then " first" or " second" where that was said.
    """

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format=SHAPE)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed, which = data.get(name), data.get(f"{name}_which", "")
        return f"{typed} {which}" if typed and " " not in typed.strip() and which in (FIRST, SECOND) else typed

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        typed, _, which = str(value or "").partition(" ")
        given: SafeString = super().render(name, typed, attrs, renderer)
        wall = parsed(typed)
        if wall is None or wall.tzinfo is not None or not _comes_twice(wall):
            return given
        return given + self._ask_which(name, wall, which=which)

    def _ask_which(self, name: str, wall: datetime, *, which: str) -> SafeString:
        zone = timezone.get_current_timezone()
        first, second = resolve(wall, zone), resolve(wall, zone, second=True)
        return format_html(
            '<label class="which">Which {} <select name="{}_which">'
            '<option value="first">The first, in {}</option><option value="second"{}>The second, in {}</option></select></label>',
            f"{wall:%H:%M}",
            name,
            f"{first.astimezone(zone):%Z}",
            " selected" if which == SECOND else "",
            f"{second.astimezone(zone):%Z}",
        )


def parsed(typed: str) -> datetime | None:
    """The time that was typed; None where it is none."""
    try:
        return parse_datetime(typed)
    except ValueError:
        return None


def _comes_twice(wall: datetime) -> bool:
    try:
        return is_twice(wall, timezone.get_current_timezone())
    except OverflowError:
        return False


class WallClockField(forms.Field):
    """A moment, typed as the clocks show it in the time zone that is current. Cleaned it is an aware datetime, or None.

    A time that comes twice has to be said which; the widget asks. One with an offset of its own is taken as it stands.
    """

    widget = WallClockInput
    default_error_messages = {"invalid": "Give a day and a time of day."}

    is_moment = True
    """For templates, which lead to where a time zone is chosen."""

    @property
    def said(self) -> str:
        return f"Times here are in {timezone.get_current_timezone_name()}."

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value
        typed, _, which = str(value).strip().partition(" ")
        wall = parsed(typed)
        if wall is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return _moment_of(wall, which)
        except NoSuchTime as skipped:
            raise ValidationError(str(skipped), code="no_such_time") from skipped
        except OverflowError as beyond:  # the first or the last hours that a calendar has
            raise ValidationError(self.error_messages["invalid"], code="invalid") from beyond

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, datetime):
            return value
        here = timezone.localtime(value)
        return f"{here:{SHAPE}} {SECOND if here.fold else FIRST}" if _comes_twice(here.replace(tzinfo=None)) else f"{here:{SHAPE}}"

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) or "") != bool(data) or (bool(data) and self.prepare_value(initial) != data)


def _moment_of(wall: datetime, which: str) -> datetime:
    if wall.tzinfo is not None:
        return wall.astimezone(UTC)
    zone = timezone.get_current_timezone()
    if is_twice(wall, zone) and which not in (FIRST, SECOND):
        raise ValidationError(
            f"On {wall:%a} {wall.day} {wall:%b %Y} the clocks go back in {named(zone)}, and {wall:%H:%M} comes twice. "
            "Say which one is meant.",
            code="twice",
        )
    return resolve(wall, zone, second=which == SECOND)
