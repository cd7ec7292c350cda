"""What the pages' policy lets browsers do: fetch from here, send forms here, and be sent on to a platform's consent page."""

from collections.abc import Iterable
from typing import Any

from csp.constants import NONCE, NONE, SELF

from config.origins import origin_of


def policy(*, images: Iterable[str], buckets: Iterable[str], consent_pages: Iterable[str]) -> dict[str, Any]:
    """The policy for django-csp: where pictures may come from, where parts of files go, and which addresses ask for leave."""
    return {
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [SELF, NONCE],
            "style-src": [SELF, NONCE],
            "img-src": [SELF, *images],
            "media-src": [SELF],  # a bucket's bytes too pass through `videos.watching`
            "font-src": [SELF],
            "connect-src": [SELF, *buckets],
            # Connecting an account is a form that ends at the platform's consent page; browsers check the redirect too.
            "form-action": [SELF, *sorted({origin_of(page) for page in consent_pages})],
            "frame-ancestors": [NONE],
            "object-src": [NONE],
            "base-uri": [NONE],
        },
    }
