"""A PDF under a password, which any ordinary reader opens with it and none without: AES-256, PDF 2.0's revision 6.

The file names nobody: no author, no title, no program, no day (ISO 32000-2, 7.6 and 14.3).
"""

from __future__ import annotations

import secrets
from io import BytesIO


def sealed(pdf: bytes, password: str) -> bytes:
    """Return a PDF that opens with the password alone; every call gives other bytes, since its key is drawn anew."""
    import pikepdf  # a tenth of a second to load, and rarely wanted

    target = BytesIO()
    # Who opens it may print it. Nobody holds the owner's password, so nobody can lift the protection with it.
    allow = pikepdf.Permissions(
        accessibility=True,
        extract=True,
        modify_annotation=False,
        modify_assembly=False,
        modify_form=False,
        modify_other=False,
    )
    lock = pikepdf.Encryption(user=password, owner=secrets.token_urlsafe(24), R=6, aes=True, metadata=True, allow=allow)
    with pikepdf.open(BytesIO(pdf)) as document:
        if "/Info" in document.trailer:
            del document.trailer["/Info"]
        if "/Metadata" in document.Root:
            del document.Root["/Metadata"]
        document.save(target, encryption=lock, compress_streams=True, fix_metadata_version=False)
    return target.getvalue()
