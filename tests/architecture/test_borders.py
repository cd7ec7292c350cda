"""The borders: imports run one way, the middle knows no platform by name, and only the door opens sockets."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from config.settings import env
from platforms import registry
from tests.architecture.files import PACKAGES, ROOT, ours, product, text_of, tree_of

# Where a platform may be named: its adapter, its stand-in, its partials, the registry and the settings.
KNOWS_PLATFORMS = ("platforms/registry.py", "config/settings.py", "config/consent.py")
_CONNECTORS = {"socket", "http.client", "urllib.request", "requests", "httplib2"}
# The door to the network, in its parts.
DOOR = ("http", "exchange", "wire", "stream", "addresses")
# What else imports these, and why.
MAY_CONNECT = {
    "config/prepare.py": "looks whether the ports of this machine are free",
    "config/run.py": "asks the pages on this machine whether they are up",
    "platforms/oauth.py": "clothes the door's answers as social-auth expects them, which are those of requests",
    "videos/storage/bucket.py": "asks the operator's own bucket for what browsers will ask of it",
    "platforms/youtube/calls.py": "clothes the door's answers as Google's library expects them, which are those of httplib2",
}


def test_imports_run_one_way() -> None:
    linted = subprocess.run([str(Path(sys.executable).with_name("lint-imports"))], cwd=ROOT, capture_output=True, text=True, check=False)
    assert linted.returncode == 0, linted.stdout


def test_the_import_contracts_name_every_package() -> None:
    text = text_of(Path("pyproject.toml"))
    assert all(f'"{package}"' in text for package in PACKAGES)


@pytest.mark.parametrize("slug", sorted(registry.slugs()))
def test_the_middle_knows_no_platform_by_name(slug: str) -> None:
    places = [path for path in ours("*.py", "*.html", "*.js", "*.css") if path.parts[0] in (*PACKAGES, "templates", "static")]
    assert [str(path) for path in places if slug in text_of(path).lower() and not _may_name(path, slug)] == []


def test_only_the_door_opens_sockets() -> None:
    found = [
        f"{path} imports {name}"
        for path in product()
        if not _is_the_door(path) and str(path) not in MAY_CONNECT
        for name in sorted(_imported(path) & _CONNECTORS)
    ]
    assert found == []


def test_the_sandbox_imports_nothing_of_ours_but_itself() -> None:
    sandbox = [path for path in product() if path.parts[:2] == ("platforms", "sandbox")]
    found = [
        f"{path} imports {name}"
        for path in sandbox
        for name in sorted(_imported(path))
        if name.partition(".")[0] in (*PACKAGES, "django") and not name.startswith("platforms.sandbox")
    ]
    assert found == []


def test_every_setting_is_in_the_example_and_nothing_else() -> None:
    lines = [line.removeprefix("# ") for line in text_of(Path(".env.example")).splitlines()]
    named = [name for line in lines if "=" in line and (name := line.partition("=")[0]).isupper() and " " not in name]
    assert sorted(named) == sorted(set(env.names))


def test_the_changelog_has_a_place_for_what_comes() -> None:
    assert "\n## Unreleased\n" in text_of(Path("CHANGELOG.md"))


def _may_name(path: Path, slug: str) -> bool:
    if str(path) in KNOWS_PLATFORMS or path.name.startswith(f"_{slug}"):
        return True
    own = (("platforms", slug), ("platforms", f"{slug}.py"), ("templates", "platforms", slug))
    return any(path.parts[: len(place)] == place for place in (*own, ("platforms", "sandbox")))


def _is_the_door(path: Path) -> bool:
    return path.parts[0] == "platforms" and (path.parts[1] == "sandbox" or path.stem in DOOR)


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names
