"""What leaves this laptop, the conversation about it and the supervisor's inbox, for the gallery."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache, partial
from itertools import count

from PySide6.QtWidgets import QWidget

from pipnotes import vault as store
from pipnotes.casebook import demo_vault
from pipnotes.casebook.casebook import Casebook
from pipnotes.casebook.drafts import Place
from pipnotes.domain.codes import PracticeRole, Word
from pipnotes.domain.sharing import Contact
from pipnotes.ui.desk import Desk
from pipnotes.ui.dialogs.card import CardDialog
from pipnotes.ui.dialogs.supervision import NextMeetingDialog, TalkedOverDialog
from pipnotes.ui.main_window import MainWindow
from pipnotes.ui.pages.inbox import InboxPage
from pipnotes.ui.pages.page import Page
from pipnotes.ui.pages.sharing import SharingPage
from pipnotes.ui.pages.sharing.parcel import EveryField
from pipnotes.ui.pages.sharing.sealed_file import NoCardDialog, SealedFileDialog
from pipnotes.ui.pages.supervision import SupervisionPage
from pipnotes.ui.preferences import Preferences
from pipnotes.ui.routes import ROUTES, Route
from tests.gallery_shell import NOW, home

TEXT = (
    "Mabel is nine months old and lives with Leanne, Jordan and her brother Alfie in Larchfield. Leanne works shifts at"
    " the biscuit factory. She came to us after a birth she calls “the long night”. This month Jordan told us he had"
    " been asked to leave the room. In the visit on 12 November he copied Leanne’s words to the baby and she settled"
    " with him. He was on the local news in the spring. I would like to think about being shut out, and how to make"
    " more room for him."
)
_number = count(1)


class _Clock:
    def __init__(self) -> None:
        self.now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


class _Kept:
    """A closed vault and its key, to be copied for each page that changes it."""

    def __init__(self, casebook: Casebook) -> None:
        self.folder = casebook.folder
        self.key = casebook._ledger.vault.key
        casebook.close()

    def copy(self, clock: _Clock) -> Casebook:
        folder = home() / f"sharing-{next(_number)}.pipvault"
        shutil.copytree(self.folder, folder)
        return Casebook(store.open_vault(folder, self.key, clock=clock), clock)


@lru_cache(maxsize=1)
def _caseload() -> _Kept:
    return _Kept(demo_vault.make(home() / "sharing.pipvault", clock=_Clock(), cost=store.FLOOR).casebook)


@lru_cache(maxsize=1)
def _empty() -> _Kept:
    clock, owner, phrase = _Clock(), "Dr Farah Siddiqui", "harbour maple seven lantern"
    folder = home() / "supervisor.pipvault"
    made = store.create(folder, phrase, role="supervisor", owner=owner, clock=clock, cost=store.FLOOR)
    return _Kept(Casebook(made, clock))


@lru_cache(maxsize=1)
def _met() -> tuple[_Kept, _Kept, Contact]:
    """Return both vaults once their keepers have each other's card."""
    clock = _Clock()
    ruth, farah = _caseload().copy(clock), _empty().copy(clock)
    hers, mine = farah.contacts.my_card(), ruth.contacts.my_card()
    clock.now = NOW - timedelta(days=70)
    contact = ruth.contacts.trust(hers.raw, hers.words)
    farah.contacts.trust(mine.raw, mine.words)
    return _Kept(ruth), _Kept(farah), contact


class _Two:
    """Both vaults, with cards exchanged and a mailbox between them."""

    def __init__(self) -> None:
        self.clock = _Clock()
        ruth, farah, self.contact = _met()
        self.ruth, self.farah = ruth.copy(self.clock), farah.copy(self.clock)
        self.mailbox = home() / f"mailbox-{next(_number)}"
        self.mailbox.mkdir()
        self.ruth.post.use_mailbox(str(self.mailbox))
        self.farah.post.use_mailbox(str(self.mailbox))

    def share(self, code: str, text: str = "") -> None:
        family = self.ruth.families.find(code)
        draft = self.ruth.summaries.start(family.id)
        if text:
            draft = replace(draft, text=text)
        preview = self.ruth.summaries.preview(draft, self.contact)
        self.ruth.summaries.approve(draft, self.contact, preview.digest)

    def carry(self) -> None:
        for one in (self.ruth, self.farah):
            one.post.send()
        for one in (self.farah, self.ruth):
            one.post.receive()

    def write(self, code: str = "Wren 14", text: str = TEXT) -> str:
        family = self.ruth.families.find(code).id
        draft = replace(self.ruth.summaries.start(family), text=text)
        self.ruth.summaries.keep(draft, Place(field="text", caret=120))
        return family


def _pages(role: PracticeRole) -> dict[str, tuple[Route, type[Page]]]:
    """Return the real table of places, with the pages of this file in it."""
    kinds: dict[str, type[Page]] = {"sharing": SharingPage, "supervision": SupervisionPage, "inbox": InboxPage}
    return {route.key: (route, kinds.get(route.key, Page)) for route in ROUTES if role in route.whose}


def framed(casebook: Casebook, page: str, subject: str = "") -> tuple[MainWindow, Page]:
    """Return a page in the frame of the window."""
    desk = Desk(casebook, preferences=Preferences())
    main = MainWindow(desk, pages=_pages)
    desk.setParent(main)
    main.go(page, subject)
    return main, main._page()


def overview() -> QWidget:
    """The families who agreed, with three parcels waiting."""
    two = _Two()
    two.clock.now = NOW - timedelta(days=7)
    for code in ("Guillemot 28", "Curlew 11"):
        two.share(code)
    two.carry()
    two.clock.now = NOW - timedelta(hours=1)
    for code in ("Heron 46", "Puffin 97", "Blackcap 50"):
        two.share(code)
    two.write()
    two.clock.now = NOW
    return framed(two.ruth, "sharing")[0]


def begin() -> QWidget:
    """Choosing what a summary starts from."""
    two = _Two()
    return framed(two.ruth, "sharing", two.ruth.families.find("Wren 14").id)[0]


def writing() -> QWidget:
    """The text of a summary."""
    two = _Two()
    return framed(two.ruth, "sharing", two.write())[0]


def stands_out() -> QWidget:
    """What leaves of the only family with twins, where another reader's eye could tell who it is."""
    two = _Two()
    for code in ("Wren 14", "Curlew 11", "Blackcap 50"):
        two.share(code)
    text = "Both slept while we talked. I would like to think about who holds the second baby in mind."
    main, page = framed(two.ruth, "sharing", two.write("Heron 46", text))
    page.step_on()
    return main


def leaving_as_file() -> QWidget:
    """What leaves as a file, for somebody without a card."""
    casebook = _caseload().copy(_Clock())
    family = casebook.families.find("Wren 14").id
    text = "This month Jordan told us he had been asked to leave the room."
    casebook.summaries.keep(replace(casebook.summaries.start(family), text=text), Place(field="text"))
    main, page = framed(casebook, "sharing", family)
    page._read_for([casebook.summaries.files.reader("Dr Marion Hale")])
    return main


def sealed_file() -> QWidget:
    """The password of a file, shown once."""
    casebook = _caseload().copy(_Clock())
    desk = Desk(casebook, preferences=Preferences())
    reader = casebook.summaries.files.reader("Dr Marion Hale")
    preview = casebook.summaries.preview(casebook.summaries.start(casebook.families.find("Wren 14").id), reader)
    dialog = SealedFileDialog(None, desk, preview)
    dialog._password.setText("otter lantern violin meadow spoon")
    return dialog


def no_card() -> QWidget:
    """Who reads it, when they have no card."""
    return NoCardDialog(None, Desk(_caseload().copy(_Clock()), preferences=Preferences()))


def afresh() -> QWidget:
    """A summary that was put back, since its note was entered in error, and one that had left."""
    two = _Two()
    two.share("Curlew 11")
    two.carry()
    two.share("Wren 14")
    other = two.ruth.families.find("Heron 46").id
    for code in ("Wren 14", "Curlew 11"):
        family = two.ruth.families.find(code).id
        session = two.ruth.notes.of(family)[-1].id
        two.ruth.notes.write_in_other_family(two.ruth.notes.again(session).session, other, "The wrong family")
    return framed(two.ruth, "sharing")[0]


def leaving(*, ready: bool = False) -> QWidget:
    """What leaves, with an open check, or ready to approve."""
    two = _Two()
    two.clock.now = NOW - timedelta(hours=1)
    for code in ("Heron 46", "Puffin 97", "Blackcap 50"):
        two.share(code)
    two.clock.now = NOW
    main, page = framed(two.ruth, "sharing", two.write())
    page.step_on()
    if ready:
        view = page._leaving
        for check in view.preview.wording.open_checks:
            kept = "night" in TEXT[check.start : check.end]
            view.checks.answered.emit(check.start, check.end, Word.STAYS if kept else Word.TAKEN_OUT)
        view.sealing.box.setChecked(True)
        view.sealing.approve.setFocus()
    return main


_SHARED = (
    ("Wren 14", ""),
    ("Heron 46", ""),
    ("Curlew 11", ""),
    ("Guillemot 28", ""),
    ("Puffin 97", ""),
    ("Blackcap 50", ""),
)


def _talked() -> _Two:
    """Six families shared, and one talked about back and forth."""
    two = _Two()
    two.clock.now = NOW - timedelta(days=10)
    for code, _ in _SHARED:
        two.share(code, TEXT.partition(". ")[2] if code == "Wren 14" else "")
        two.clock.now += timedelta(days=1)
    two.carry()
    held = two.farah.supervision.find("Wren 14")
    two.farah.supervision.comment(
        held, "What happens in you when he goes quiet? I notice the summary goes quiet about him too."
    )
    two.clock.now += timedelta(days=2)
    two.carry()
    wren = two.ruth.families.find("Wren 14")
    for comment in two.ruth.supervision.unread():
        two.ruth.supervision.seen(comment)
    two.ruth.supervision.answer(wren, "I fill the gap. I will try to leave it next time.")
    two.clock.now += timedelta(days=1)
    two.carry()
    two.clock.now = NOW
    return two


def inbox() -> QWidget:
    """Six families by code."""
    two = _talked()
    two.farah.supervision.comment(two.farah.supervision.find("Wren 14"), "And you did. Who left room for you there?")
    for code in ("Curlew 11", "Puffin 97", "Blackcap 50"):
        two.farah.supervision.read(two.farah.supervision.find(code))
    for code in ("Wren 14", "Heron 46"):
        two.farah.supervision.on_agenda(two.farah.supervision.find(code), True)
    sender = two.farah.supervision.find("Wren 14").record.contact
    two.farah.supervision.agendas.plan_meeting(sender, NOW + timedelta(days=1, hours=6))
    main, page = framed(two.farah, "inbox")
    page.go_to({"held": two.farah.supervision.find("Wren 14").record.id})
    page.sheet.talk.edit.setFocus()
    return main


def inbox_met() -> QWidget:
    """Cards are exchanged, and nothing has come yet."""
    two = _Two()
    return framed(two.farah, "inbox")[0]


def inbox_named() -> QWidget:
    """A comment with a name in it, which stays in the box."""
    two = _talked()
    main, page = framed(two.farah, "inbox", "Wren 14")
    page.sheet.talk.edit.set_words("I wonder what Leanne Hartley feels about that, and who holds her.")
    page.sheet.talk.say()
    return main


def next_meeting() -> QWidget:
    """When the next supervision is."""
    two = _talked()
    two.farah.supervision.on_agenda(two.farah.supervision.find("Wren 14"), True)
    desk = Desk(two.farah, preferences=Preferences())
    return NextMeetingDialog(None, desk, two.farah.supervision.agendas.all()[0])


def talked_over() -> QWidget:
    """What came of a supervision."""
    casebook = _caseload().copy(_Clock())
    desk = Desk(casebook, preferences=Preferences())
    return TalkedOverDialog(None, desk, casebook.families.find("Wren 14").id, "Dr Farah Siddiqui")


def supervision() -> QWidget:
    """A conversation with something new in it."""
    two = _talked()
    two.farah.supervision.comment(two.farah.supervision.find("Wren 14"), "And you did. Who left room for you there?")
    two.farah.supervision.comment(two.farah.supervision.find("Heron 46"), "Who holds the second baby in mind?")
    for code, words in (("Wren 14", "Why he leaves the room, and what I do then."), ("Heron 46", "")):
        family = two.ruth.families.find(code).id
        day = NOW.date() - timedelta(days=3)
        two.ruth.supervision.log.write_down(family, name="Dr Farah Siddiqui", on=day, words=words)
    main, page = framed(two.ruth, "supervision")
    two.farah.post.send()
    page.carrier.fetch()
    page.talk.edit.setFocus()
    return main


def nobody(page: str) -> QWidget:
    """A page before anything was ever shared."""
    clock = _Clock()
    if page == "inbox":
        return framed(_empty().copy(clock), page)[0]
    if page == "supervision":
        return framed(_caseload().copy(clock), page)[0]
    casebook = _caseload().copy(clock)
    family = casebook.families.find("Wren 14").id
    casebook.summaries.keep(replace(casebook.summaries.start(family), text=TEXT), Place(field="text"))
    main, shown = framed(casebook, page, family)
    shown.step_on()
    return main


def cards() -> QWidget:
    """The two cards."""
    return CardDialog(None, _caseload().copy(_Clock()))


def fields() -> QWidget:
    """Every field of a parcel."""
    two = _Two()
    draft = two.ruth.summaries.draft(two.write())
    assert draft is not None
    preview = two.ruth.summaries.preview(draft, two.contact)
    return EveryField(None, preview, {"phq9": "PHQ-9"})


PAGES: list[tuple[str, Callable[[], QWidget]]] = [
    ("sharing-list", overview),
    ("sharing-begin", begin),
    ("sharing-text", writing),
    ("sharing-leaving-check", leaving),
    ("sharing-leaving-ready", partial(leaving, ready=True)),
    ("sharing-stands-out", stands_out),
    ("sharing-afresh", afresh),
    ("sharing-as-file", leaving_as_file),
    ("sharing-sealed-file", sealed_file),
    ("sharing-no-card", no_card),
    ("sharing-nobody", partial(nobody, "sharing")),
    ("sharing-cards", cards),
    ("sharing-fields", fields),
    ("supervision", supervision),
    ("supervision-empty", partial(nobody, "supervision")),
    ("inbox", inbox),
    ("supervision-talked-over", talked_over),
    ("inbox-empty", partial(nobody, "inbox")),
    ("inbox-met", inbox_met),
    ("inbox-named", inbox_named),
    ("inbox-next-meeting", next_meeting),
]
