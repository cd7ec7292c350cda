"""What somebody needs to post a video by hand: the page to post it on, the texts to paste, the file and the picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from platforms.by_hand import Pasted
from publisher.models import Publication


@dataclass(frozen=True, kw_only=True)
class OwnPost:
    """`page` is where one posts it, `how` says so; `pasted` are the texts that are not empty, in the order of the form there."""

    page: str
    how: str
    pasted: Sequence[Pasted]
    has_picture: bool


def own_post(row: Publication) -> OwnPost | None:
    """Give it where that is what `row` waits for; from its snapshot, so that later edits of the video change nothing."""
    by_hand = row.connection.platform.by_hand
    if by_hand is None or not row.is_to_be_posted:
        return None
    pasted = [each for each in by_hand.pasted(row.title, row.description, row.tags) if each.text]
    return OwnPost(page=by_hand.page, how=by_hand.how, pasted=pasted, has_picture=bool(row.cover_id or row.asset.poster_key))
