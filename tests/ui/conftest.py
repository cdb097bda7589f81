"""What every test of the window stands on: nothing that an earlier test let go of is still dressed and asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent


@pytest.fixture(autouse=True)
def _free_what_was_let_go() -> Iterator[None]:
    """Free what a test let go of: without a running loop nothing else does, and a new look would dress all of it."""
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
