"""The panel's lasting switches, grouped as a person would look for them."""

from collections.abc import Mapping

from platforms.sandbox import pages, panel
from platforms.sandbox.instagram.answers import FAILURES, REASONS
from platforms.sandbox.instagram.switches import Switches

GROUPS: Mapping[str, tuple[str, ...]] = {
    "processing": (
        "outcome",
        "processing_seconds",
        "processing_polls",
        "container_seconds",
        "checks_file",
        "most_bytes",
        "status_is_code_alone",
    ),
    "publishing": ("second_publish", "effect_delay_seconds", "publish_seconds", "expired_publish"),
    "quota": ("quota_total", "quota_lag_seconds", "containers_a_day", "too_many_containers"),
    "reading": ("listing_delay_seconds", "read_outage", "forgets_published", "permalink_misses", "delete_fails"),
    "bytes": ("keeps_parts", "tells_offset", "upload_errors_with_200"),
    "fetching": ("fetches", "fetch_delay_seconds", "fetch_asks_head", "fetch_follows_redirects", "fetch_by_ranges"),
    "tokens": (
        "short_token_seconds",
        "long_token_seconds",
        "refresh_after_seconds",
        "refresh_ends_old",
        "code_answer",
        "permissions_as",
        "unauthorized_http",
        "pages_an_answer",
        "wrong_client",
        "takes_local_redirects",
    ),
    "rates": ("calls_an_hour", "rate_code", "usage_headers", "usage_percent", "usage_at_instagram", "hasty_polls", "oldest_version"),
    "slow": ("delay_seconds", "bytes_per_second"),
    "answers": ("error_form", "mixed_header_case", "chunked_answers"),
}


def all_of(root: str, now: Switches) -> list[str]:
    """A form for every group."""
    forms = (_processing, _publishing, _quota, _reading, _bytes, _fetching, _tokens, _rates, _slow, _answers)
    return [form(root, now) for form in forms]


def _processing(root: str, now: Switches) -> str:
    outcomes = (
        ("finished", "They get ready"),
        ("stuck", "They never get ready"),
        *((name, f"ERROR {name}: {REASONS[name].words}") for name in FAILURES),
    )
    return pages.form(
        f"{root}/panel/switches/processing",
        "Treat the next videos so",
        pages.select("outcome", "In the end", outcomes, chosen=now.outcome),
        pages.number("processing_seconds", "Processing takes seconds", now.processing_seconds, step="any"),
        pages.number("processing_polls", "and is asked for so often", now.processing_polls),
        pages.number("container_seconds", "Containers live for seconds", now.container_seconds, least=1, step="any"),
        pages.number("most_bytes", "A file has bytes, at the most", now.most_bytes, least=1),
        pages.tick("checks_file", "Refuses what is no H.264 or HEVC with its moov first", on=now.checks_file),
        pages.tick("status_is_code_alone", "The status of an error is its code alone", on=now.status_is_code_alone),
        title="Processing",
        lesson="A failure is told with its reason. One that is stuck expires after a day, and a new one is begun.",
    )


def _publishing(root: str, now: Switches) -> str:
    return pages.form(
        f"{root}/panel/switches/publishing",
        "Publish so",
        pages.select(
            "second_publish",
            "A second call for one container",
            (
                ("same_id", "Gives the same id"),
                ("2207008", "Is refused: 24/2207008"),
                ("2207027", "Is refused: 9007/2207027"),
                ("second_media", "Posts it a second time"),
            ),
            chosen=now.second_publish,
        ),
        pages.number("publish_seconds", "The answer takes seconds", now.publish_seconds, step="any"),
        pages.number("effect_delay_seconds", "The reel appears after seconds", now.effect_delay_seconds, step="any"),
        pages.select(
            "expired_publish",
            "Publishing what has expired",
            (("2207008", "24/2207008 unknown or expired"), ("2207020", "-2/2207020 expired")),
            chosen=now.expired_publish,
        ),
        title="Publishing",
        lesson="Nobody knows what a second call does: Retake should never rely on it.",
    )


def _quota(root: str, now: Switches) -> str:
    return pages.form(
        f"{root}/panel/switches/quota",
        "Count so",
        pages.number("quota_total", "Posts of an account a day", now.quota_total),
        pages.number("quota_lag_seconds", "The counter lags by seconds", now.quota_lag_seconds, step="any"),
        pages.number("containers_a_day", "Containers of an account a day", now.containers_a_day),
        pages.select(
            "too_many_containers",
            "One more is refused with",
            (("4", "4 rate limit"), ("2207042", "9/2207042 quota")),
            chosen=now.too_many_containers,
        ),
        title="Quota",
        lesson="Retake reads the total as it is, and waits until the oldest post of the day is a day old.",
    )


def _reading(root: str, now: Switches) -> str:
    return pages.form(
        f"{root}/panel/switches/reading",
        "Show it so",
        pages.number("listing_delay_seconds", "Lists show a reel after seconds", now.listing_delay_seconds, step="any"),
        pages.select(
            "read_outage",
            "Containers and media “do not exist”",
            (
                ("none", "No, they can be read"),
                ("page_tokens", "For tokens of Pages"),
                ("all_tokens", "For everybody"),
                ("lists_too", "For everybody, and lists fail too"),
            ),
            chosen=now.read_outage,
        ),
        pages.tick("forgets_published", "A container that was published “does not exist”", on=now.forgets_published),
        pages.number("permalink_misses", "A reel is not found so often", now.permalink_misses),
        pages.tick("delete_fails", "Deleting fails", on=now.delete_fails),
        title="Reading",
        lesson="That something cannot be read proves nothing. Retake should keep looking, and ask a person in the end.",
    )


def _bytes(root: str, now: Switches) -> str:
    return pages.form(
        f"{root}/panel/switches/bytes",
        "Take bytes so",
        pages.tick("keeps_parts", "Keeps what came before it broke off", on=now.keeps_parts),
        pages.tick("tells_offset", "The upload address tells its offset", on=now.tells_offset),
        pages.tick("upload_errors_with_200", "Refusals come with status 200", on=now.upload_errors_with_200),
        title="Bytes",
        lesson="The documents leave this open. Retake should go on where the container says.",
    )


def _fetching(root: str, now: Switches) -> str:
    return pages.form(
        f"{root}/panel/switches/fetching",
        "Fetch so",
        pages.select(
            "fetches",
            "A video is fetched",
            (("afterwards", "After the container is made"), ("at_once", "While it is made")),
            chosen=now.fetches,
        ),
        pages.number("fetch_delay_seconds", "and later by seconds", now.fetch_delay_seconds, step="any"),
        pages.tick("fetch_asks_head", "Asks with HEAD first", on=now.fetch_asks_head),
        pages.tick("fetch_follows_redirects", "Follows redirects", on=now.fetch_follows_redirects),
        pages.tick("fetch_by_ranges", "Asks for ranges", on=now.fetch_by_ranges),
        title="Fetching",
        lesson="The address of the video should answer whenever Instagram comes, and in whichever way it asks.",
    )


def _tokens(root: str, now: Switches) -> str:
    return pages.form(
        f"{root}/panel/switches/tokens",
        "Let people in so",
        pages.number("short_token_seconds", "First tokens last seconds", now.short_token_seconds, least=1, step="any"),
        pages.number("long_token_seconds", "Exchanged ones last seconds", now.long_token_seconds, least=1, step="any"),
        pages.number("refresh_after_seconds", "and are renewed after seconds", now.refresh_after_seconds, step="any"),
        pages.number("pages_an_answer", "Pages in an answer (0: as asked)", now.pages_an_answer),
        pages.select("code_answer", "A code’s answer is", (("flat", "Flat"), ("in_data", "In data[]")), chosen=now.code_answer),
        pages.select("permissions_as", "Its permissions are", (("list", "A list"), ("text", "A text")), chosen=now.permissions_as),
        pages.select("unauthorized_http", "A bad token’s status is", (("400", "400"), ("401", "401")), chosen=now.unauthorized_http),
        pages.tick("refresh_ends_old", "A renewal ends the token before it", on=now.refresh_ends_old),
        pages.tick("takes_local_redirects", "Goes back to http on this machine", on=now.takes_local_redirects),
        pages.tick("wrong_client", "Does not know the client", on=now.wrong_client),
        title="Tokens",
        lesson="Tokens of Instagram Login are renewed while they live; an expired one needs its owner.",
    )


def _rates(root: str, now: Switches) -> str:
    return pages.form(
        f"{root}/panel/switches/rates",
        "Limit it so",
        pages.number("calls_an_hour", "Calls for an account an hour", now.calls_an_hour),
        pages.select(
            "rate_code",
            "One more is refused with",
            (("80002", "80002"), ("4", "4, for the whole app"), ("17", "17")),
            chosen=now.rate_code,
        ),
        pages.select(
            "usage_headers",
            "Headers of usage",
            (
                ("both", "Both"),
                ("app", "Of the app"),
                ("business", "Of the account"),
                ("none", "None"),
                ("now_and_then", "Now and then"),
            ),
            chosen=now.usage_headers,
        ),
        pages.number("usage_percent", "They say at least %", now.usage_percent),
        pages.tick("usage_at_instagram", "Also at graph.instagram.com", on=now.usage_at_instagram),
        pages.number("hasty_polls", "Hasty questions that are forgiven", now.hasty_polls),
        pages.number("oldest_version", "Oldest version", now.oldest_version),
        title="Limits",
        lesson="Whoever is told to wait should wait; calling on makes it longer.",
    )


def _slow(root: str, now: Switches) -> str:
    return pages.form(
        f"{root}/panel/switches/slow",
        "Be this slow",
        pages.number("delay_seconds", "Each answer waits seconds", now.delay_seconds, step="any"),
        pages.number("bytes_per_second", "Bytes a second (0: as many as come)", now.bytes_per_second),
        title="Slowness",
        lesson="A call that takes long should be waited for: whoever gives up does not know what came of it.",
    )


def _answers(root: str, now: Switches) -> str:
    return pages.form(
        f"{root}/panel/switches/answers",
        "Answer so",
        pages.select("error_form", "Errors come as", panel.FORMS, chosen=now.error_form),
        pages.tick("mixed_header_case", "Header names in mixed case", on=now.mixed_header_case),
        pages.tick("chunked_answers", "Answers in chunks", on=now.chunked_answers),
        title="Odd answers",
        lesson="A proxy in between may say anything. No riddle should be shown.",
    )
