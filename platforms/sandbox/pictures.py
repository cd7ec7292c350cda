"""Pictures of accounts, drawn: the initials on a colour of the account's own."""

from platforms.sandbox.plumbing import Response

_DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 88 88" width="88" height="88">'
    '<rect width="88" height="88" fill="hsl({hue} 42% 36%)"/>'
    '<text x="44" y="45" fill="#fff" font-family="system-ui, sans-serif" font-size="34" text-anchor="middle" dominant-baseline="central">'
    "{initials}</text></svg>"
)


def drawn(name: str, *, seed: str) -> Response:
    """The picture of an account of that name; `seed` chooses its colour."""
    letters = "".join(word[0] for word in name.split() if word[0].isalnum())[:2].upper()
    hue = sum(seed.encode()) * 37 % 360
    headers = (("Content-Type", "image/svg+xml"), ("Cache-Control", "max-age=3600"), ("X-Content-Type-Options", "nosniff"))
    return Response(status=200, headers=headers, body=_DRAWING.format(hue=hue, initials=letters or "?").encode())
