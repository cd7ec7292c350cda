"""What the schedule shows on pages that are not its own."""

from datetime import datetime
from typing import Any

from django import template
from django.template import RequestContext

from publisher.calendar.moved import taken
from publisher.services import scheduling

register = template.Library()


@register.inclusion_tag("publisher/_moved.html", takes_context=True)
def moved(context: RequestContext) -> dict[str, Any]:
    """Say what was moved just now, and offer to undo it."""
    request = context.get("request")
    return {"moved": taken(request) if request is not None else None, "csrf_token": context.get("csrf_token")}


@register.filter
def said_at(moment: datetime) -> str:
    """Say a time with its zone, in the one that is current; Django leaves the zone out of an hour that comes twice."""
    return scheduling.said_at(moment)
