"""The wish to post a file once more to an account that it was posted to as another video."""

from django import forms


class SameFileForm(forms.Form):
    """Said for one account, beside the post that is there already."""

    same_file = forms.BooleanField(
        label="Yes, post the same file again",
        error_messages={"required": "Tick this if you want the same file posted there a second time."},
    )
