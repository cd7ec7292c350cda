"""The list of platforms, and the checks of its settings."""

import socket
from dataclasses import replace

import pytest
from django.core.checks import run_checks

from platforms import errors, registry


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


@pytest.fixture
def by_instance(monkeypatch, settings):
    """YouTube, as if there were many of it, each named by its connection."""
    settings.YOUTUBE_API_URL = "https://trusted.example"
    entry = replace(registry.ENTRIES["youtube"], by_instance=True, addresses=("YOUTUBE_API_URL",), client=(), hosts=())
    monkeypatch.setattr(registry, "ENTRIES", {"youtube": entry})


def test_of_a_platform_by_instance_each_connection_has_its_own_adapter(by_instance):
    one, other = (registry.adapter("youtube", f"https://{name}.example") for name in ("one", "other"))
    assert one is not other
    assert one is registry.adapter("youtube", "https://one.example")
    assert registry.is_here("youtube", "https://one.example")
    assert registry.is_configured("youtube")


@pytest.mark.parametrize(("realm", "reached"), [("https://trusted.example", ""), ("https://one.example", "address_refused")])
def test_only_the_instance_that_the_settings_name_may_lie_inside(by_instance, monkeypatch, realm, reached):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(socket.AF_INET, 1, 6, "", ("127.0.0.1", 9))])
    with pytest.raises(errors.PlatformError) as refusal:
        registry.door_to("youtube", realm).send("GET", realm, headers={})
    assert (refusal.value.code == "address_refused") == (reached == "address_refused")
