"""Makes ``python -m pipnotes`` the same as ``pipnotes``, for computers where scripts are not on the path."""

from __future__ import annotations

import sys

from pipnotes.cli import main

if __name__ == "__main__":
    sys.exit(main())
