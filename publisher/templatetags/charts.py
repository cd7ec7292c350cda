"""Template tags that draw the numbers as inline SVG: no script, no inline style, and words that say the same."""

from django import template

from publisher.charts import Bars, Columns, endings, troubles, yields
from publisher.stats import Numbers

register = template.Library()


@register.inclusion_tag("publisher/_chart_columns.html")
def endings_chart(numbers: Numbers) -> dict[str, Columns | str]:
    """How publications ended: a column for each hour, day or month."""
    return {"chart": endings(numbers), "id": "endings"}


@register.inclusion_tag("publisher/_chart_bars.html")
def retries_chart(numbers: Numbers) -> dict[str, Bars | str]:
    """What each automatic retry came to."""
    return {"chart": yields(numbers), "id": "retries"}


@register.inclusion_tag("publisher/_chart_bars.html")
def failures_chart(numbers: Numbers) -> dict[str, Bars | str]:
    """The most frequent failures, by code."""
    return {"chart": troubles(numbers), "id": "failures"}
