"""The picture of a video on its way: what each platform gets of it, how that is shown beforehand, and what the round does for it."""
