"""The snapshot of a publication: frozen when it is made, and given to the adapter as plain values."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

from platforms.contract import Caption, File, Options, Upload, Words
from platforms.cover import CoverRule
from platforms.errors import Refused, Transient
from publisher import fetched
from publisher.covers import pictures
from publisher.lease import Lease
from publisher.models import KeptCaptions, Publication
from videos.captions import of_part
from videos.models import Asset, AssetKind, Fit, Video
from videos.storage import SourceChanged, SourceMissing, StoreError, media


def words_of(video: Video) -> Words:
    """The words of a video, as every platform gets them unless it is told otherwise."""
    return Words(title=video.title, description=video.description, tags=tuple(video.tags))


def frozen(video: Video, asset: Asset, *, words: Words | None = None) -> dict[str, Any]:
    """The columns of a publication that keep what was wished for, whatever is edited or replaced later.

    `words` are those of this publication alone, where they differ from the video's.
    """
    said = words or words_of(video)
    return {
        "video": video,
        "asset": asset,
        "cover": pictures.chosen_for(video),
        "title": said.title,
        "description": said.description,
        "tags": list(said.tags),
        "file_key": asset.key,
        "file_size": asset.size,
        "file_etag": asset.etag,
        "file_sha256": asset.sha256,
        "bytes_total": asset.size,
        "captions": keep_captions(video),
    }


def file_of(asset: Asset, *, name: str) -> File:
    """The facts of a file as adapters and preflight read them."""
    return File(
        name=name,
        size=asset.size,
        content_type=asset.content_type,
        sha256=asset.sha256,
        duration=asset.duration,
        width=asset.width,
        height=asset.height,
        video_codec=asset.video_codec,
        audio_codec=asset.audio_codec,
        frame_rate=asset.frame_rate,
        pixel_format=asset.pixel_format,
        is_progressive=asset.is_progressive,
        video_bit_rate=asset.video_bit_rate,
        audio_rate=asset.audio_rate,
        audio_channels=asset.audio_channels,
        audio_bit_rate=asset.audio_bit_rate,
        index_first=asset.index_first,
    )


def upload_for_preflight(video: Video, asset: Asset, options: Options, *, words: Words | None = None) -> Upload:
    """What would be published, before there is a publication: words and facts, no bytes."""
    cover = pictures.chosen_for(video)
    return Upload(
        marker="rt00000000000000",
        words=words or words_of(video),
        options=options,
        file=file_of(asset, name=asset.name),
        read=_no_bytes,
        address=lambda: fetched.example(fetched.What.VIDEO),
        poster_address=lambda: fetched.example(fetched.What.POSTER) if cover or asset.poster_key else "",
        chosen=pictures.chosen_moment(cover, asset),
    )


def upload_of(publication: Publication, lease: Lease) -> Upload:
    """What is published: the pinned file, its ranges read under the lease."""
    return _upload(publication, lambda start, length: lease.watch(_pinned(publication, start, length)))


def picture_for(publication: Publication) -> bytes | None:
    """The picture that goes with it, as its platform takes it; None where there is none. Raises `StoreError`."""
    return pictures.picture_of(publication.cover, publication.asset, rule_of(publication))


def rule_of(publication: Publication) -> CoverRule | None:
    """What picture its platform takes for its file."""
    return publication.connection.platform.cover(file_of(publication.asset, name=publication.asset.name))


def _picture(publication: Publication) -> bytes | None:
    try:
        return picture_for(publication)
    except StoreError as fault:
        raise Transient("storage_unavailable", "Retake's own storage did not hand over the picture.") from fault


def upload_done(publication: Publication) -> Upload:
    """What was published, for what remains to be done: words, options and poster, no bytes."""
    return _upload(publication, _no_bytes)


def _upload(publication: Publication, read: Callable[[int, int], Iterator[bytes]]) -> Upload:
    asset, cover = publication.asset, publication.cover
    return Upload(
        marker=publication.marker,
        words=Words(title=publication.title, description=publication.description, tags=tuple(publication.tags)),
        options=publication.options,
        file=file_of(asset, name=f"{publication.marker}{PurePosixPath(asset.name).suffix.lower()[:8]}"),
        read=read,
        address=lambda: fetched.address(publication, fetched.What.VIDEO),
        poster_address=lambda: fetched.address(publication, fetched.What.POSTER) if cover or asset.poster_key else "",
        poster=lambda: _picture(publication),
        chosen=pictures.chosen_moment(cover, asset),
        captions=lambda: _captions(publication, asset),
    )


def keep_captions(video: Video) -> dict[str, str]:
    """Keep the texts of a video's tracks as they are now, each once, and say which language has which."""
    kept = [KeptCaptions(video=video, sha256=_sha256(each.vtt), vtt=each.vtt) for each in video.captions.all()]
    KeptCaptions.objects.bulk_create(kept, ignore_conflicts=True)
    return {each.language: _sha256(each.vtt) for each in video.captions.all()}


def has_other_captions(publication: Publication) -> bool:
    """Whether the video has a track by now that was not frozen for this publication."""
    frozen = publication.captions or {}
    return any(frozen.get(each.language) != _sha256(each.vtt) for each in publication.video.captions.all())


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _tracks(publication: Publication) -> dict[str, str]:
    """The frozen text of each language; of a publication from before captions were frozen, its video's as they are now."""
    if publication.captions is None:
        return {each.language: each.vtt for each in publication.video.captions.all()}
    texts = dict(KeptCaptions.objects.filter(video=publication.video_id).values_list("sha256", "vtt"))
    return {language: texts[sha256] for language, sha256 in sorted(publication.captions.items())}


def _captions(publication: Publication, asset: Asset) -> list[Caption]:
    """The tracks that were frozen; of a part of the video, where that is what was sent: those of the part, by its time."""
    fit = Fit.objects.filter(asset=asset).first() if asset.kind == AssetKind.FITTED else None
    recipe = fit.made_by if fit else None
    tracks = [
        (language, of_part(vtt, start=recipe.start, seconds=recipe.seconds) if recipe else vtt)
        for language, vtt in _tracks(publication).items()
    ]
    return [Caption(language=language, vtt=vtt.encode()) for language, vtt in tracks if vtt]


def _pinned(publication: Publication, start: int, length: int) -> Iterator[bytes]:
    try:
        yield from media().open_range(publication.file_key, start, length, etag=publication.file_etag)
    except SourceMissing as gone:
        raise Refused("source_missing", "The video file is no longer in Retake's storage.", fix="Upload the video again.") from gone
    except SourceChanged as other:
        raise Refused("source_changed", "The video file was replaced after Publish was pressed.", fix="Publish it again.") from other
    except StoreError as fault:
        raise Transient("storage_unavailable", "Retake's own storage did not hand over the video's bytes.") from fault


def _no_bytes(start: int, length: int) -> Iterator[bytes]:
    raise Refused("source_missing", "There are no bytes before there is a publication.", fix="Publish it.")
