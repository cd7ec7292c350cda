"""The pages that people know: a profile with its reels, and a reel."""

from html import escape

from platforms.sandbox import overview, pages
from platforms.sandbox.instagram.accounts import Account
from platforms.sandbox.instagram.media import Media
from platforms.sandbox.instagram.world import World

_FACTS = {
    "share_to_feed": "Shown in the feed",
    "thumb_offset": "Cover at (ms)",
    "cover_url": "Cover from",
    "collaborators": "Collaborators",
    "audio_name": "Name of the audio",
    "is_ai_generated": "Made with AI",
    "trial_params": "Trial reel",
}
_BOOLEANS = {"true": "yes", "false": "no"}


def profile(account: Account, world: World, root: str) -> str:
    reels = world.reels.seen(account.ig_id)
    cards = "".join(_card(media, root) for media in reels)
    count = f"{len(reels)} {'reel' if len(reels) == 1 else 'reels'}"
    listed = f'<div class="cards reels">{cards}</div>' if reels else '<p class="empty">No reel was posted yet.</p>'
    head = (
        f'<div class="profile"><img src="{escape(root)}/pictures/{escape(account.username)}.svg" alt="" width="88" height="88">'
        f'<div><h1>{escape(account.username)}</h1><p>{escape(account.name)}</p><p class="quiet">{count}</p></div></div>'
    )
    return pages.shell(f"{account.name} (@{account.username})", _back(root), head, listed)


def _card(media: Media, root: str) -> str:
    return (
        f'<a class="card" href="{escape(root)}/reel/{media.shortcode}/"><span class="title">{escape(headline(media))}</span>'
        f'<span class="quiet">{media.size:,} bytes, {overview.clock(media.posted_at)}</span></a>'
    )


def reel(media: Media, world: World, root: str) -> str:
    """The page that a permalink leads to."""
    account, container = world.accounts.get(media.ig_id), world.containers.get(media.container_id)
    chosen = {words: container.params.get(name, "not said") for name, words in _FACTS.items()}
    facts = {
        "Account": f"{account.name} (@{account.username})",
        **{words: _BOOLEANS.get(value, value) for words, value in chosen.items()},
        "File": f"{media.size:,} bytes",
        "SHA-256": media.sha256,
        "Media": media.id,
        "Container": media.container_id,
    }
    rows = [(f'<span class="quiet">{escape(name)}</span>', escape(value)) for name, value in facts.items()]
    rest = media.caption.partition("\n")[2].strip()
    return pages.shell(
        headline(media),
        f'<p><a href="{escape(root)}/@{escape(account.username)}">@{escape(account.username)}</a></p>',
        f"<h1>{escape(headline(media))}</h1>",
        f'<p class="caption">{escape(rest)}</p>' if rest else "",
        '<p class="quiet">Here the reel would play; the stand-in hashed its bytes and threw them away.</p>',
        pages.table(("", ""), rows, empty=""),
    )


def headline(media: Media) -> str:
    return media.caption.partition("\n")[0] or "(no caption)"


def missing() -> str:
    return pages.shell(
        "Not available",
        "<h1>Sorry, this page isn’t available</h1>",
        '<p class="quiet">It was never posted to this stand-in, or it was removed.</p>',
    )


def _back(root: str) -> str:
    return f'<p><a href="{escape(root)}/">The stand-in</a></p>'
