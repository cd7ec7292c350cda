"""What the owner chooses for YouTube alone."""

from django import forms

from platforms.options import MomentField, OfferedField, OptionsForm, Privacy
from platforms.youtube.categories import CATEGORIES, PEOPLE_AND_BLOGS

PRIVACIES = (("private", "Private"), ("unlisted", "Unlisted"), ("public", "Public"))
STANDARD, CREATIVE_COMMONS = "youtube", "creativeCommon"
LICENCES = (
    (STANDARD, "Standard YouTube licence"),
    (CREATIVE_COMMONS, "Creative Commons: others may use it if they name you (CC BY)"),
)


class YouTubeOptions(OptionsForm):
    """Each option as videos.insert takes it; `publish_at` in UTC, `playlists` by their ids, `category` by YouTube's.

    Asked anew for each video: what the law or YouTube wants its owner to declare about this very video (made for kids, made
    with AI, paid promotion), for a declaration that nobody made is worth nothing; and the time, which has its own day.
    """

    foremost = ("privacy", "publish_at", "made_for_kids", "synthetic_media", "short", "playlists")
    asked_anew = frozenset({"publish_at", "made_for_kids", "synthetic_media", "paid_promotion", "short"})
    neutral = {each: {"privacy": each.value} for each in Privacy}

    privacy = forms.ChoiceField(
        label="Who may see it",
        choices=PRIVACIES,
        initial="private",
        help_text="Unlisted: everybody who has the link. You can change it on YouTube at any time.",
    )
    publish_at = MomentField(
        label="Make it public at",
        required=False,
        help_text="Only together with Private: YouTube keeps it private until then, and makes it public by itself.",
    )
    # No answer is given beforehand: the law asks the owner.
    made_for_kids = forms.TypedChoiceField(
        label="Is it made for kids?",
        choices=((True, "Yes, it is made for kids"), (False, "No, it is not made for kids")),
        coerce=lambda chosen: str(chosen) == "True",
        widget=forms.RadioSelect,
        error_messages={"required": "YouTube asks this of every video. Answer yes or no."},
        help_text="YouTube and the law ask this of every video.",
    )
    synthetic_media = forms.BooleanField(
        label="It shows something realistic that was altered or made with AI",
        required=False,
        help_text="YouTube wants to know where people, places or events could be taken for real ones. It then says so to viewers.",
    )
    short = forms.BooleanField(
        label="It is to be a Short",
        required=False,
        help_text="YouTube goes by shape and length. Ticked, nothing is sent that it would show as an ordinary video.",
    )
    playlists = OfferedField(
        label="Put it into playlists",
        required=False,
        none_there="This channel has no playlists. Make one on YouTube, and you can choose it here.",
        unread="YouTube did not show the channel’s playlists just now. You can publish all the same, and sort the video there later.",
    )
    category = forms.ChoiceField(label="Category", choices=CATEGORIES, initial=PEOPLE_AND_BLOGS)
    licence = forms.ChoiceField(label="Licence", choices=LICENCES, initial=STANDARD, widget=forms.RadioSelect)
    embeddable = forms.BooleanField(label="Other websites may show it in their pages", required=False, initial=True)
    public_stats = forms.BooleanField(label="Everybody may see its extended statistics", required=False, initial=True)
    paid_promotion = forms.BooleanField(
        label="It contains paid promotion",
        required=False,
        help_text="A product placement, a sponsorship or an endorsement. YouTube then says so to viewers.",
    )
    thumbnail = forms.BooleanField(label="Use Retake’s picture of it as the thumbnail", required=False, initial=True)
    notify_subscribers = forms.BooleanField(label="Tell subscribers when it becomes public", required=False, initial=True)
