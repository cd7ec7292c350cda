"""The forms of the lasting switches, each as it stands now."""

from platforms.sandbox import pages
from platforms.sandbox.panel import FORMS
from platforms.sandbox.youtube.processing import OUTCOMES
from platforms.sandbox.youtube.switches import CONSENT_ERRORS, Keeping, Switches
from platforms.sandbox.youtube.world import World

_KEEPING = (
    (Keeping.STRICT.value, "All of it, or refuses it"),
    (Keeping.GRANULAR.value, "Whole 256 KiB of it"),
    (Keeping.LESS.value, "All but its last 256 KiB"),
)
_PRIVACIES = (("", "As asked"), ("private", "private"), ("unlisted", "unlisted"), ("public", "public"))


def switches(root: str, world: World) -> list[str]:
    """Forms that last until somebody changes them or heals everything."""
    now = world.board.now
    return [
        _processing(root, now),
        _slow(root, now),
        _telling(root, now),
        _answers(root, now),
        _sign_in(root, now),
        _consent(root, now),
        _limits(root, now),
        _sessions(root, now),
    ]


def _processing(root: str, now: Switches) -> str:
    outcomes = [(outcome, outcome.replace(":", ": ")) for outcome in OUTCOMES]
    return pages.form(
        f"{root}/panel/switches/processing",
        "Use for the next uploads",
        pages.select("outcome", "They end as", outcomes, chosen=now.outcome),
        pages.number("processing_seconds", "After seconds", now.processing_seconds, step="any"),
        title="Processing",
        lesson="Failed and rejected are for good: Retake should give YouTube's reason. Stuck: it should look less and less often.",
    )


def _slow(root: str, now: Switches) -> str:
    return pages.form(
        f"{root}/panel/switches/slow",
        "Be this slow",
        pages.number("delay_seconds", "Seconds before each answer", now.delay_seconds, step="any"),
        pages.number("bytes_per_second", "Bytes a second (0: no bound)", now.bytes_per_second),
        title="Be slow",
        lesson="Retake should show progress, keep its lease, and lose patience only at its stated timeouts.",
    )


def _telling(root: str, now: Switches) -> str:
    return pages.form(
        f"{root}/panel/switches/telling",
        "Tell it so",
        pages.number("listing_lag_seconds", "Lists lag, in seconds", now.listing_lag_seconds, step="any"),
        pages.select("privacy_forced", "Privacy becomes", _PRIVACIES, chosen=now.privacy_forced),
        pages.tick("file_details_shown", "Shows the file's name to its owner", on=now.file_details_shown),
        pages.tick("shorts", "Takes new videos for Shorts", on=now.shorts),
        title="What it says of a video",
        lesson="A video missing from a list proves nothing. Another privacy than asked should be shown as a warning.",
    )


def _answers(root: str, now: Switches) -> str:
    return pages.form(
        f"{root}/panel/switches/answers",
        "Answer so",
        pages.select("error_form", "Errors come as", FORMS, chosen=now.error_form),
        pages.select("keeping", "Of a chunk it keeps", _KEEPING, chosen=now.keeping),
        pages.tick("mixed_header_case", "hEaDeRs in mixed case", on=now.mixed_header_case),
        pages.tick("chunked_answers", "Chunked answers", on=now.chunked_answers),
        title="Odd answers",
        lesson="All of it is HTTP that was seen in the wild: nothing should break, and no riddle should be shown.",
    )


def _sign_in(root: str, now: Switches) -> str:
    return pages.form(
        f"{root}/panel/switches/sign-in",
        "Sign in so",
        pages.number("access_token_seconds", "Access tokens last seconds", now.access_token_seconds, least=1, step="any"),
        pages.number("refresh_token_seconds", "Refresh tokens last seconds (0: for ever)", now.refresh_token_seconds, step="any"),
        pages.tick("in_testing", "The app is in Testing: leave lasts 7 days", on=now.in_testing),
        pages.tick("rotate_refresh_tokens", "A new refresh token at each refresh", on=now.rotate_refresh_tokens),
        pages.tick("wrong_client", "Does not know the application", on=now.wrong_client),
        title="Sign-in",
        lesson="An unknown application is the staff's to mend: no owner should be asked to reconnect. "
        "Leave that ends by itself should be warned of days ahead, and explained afterwards.",
    )


def _consent(root: str, now: Switches) -> str:
    answers = [(error, f"error={error}" if error else "a code, as it should") for error in CONSENT_ERRORS]
    return pages.form(
        f"{root}/panel/switches/consent",
        "Send people back so",
        pages.select("consent_error", "Allow leads back with", answers, chosen=now.consent_error),
        pages.tick("scope_withheld", "Gives youtube.readonly alone, whatever was asked", on=now.scope_withheld),
        title="The consent page",
        lesson="Retake should say what happened and that nothing was changed, and offer one way on.",
    )


def _limits(root: str, now: Switches) -> str:
    return pages.form(
        f"{root}/panel/switches/limits",
        "Set the limits",
        pages.number("daily_uploads", "Uploads a day", now.daily_uploads),
        pages.number("daily_units", "Units a day", now.daily_units),
        pages.number("daily_searches", "Searches a day", now.daily_searches),
        pages.number("minute_calls", "Calls a minute (0: no bound)", now.minute_calls),
        title="Limits",
        lesson="Some projects have less than the default: Retake should read the limit from the error.",
    )


def _sessions(root: str, now: Switches) -> str:
    return pages.form(
        f"{root}/panel/switches/sessions",
        "Treat sessions so",
        pages.number("session_seconds", "They last seconds", now.session_seconds, least=1, step="any"),
        pages.tick("sessions_vanish", "Finished ones are forgotten (404)", on=now.sessions_vanish),
        title="Sessions",
        lesson="The video exists and the session cannot tell: Retake should look through the uploads before it does anything else.",
    )
