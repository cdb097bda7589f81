"""How a mailbox on a server is entered: user and password, and what object storage or a proxy ask for besides."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pipnotes.casebook.mailboxes import Credentials
from pipnotes.ui.widgets.dialog import Dialog
from pipnotes.ui.widgets.fields import LineEdit
from pipnotes.ui.widgets.passphrase import PassphraseField


class MailboxEntry(Dialog):
    """Asks; a password that is there already is kept when its field stays empty."""

    def __init__(self, parent: QWidget | None, place: str, known: Credentials) -> None:
        super().__init__(
            parent,
            "Mailbox",
            title="How is the mailbox entered?",
            second="It lies in your vault, and goes nowhere but to this server and your network\u2019s own proxy.",
            width=620,
            margin=150,
        )
        self._known = known
        store = place.startswith("s3:")
        self._user = LineEdit("Access key" if store else "User")
        self._secret = _secret("Secret key" if store else "Password", known.secret)
        self._endpoint = LineEdit("Address of the service", placeholder="https://\u2026")
        self._region = LineEdit("Region", placeholder="Only if the service has any")
        self._proxy_user = LineEdit("Proxy: user", placeholder="Only if your network asks for it")
        self._proxy_secret = _secret("Proxy: password", known.proxy_secret)
        self._user.setText(known.user)
        self._endpoint.setText(known.endpoint)
        self._region.setText(known.region)
        self._proxy_user.setText(known.proxy_user)
        self.grid.add(self._user.accessibleName(), self._user)
        self.grid.add(self._secret.edit.accessibleName(), self._secret)
        if store:
            self.grid.add("Service", self._endpoint)
            self.grid.add("Region", self._region)
        self.grid.add("Proxy: user", self._proxy_user)
        self.grid.add("Proxy: password", self._proxy_secret)
        self.answer_with("Keep this in the vault")

    def value(self) -> Credentials:
        """Return what was typed."""
        return Credentials(
            user=self._user.text().strip(),
            secret=self._secret.text() or self._known.secret,
            region=self._region.text().strip(),
            endpoint=self._endpoint.text().strip(),
            proxy_user=self._proxy_user.text().strip(),
            proxy_secret=self._proxy_secret.text() or self._known.proxy_secret,
        )


def _secret(name: str, known: str) -> PassphraseField:
    return PassphraseField(name, placeholder="As it is kept now" if known else "", caps_line=False)
