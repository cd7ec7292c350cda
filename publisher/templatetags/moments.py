"""Times on pages: written by us in the site's time zone, told again by the browser in the reader's (static/js/base.js)."""

from datetime import datetime

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def moment(at: datetime | None, shape: str = "clock") -> SafeString:
    """Write an aware time as `<time>`; None writes nothing.

    `shape` says how the browser tells it: "clock" (14:32, with the day if it is not today), "until" ("in 12 min.",
    never a time that is over) or "since" ("3 hr. ago"). Without JavaScript it reads "22 Nov 2026, 14:32 UTC".
    """
    if at is None:
        return SafeString("")
    words = formats.date_format(timezone.localtime(at), "j M Y, H:i T")
    return format_html('<time datetime="{}" data-time="{}">{}</time>', at.isoformat(), shape, words)
