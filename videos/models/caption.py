"""A track of captions: what is said in a video, in one language."""

from django.db import models

from videos.captions import LANGUAGES
from videos.models.video import Video


class Caption(models.Model):
    """One language's captions of one video, as WebVTT; bringing them again replaces them."""

    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="captions")
    language = models.CharField(max_length=12)
    vtt = models.TextField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("language",)
        constraints = [models.UniqueConstraint(fields=["video", "language"], name="one_track_per_video_and_language")]

    def __str__(self) -> str:
        return dict(LANGUAGES).get(self.language, self.language)

    @property
    def count(self) -> int:
        """How many captions it has."""
        return self.vtt.count("-->")
