"""What the owner chooses for YouTube alone."""

from django import forms

PRIVACIES = (("private", "Private"), ("unlisted", "Unlisted"), ("public", "Public"))

# The categories that videos may be put into. Source: videoCategories.list, `assignable`.
CATEGORIES = (
    ("2", "Autos & Vehicles"),
    ("23", "Comedy"),
    ("27", "Education"),
    ("24", "Entertainment"),
    ("1", "Film & Animation"),
    ("20", "Gaming"),
    ("26", "Howto & Style"),
    ("10", "Music"),
    ("25", "News & Politics"),
    ("29", "Nonprofits & Activism"),
    ("22", "People & Blogs"),
    ("15", "Pets & Animals"),
    ("28", "Science & Technology"),
    ("17", "Sports"),
    ("19", "Travel & Events"),
)
PEOPLE_AND_BLOGS = "22"


class YouTubeOptions(forms.Form):
    """Its cleaned data is JSON: privacy, category (YouTube's id), made_for_kids, thumbnail, notify_subscribers."""

    privacy = forms.ChoiceField(
        label="Who may see it",
        choices=PRIVACIES,
        initial="private",
        help_text="Unlisted: everybody who has the link. You can change it on YouTube at any time.",
    )
    category = forms.ChoiceField(label="Category", choices=CATEGORIES, initial=PEOPLE_AND_BLOGS)
    # No answer is given beforehand: the law asks the owner.
    made_for_kids = forms.TypedChoiceField(
        label="Is it made for kids?",
        choices=((True, "Yes, it is made for kids"), (False, "No, it is not made for kids")),
        coerce=lambda chosen: str(chosen) == "True",
        widget=forms.RadioSelect,
        error_messages={"required": "YouTube asks this of every video. Answer yes or no."},
        help_text="YouTube and the law ask this of every video.",
    )
    thumbnail = forms.BooleanField(label="Use Retake's picture of it as the thumbnail", required=False, initial=True)
    notify_subscribers = forms.BooleanField(label="Tell subscribers when it becomes public", required=False, initial=True)
