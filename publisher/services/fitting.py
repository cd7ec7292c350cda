"""Make it fit: have a file made from a video's original for one account's platform, and use it, or not, in place of the original."""

from dataclasses import asdict

from django.db import IntegrityError, transaction

from platforms import clock
from platforms.contract import Options
from platforms.misfits import problems
from platforms.models import Connection
from platforms.profile import Profile
from publisher.fitting.decide import CannotFit, decide
from publisher.fitting.files import profile_for, profile_of, purpose_of
from publisher.fitting.picture import Shape
from publisher.fitting.rounds import wake
from publisher.services.refusal import NotPossible
from publisher.snapshot import file_of
from videos.converting import ffmpeg
from videos.models import Fit, FitState, Video

NO_FFMPEG = (
    "Retake cannot make files fit here, for ffmpeg is not installed. Whoever runs Retake can install it (apt install ffmpeg);"
    " then this works."
)


def make_fit(
    video: Video, connection: Connection, *, options: Options, start: float = 0.0, shape: Shape = Shape.BARS, seconds: float | None = None
) -> Fit:
    """Have a file made that `connection` takes with these options; one that is being made already is given back.

    `start` is the second at which the part to keep begins, `seconds` how long that is at the most. Raises `NotPossible`.
    """
    profile = profile_for(connection, options)
    if profile is None:
        raise NotPossible("nothing_to_fit", f"{connection.platform.name} asks for nothing that another file would help with.")
    return _made(video, profile, purpose=purpose_of(connection, profile), start=start, shape=shape, seconds=seconds)


def make_again(fit: Fit, *, start: float, shape: Shape) -> Fit:
    """Have it made anew with another part of the video, or in another shape; the one before is let go. Raises `NotPossible`."""
    return _made(fit.video, profile_of(fit), purpose=fit.purpose, start=start, shape=shape, seconds=None)


def cancel_fit(fit: Fit) -> None:
    """Stop it. Raises `NotPossible` where it has come to its end."""
    if not Fit.objects.cancel(fit.pk, now=clock.now()):
        raise NotPossible("too_late", "It was not stopped: it had come to its end.")


def use_fit(fit: Fit) -> None:
    """Use it in place of the original from now on. Raises `NotPossible` where it is not there, or fits no better."""
    if fit.state != FitState.DONE or fit.asset is None:
        raise NotPossible("not_made", "This file is not there, so it cannot be used.")
    left = problems(profile_of(fit), file_of(fit.asset, name=""))
    if left:
        raise NotPossible("does_not_fit", f"It came out so that it would be refused all the same. {left[0].message}")
    if not Fit.objects.choose(fit, now=clock.now()):
        raise NotPossible("not_made", "This file was let go meanwhile. Make it again.")


def use_original(fit: Fit) -> None:
    """Use the original again. The fitted file stays, to be chosen anew."""
    Fit.objects.filter(pk=fit.pk).update(chosen_at=None)


def _made(video: Video, profile: Profile, *, purpose: str, start: float, shape: Shape, seconds: float | None) -> Fit:
    if video.asset is None or not video.ready:
        raise NotPossible("not_ready", "The video is still being looked at. Wait a moment.")
    if ffmpeg() is None:
        raise NotPossible("no_ffmpeg", NO_FFMPEG)
    recipe = decide(profile, file_of(video.asset, name=""), start=start, shape=shape, seconds=seconds)
    if recipe is None:
        raise NotPossible("fits_already", "The file fits as it is: nothing has to be made.")
    if isinstance(recipe, CannotFit):
        raise NotPossible("cannot_fit", recipe.why)
    now = clock.now()
    same = video.fits.filter(purpose=purpose)
    going = same.open().filter(recipe=recipe.plain()).first()
    if going is not None:  # a second click
        return going
    try:
        with transaction.atomic():
            same.filter(chosen_at=None).drop(now)  # what is used stays, until the new one is chosen
            fit = Fit.objects.create(
                video=video, source=video.asset, purpose=purpose, profile=asdict(profile), recipe=recipe.plain(), created_at=now
            )
            wake(fit, now=now)
    except IntegrityError:  # somebody was faster by a moment
        return same.open().get()
    return fit
