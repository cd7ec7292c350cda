"""What people read: plain words without codes, and never a secret."""

import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest

from platforms.models import Connection
from platforms.sandbox.plumbing import Response, json_response
from publisher.models import Attempt
from tests.casts import CASTS, Cast
from tests.casts.cast import Moment
from tests.contract.stage import MOMENTS, Stage, named, staged
from tests.crash.scene import Scene
from tests.crash.thinning import thinned

JARGON = re.compile(r"\b(HTTP|JSON|API error|endpoint|payload|status code|null|exception|timeout|invalid_\w+|\d{3} error)\b", re.IGNORECASE)
CODE = re.compile(r"\b[a-z]+_[a-z_]+\b|\b[a-z]+[A-Z]\w+\b")
NAMES = re.compile(r"\b(macOS|iPhone|iOS|eBay|TikTok|PeerTube|YouTube)\b")


def test_a_cast_shows_every_word_of_its_platform(cast: type[Cast]) -> None:
    said = {message for message, _ in cast.sayings()}
    assert {row.message for row in cast.refusals()} <= said


@pytest.mark.parametrize(("slug"), CASTS)
def test_every_message_reads_as_plain_words(slug: str) -> None:
    odd = []
    for message, fix in CASTS[slug].sayings():
        for text in filter(None, (message, fix)):
            plain = NAMES.sub("", text)
            if not text.endswith((".", "?")) or JARGON.search(plain) or CODE.search(plain) or text != text.strip():
                odd.append(text)
        if not message:
            odd.append(f"nothing is said before {fix!r}")
    assert odd == []


def secrets_in(value: Any) -> Iterator[str]:
    """Every address and long text of a progress: they may open the upload."""
    match value:
        case dict():
            for each in value.values():
                yield from secrets_in(each)
        case str() if len(value) > 24:
            yield value


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_platform_that_echoes_our_secrets_puts_them_nowhere(scene: Scene, moment: Moment, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for status in thinned((302, 400, 401, 403, 404, 429, 500)):
        with staged(scene) as stage, named(status):
            stage.begin(to_renew=moment is Moment.TOKEN)
            stage.reach(11)
            secrets = secrets_of(stage)
            stage.answer(moment, echo(status, secrets))
            stage.leave(11)
            row = stage.go_on(until=lambda row: bool(row.error_code))
            kept = [str(each) for each in Attempt.objects.filter(publication=row).values()]
            kept += [row.error_message, row.error_detail, row.error_fix, row.error_request_id, row.warning, str(row.first_error), repr(row)]
            kept += map(str, Connection.objects.values_list("problem_code", "problem_message"))
            assert [secret for secret in secrets if secret in "\n".join([*kept, caplog.text])] == []


def secrets_of(stage: Stage) -> set[str]:
    """The tokens of the connection, and what opens the upload."""
    kept = {name: each for name, each in stage.row.progress.items() if name not in stage.cast.public}
    return {*filter(None, Connection.objects.get().extra_data.values()), *secrets_in(kept)}


def echo(status: int, secrets: set[str]) -> Response:
    """An error that repeats them wherever platforms put words."""
    words = " and ".join(secret if "://" in secret else f"Bearer {secret}" for secret in sorted(secrets))
    error = {"code": status, "message": words, "errors": [{"reason": words}]}
    return json_response(status, {"error": error, "error_description": words, "detail": words, "title": words})


def test_no_value_of_a_platform_shows_a_secret_in_its_repr(stage: Stage) -> None:
    stage.begin()
    stage.reach(14)
    secrets = secrets_of(stage)
    account = stage.account
    shown = f"{account!r} {stage.scene.connection!r} {stage.row!r} {stage.adapter!r} {stage.cast.grant()!r}"
    assert [secret for secret in {*secrets, account.access_token} if secret in shown] == []
