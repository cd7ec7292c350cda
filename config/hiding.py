"""Keeps secrets that stand in addresses out of the log: Django writes the path of each request that it refuses or that fails."""

import logging
import re

_IN_AN_ADDRESS = re.compile(r"(/(?:watch|media|m|email/confirm|password-reset/[\w-]+)/)[\w:-]+")


class HideSecrets(logging.Filter):
    """Takes tickets to files, and the tokens of links that were mailed, out of what is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        hidden = _IN_AN_ADDRESS.sub(r"\1…", said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        return True
