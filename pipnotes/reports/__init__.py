"""Service activity and outcomes, with small numbers suppressed."""
