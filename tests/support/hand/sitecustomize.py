"""Puts the test's hand on a program that was started as people start it; the fresh process after a lock has it too.

Python imports this by itself because its folder stands first in PYTHONPATH.
"""

from __future__ import annotations

import os

if "PIPNOTES_TEST_HAND" in os.environ:
    import hand

    hand.begin(int(os.environ["PIPNOTES_TEST_HAND"]))
