"""What the owner chooses for PeerTube alone."""

from django import forms
from django.conf.global_settings import LANGUAGES

from platforms.options import MomentField, OptionsForm, Privacy

PUBLIC, UNLISTED, PRIVATE, INTERNAL = "1", "2", "3", "4"
PRIVACIES = (
    (PUBLIC, "Public"),
    (UNLISTED, "Unlisted"),
    (INTERNAL, "Internal: people with an account on the instance"),
    (PRIVATE, "Private"),
)
# Source: /api/v1/videos/categories and /licences of PeerTube 6.3.
CATEGORIES = (
    ("", "None"),
    ("1", "Music"),
    ("2", "Films"),
    ("3", "Vehicles"),
    ("4", "Art"),
    ("5", "Sports"),
    ("6", "Travels"),
    ("7", "Gaming"),
    ("8", "People"),
    ("9", "Comedy"),
    ("10", "Entertainment"),
    ("11", "News & Politics"),
    ("12", "How To"),
    ("13", "Education"),
    ("14", "Activism"),
    ("15", "Science & Technology"),
    ("16", "Animals"),
    ("17", "Kids"),
    ("18", "Food"),
)
LICENCES = (
    ("", "None named"),
    ("1", "Attribution (CC BY)"),
    ("2", "Attribution, share alike (CC BY-SA)"),
    ("3", "Attribution, no derivatives (CC BY-ND)"),
    ("4", "Attribution, non commercial (CC BY-NC)"),
    ("5", "Attribution, non commercial, share alike (CC BY-NC-SA)"),
    ("6", "Attribution, non commercial, no derivatives (CC BY-NC-ND)"),
    ("7", "Public domain dedication (CC0)"),
)
COMMENTS = (("1", "Everybody may comment"), ("3", "Comments appear once you approved them"), ("2", "Nobody may comment"))
# PeerTube names languages by ISO 639-1; of a region it knows a few.
SPOKEN = (("", "Not named"), *sorted(((code, str(name)) for code, name in LANGUAGES if len(code) == 2), key=lambda each: each[1]))
MOST_SUPPORT = 1000


class PeerTubeOptions(OptionsForm):
    """Each option as the instance takes it; numbers as texts, `publish_at` in UTC.

    Asked anew: the time, which has its own day, and whether this very video is sensitive.
    """

    foremost = ("privacy", "publish_at", "sensitive", "category")
    asked_anew = frozenset({"publish_at", "sensitive"})
    neutral = {
        Privacy.PUBLIC: {"privacy": PUBLIC},
        Privacy.UNLISTED: {"privacy": UNLISTED},
        Privacy.PRIVATE: {"privacy": PRIVATE},
    }

    privacy = forms.ChoiceField(
        label="Who may see it",
        choices=PRIVACIES,
        initial=PRIVATE,
        help_text="Unlisted: everybody who has the link. You can change it there.",
    )
    publish_at = MomentField(
        label="Make it public at",
        required=False,
        help_text="Only together with Private: the instance keeps it private until then, and makes it public by itself.",
    )
    sensitive = forms.BooleanField(
        label="It is sensitive: violent, or not for every age",
        required=False,
        help_text="The instance then hides or blurs it, as each viewer has chosen.",
    )
    category = forms.ChoiceField(label="Category", choices=CATEGORIES, required=False)
    language = forms.ChoiceField(label="Spoken language", choices=SPOKEN, required=False)
    licence = forms.ChoiceField(label="Licence", choices=LICENCES, required=False)
    comments = forms.ChoiceField(label="Comments", choices=COMMENTS, initial="1", widget=forms.RadioSelect)
    downloads = forms.BooleanField(label="Viewers may download it", required=False, initial=True)
    wait_transcoding = forms.BooleanField(
        label="Publish it once it was transcoded",
        required=False,
        initial=True,
        help_text="Else it is there at once, at first in one quality alone.",
    )
    thumbnail = forms.BooleanField(label="Use Retake’s picture of it as the thumbnail", required=False, initial=True)
    support = forms.CharField(
        label="How viewers can support you",
        required=False,
        max_length=MOST_SUPPORT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Shown behind a Support button. Left empty, it is the channel’s own.",
    )
