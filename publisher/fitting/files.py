"""Which file of a video goes to which account: one that was made for it and that its owner chose, else the original."""

from dataclasses import dataclass
from typing import Any

from platforms.contract import Options
from platforms.models import Connection
from platforms.profile import Profile
from publisher.described import described
from publisher.fitting.decide import CannotFit, decide
from publisher.models import Publication
from publisher.snapshot import file_of
from videos.converting import ffmpeg
from videos.models import Asset, AssetKind, Fit, FitState, Video
from videos.recipe import Recipe


def profile_for(connection: Connection, options: Options) -> Profile | None:
    """What a file has to be for this account; None where nothing about files can be mended."""
    return connection.platform.profile(options, described(connection))


def profile_of(fit: Fit) -> Profile:
    """What it was made for, as that was stated then."""
    known: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in fit.profile.items()}
    return Profile(**known)


def purpose_of(connection: Connection, profile: Profile) -> str:
    """What a file is made for: accounts of one platform share it, as far as they ask for the same."""
    return f"{connection.provider}-{profile.key}"


def file_for(video: Video, connection: Connection, options: Options) -> Asset | None:
    """The file that goes to this account; answered from a prefetch of `fits`, where there is one."""
    profile = profile_for(connection, options)
    chosen = _chosen(video, purpose_of(connection, profile)) if profile else None
    return chosen.asset if chosen else video.asset


def file_to_send(publication: Publication, options: Options) -> Asset | None:
    """The file that is chosen for its account by now; one that was made to fit stays, unless another was chosen."""
    chosen = file_for(publication.video, publication.connection, options)
    is_original = chosen is None or chosen.kind == AssetKind.ORIGINAL
    return publication.asset if is_original and publication.asset.kind == AssetKind.FITTED else chosen


@dataclass(frozen=True, kw_only=True)
class Fitting:
    """What the publish form says of making the file fit one account."""

    chosen: Fit | None
    """The fitted file that is used in place of the original."""
    latest: Fit | None
    """The newest that was wished for, where it is not the chosen one."""
    recipe: Recipe | None
    """What would be done to the original."""
    why_not: str
    """Why nothing that fits can be made of it."""
    has_ffmpeg: bool

    @property
    def is_offered(self) -> bool:
        """Whether there is anything to be said."""
        return bool(self.chosen or self.latest or self.recipe or self.why_not)


def fitting_for(video: Video, connection: Connection, options: Options) -> Fitting | None:
    """Gather it; None where no file helps."""
    profile = profile_for(connection, options)
    if profile is None or video.asset is None:
        return None
    purpose = purpose_of(connection, profile)
    decided = decide(profile, file_of(video.asset, name=""))
    chosen, latest = _chosen(video, purpose), _latest(video, purpose)
    return Fitting(
        chosen=chosen,
        latest=None if latest == chosen else latest,
        recipe=decided if isinstance(decided, Recipe) else None,
        why_not=decided.why if isinstance(decided, CannotFit) else "",
        has_ffmpeg=ffmpeg() is not None,
    )


def _chosen(video: Video, purpose: str) -> Fit | None:
    return next((fit for fit in video.fits.all() if fit.purpose == purpose and fit.chosen_at and fit.asset), None)


def _latest(video: Video, purpose: str) -> Fit | None:
    current = [fit for fit in video.fits.all() if fit.purpose == purpose and fit.state != FitState.CANCELLED]
    return max(current, key=lambda fit: fit.pk, default=None)
