"""Tokens at rest: sealed, bound to their row, opened by no other key, and in no dump."""

import io
import json

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from platforms import connections, encryption, errors
from platforms.management.commands import rotate_token_keys
from platforms.models import Connection
from tests.factories import ConnectionFactory

pytestmark = pytest.mark.django_db

CANARY = "canary-0123456789"


@pytest.fixture
def planted(alice):
    return ConnectionFactory(user=alice, extra_data={"access_token": f"access-{CANARY}", "refresh_token": f"refresh-{CANARY}"})


def sealed_text(pk):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM platforms_connection WHERE id = %s", [pk])
        return str(cursor.fetchone())


def dumped():
    out = io.StringIO()
    call_command("dumpdata", stdout=out)
    return out.getvalue()


def rotated(**options):
    out = io.StringIO()
    call_command("rotate_token_keys", stdout=out, **options)
    return out.getvalue()


def test_no_token_is_readable_in_the_table(planted):
    assert CANARY not in sealed_text(planted.pk)
    assert Connection.objects.get().extra_data["access_token"] == f"access-{CANARY}"


def test_no_token_is_in_a_dump(planted):
    dump = dumped()
    assert planted.uid in dump
    assert CANARY not in dump


def test_what_is_sealed_for_one_row_does_not_open_for_another(planted, alice):
    other = ConnectionFactory(user=alice)
    Connection.objects.filter(pk=other.pk).update(sealed_tokens=planted.sealed_tokens)
    other.refresh_from_db()
    with pytest.raises(encryption.WrongRow):
        _ = other.extra_data
    with pytest.raises(errors.Unauthorized):
        connections.access(other)
    other.refresh_from_db()
    assert other.problem_code == "tokens_misplaced"


def test_tokens_do_not_follow_a_row_to_another_realm_or_account(planted):
    for column, value in (("realm", "https://elsewhere.example"), ("uid", "UCother")):
        moved = Connection.objects.get()
        setattr(moved, column, value)
        with pytest.raises(encryption.WrongRow):
            _ = moved.extra_data


def test_a_lost_key_is_for_staff_to_mend_and_disconnects_nobody(planted, settings):
    settings.TOKEN_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(errors.Misconfigured):
        connections.access(planted)
    planted.refresh_from_db()
    assert planted.problem == ""


@pytest.mark.parametrize("text", ["", "plain text", '{"for": "row", "is": "open"}'])
def test_what_was_never_sealed_does_not_open(text):
    with pytest.raises(encryption.WrongKey):
        encryption.unseal(text, bound_to="row")


@pytest.mark.parametrize("value", [{"a": [1, None, "ü"]}, "text", 3, None, []])
def test_any_json_comes_back_as_it_was(value):
    assert encryption.unseal(encryption.seal(value, bound_to="row"), bound_to="row") == value


def test_nothing_disconnected_keeps_tokens(planted):
    with pytest.raises(IntegrityError), transaction.atomic():
        Connection.objects.update(disconnected_at=timezone.now())


def test_keys_are_rotated_and_the_old_one_is_not_needed_any_more(planted, settings):
    old, new = settings.TOKEN_ENCRYPTION_KEYS[0], Fernet.generate_key().decode()
    settings.TOKEN_ENCRYPTION_KEYS = [new, old]
    assert Connection.objects.get().extra_data["access_token"] == f"access-{CANARY}"
    assert "platforms.Connection.sealed_tokens: 1 sealed anew" in rotated()
    settings.TOKEN_ENCRYPTION_KEYS = [new]
    assert Connection.objects.get().extra_data["access_token"] == f"access-{CANARY}"


def test_every_app_that_seals_has_its_columns_rotated():
    columns = {f"{model._meta.label}.{column}" for model, column in rotate_token_keys.sealed_columns()}
    assert columns == {"platforms.Connection.sealed_tokens", "publisher.Publication.progress_sealed"}


def test_rotating_again_changes_nothing(planted):
    before = sealed_text(planted.pk)
    assert "platforms.Connection.sealed_tokens: 0 sealed anew" in rotated()
    assert sealed_text(planted.pk) == before


def test_a_dry_run_says_what_it_would_do_and_does_nothing(planted, settings):
    settings.TOKEN_ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *settings.TOKEN_ENCRYPTION_KEYS]
    before = sealed_text(planted.pk)
    assert "1 would be sealed anew" in rotated(dry_run=True)
    assert sealed_text(planted.pk) == before


def test_rotating_without_the_old_key_says_that_it_is_missing(planted, settings):
    settings.TOKEN_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    before = sealed_text(planted.pk)
    with pytest.raises(CommandError, match="1 secrets are opened by none of the keys"):
        rotated()
    assert sealed_text(planted.pk) == before


def test_a_dump_is_json_that_can_be_read_back(planted):
    rows = [row for row in json.loads(dumped()) if row["model"] == "platforms.connection"]
    assert encryption.unseal(rows[0]["fields"]["sealed_tokens"], bound_to=f"connection:youtube:{planted.uid}:{planted.realm}") == {
        "access_token": f"access-{CANARY}",
        "refresh_token": f"refresh-{CANARY}",
    }
