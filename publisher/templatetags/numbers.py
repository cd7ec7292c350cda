"""Template tags that say the figures of the numbers, each with its plain value beside its words."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from platforms import registry
from publisher import charts
from publisher.states import State
from publisher.stats import Bucket, Period
from publisher.stats.plain import Figure
from publisher.stats.words import KINDS, TONES, counted, told

register = template.Library()


@register.simple_tag
def figure(figures: Mapping[str, Figure], *path: object) -> SafeString:
    """Say the figure of that name, with its value as API and command give it."""
    name = ".".join(map(str, path))
    value = figures[name]
    return format_html('<data data-figure="{}" value="{}">{}</data>', name, "" if value is None else value, told(name, value))


@register.simple_tag
def how_many(figures: Mapping[str, Figure], noun: str, *path: object) -> str:
    """Say a figure with the noun that it counts."""
    return counted(int(figures[".".join(map(str, path))] or 0), noun)


@register.filter
def name_of(slug: str) -> str:
    """Name a platform; one that Retake no longer knows by its slug."""
    return registry.adapter(slug).name if slug in registry.slugs() else slug


@register.filter
def kind_in_words(kind: str) -> str:
    return KINDS.get(kind, kind)


@register.filter
def tone_of(state: State) -> str:
    return TONES[state]


@register.filter
def retry_in_words(number: int) -> str:
    return charts.ordinal(number)


@register.filter
def clock_of(bucket: Bucket, period: Period) -> str:
    return charts.clock_of(bucket.start, period.step)
