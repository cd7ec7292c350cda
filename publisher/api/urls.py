"""Addresses of the API, its document, and the page that explains it."""

from django.urls import path
from django.views.decorators.http import require_safe

from publisher.api.body import StrictParser, WholeRenderer
from publisher.api.connections import router as connections
from publisher.api.document import Api
from publisher.api.door import nothing_here
from publisher.api.fits import of_video as fits_of_video
from publisher.api.fits import router as fits
from publisher.api.post_retry import router as post_retry
from publisher.api.publications import router as publications
from publisher.api.reference import page_for
from publisher.api.removing import router as videos

DESCRIPTION = """What programs ask of Retake: publish, see how it stands, retry, and run the hourly sweep of retries.

Send a token with every request: `Authorization: Bearer rtk_…`. Tokens are made on the page of your account. Moments are in ISO 8601 and
UTC; ids are whole numbers; errors are `application/problem+json` with a `code` that stays."""

api = Api(
    title="Retake",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    docs_decorator=require_safe,
    parser=StrictParser(),
    renderer=WholeRenderer(),
)
api.add_router("/post-retry", post_retry)
api.add_router("/publications", publications)
api.add_router("/videos", videos)
api.add_router("/videos", fits_of_video)
api.add_router("/fits", fits)
api.add_router("/connections", connections)

urlpatterns = [
    path("", api.urls),
    path("docs", page_for(api), name="reference"),
    path("<path:path>", nothing_here, name="nothing_here"),
]
