"""Where the pages' policy lets browsers reach the bucket."""

import pytest

from config.origins import bucket_origins, origin_of


@pytest.mark.parametrize(
    ("bucket", "endpoint", "origins"),
    [
        pytest.param("", "https://s3.example", [], id="files lie on disk"),
        pytest.param("films", "https://s3.example:9000/path", ["https://s3.example:9000"], id="an endpoint of its own"),
        pytest.param("films", None, ["https://films.s3.amazonaws.com", "https://films.s3.eu-west-1.amazonaws.com"], id="Amazon's"),
    ],
)
def test_browsers_meet_the_bucket_where_it_is(bucket: str, endpoint: str | None, origins: list[str]) -> None:
    assert bucket_origins(bucket, endpoint=endpoint, region="eu-west-1") == origins


def test_an_origin_is_an_address_without_its_path() -> None:
    assert origin_of("http://127.0.0.1:8100/youtube") == "http://127.0.0.1:8100"
