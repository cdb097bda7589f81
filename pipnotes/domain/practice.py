"""The person who keeps the vault, and the service they work for."""

from __future__ import annotations

from pipnotes.domain.codes import PracticeRole
from pipnotes.domain.fields import Kind, Share, note, record


@record("practitioner")
class Practitioner:
    """The keeper of this vault: the name under every note, and the head of every letter."""

    id: str = note("Id", Kind.LINK, Share.NEVER)
    name: str = note("Name", Kind.LINE, Share.CODED, required=True)
    role: PracticeRole = note("Role", Kind.CHOICE, Share.CODED, choices=PracticeRole)
    profession: str = note("Profession", Kind.LINE, Share.NEVER, default="")
    registration: str = note("Registration", Kind.LINE, Share.NEVER, hint="Body and number", default="")
    service: str = note("Service", Kind.LINE, Share.NEVER, default="")
    address: str = note("Address of the service", Kind.LINE, Share.NEVER, default="")
    phone: str = note("Phone", Kind.LINE, Share.NEVER, default="")
    email: str = note("Email", Kind.LINE, Share.NEVER, default="")
    crisis: str = note("In an emergency", Kind.LINE, Share.NEVER, hint="The line printed on every letter", default="")
