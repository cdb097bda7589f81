"""What goes to and comes from other laptops: cards, parcels and mailboxes.

This package knows ``domain.summary`` and the errors, and can reach no record. The formats are written down where they
are made: ``keys``, ``cards``, ``roster``, ``wire``, ``envelope`` (a parcel's outside), ``parcel`` (its inside) and
``naming``. Nothing here keeps state: the caller stores identity, progress and sealed bytes in its vault.
"""

from __future__ import annotations

from pipnotes.exchange.cards import Card, make_card, read_card, words, words_match
from pipnotes.exchange.folder import FolderMailbox
from pipnotes.exchange.keys import Identity, PublicKeys, new_identity
from pipnotes.exchange.mailbox import Mailbox
from pipnotes.exchange.naming import Direction, parcel_name
from pipnotes.exchange.outbox import Posted, free_number, post, post_again
from pipnotes.exchange.parcel import HYBRID, PLAIN, Opened, Sealed, open_file, open_parcel, parcel_hash, seal
from pipnotes.exchange.patience import Patient
from pipnotes.exchange.places import Credentials, Way, open_mailbox
from pipnotes.exchange.problems import Newer, NotForMe, OutOfReach, Stopped, Stranger
from pipnotes.exchange.progress import Accepted, Mark, Progress, accept
from pipnotes.exchange.receive import Delivery, receive
from pipnotes.exchange.roster import Roster, make_roster, read_roster
from pipnotes.exchange.wire import decode, digest, encode

__all__ = [
    "HYBRID",
    "PLAIN",
    "Accepted",
    "Card",
    "Credentials",
    "Delivery",
    "Direction",
    "FolderMailbox",
    "Identity",
    "Mailbox",
    "Mark",
    "Newer",
    "NotForMe",
    "Opened",
    "OutOfReach",
    "Patient",
    "Posted",
    "Progress",
    "PublicKeys",
    "Roster",
    "Sealed",
    "Stopped",
    "Stranger",
    "Way",
    "accept",
    "decode",
    "digest",
    "encode",
    "free_number",
    "make_card",
    "make_roster",
    "new_identity",
    "open_file",
    "open_mailbox",
    "open_parcel",
    "parcel_hash",
    "parcel_name",
    "post",
    "post_again",
    "read_card",
    "read_roster",
    "receive",
    "seal",
    "words",
    "words_match",
]
