"""A strict stand-in for one PeerTube instance: sign-in, the resumable upload, and the videos of its channels.

It keeps these rules, as a PeerTube 6.3 was seen to, and records whoever breaks one of those marked *:

P1  a valid token; a refresh token can be used once, and with it the old access token ends *(a second use)
P2  a video has a name of 3 to 120 characters, a channel of its user's, at most 5 tags of 2 to 30 characters
P3  an upload announces its size and its type
P4  the same announcement twice is two sessions; the address of a session comes without its scheme
P5  bytes come as application/octet-stream; anything else is swallowed, and nothing of it is kept *
P6  Content-Range is grammatical, and the total is the one that was announced *
P7  a gap is taken, and makes a broken file *; bytes that are held already are dropped and counted
P8  whatever arrived of an interrupted body is kept, to the byte; 308 says how much, and `0--1` for nothing
P9  one request at a time works on a session; another is told 423
P10 the last byte makes exactly one video; the session is gone after that, as one that was never there (404)
P11 while the last bytes are looked into, whoever asks is told 503 and to come back
P12 a restart forgets the sessions that are open
P13 the user's list knows every video at once, whatever its state; private ones are their owner's alone
P14 transcoding ends as it was scripted to; a second delete is 404
P15 a password is asked for with a form, and a one-time code where the user wants one
"""

from platforms.sandbox.peertube.faults import MOMENTS, Fault
from platforms.sandbox.peertube.stand_in import PeerTubeStandIn

__all__ = ["MOMENTS", "Fault", "PeerTubeStandIn"]
