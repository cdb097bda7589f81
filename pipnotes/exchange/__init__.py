"""Parcels, sealed and signed, and the mailboxes that carry them; sees a Summary, never a record."""
