"""The media store in an S3 bucket, through boto3 itself.

Never through `default_storage.open()`: django-storages loads the whole object before it gives the first byte.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from videos.parts import Plan, part_size_for
from videos.storage.door import (
    WINDOW_BYTES,
    PartsMissing,
    SourceChanged,
    SourceMissing,
    SourceShort,
    Stored,
    StoreError,
    StoreUnavailable,
    checked,
)

_REOPENS = 5
_UNKNOWN_SIZE = 64 * 1024**3
_CONTENT_TYPE = "application/octet-stream"
_ERRORS: dict[str, type[StoreError]] = {
    "404": SourceMissing,
    "NoSuchKey": SourceMissing,
    "412": SourceChanged,
    "PreconditionFailed": SourceChanged,
    "416": SourceShort,
    "InvalidRange": SourceShort,
    "NoSuchUpload": SourceMissing,
}


def s3_client(endpoint: str | None) -> Any:
    """A client for `endpoint` (None: Amazon's own), with checksums only where S3-compatible stores know them."""
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name=settings.AWS_S3_REGION_NAME,
        aws_access_key_id=settings.AWS_ACCESS_KEY_ID or None,
        aws_secret_access_key=settings.AWS_SECRET_ACCESS_KEY or None,
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "path" if endpoint else "auto"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            retries={"mode": "standard", "max_attempts": 5},
            connect_timeout=5,
            read_timeout=30,
        ),
    )


class S3Store:
    """Objects of one bucket; `public` signs addresses for those who see the store under another host."""

    def __init__(self, bucket: str, *, client: Any, public: Any) -> None:
        self.bucket = bucket
        self._client = client
        self._public = public

    def open_range(self, key: str, start: int, length: int, *, etag: str | None) -> Iterator[bytes]:
        if etag is None:
            etag = self.etag(key)
        return self._pieces(checked(key), start, length, etag) if length else iter(())

    def size(self, key: str) -> int:
        return int(self._head(key)["ContentLength"])

    def etag(self, key: str) -> str:
        return str(self._head(key)["ETag"])

    def public_url(self, key: str, ttl: timedelta) -> str:
        wanted = {"Bucket": self.bucket, "Key": checked(key), "ResponseContentDisposition": "attachment"}
        return str(self._public.generate_presigned_url("get_object", Params=wanted, ExpiresIn=int(ttl.total_seconds())))

    def delete(self, key: str) -> None:
        self._ask("delete_object", Key=checked(key))
        self._abort_unfinished(key)

    def create(self, key: str, *, size: int | None = None) -> "S3Writer":
        return S3Writer(self._ask, checked(key), part_size=part_size_for(size or _UNKNOWN_SIZE))

    def begin_parts(self, key: str, plan: Plan) -> str:
        return str(self._ask("create_multipart_upload", Key=checked(key), ContentType=_CONTENT_TYPE)["UploadId"])

    def parts_had(self, key: str, store_id: str, plan: Plan) -> set[int]:
        return {part["PartNumber"] for part in self._parts(key, store_id, plan)}

    def part_address(self, key: str, store_id: str, number: int, *, length: int, ttl: timedelta) -> str:
        # The length is signed too: a part of another one is refused there.
        wanted = {"Bucket": self.bucket, "Key": checked(key), "UploadId": store_id, "PartNumber": number, "ContentLength": length}
        return str(self._public.generate_presigned_url("upload_part", Params=wanted, ExpiresIn=int(ttl.total_seconds())))

    def write_part(self, key: str, plan: Plan, number: int, read: Callable[[int], bytes], *, sha256: str) -> None:
        raise SourceMissing("Parts go straight to the bucket.")

    def finish_parts(self, key: str, store_id: str, plan: Plan) -> Stored:
        try:
            parts = self._parts(key, store_id, plan)
            missing = set(range(1, plan.count + 1)) - {part["PartNumber"] for part in parts}
            if missing:
                raise PartsMissing(sorted(missing))
            self._ask("complete_multipart_upload", Key=key, UploadId=store_id, MultipartUpload={"Parts": parts})
        except SourceMissing:
            pass  # finished already, by a try whose answer was lost; or dropped, and then there is no object either
        self._abort_unfinished(key)
        head = self._head(key)
        if int(head["ContentLength"]) != plan.size:
            raise SourceShort("The store kept another number of bytes than it was given.")
        return Stored(size=plan.size, etag=str(head["ETag"]))

    def drop(self, key: str) -> None:
        """Delete the object alone, whatever its name; uploads that are open under it stay."""
        self._ask("delete_object", Key=key)

    def abort(self, key: str, store_id: str) -> None:
        """End one open upload, with its parts; one that is gone already is a success."""
        with suppress(SourceMissing):
            self._ask("abort_multipart_upload", Key=key, UploadId=store_id)

    def pages(self, verb: str, **wanted: Any) -> Iterator[dict[str, Any]]:
        """List to the end: each answer says where the next begins."""
        while True:
            page = self._ask(verb, **wanted)
            yield page
            if not page.get("IsTruncated"):
                return
            follows = {"ContinuationToken": "NextContinuationToken", "KeyMarker": "NextKeyMarker", "UploadIdMarker": "NextUploadIdMarker"}
            further = {name: page[said] for name, said in follows.items() if page.get(said)}
            if not further:
                raise StoreUnavailable(f"The store does not say where {verb} goes on.")
            wanted = {**wanted, **further}

    def _abort_unfinished(self, key: str) -> None:
        """Leave no part behind: two tabs may have begun the same file at once, and unfinished parts cost money."""
        for unfinished in self._ask("list_multipart_uploads", Prefix=key).get("Uploads", []):
            if unfinished["Key"] == key:
                with suppress(SourceMissing):
                    self._ask("abort_multipart_upload", Key=key, UploadId=unfinished["UploadId"])

    def _parts(self, key: str, store_id: str, plan: Plan) -> list[dict[str, Any]]:
        """The parts that are there, whole: a store may list a number twice (the later one counts), or hold one of a wrong length."""
        if not store_id:
            raise SourceMissing("The upload was not begun in the bucket.")
        found: dict[int, dict[str, Any]] = {}
        after = 0
        while True:
            page = self._ask("list_parts", Key=checked(key), UploadId=store_id, PartNumberMarker=after, MaxParts=1000)
            for part in page.get("Parts", []):
                found[part["PartNumber"]] = part
            if not page.get("IsTruncated"):
                break
            after = int(page["NextPartNumberMarker"])
        whole = [part for number, part in sorted(found.items()) if plan.spans(number) and part["Size"] == plan.span(number).length]
        return [{"PartNumber": part["PartNumber"], "ETag": part["ETag"]} for part in whole]

    def reach(self) -> None:
        try:
            self._ask("head_bucket")
        except SourceMissing as gone:
            raise StoreUnavailable("There is no such bucket. `manage.py bucket setup --create` makes it.") from gone

    def room(self) -> int | None:
        return None

    @contextmanager
    def as_file(self, key: str, *, etag: str | None, beat: Callable[[], None]) -> Iterator[Path]:
        with tempfile.NamedTemporaryFile(prefix="retake-") as spool:
            for piece in self.open_range(key, 0, self.size(key), etag=etag):
                beat()
                spool.write(piece)
            spool.flush()
            yield Path(spool.name)

    def _pieces(self, key: str, start: int, length: int, etag: str) -> Iterator[bytes]:
        """Read a range; where the connection breaks go on from the byte reached, in the same object or not at all."""
        end, breaks = start + length, 0
        while start < end:
            answer = self._ask("get_object", Key=key, Range=f"bytes={start}-{end - 1}", IfMatch=etag)
            if int(answer["ContentLength"]) != end - start:
                raise SourceShort("The file ends before the range does.")
            try:
                for piece in answer["Body"].iter_chunks(WINDOW_BYTES):
                    yield piece
                    start += len(piece)
            except (BotoCoreError, OSError) as broken:
                breaks += 1
                if breaks > _REOPENS:
                    raise StoreUnavailable("The store breaks off each time.") from broken
            finally:
                answer["Body"].close()

    def _head(self, key: str) -> dict[str, Any]:
        return self._ask("head_object", Key=checked(key))

    def _ask(self, verb: str, **wanted: Any) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = getattr(self._client, verb)(Bucket=self.bucket, **wanted)
        except ClientError as refused:
            code = str(refused.response.get("Error", {}).get("Code", ""))
            raise _ERRORS.get(code, StoreUnavailable)(f"The store answered {code or 'nothing'} to {verb}.") from refused
        except BotoCoreError as broken:
            raise StoreUnavailable(f"The store did not answer to {verb}.") from broken
        return answer


class S3Writer:
    """One multipart upload; it holds one part in memory, never the file."""

    def __init__(self, ask: Callable[..., dict[str, Any]], key: str, *, part_size: int) -> None:
        self._ask = ask
        self._key = key
        self._part_size = part_size
        self._buffer = bytearray()
        self._parts: list[dict[str, Any]] = []
        self._size = 0
        self._open = True
        self._id: str = ask("create_multipart_upload", Key=key, ContentType=_CONTENT_TYPE)["UploadId"]

    def append(self, piece: bytes) -> None:
        self._buffer += piece
        self._size += len(piece)
        while len(self._buffer) >= self._part_size:
            self._send(bytes(self._buffer[: self._part_size]))
            del self._buffer[: self._part_size]

    def finish(self) -> Stored:
        if self._buffer or not self._parts:
            self._send(bytes(self._buffer))
            self._buffer.clear()
        self._ask("complete_multipart_upload", Key=self._key, UploadId=self._id, MultipartUpload={"Parts": self._parts})
        self._open = False
        head = self._ask("head_object", Key=self._key)
        if int(head["ContentLength"]) != self._size:
            raise SourceShort("The store kept fewer bytes than it was given.")
        return Stored(size=self._size, etag=str(head["ETag"]))

    def abandon(self) -> None:
        if self._open:
            self._open = False
            self._ask("abort_multipart_upload", Key=self._key, UploadId=self._id)

    def _send(self, part: bytes) -> None:
        number = len(self._parts) + 1
        answer = self._ask("upload_part", Key=self._key, UploadId=self._id, PartNumber=number, Body=part)
        self._parts.append({"PartNumber": number, "ETag": answer["ETag"]})
