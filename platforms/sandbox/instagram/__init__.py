"""A stand-in for Instagram: both logins, containers, bytes and publishing, as strict as Meta's servers are documented to be.

Rules that no careful client breaks:
I1 a container that is published is not published again
I2 no new container of the same caption and account once an earlier one is, or may yet be, published
I3 bytes go on where the last ones ended
I4 bytes come with `OAuth`, and never with `Bearer`
I5 no token in an address, where a header or a form would do
I6 bytes have a length, and one request carries all that is left of the file
I7 what is known to be refused is not sent: captions, addresses, files, parameters that nobody documented
I8 a container is not asked for again within 5 seconds, time after time
I9 who was told to wait does not call
I10 OAuth: a state, and codes that are used once
I11 something is read before a container is published once more
I12 every call names a version that has not ended
I13 each login keeps to its own host, and Instagram Login does not push bytes
I14 the quota is read before a publish: without it nothing can be reconciled
"""

from platforms.sandbox.instagram.faults import Fault
from platforms.sandbox.instagram.stand_in import InstagramStandIn

__all__ = ["Fault", "InstagramStandIn"]
