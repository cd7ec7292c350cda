"""Every page in every state that it can be seen in: one file per part of Retake, each with its `CASES`."""

from tests.browser.states import (
    account,
    admin,
    attention,
    by_hand,
    connections,
    edit,
    errors,
    fit,
    library,
    notices,
    numbers,
    publish,
    removing,
    upload,
    video,
)
from tests.browser.states.case import Case

CASES: list[Case] = [
    *account.CASES,
    *attention.CASES,
    *by_hand.CASES,
    *connections.CASES,
    *edit.CASES,
    *errors.CASES,
    *fit.CASES,
    *library.CASES,
    *notices.CASES,
    *numbers.CASES,
    *publish.CASES,
    *removing.CASES,
    *upload.CASES,
    *video.CASES,
    *admin.CASES,
]

NO_PAGES = {
    "rows": "the library's rows alone, fetched into its page",
    "causes": "what needs attention alone, fetched into its page",
    "file": "a video's file alone, fetched into its page",
    "together": "how a video stands everywhere alone, fetched into its page",
    "fit_part": "how far a fitted file is alone, fetched into its page",
    "fit_poster": "a picture",
    "watching_fit": "a fitted file's bytes, for the player on its page",
    "panel": "a publication alone, fetched into its video's page",
    "poster": "a picture",
    "caption_file": "one language of the captions, to be taken home",
    "health_live": "a word for whatever watches over the web server",
    "api:openapi-json": "the API's document, for programs",
    "media": "a file's bytes",
    "fetched": "a file's bytes, for a platform that comes for them",
    "watching": "a video's bytes, for the player on its page",
    "download": "a video's file, to be taken home",
    "own_post_file": "a publication's file, to be posted by hand",
    "own_post_picture": "a publication's picture, to be posted by hand",
    "admin:jsi18n": "words for the admin's scripts",
    "admin:autocomplete": "answers for the admin's scripts",
    "admin:view_on_site": "leads on to another page",
}
"""Addresses that answer 200 to somebody and are no page to look at, each with what it is."""
