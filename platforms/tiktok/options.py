"""What the owner chooses for TikTok alone, as its rules for sharing ask: nothing is chosen beforehand, and what is advertising is said.

Source: developers.tiktok.com/doc/content-sharing-guidelines, read 2026-09-11.
"""

from typing import Any

from django import forms

from platforms.options import Offers, OptionsForm
from platforms.tiktok.words import DRAFT

ONLY_ME = "SELF_ONLY"
PRIVACIES = (
    ("PUBLIC_TO_EVERYONE", "Everyone"),
    ("FOLLOWER_OF_CREATOR", "Followers"),
    ("MUTUAL_FOLLOW_FRIENDS", "Friends: followers whom you follow back"),
    (ONLY_ME, "Only me"),
)
MODES = (
    ("direct", "Post it"),
    (DRAFT, "Put it into my TikTok inbox as a draft"),
)
MUSIC = "https://www.tiktok.com/legal/page/global/music-usage-confirmation/en"
BRANDED = "https://www.tiktok.com/legal/page/global/bc-policy/en"


class TikTokOptions(OptionsForm):
    """Each option as its name says; `words.announcement` turns them into TikTok's. All but `mode` are asked anew for each video."""

    partial = "platforms/tiktok/_options.html"
    foremost = ("mode", "privacy", "comments", "duets", "stitches", "discloses", "own_brand", "paid")
    asked_anew = frozenset({"privacy", "comments", "duets", "stitches", "discloses", "own_brand", "paid", "made_by_ai", "cover_seconds"})
    music = MUSIC
    branded_policy = BRANDED

    mode = forms.ChoiceField(
        label="How",
        choices=MODES,
        initial="direct",
        widget=forms.RadioSelect,
        help_text="A draft carries the file alone: you write the caption and choose the rest in the TikTok app, and post it there.",
    )
    privacy = forms.ChoiceField(
        label="Who may see it",
        choices=(("", "Choose"), *PRIVACIES),
        error_messages={"required": "Choose who may see it: TikTok wants that said for each post."},
        help_text="TikTok asks for this anew with each post.",
    )
    comments = forms.BooleanField(label="Allow comments", required=False)
    duets = forms.BooleanField(label="Allow duets", required=False)
    stitches = forms.BooleanField(label="Allow stitches", required=False)
    discloses = forms.BooleanField(
        label="It promotes a brand, a product or a service",
        required=False,
        help_text="Your own or somebody else’s. Say which below; TikTok then labels the post.",
    )
    own_brand = forms.BooleanField(
        label="Your brand", required=False, help_text="You promote yourself or your own business. Labelled “Promotional content”."
    )
    paid = forms.BooleanField(
        label="Branded content",
        required=False,
        help_text="Somebody pays you for it. Labelled “Paid partnership”; it cannot be for “Only me”.",
    )
    made_by_ai = forms.BooleanField(label="It was made with artificial intelligence", required=False)
    cover_seconds = forms.FloatField(
        label="Cover picture, seconds from the start",
        required=False,
        min_value=0,
        max_value=36_000,
        widget=forms.NumberInput(attrs={"step": "0.1"}),
        help_text="Left empty, it is the frame that you chose as the video’s picture; without one TikTok takes the first.",
    )

    def offer(self, offers: Offers | None) -> None:
        """Leave only the audiences that the creator has; without an answer all are shown, and TikTok is asked before anything is sent."""
        super().offer(offers)
        offered = (offers.choices if offers else {}).get("privacy")
        if offered and isinstance(field := self.fields.get("privacy"), forms.ChoiceField):
            field.choices = [("", "Choose"), *((choice.value, choice.label) for choice in offered)]

    def full_clean(self) -> None:
        """Of a draft nothing is asked but that it is one."""
        if self.is_bound and self["mode"].value() == DRAFT and "privacy" in self.fields:
            self.fields["privacy"].required = False
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("mode") == DRAFT:
            return said
        if said.get("discloses") and not (said.get("own_brand") or said.get("paid")):
            self.add_error("discloses", "Say whose brand it is: your own, somebody else’s, or both.")
        if said.get("discloses") and said.get("paid") and said.get("privacy") == ONLY_ME:
            self.add_error("paid", "Branded content cannot be for “Only me”. Choose others who may see it, or untick this.")
        return said
