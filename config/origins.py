"""Origins that the pages' policy lets browsers talk to: of an address, and of the bucket that holds the files."""

from urllib.parse import urlsplit


def origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def bucket_origins(bucket: str, *, endpoint: str | None, region: str) -> list[str]:
    """Where browsers meet the bucket: at its endpoint, else at Amazon's two names for it."""
    if not bucket:
        return []
    if endpoint:
        return [origin_of(endpoint)]
    return [f"https://{bucket}.s3.amazonaws.com", f"https://{bucket}.s3.{region}.amazonaws.com"]
