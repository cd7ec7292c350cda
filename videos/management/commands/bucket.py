"""`manage.py bucket check|setup`: whether the bucket can do what Retake asks of it, and setting it up."""

from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from videos.storage.bucket import Bucket
from videos.storage.s3 import s3_client


class Command(BaseCommand):
    """Looks at the bucket with the settings that the pages and workers use."""

    help = "Check the S3 bucket that videos are kept in (check), or set up its CORS and lifecycle (setup)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["check", "setup"])
        parser.add_argument("--create", action="store_true", help="With setup: make the bucket where there is none.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.AWS_STORAGE_BUCKET_NAME:
            raise CommandError("No bucket is set: AWS_STORAGE_BUCKET_NAME is empty, and videos are kept on disk, in MEDIA_ROOT.")
        bucket = _bucket()
        if options["verb"] == "setup":
            self._set_up(bucket, create=options["create"])
        self._check(bucket)

    def _set_up(self, bucket: Bucket, *, create: bool) -> None:
        try:
            for done in bucket.set_up(create=create):
                self.stdout.write(done)
        except ClientError as refused:
            code = refused.response.get("Error", {}).get("Code", "nothing")
            raise CommandError(
                f"The store answered {code} to {refused.operation_name}. The key needs s3:PutBucketCORS and s3:PutLifecycleConfiguration"
                " for this once; or set both by hand, as docs/storage.md shows."
            ) from refused
        except BotoCoreError as broken:
            raise CommandError(f"The store did not answer ({type(broken).__name__}). Check AWS_S3_ENDPOINT_URL.") from broken

    def _check(self, bucket: Bucket) -> None:
        wrong = 0
        for finding in bucket.check():
            wrong += not finding.fine
            mark = self.style.SUCCESS("ok ") if finding.fine else self.style.ERROR("NO ")
            self.stdout.write(f"{mark} {finding.what}" + ("" if finding.fine else f"\n    {finding.fix}"))
        if wrong:
            raise CommandError(f"{wrong} of these need mending before videos can be kept in {bucket.name}.")


def _bucket() -> Bucket:
    site = urlsplit(settings.SITE_URL)
    return Bucket(
        name=settings.AWS_STORAGE_BUCKET_NAME,
        client=s3_client(settings.AWS_S3_ENDPOINT_URL),
        public=s3_client(settings.AWS_S3_PUBLIC_ENDPOINT_URL),
        origin=f"{site.scheme}://{site.netloc}",
        kept_days=settings.UNFINISHED_UPLOAD_DAYS,
    )
