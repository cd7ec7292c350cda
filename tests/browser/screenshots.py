"""`make screenshots`: walks the path with the running product, and photographs it for the README into docs/screenshots."""

import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Page

import tests.environment  # noqa: F401  # first: what is imported next reads the settings
from tests.acceptance.product import Product, start
from tests.architecture.files import ROOT
from tests.browser import test_walk as walk
from tests.browser.walker import THEMES, Walker, a_walker
from tests.runtime.home import a_home

FOLDER = ROOT / "docs/screenshots"
SIZES = {"desk": 1280, "phone": 390}
WANTED = {
    "uploading": "upload",
    "failed": "fail",
    "failed-details": "explain",
    "retrying": "recover",
    "published": "published",
    "library-failed": "library",
}
"""The moments of the walk that are kept, by the names that the walk and the README give them."""


@dataclass(kw_only=True)
class Photographer(Walker):
    """Somebody who walks the path and keeps pictures of some moments."""

    size: str

    def see(self, page: Page, name: str, *, heading: str) -> None:
        super().see(page, name, heading=heading)
        if name not in WANTED:
            return
        page.evaluate("scrollTo(0, 0)")
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            _keep(page.screenshot(), FOLDER / f"{WANTED[name]}-{self.size}-{theme}.webp")
        page.emulate_media(color_scheme="light")


def _keep(picture: bytes, path: Path) -> None:
    Image.open(BytesIO(picture)).convert("RGB").save(path, lossless=True, quality=100, method=6)
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} KB")


def _walk(product: Product, walker: Walker) -> None:
    page = walk.log_in(walker, product)
    walk.upload(walker, page, product.run.sample(), bytes_per_second=150_000)  # still under way in the last picture of it
    walk.edit(walker, page)
    walk.connect(walker, page)
    panel = walk.fail_next_uploads(walker, product)
    walk.publish(walker, page)
    walk.see_it_fail(walker, page)
    panel.get_by_role("button", name="Heal everything").click()
    walk.retry(walker, page)


def main(sizes: list[str]) -> int:
    """Walk once for each size (of `SIZES`; all of them if none is named), each time in a Retake of its own."""
    FOLDER.mkdir(exist_ok=True)
    for size in sizes or SIZES:
        with TemporaryDirectory(prefix="retake-screenshots-") as directory, a_home(Path(directory)) as home:
            product = start(home)
            with a_walker(width=SIZES[size], kind=Photographer, size=size) as walker:
                _walk(product, walker)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
