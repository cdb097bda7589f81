"""Find identities in prose and put roles in their place, so that a supervisor can think without knowing who."""

from pipnotes.pseudonymise.engine import Pseudonymiser
from pipnotes.pseudonymise.lines import read_line, write_line
from pipnotes.pseudonymise.model import CaseIdentities, Check, Identity, Pseudonymised, Replacement

__all__ = [
    "CaseIdentities",
    "Check",
    "Identity",
    "Pseudonymised",
    "Pseudonymiser",
    "Replacement",
    "read_line",
    "write_line",
]
