"""The two logins behind which Instagram accounts are reached, and what each can do."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """Whose consent page it is."""

    FACEBOOK = "facebook"
    """An account that is linked to a Facebook Page: takes bytes, and can delete."""
    INSTAGRAM = "instagram"
    """Any professional account: comes for the file itself, and cannot delete."""


@dataclass(frozen=True, kw_only=True)
class Login:
    """One of them: `root` is the base address of its API with the version, `uploads` that of the host that takes bytes."""

    kind: Kind
    root: str
    uploads: str
    version: str

    @property
    def pushes(self) -> bool:
        """Whether we send the bytes. Resumable uploads exist behind Facebook's login alone: the other answers that it wants a video_url."""
        return self.kind is Kind.FACEBOOK

    def upload_address(self, container: str) -> str:
        return f"{self.uploads}/ig-api-upload/{self.version}/{container}"
