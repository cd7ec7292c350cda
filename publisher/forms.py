"""The forms of a publication's pages; a platform's own options are a form of its adapter."""

from django import forms


class AgainForm(forms.Form):
    """The wish for a second post of what is published already."""

    again = forms.BooleanField(label="Yes, make a second post", error_messages={"required": "Tick this if you want a second post."})


class ThereForm(forms.Form):
    """A person's word that the post is there: the link to it."""

    link = forms.URLField(
        label="Link to it",
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
        error_messages={"required": "Paste the link to the post.", "invalid": "This is no link. Copy it from the address bar."},
    )
