"""Lists as the Data API answers them: at most 50 to a page, and a token that leads to the next."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from platforms.sandbox.plumbing import Request
from platforms.sandbox.youtube.refusals import refusal

MOST_PER_PAGE = 50
Listed = TypeVar("Listed")


def page_of(
    every: Sequence[Listed], request: Request, *, number: Callable[[Listed], int], newest_first: bool = False
) -> tuple[list[Listed], str]:
    """The page that was asked for, and the token of the next; a token names the last entry of the page before."""
    most, token = request.argument("maxResults", "5"), request.argument("pageToken")
    if not most.isdecimal() or int(most) > MOST_PER_PAGE:
        raise refusal("invalidParameter")
    if token and not (token.startswith("PAGE") and token[4:].isdecimal()):
        raise refusal("invalidPageToken")
    last = int(token[4:]) if token else None
    rest = [each for each in every if last is None or (number(each) < last if newest_first else number(each) > last)]
    page = rest[: int(most)]
    return page, f"PAGE{number(page[-1])}" if page and len(rest) > len(page) else ""


def listing(kind: str, items: list[dict[str, Any]], *, total: int | None = None, next_token: str = "") -> dict[str, Any]:
    count = len(items) if total is None else total
    page = {"totalResults": count, "resultsPerPage": len(items)}
    listed = {"kind": f"youtube#{kind}ListResponse", "etag": f"{kind}-{count}", "pageInfo": page, "items": items}
    return listed | {"nextPageToken": next_token} if next_token else listed
