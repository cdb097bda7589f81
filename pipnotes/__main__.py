"""Makes ``python -m pipnotes`` the same as ``pipnotes``, for computers where scripts are not on the path."""

from __future__ import annotations

import sys

from pipnotes import drawing

if __name__ == "__main__":
    # The packaged program is its own drawing process too, and that one loads nothing of the rest.
    if sys.argv[1:] == [drawing.ARGUMENT]:
        sys.exit(drawing.main())
    from pipnotes.cli import main

    sys.exit(main())
