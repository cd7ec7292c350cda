"""The page of a video's captions: bring a track, take it back, or let it go."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from videos.captions import LANGUAGES, MOST_BYTES, NotCaptions, to_webvtt
from videos.models import Caption, Video


class CaptionForm(forms.Form):
    """A file of captions and its language; the cleaned file is WebVTT."""

    language = forms.ChoiceField(choices=[("", "Choose…"), *LANGUAGES], error_messages={"required": "Choose the language."})
    file = forms.FileField(
        label="File of captions",
        help_text="WebVTT (.vtt) or SubRip (.srt), at most 1 MB.",
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,text/vtt"}),
        error_messages={"required": "Choose a file first.", "empty": "This file is empty."},
    )

    def clean_file(self) -> str:
        brought: Any = self.cleaned_data["file"]
        try:
            return to_webvtt(brought.read(MOST_BYTES + 1))
        except NotCaptions as refusal:
            raise forms.ValidationError(str(refusal), code="not_captions") from None


class CaptionTextForm(forms.Form):
    """The text of one track; cleaned it is WebVTT."""

    text = forms.CharField(
        label="Text",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 20, "spellcheck": "true", "class": "captions-text"}),
        help_text="Each caption has a line with its times, such as 00:01:02.500 --> 00:01:04.000, then its words, then an empty line.",
        error_messages={"required": "There are no captions in it. To let them go, use Remove."},
    )

    def clean_text(self) -> str:
        try:
            return to_webvtt(str(self.cleaned_data["text"]).encode())
        except NotCaptions as refusal:
            raise forms.ValidationError(str(refusal), code="not_captions") from None


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def captions(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the tracks of one's own video, and take a further one; one of the same language is replaced."""
    video = get_object_or_404(Video.objects.visible_to(request.user), pk=pk)
    form = CaptionForm(request.POST, request.FILES) if request.method == "POST" else CaptionForm()
    if form.is_valid():
        track, _ = Caption.objects.update_or_create(
            video=video, language=form.cleaned_data["language"], defaults={"vtt": form.cleaned_data["file"]}
        )
        messages.success(request, f"The captions in {track} are kept. They go with the video wherever a platform takes captions.")
        return redirect("captions", pk=pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "videos/captions.html", {"video": video, "tracks": video.captions.all(), "form": form}, status=status)


@never_cache
@login_required
@require_safe
def caption_file(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """One track as a file, to be corrected and brought again."""
    track = get_object_or_404(Caption, video__in=Video.objects.visible_to(request.user), video_id=pk, language=language)
    headers = {"Content-Disposition": f'attachment; filename="captions-{track.language}.vtt"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(track.vtt, content_type="text/vtt; charset=utf-8", headers=headers)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_caption(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Correct one track as text; what was typed stays where it is no track of captions. Posts keep the captions they were made with."""
    track = get_object_or_404(Caption, video__in=Video.objects.visible_to(request.user), video_id=pk, language=language)
    form = CaptionTextForm(request.POST if request.method == "POST" else None, initial={"text": track.vtt})
    if form.is_valid():
        Caption.objects.filter(pk=track.pk).update(vtt=form.cleaned_data["text"], updated_at=timezone.now())
        messages.success(request, f"The captions in {track} are kept as they are now. Posts that are there keep theirs.")
        return redirect("captions", pk=pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "videos/edit_captions.html", {"video": track.video, "track": track, "form": form}, status=status)


@login_required
@require_POST
def drop_caption(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Let one track go. What was published keeps the captions that it has."""
    track = get_object_or_404(Caption, video__in=Video.objects.visible_to(request.user), video_id=pk, language=language)
    track.delete()
    messages.success(request, f"The captions in {track} are gone from here. Posts that have them keep them.")
    return redirect("captions", pk=pk)
