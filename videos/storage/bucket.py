"""Looks whether a bucket can do all that Retake asks of it, the way browsers and workers ask; and sets it up."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import requests
from botocore.exceptions import BotoCoreError, ClientError

from videos.parts import LEAST_PART_BYTES

SECONDS = 20
_RULE = "retake-browsers"
_CLEARING = "retake-unfinished-uploads"
_PROBE = b"Retake looks whether it can write here."


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at; `fix` says what to do where it is not fine."""

    what: str
    fine: bool
    fix: str = ""


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """A bucket as Retake knows it: by clients for itself and for addresses that browsers use, and by the pages' own origin."""

    name: str
    client: Any
    public: Any
    origin: str
    kept_days: int

    def check(self) -> Iterator[Finding]:
        """Look at everything; where the bucket itself does not answer, at nothing else."""
        first = self._tried("The bucket answers to the credentials", self._exists, fix=self._missing())
        yield first
        if not first.fine:
            return
        yield self._tried(
            "Retake can write, read a range and delete", self._round_trip, fix="Allow s3:PutObject, s3:GetObject and s3:DeleteObject."
        )
        yield self._tried(
            "A browser can send a part to a signed address",
            self._signed_part,
            fix="Set AWS_S3_PUBLIC_ENDPOINT_URL to the address that browsers reach; allow multipart uploads, and listing them.",
        )
        yield self._tried(f"Pages of {self.origin} may send parts (CORS)", self._preflight, fix="Run `manage.py bucket setup`.")
        yield self._tried("Nobody reads without a signature", self._private, fix="Take public access away from the bucket.")
        yield self._tried(
            f"Unfinished uploads are cleared within {self.kept_days + 1} days (lifecycle)",
            self._clears,
            fix="Run `manage.py bucket setup`.",
        )

    def set_up(self, *, create: bool) -> Iterator[str]:
        """Set CORS and the lifecycle, keeping the rules of others; says what was done. Raises botocore's errors."""
        if create and not self._is_there():
            self.client.create_bucket(Bucket=self.name)
            yield f"The bucket {self.name} is made."
        self.client.put_bucket_cors(Bucket=self.name, CORSConfiguration={"CORSRules": [*self._others_cors(), self._cors()]})
        yield f"Pages of {self.origin} may send parts to it."
        rules = [*self._others_lifecycle(), self._lifecycle()]
        self.client.put_bucket_lifecycle_configuration(Bucket=self.name, LifecycleConfiguration={"Rules": rules})
        yield f"Unfinished uploads are cleared after {self.kept_days + 1} days."

    def _tried(self, what: str, try_it: Callable[[], bool], *, fix: str) -> Finding:
        try:
            return Finding(what=what, fine=try_it(), fix=fix)
        except ClientError as refused:
            code = refused.response.get("Error", {}).get("Code", "nothing")
            return Finding(what=what, fine=False, fix=f"The store answered {code}. {fix}")
        except (BotoCoreError, requests.RequestException) as broken:
            # By its kind alone: the text of some names the signed address.
            return Finding(what=what, fine=False, fix=f"The store did not answer ({type(broken).__name__}). {fix}")

    def _missing(self) -> str:
        return (
            f"Check AWS_STORAGE_BUCKET_NAME={self.name}, the endpoint, the region and the key; `manage.py bucket setup --create` makes it."
        )

    def _exists(self) -> bool:
        self.client.head_bucket(Bucket=self.name)
        return True

    def _is_there(self) -> bool:
        try:
            return self._exists()
        except ClientError as refused:
            if str(refused.response.get("Error", {}).get("Code")) not in ("404", "NoSuchBucket"):
                raise
            return False

    def _round_trip(self) -> bool:
        key = _key()
        self.client.put_object(Bucket=self.name, Key=key, Body=_PROBE)
        try:
            answer = self.client.get_object(Bucket=self.name, Key=key, Range="bytes=7-11")
            return bool(answer["Body"].read() == _PROBE[7:12])
        finally:
            self.client.delete_object(Bucket=self.name, Key=key)

    def _signed_part(self) -> bool:
        key = _key()
        begun = {"Bucket": self.name, "Key": key, "UploadId": self.client.create_multipart_upload(Bucket=self.name, Key=key)["UploadId"]}
        try:
            wanted = {**begun, "PartNumber": 1, "ContentLength": LEAST_PART_BYTES}
            address = self.public.generate_presigned_url("upload_part", Params=wanted, ExpiresIn=60)
            answer = requests.put(address, data=bytes(LEAST_PART_BYTES), timeout=SECONDS)
            listed = self.client.list_parts(**begun).get("Parts", [])
            return answer.ok and [part["Size"] for part in listed] == [LEAST_PART_BYTES]
        finally:
            self.client.abort_multipart_upload(**begun)

    def _preflight(self) -> bool:
        """Ask as a browser does before it sends: what the store answers counts, not what it was told."""
        address = self.public.generate_presigned_url("put_object", Params={"Bucket": self.name, "Key": _key()}, ExpiresIn=60)
        asked = {"Origin": self.origin, "Access-Control-Request-Method": "PUT"}
        answer = requests.options(address, headers=asked, timeout=SECONDS)
        allowed = answer.headers.get("Access-Control-Allow-Origin", "") in ("*", self.origin)
        return answer.ok and allowed and "PUT" in answer.headers.get("Access-Control-Allow-Methods", "")

    def _private(self) -> bool:
        key = _key()
        self.client.put_object(Bucket=self.name, Key=key, Body=_PROBE)
        try:
            signed = self.public.generate_presigned_url("get_object", Params={"Bucket": self.name, "Key": key}, ExpiresIn=60)
            return not requests.get(signed.split("?")[0], timeout=SECONDS).ok
        finally:
            self.client.delete_object(Bucket=self.name, Key=key)

    def _clears(self) -> bool:
        rules = self._rules("get_bucket_lifecycle_configuration", "Rules", none="NoSuchLifecycleConfiguration")
        days = [
            rule.get("AbortIncompleteMultipartUpload", {}).get("DaysAfterInitiation", 0) for rule in rules if rule["Status"] == "Enabled"
        ]
        return any(self.kept_days < each <= self.kept_days + 1 for each in days)

    def _others_cors(self) -> list[dict[str, Any]]:
        rules = self._rules("get_bucket_cors", "CORSRules", none="NoSuchCORSConfiguration")
        return [rule for rule in rules if rule.get("ID") != _RULE]

    def _others_lifecycle(self) -> list[dict[str, Any]]:
        rules = self._rules("get_bucket_lifecycle_configuration", "Rules", none="NoSuchLifecycleConfiguration")
        return [rule for rule in rules if rule.get("ID") != _CLEARING]

    def _rules(self, verb: str, name: str, *, none: str) -> list[dict[str, Any]]:
        try:
            return list(getattr(self.client, verb)(Bucket=self.name).get(name, []))
        except ClientError as refused:
            if refused.response.get("Error", {}).get("Code") != none:
                raise
            return []

    def _cors(self) -> dict[str, Any]:
        return {
            "ID": _RULE,
            "AllowedOrigins": [self.origin],
            "AllowedMethods": ["PUT"],
            "AllowedHeaders": ["*"],
            "ExposeHeaders": ["ETag"],
            "MaxAgeSeconds": 3600,
        }

    def _lifecycle(self) -> dict[str, Any]:
        """A net below Retake's own clearing, a day later. It counts from the beginning: what is gone on with for longer begins anew."""
        return {
            "ID": _CLEARING,
            "Status": "Enabled",
            "Filter": {"Prefix": "originals/"},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": self.kept_days + 1},
        }


def _key() -> str:
    return f"originals/{uuid.uuid4().hex}"
