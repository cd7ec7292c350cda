"""Captions as a publication froze them: a text that nobody edits, kept once for each video."""

from django.db import models

from videos.models import Video


class KeptCaptions(models.Model):
    """One text of captions, named by its SHA-256; publications say which of them are theirs."""

    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="kept_captions")
    sha256 = models.CharField(max_length=64)
    vtt = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["video", "sha256"], name="one_text_per_video_and_hash")]

    def __str__(self) -> str:
        return self.sha256[:12]
