"""The project's own files, as the architecture tests read them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("config", "publisher", "retries", "platforms", "videos", "notifications")


def ours(*patterns: str) -> list[Path]:
    """Give the files that git knows or would take, relative to the root, that match one of `patterns`."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [Path(line) for line in sorted(set(listed.stdout.splitlines())) if (ROOT / line).is_file()]


def product() -> list[Path]:
    """The Python files that run in production."""
    return [path for path in ours("*.py") if path.parts[0] in PACKAGES and "migrations" not in path.parts]


@cache
def text_of(path: Path) -> str:
    return (ROOT / path).read_text()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(text_of(path), filename=str(path))
