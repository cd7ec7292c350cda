"""Settings that are well each by itself and make no sense together: refused at the start, with what to set instead."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from config.environment import Environment
from retries.checks import nonsense
from retries.ladder import Ladder

HOURLY, DAILY = "0 * * * *", "0 3 * * *"


@pytest.mark.parametrize(
    ("retries", "minutes", "cron", "ids"),
    [
        pytest.param(5, 60, HOURLY, [], id="as it comes"),
        pytest.param(0, 60, HOURLY, [], id="no retries"),
        pytest.param(5, 1, "* * * * *", [], id="each minute"),
        pytest.param(5, 1, HOURLY, [], id="hourly is soon enough for anything"),
        pytest.param(5, 1, "17 * * * *", [], id="hourly at an odd minute"),
        pytest.param(11, 60, HOURLY, [], id="85 days of retries"),
        pytest.param(12, 60, HOURLY, ["retries.E001"], id="171 days of retries"),
        pytest.param(6, 1440, HOURLY, [], id="63 days"),
        pytest.param(7, 1440, HOURLY, ["retries.E001"], id="127 days"),
        pytest.param(20, 1440, HOURLY, ["retries.E001"], id="2,870 years"),
        pytest.param(5, 60, "0 */2 * * *", ["retries.E003"], id="two hours apart, an hour promised"),
        pytest.param(5, 120, "0 */2 * * *", [], id="two hours apart, two promised"),
        pytest.param(0, 60, "0 */2 * * *", [], id="nothing promised"),
        pytest.param(5, 60, "0 9-17 * * *", ["retries.E003"], id="not at night"),
        pytest.param(3, 960, "0 9-17 * * *", [], id="not at night, and nothing promised sooner"),
        pytest.param(5, 60, "0,20 * * * *", [], id="uneven"),
        pytest.param(5, 60, DAILY, ["retries.E003"], id="daily, an hour promised"),
        pytest.param(5, 1440, DAILY, [], id="daily, a day promised"),
        pytest.param(0, 60, "0 0 * * 1", ["retries.E002"], id="weekly"),
        pytest.param(5, 60, "0 * * * 1-5", ["retries.E002"], id="not at the weekend"),
        pytest.param(5, 60, "0 * 1-15 * *", ["retries.E002"], id="in the first half of a month"),
        pytest.param(5, 60, "0 * * 1 *", ["retries.E002"], id="in January"),
        pytest.param(5, 60, "0 0 29 2 *", ["retries.E002"], id="in leap years"),
        pytest.param(5, 60, "0 * * 1-12 0-6", [], id="every day, in so many words"),
        pytest.param(20, 1440, "0 0 1 * *", ["retries.E001", "retries.E002"], id="both"),
    ],
)
def test_what_makes_no_sense_is_refused(retries: int, minutes: int, cron: str, ids: list[str]) -> None:
    found = nonsense(Ladder(retries=retries, base=timedelta(minutes=minutes), cron=cron))
    assert [each.id for each in found] == ids
    assert all(each.hint for each in found)


def test_a_start_is_refused_with_a_hint_and_without_a_database(settings: Settings) -> None:
    settings.MAX_POST_RETRIES, settings.POST_RETRY_INTERVAL_MINUTES = 20, 1440
    (refusal,) = [each for each in run_checks() if each.id and each.id.startswith("retries.")]
    assert "MAX_POST_RETRIES=20 with POST_RETRY_INTERVAL_MINUTES=1440" in refusal.msg
    assert "fewer retries or a shorter interval" in (refusal.hint or "")


@pytest.mark.parametrize("cron", [HOURLY, DAILY, "*/5 * * * *", "0  6,18 * * MON-FRI", "0 3 * MAR,APR *", "0 0 29 2 *"])
def test_an_expression_that_comes_to_pass_is_taken(cron: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RETRY_SWEEP_CRON", cron)
    assert Environment(tmp_path / ".env").cron("RETRY_SWEEP_CRON", HOURLY) == cron


@pytest.mark.parametrize(
    "cron",
    [
        "hourly",
        "@hourly",
        "0 * * *",
        "0 0 * * * *",
        "60 * * * *",
        "0 24 * * *",
        "0 0 0 * *",
        "0 0 * 13 *",
        "0 * * * 8",
        "*/0 * * * *",
        "-5 * * * *",
        "0 0 31 2 *",
        "R * * * *",
        "0,r * * * *",
        "0 R(0-5) * * *",
        "H * * * *",
        "0 * * * *; true",
    ],
)
def test_one_that_never_does_or_means_another_time_whenever_it_is_read_is_refused(
    cron: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RETRY_SWEEP_CRON", cron)
    with pytest.raises(ImproperlyConfigured, match=r"RETRY_SWEEP_CRON=.* must be a cron expression of five fields"):
        Environment(tmp_path / ".env").cron("RETRY_SWEEP_CRON", HOURLY)


@pytest.mark.parametrize("count", ["-1", "21", "five", "1.5"])
def test_only_a_whole_number_within_its_bounds_is_taken(count: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MAX_POST_RETRIES", count)
    with pytest.raises(ImproperlyConfigured, match=r"MAX_POST_RETRIES=.* must be a whole number from 0 to 20"):
        Environment(tmp_path / ".env").whole("MAX_POST_RETRIES", 5, least=0, most=20)
