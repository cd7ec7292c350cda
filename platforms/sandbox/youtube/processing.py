"""What becomes of a video after its last byte: a pure function of the plan made for it and of the time that has passed.

Source of the states and reasons: the `VideoStatus` and `VideoProcessingDetails` schemas of youtube.v3 discovery revision 20261104.
"""

from dataclasses import dataclass

FAILURES = ("conversion", "invalidFile", "emptyFile", "tooSmall", "codec", "uploadAborted")
REJECTIONS = (
    "copyright",
    "inappropriate",
    "duplicate",
    "termsOfUse",
    "uploaderAccountSuspended",
    "length",
    "claim",
    "uploaderAccountClosed",
    "trademark",
    "legal",
)
OUTCOMES = ("processed", "stuck", *(f"failed:{reason}" for reason in FAILURES), *(f"rejected:{reason}" for reason in REJECTIONS))
PARTS_TOTAL = 1000


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`outcome` is one of OUTCOMES, reached `seconds` after the video was posted; `stuck` never ends by itself."""

    seconds: float
    outcome: str


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Where it stands: YouTube's `uploadStatus` and `processingStatus`, the share done (0 to 1), and the reasons, if any."""

    upload_status: str
    processing_status: str
    share: float
    seconds_left: float = 0.0
    failure_reason: str = ""
    rejection_reason: str = ""

    @property
    def is_over(self) -> bool:
        return self.processing_status != "processing"


def stage(plan: Plan, *, age: float) -> Stage:
    """The stage of a video that was posted `age` seconds ago."""
    if plan.outcome == "stuck":
        return Stage(upload_status="uploaded", processing_status="processing", share=0.37, seconds_left=3600)
    if age < plan.seconds:
        share, left = age / plan.seconds, plan.seconds - age
        return Stage(upload_status="uploaded", processing_status="processing", share=max(share, 0.0), seconds_left=left)
    ending, _, reason = plan.outcome.partition(":")
    if ending == "failed":
        return Stage(upload_status="failed", processing_status="failed", share=1.0, failure_reason=reason)
    if ending == "rejected":
        return Stage(upload_status="rejected", processing_status="terminated", share=1.0, rejection_reason=reason)
    return Stage(upload_status="processed", processing_status="succeeded", share=1.0)
