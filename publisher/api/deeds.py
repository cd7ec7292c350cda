"""Deeds asked for through the API: one's own row found, the deed carried out and kept, and how it stands told."""

from typing import Any

from publisher.api.auth import Caller
from publisher.api.schemas import Done
from publisher.api.telling import publication_for, told
from publisher.interventions import carry_out
from publisher.models import Deed


def do(deed: Deed, pk: int, *, caller: Caller, reason: str, **wish: Any) -> Done:
    """Do it to publication `pk`, as this caller. Raises `ApiProblem` where there is none of theirs, and what the service raises."""
    said = carry_out(deed, publication_for(caller, pk), by=caller.by(reason), **wish)
    return Done(said=said, publication=told([publication_for(caller, pk)])[0])
