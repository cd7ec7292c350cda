"""Videos and their files, for staff: found by state and owner; facts can be read, not written."""

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from videos.models import Asset, AssetState, Fit, FitState, Video


class ReadOnly:
    """Nothing is added or deleted here: rows stand for files, which only uploads and their clearing make and remove."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


_FACTS = tuple(field.name for field in Asset._meta.fields if field.name not in ("id", "video", "key", "poster_key", "etag"))

_TONES = {AssetState.RECEIVING: "progress", AssetState.PROBING: "progress", AssetState.READY: "done", AssetState.REFUSED: "failed"}
_TONES_OF_FITS = {
    FitState.WAITING: "progress",
    FitState.RUNNING: "progress",
    FitState.DONE: "done",
    FitState.FAILED: "failed",
    FitState.CANCELLED: "ended",
}


class AssetInline(ReadOnly, admin.StackedInline):  # type: ignore[type-arg]
    """The files of a video."""

    model = Asset
    extra = 0
    fields = readonly_fields = _FACTS


@admin.register(Video)
class VideoAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """The words may be mended by staff; all else is fact."""

    list_display = ("title", "owner", "created_at", "updated_at")
    list_filter = ("assets__state", "created_at")
    list_select_related = ("owner",)
    search_fields = ("title", "owner__username")
    readonly_fields = ("owner", "created_at", "updated_at")
    fields = ("owner", "title", "description", "tags", "created_at", "updated_at")
    inlines = (AssetInline,)
    show_full_result_count = False


@admin.register(Asset)
class AssetAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """What came in, and what a look into it found."""

    list_display = ("name", "video", "owner", "chip", "refused_code", "size", "duration", "created_at")
    list_filter = ("state", "refused_code", "container", "video_codec", "created_at")
    list_select_related = ("video__owner",)
    search_fields = ("name", "sha256", "video__title", "video__owner__username")
    fields = readonly_fields = ("video", *_FACTS)
    show_full_result_count = False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    @admin.display(description="state", ordering="state")
    def chip(self, asset: Asset) -> SafeString:
        return render_to_string("_state.html", {"kind": _TONES[AssetState(asset.state)], "word": asset.get_state_display()})

    @admin.display(ordering="video__owner__username")
    def owner(self, asset: Asset) -> str:
        return str(asset.video.owner)


@admin.register(Fit)
class FitAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """What was made of originals, and what could not be."""

    list_display = ("video", "purpose", "owner", "chip", "percent", "tries", "failed_code", "created_at")
    list_filter = ("state", "purpose", "failed_code", "created_at")
    list_select_related = ("video__owner",)
    search_fields = ("video__title", "video__owner__username")
    fields = readonly_fields = tuple(field.name for field in Fit._meta.fields if field.name not in ("id", "key", "lease_token"))
    show_full_result_count = False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    @admin.display(description="state", ordering="state")
    def chip(self, fit: Fit) -> SafeString:
        return render_to_string("_state.html", {"kind": _TONES_OF_FITS[FitState(fit.state)], "word": fit.get_state_display()})

    @admin.display(ordering="video__owner__username")
    def owner(self, fit: Fit) -> str:
        return str(fit.video.owner)
