"""PostgreSQL restarted in the midst of an upload: the same attempt goes on."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.acceptance.cluster import Cluster, a_cluster
from tests.acceptance.files import larger
from tests.acceptance.product import Product, an_owner, start
from tests.acceptance.stand_in import goes_on
from tests.runtime.home import a_home
from tests.services import need

pytestmark = pytest.mark.processes


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    need("initdb")
    # Not below tmp_path: the user that PostgreSQL runs as may not enter there.
    with TemporaryDirectory(prefix="retake-postgres-") as directory, a_cluster(Path(directory)) as cluster:
        yield cluster


@pytest.fixture
def product(cluster: Cluster, tmp_path: Path) -> Iterator[Product]:
    with a_home(tmp_path) as home:
        yield start(home, DATABASE_URL=cluster.url)


def test_a_restart_of_the_database_costs_neither_the_attempt_nor_a_byte(product: Product, cluster: Cluster, tmp_path: Path) -> None:
    owner = an_owner(product)
    title, video = owner.ready(larger(product.run.sample(), tmp_path / "long.mp4", size=32 * 1024 * 1024))
    product.stand_in.slow_down(2_500_000)
    publication = owner.visitor.publish(video)
    goes_on(product.stand_in)
    cluster.stop()
    goes_on(product.stand_in)  # a request ends, and its checkpoint cannot be written
    cluster.start()
    goes_on(product.stand_in)
    product.stand_in.slow_down(0)
    told = publication.comes_to_be("Published")
    assert told.sends == ["1 · First try : Accepted, the platform is at work"]
    assert len(product.stand_in.posts(title)) == 1
    assert product.stand_in.state()["overlaps"] == 0
