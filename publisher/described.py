"""The account of a connection as rules see it that send nothing: facts without a token."""

from platforms.contract import Account
from platforms.models import Connection


def described(connection: Connection) -> Account:
    return Account(
        id=connection.uid,
        name=connection.name,
        realm=connection.realm,
        access_token="",
        scopes=frozenset(connection.scopes),
        details=connection.details,
    )
