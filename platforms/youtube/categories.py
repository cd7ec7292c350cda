"""The categories that videos may be put into, with YouTube's ids.

Source: videoCategories.list for the region US, those with `snippet.assignable` true, read 2026-11-22; they have been the
same in every region since 2012.
"""

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
