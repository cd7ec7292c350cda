"""The numbers: how well publications do, how fast, and what is in their way, found by the database. Every door shows these."""

from publisher.stats.figures import numbers
from publisher.stats.period import LAST, Period, Step, last
from publisher.stats.plain import flat, plain
from publisher.stats.values import Bucket, Ended, FailuresOfCode, Numbers, OfPlatform, RetryYield, Speed, Standing

__all__ = [
    "LAST",
    "Bucket",
    "Ended",
    "FailuresOfCode",
    "Numbers",
    "OfPlatform",
    "Period",
    "RetryYield",
    "Speed",
    "Standing",
    "Step",
    "flat",
    "last",
    "numbers",
    "plain",
]
