"""What is logged, and how: one line to the console, without secrets."""

from typing import Any


def logging_at(level: str) -> dict[str, Any]:
    """The logging of the whole product, for Django's LOGGING."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
        "filters": {"hide_secrets": {"()": "config.hiding.HideSecrets"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["hide_secrets"]}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # These print whole addresses and bodies at DEBUG, tokens included.
            **{
                name: {"level": "WARNING"}
                for name in ("urllib3", "botocore", "boto3", "s3transfer", "googleapiclient", "google", "social", "PIL")
            },
            "django.db.backends": {"level": "INFO"},
            "axes": {"level": "WARNING"},
            "django-q": {"level": "WARNING"},
        },
    }
