"""`manage.py bucket` says what a bucket lacks and mends what it can, against a store that others wrote."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from tests.runtime.home import a_free_port
from tests.videos.seaweed import Seaweed
from videos import storage
from videos.storage import MediaStore
from videos.storage.s3 import S3Store


def told(*arguments: str) -> str:
    """What the command says, and what it fails with in the end."""
    out = StringIO()
    try:
        call_command("bucket", *arguments, stdout=out)
    except CommandError as failed:
        return f"{out.getvalue()}FAILED: {failed}"
    return out.getvalue()


@pytest.fixture
def fresh(seaweed: Seaweed, settings: Settings) -> str:
    """The name of a bucket that nobody made yet."""
    for name, value in seaweed.settings.items():
        setattr(settings, name, value)
    settings.AWS_S3_PUBLIC_ENDPOINT_URL = seaweed.address
    settings.AWS_STORAGE_BUCKET_NAME = f"fresh-{a_free_port()}"
    storage._bucket.cache_clear()
    return str(settings.AWS_STORAGE_BUCKET_NAME)


def test_without_a_bucket_it_says_where_videos_are(settings: Settings) -> None:
    assert "videos are kept on disk" in told("check")


def test_a_bucket_that_is_not_there_is_made_only_when_asked(fresh: str) -> None:
    assert "`manage.py bucket setup --create` makes it" in told("check")
    assert "NoSuchBucket" in told("setup")
    made = told("setup", "--create")
    assert f"The bucket {fresh} is made." in made
    assert "NO " not in made
    assert made.count("ok ") == 6


def test_what_a_bucket_lacks_is_named_with_what_mends_it(fresh: str, seaweed: Seaweed) -> None:
    store = storage.media()
    assert isinstance(store, S3Store)
    store._client.create_bucket(Bucket=fresh)
    # Without any rule this store lets everybody in; with one for others it does what all stores do.
    theirs = {"ID": "theirs", "AllowedOrigins": ["https://other.example"], "AllowedMethods": ["PUT"]}
    store._client.put_bucket_cors(Bucket=fresh, CORSConfiguration={"CORSRules": [theirs]})
    said = told("check")
    assert "NO  Pages of http://127.0.0.1:8000 may send parts (CORS)\n    Run `manage.py bucket setup`." in said
    assert "NO  Unfinished uploads are cleared within 8 days (lifecycle)" in said
    assert "FAILED: 2 of these need mending" in said


def test_the_rules_of_others_stay(fresh: str) -> None:
    told("setup", "--create")
    client = storage.media()._client  # type: ignore[attr-defined]
    theirs = {"ID": "theirs", "AllowedOrigins": ["https://other.example"], "AllowedMethods": ["GET"]}
    ours = client.get_bucket_cors(Bucket=fresh)["CORSRules"]
    client.put_bucket_cors(Bucket=fresh, CORSConfiguration={"CORSRules": [theirs, *ours]})
    for _ in range(2):
        told("setup")
    assert sorted(rule["ID"] for rule in client.get_bucket_cors(Bucket=fresh)["CORSRules"]) == ["retake-browsers", "theirs"]


def test_a_check_leaves_nothing_behind(fresh: str) -> None:
    told("setup", "--create")
    told("check")
    client = storage.media()._client  # type: ignore[attr-defined]
    assert client.list_objects_v2(Bucket=fresh).get("Contents", []) == []
    assert client.list_multipart_uploads(Bucket=fresh).get("Uploads", []) == []


@pytest.mark.parametrize(("setting", "value"), [("AWS_SECRET_ACCESS_KEY", "wrong-secret"), ("AWS_ACCESS_KEY_ID", "nobody")])
def test_wrong_credentials_are_told_without_them(bucket: MediaStore, settings: Settings, setting: str, value: str) -> None:
    setattr(settings, setting, value)
    for verb in ("check", "setup"):
        said = told(verb)
        assert "403" in said or "SignatureDoesNotMatch" in said or "InvalidAccessKeyId" in said
        assert "wrong-secret" not in said


def test_a_store_that_is_away_is_told_in_words(bucket: MediaStore, settings: Settings) -> None:
    settings.AWS_S3_ENDPOINT_URL = f"http://127.0.0.1:{a_free_port()}"
    assert "The store did not answer (EndpointConnectionError)" in told("check")
    assert "Check AWS_S3_ENDPOINT_URL" in told("setup")
