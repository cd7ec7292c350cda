"""The list of platforms, and the checks of its settings."""

import pytest
from django.core.checks import run_checks

from platforms import registry


def ids(*, deploy=False):
    return {
        message.id for message in run_checks(tags=["security"], include_deployment_checks=deploy) if message.id.startswith("platforms.")
    }


def test_every_platform_is_built_under_its_own_slug():
    assert [platform.slug for platform in registry.platforms()] == list(registry.slugs())


def test_an_adapter_is_kept_until_its_address_changes(settings):
    before = registry.adapter("youtube")
    assert registry.adapter("youtube") is before
    settings.YOUTUBE_API_URL = "https://other.example"
    assert registry.adapter("youtube") is not before
    assert registry.realm("youtube") == "https://other.example"


@pytest.mark.parametrize(("name", "value"), [("GOOGLE_CLIENT_ID", ""), ("GOOGLE_CLIENT_SECRET", "")])
def test_a_client_id_without_its_secret_is_refused(settings, name, value):
    assert registry.is_configured("youtube")
    setattr(settings, name, value)
    assert not registry.is_configured("youtube")
    assert "platforms.E002" in ids()


def test_a_platform_that_is_not_set_up_is_no_mistake(settings):
    settings.GOOGLE_CLIENT_ID = settings.GOOGLE_CLIENT_SECRET = ""
    assert not ids()


@pytest.mark.parametrize("keys", [[], ["short"]])
def test_keys_that_do_not_work_are_refused(settings, keys):
    settings.TOKEN_ENCRYPTION_KEYS = keys
    assert "platforms.E001" in ids()


def test_stand_ins_and_the_real_platform_do_not_mix(settings):
    settings.GOOGLE_TOKEN_URL = "https://oauth2.googleapis.com"
    assert "platforms.E003" in ids()


def test_tokens_do_not_cross_a_network_in_the_clear(settings):
    assert not ids(deploy=True)
    for name in registry.addresses("youtube"):
        setattr(settings, name, "http://stand-in.example")
    assert ids(deploy=True) == {"platforms.W001"}
