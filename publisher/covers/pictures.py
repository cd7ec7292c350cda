"""What a platform gets of the picture that stands for a video: cut to its shape, sized as it takes it."""

import io

from PIL import Image

from platforms.cover import CENTRE, Chosen, CoverRule, crop_box
from videos.image import jpeg_of
from videos.models import Asset, AssetKind, Cover, Fit, Video
from videos.storage import SourceMissing, read_whole

_QUALITIES = (90, 80, 70, 60, 45)


def chosen_for(video: Video) -> Cover | None:
    """The picture that its owner chose; None: the one that Retake took by itself stands."""
    return Cover.objects.chosen().filter(video=video).first()


def chosen_moment(cover: Cover | None, asset: Asset) -> Chosen | None:
    """That it was chosen, and at which moment of the file that is sent it is; a part of a video has a time of its own."""
    if cover is None:
        return None
    if cover.at_ms is None:
        return Chosen()
    at_ms, lasts_ms = cover.at_ms - _begins_ms(asset), (asset.duration or 0) * 1000
    return Chosen(at_ms=at_ms if 0 <= at_ms < lasts_ms else None)


def picture_of(cover: Cover | None, asset: Asset, rule: CoverRule | None) -> bytes | None:
    """The JPEG for a platform: of the cover, else of the file's own picture; None where there is none. Raises `StoreError`."""
    key = cover.key if cover else asset.poster_key
    try:
        whole = read_whole(key) if key else None
    except SourceMissing:
        return None
    if whole is None or rule is None or not rule.takes_pictures:
        return whole
    return cut(whole, rule, focus=cover.focus if cover else CENTRE)


def cut(jpeg: bytes, rule: CoverRule, *, focus: tuple[int, int]) -> bytes:
    """Cut a picture of our own making; as it is where that fits already, or where it cannot be read."""
    try:
        with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as opened:
            image = opened.convert("RGB")
    except OSError:
        return jpeg
    box = crop_box(image.width, image.height, ratio=rule.ratio, focus=focus)
    is_whole = box == (0, 0, image.width, image.height)
    wide, high = sized(box[2] - box[0], box[3] - box[1], rule)
    if is_whole and (wide, high) == image.size and not (rule.most_bytes and len(jpeg) > rule.most_bytes):
        return jpeg
    return _within(image.resize((wide, high), Image.Resampling.LANCZOS, box=box), rule.most_bytes)


def sized(width: int, height: int, rule: CoverRule) -> tuple[int, int]:
    """As many pixels as it takes, and no fewer than it wants."""
    wanted = min(max(width, rule.least_width or 0), rule.most_width or width)
    return wanted, max(1, round(height * wanted / width))


def _within(image: Image.Image, most_bytes: int | None) -> bytes:
    encoded = b""
    for quality in _QUALITIES:
        encoded = jpeg_of(image, quality=quality)
        if most_bytes is None or len(encoded) <= most_bytes:
            break
    return encoded


def _begins_ms(asset: Asset) -> int:
    """When a fitted file begins in the original."""
    fit = Fit.objects.filter(asset=asset).first() if asset.kind == AssetKind.FITTED else None
    return round(fit.made_by.start * 1000) if fit else 0
