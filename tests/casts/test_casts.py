"""No platform goes unproven: each that Retake publishes to has its cast, which plays at its own address."""

from platforms import registry
from tests.casts import CASTS


def test_every_platform_has_a_cast() -> None:
    assert list(CASTS) == list(registry.slugs())


def test_every_cast_knows_the_addresses_of_its_platform() -> None:
    missing = {slug: set(registry.ENTRIES[slug].addresses) - set(cast.addresses) for slug, cast in CASTS.items()}
    assert {slug: names for slug, names in missing.items() if names} == {}
