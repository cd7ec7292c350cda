"""The product's settings under the tests' environment, for tools that read settings without running a test (mypy's plugin)."""

import tests.environment  # noqa: F401  # first: it puts the environment in place
from config.settings import *  # noqa: F403
