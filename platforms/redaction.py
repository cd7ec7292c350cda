"""What may be kept and shown of a platform's own words: no token, no code, no session address, no markup, not too long."""

import html
import re

LONGEST = 600

_HIDDEN = "[hidden]"
_HIDE_VALUES_OF = (
    r"access_token|refresh_token|id_token|fb_exchange_token|client_secret|client_key|code_verifier|token|secret|password|passwd|"
    r"api_?key|key|signature|sig|upload_id|upload_url|upload_token|authorization|x-amz-[a-z-]+|x-goog-[a-z-]+"
)
_AUTHORIZATION_CODE = r"""code(?!["']?\s*[=:]\s*\d{3}\b)"""  # an HTTP status is called code, too
_TAG = re.compile(r"<[^<>]{0,2000}>")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_QUERY = re.compile(r"(https?://[^\s?#\"'<>]+)[?#][^\s\"'<>]*", re.IGNORECASE)
_USERINFO = re.compile(r"(https?://)[^\s/@\"'<>]+@", re.IGNORECASE)
_BEARER = re.compile(r"\b(bearer|basic|oauth)\s+[^\s\"',;<>]+", re.IGNORECASE)
_NAMED = re.compile(
    rf"""(?<![\w-])(["']?(?:{_HIDE_VALUES_OF}|{_AUTHORIZATION_CODE})["']?\s*[=:]\s*)(?:"[^"]*"|'[^']*'|[^\s&"',;<>}}\]]+)""", re.IGNORECASE
)
_GOOGLE = re.compile(r"\b(?:ya29\.|1//|4/0)[\w./-]+")
_LONG = re.compile(r"(?<![\w-])(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+/=-]{32,}")


def redact(text: str, *, longest: int = LONGEST) -> str:
    """Make foreign text fit to be stored, logged and shown, as one line of at most `longest` characters."""
    text = _TAG.sub(" ", html.unescape(_TAG.sub(" ", text[: 20 * longest])))
    text = _CONTROL.sub(" ", text)
    text = _USERINFO.sub(r"\1", _QUERY.sub(rf"\1?{_HIDDEN}", text))
    text = _BEARER.sub(rf"\1 {_HIDDEN}", text)
    text = _NAMED.sub(rf"\1{_HIDDEN}", text)
    text = _LONG.sub(_HIDDEN, _GOOGLE.sub(_HIDDEN, text))
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
