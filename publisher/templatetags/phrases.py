"""Template filters that say phrases, moments and lengths, with each moment in a <time> that the browser keeps true."""

from datetime import UTC, datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from platforms import registry
from platforms.misfits import megabytes
from publisher.phrases import Moment, Phrase, tell

register = template.Library()


@register.filter
def said(phrase: Phrase, now: datetime) -> SafeString:
    """Render a phrase as of `now`, in the zone that is current."""
    return format_html_join("", "{}", ((_part(part, now),) for part in phrase))


@register.filter
def since(at: datetime, now: datetime) -> SafeString:
    """Render a moment that has gone by: "3 min ago", "at 14:02"."""
    return _part(Moment(at=at, past=True), now)


@register.filter
def until(at: datetime, now: datetime) -> SafeString:
    """Render a moment to come: "in 12 min", "at 14:02"."""
    return _part(Moment(at=at), now)


def _part(part: str | Moment, now: datetime) -> SafeString:
    if isinstance(part, str):
        return format_html("{}", part)
    told = tell(part, now=now, zone=timezone.get_current_timezone())
    here = timezone.localtime(part.at)
    return format_html(
        '{}<time datetime="{}" data-time="{}" title="{}">{}</time>',
        told.before,
        part.at.astimezone(UTC).isoformat(timespec="seconds"),
        told.shape,
        f"{here:%A}, {here.day} {here:%B %Y, %H:%M:%S %Z}",
        told.text,
    )


@register.filter
def length_of(seconds: float | None) -> str:
    """Give the length of a video as people write it: "0:12", "1:02:03"."""
    if seconds is None:
        return ""
    whole = timedelta(seconds=round(seconds))
    minutes, rest = divmod(int(whole.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@register.filter
def megabytes_of(size: int) -> str:
    """Give a size as platforms state their limits: "300 MB" are three hundred million bytes."""
    return megabytes(size)


@register.filter
def platform_name(slug: str) -> str:
    return registry.adapter(slug).name
