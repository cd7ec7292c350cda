"""A strict stand-in for Google's sign-in, YouTube's resumable upload and its Data API.

It keeps these rules, and records whoever breaks one of those marked *:

R1  a valid, unexpired token with the right scope, on session PUTs too; a session is its channel's own *
R2  an upload names its parts, its size, its type and its privacy; the words keep YouTube's limits *
R3  a video in one request is taken, and recorded *
R4  Content-Range is grammatical, and the total is the one that was announced *
R5  a chunk that is not the last is a multiple of 256 KiB *
R6  a gap is refused and recorded *; an overlap is dropped and counted
R7  an interrupted body is kept to 256 KiB; 308 says how much is held
R8  the last byte makes exactly one video, and the session repeats its answer for ever; bytes after that are recorded *
R9  an expired or unknown session is 404, a killed one 410
R10 one request at a time works on a session
R11 lists learn of a video after a lag, newest first, private ones for their owner alone
R12 an update replaces whole parts; a second delete is 404; images are checked
R13 processing ends as it was scripted to
R14 three daily allowances, reset at midnight in Los Angeles
R15 OAuth: single-use codes, PKCE, granular scopes, refresh tokens that end
R16 bodies and headers come in every form that was seen in the wild
"""

from platforms.sandbox.bodies import Form
from platforms.sandbox.youtube.faults import Fault, Kind, Moment
from platforms.sandbox.youtube.stand_in import YouTubeStandIn
from platforms.sandbox.youtube.switches import Keeping

__all__ = ["Fault", "Form", "Keeping", "Kind", "Moment", "YouTubeStandIn"]
