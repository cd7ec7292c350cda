"""What Instagram takes as a reel.

Source: developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media, "Reel specifications", read 2026-10.
"""

from platforms.profile import Profile

REELS = Profile(
    key="reel",
    name="Instagram",
    content_types=("video/mp4", "video/quicktime"),
    video_codecs=("h264", "hevc"),
    audio_codecs=("aac",),
    pixel_formats=("yuv420p", "yuvj420p", "yuv420p10le"),
    most_bytes=300_000_000,
    least_seconds=3,
    most_seconds=15 * 60,
    least_frame_rate=23,
    most_frame_rate=60,
    most_width=1920,
    least_ratio=0.01,
    most_ratio=10.0,
    best_ratio=9 / 16,
    most_video_bit_rate=25_000_000,
    most_audio_rate=48_000,
    most_audio_channels=2,
    most_audio_bit_rate=128_000,
    is_progressive=True,
    index_first=True,
)
