"""Every place at which a publication can stand, as the columns that make it stand there: one table for all tests of pages."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from publisher.states import HoldReason

MINUTE = timedelta(minutes=1)
MEGABYTE = 1_000_000
TOTAL = {"bytes_total": 60 * MEGABYTE}
LEASED = {"lease_token": "lease-token", "worker": "boot/1/2"}
UPLOAD_FAILED = {
    "error_kind": "transient",
    "error_code": "server_error",
    "error_message": "YouTube broke off with an error of its own.",
    "error_fix": "Nothing for you to do: it is tried again.",
    "error_detail": "503 backendError: The service is currently unavailable.",
    "error_request_id": "req-8841",
}
REFUSED = {
    "error_kind": "refused",
    "error_code": "title_invalid",
    "error_message": "YouTube refused the title.",
    "error_fix": "Change the title.",
    "failure_reason": "refused",
}

Stage = Callable[[datetime], dict[str, Any]]

STAGES: dict[str, Stage] = {
    "waiting": lambda now: {"state": "waiting", "due_at": now},
    "waiting for an automatic retry": lambda now: {"state": "waiting", "due_at": now - MINUTE, "cause": "automatic", "retry_count": 1},
    "waiting for a retry by hand": lambda now: {"state": "waiting", "due_at": now, "cause": "by_hand"},
    "scheduled": lambda now: {"state": "waiting", "due_at": now + 180 * MINUTE, "scheduled_at": now + 180 * MINUTE},
    "scheduled, late, and put off": lambda now: {**STAGES["scheduled"](now), "scheduled_at": now - 60 * MINUTE, "due_at": now + 8 * MINUTE},
    "handed over": lambda now: {"state": "waiting", "due_at": now, "bytes_sent": 37 * MEGABYTE, **TOTAL},
    "uploading": lambda now: {
        "state": "publishing",
        "due_at": None,
        "leased_until": now + MINUTE,
        "bytes_sent": 37 * MEGABYTE,
        **TOTAL,
        **LEASED,
    },
    "uploading the last bytes": lambda now: {
        **STAGES["uploading"](now),
        "deciding_since": now,
        "bytes_sent": 60 * MEGABYTE,
    },
    "deleting the failed copy": lambda now: {**STAGES["uploading"](now), "discard_id": "old-copy", "bytes_sent": 0},
    "stopping": lambda now: {**STAGES["uploading"](now), "cancel_requested_at": now},
    "silent": lambda now: {**STAGES["uploading"](now), "leased_until": now - MINUTE},
    "processing": lambda now: {
        "state": "processing",
        "due_at": now + MINUTE,
        "deciding_since": now,
        "remote_id": "video-there-1",
        "remote_url": "https://video.example/1",
    },
    "processing, waits for its owner there": lambda now: {
        **STAGES["processing"](now),
        "remote_id": "video-there-0",
        "waits_for": "The draft lies in the inbox of your app: open it there, and post it.",
    },
    "unconfirmed": lambda now: {
        "state": "unconfirmed",
        "due_at": now + 12 * MINUTE,
        "deciding_since": now - 3 * MINUTE,
        **UPLOAD_FAILED,
        "error_message": "The connection broke off at the very end.",
        "error_fix": "",
    },
    "unconfirmed, looking": lambda now: {**STAGES["unconfirmed"](now), "leased_until": now + MINUTE, **LEASED},
    "unconfirmed, a person is asked": lambda now: {**STAGES["unconfirmed"](now), "due_at": None, "deciding_since": now - timedelta(days=2)},
    "failed": lambda now: {
        "state": "failed",
        "due_at": now + 40 * MINUTE,
        "failed_at": now - 20 * MINUTE,
        "bytes_sent": 37 * MEGABYTE,
        **TOTAL,
        **UPLOAD_FAILED,
    },
    "failed twice": lambda now: {**STAGES["failed"](now), "due_at": now + 130 * MINUTE, "retry_count": 1},
    "failed, its slot has come": lambda now: {**STAGES["failed"](now), "due_at": now - MINUTE},
    **{
        f"on hold: {reason.value}": lambda now, reason=reason: {
            "state": "on_hold",
            "hold_reason": reason.value,
            "held_at": now,
            "due_at": now + 300 * MINUTE if reason in (HoldReason.RATE_LIMIT, HoldReason.QUOTA) else None,
        }
        for reason in HoldReason
    },
    "on hold: by staff": lambda now: {**STAGES["on hold: by_hand"](now), "is_held_by_staff": True, "hold_note": "We look into it."},
    "on hold: to be posted by hand": lambda now: {**STAGES["on hold: by_hand"](now), "is_by_hand": True},
    "on hold, and may exist": lambda now: {**STAGES["on hold: quota"](now), "deciding_since": now},
    "exhausted": lambda now: {
        "state": "permanently_failed",
        "due_at": None,
        "failure_reason": "exhausted",
        "retry_count": 5,
        "failed_at": now - timedelta(days=1),
        "permanently_failed_at": now,
        **UPLOAD_FAILED,
        "error_fix": "",
    },
    "refused": lambda now: {**STAGES["exhausted"](now), "retry_count": 0, **REFUSED},
    "rejected, a copy is there": lambda now: {
        **STAGES["refused"](now),
        "error_message": "YouTube could not process the file.",
        "remote_id": "copy-1",
    },
    "marked by staff": lambda now: {**STAGES["exhausted"](now), "retry_count": 2, "failure_reason": "marked"},
    "published": lambda now: {
        "state": "published",
        "due_at": None,
        "remote_id": "video-there-2",
        "deciding_since": now - 4 * MINUTE,
        "remote_url": "https://video.example/2",
        "completed_at": now - 3 * MINUTE,
    },
    "published with a warning": lambda now: {
        **STAGES["published"](now),
        "remote_id": "video-there-3",
        "warning": "You asked for public; it is private there. You can change it there.",
    },
    "cancelled": lambda now: {"state": "cancelled", "due_at": None, "completed_at": now},
    "removed": lambda now: {"state": "removed", "due_at": None, "remote_id": "video-there-4", "completed_at": now},
}
"""What a publication's row holds at each of its places, by a name that says it; `now` is when the reader looks."""
