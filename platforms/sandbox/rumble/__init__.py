"""A stand-in for Rumble: the Upload API that takes a whole video in one request, its lists, its player, and its upload page for people.

Rules that no careful client breaks:
R1 a video is made once: nothing is sent a second time under a guid or a mark of which a video was made
R2 one upload at a time with a token
R3 the token is in the body alone, never in an address or a header
R4 the video is the last part, so that the last bytes of the request are the ones that decide
R5 nobody asks for the same thing more often than each 5 seconds, again and again
R6 an upload names our own id, its guid, so that it can be found again
R7 an upload states its exact length, and is multipart/form-data
R8 only documented fields are sent, each once, and within the limits
"""

from platforms.sandbox.rumble.faults import Fault
from platforms.sandbox.rumble.stand_in import RumbleStandIn

__all__ = ["Fault", "RumbleStandIn"]
