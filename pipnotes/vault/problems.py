"""The three lines for everything that can go wrong with a vault, in one place so that they can be read as prose."""

from __future__ import annotations

import errno

from pipnotes.errors import Integrity, Older, Problem, WrongUse

_KEPT = "Every note in the vault is as it was. Nothing was changed."
_TYPED = "What was saved before is safe, and what you typed is still on the screen."


def wrong_passphrase() -> Problem:
    """Say that the passphrase is wrong, in the same words whether it or the slot is at fault."""
    return Problem(
        "That passphrase does not open this vault.",
        safe=_KEPT,
        todo="Look out for capital letters and the keyboard's language, and try again. "
        "You can try as often as you need. The recovery words on your sheet open it too.",
    )


def empty_passphrase() -> WrongUse:
    """Say that no passphrase was given."""
    return WrongUse("The passphrase is empty.", safe=_KEPT, todo="Type a passphrase.")


def open_elsewhere() -> Problem:
    """Say that another process holds the vault."""
    return Problem(
        "This vault is open in another window or program.",
        safe=_KEPT,
        todo="Go to the window where it is open, or close it there and try again.",
    )


def jots_waiting() -> Problem:
    """Say that visit mode cannot begin while jots of an earlier visit are not in the vault yet."""
    return Problem(
        "Jots of an earlier visit are not in the vault yet.",
        safe="They are kept, sealed, beside the vault.",
        todo="Open the vault with your passphrase. It takes them in by itself.",
    )


def jot_too_long() -> WrongUse:
    """Say that more was typed than one jot holds."""
    return WrongUse("This is too long for one jot.", safe=_TYPED, todo="Keep it as several jots, one after the other.")


def not_a_vault() -> Problem:
    """Say that the folder holds no vault."""
    return Problem(
        "This folder is not a PipNotes vault.",
        safe="Nothing was changed.",
        todo="Choose the folder whose name ends in .pipvault, or make a new vault.",
    )


def database_gone() -> Integrity:
    """Say that the key file is there and the database is not."""
    return Integrity(
        "The file vault.db is missing from this vault.",
        safe="The files that are there were left as they are.",
        todo="Put vault.db back, or restore your newest backup into a new folder.",
    )


def already_there() -> Problem:
    """Say that a new vault would stand in the place of something else."""
    return Problem(
        "There is already something in that place.",
        safe="It was left as it is. Nothing was written.",
        todo="Choose a folder that does not exist yet.",
    )


def newer() -> Problem:
    """Say that the vault is of a later release."""
    return Problem(
        "This vault was written by a newer PipNotes than this one.",
        safe=_KEPT,
        todo="Open it with the newer program, or ask your IT service for the update.",
    )


def keys_damaged() -> Integrity:
    """Say that no key file can be read, and that the recovery words still help."""
    return Integrity(
        "The key file of this vault (keys.json) is damaged or missing, and so is its kept copy.",
        safe="The notes themselves are in vault.db. Nothing was changed.",
        todo="Open the vault with the 24 recovery words on your sheet; a new passphrase can then be set.",
    )


def ways_in_unsure() -> Problem:
    """Say that the disk failed in the very moment in which a passphrase or another way in was changed."""
    return Problem(
        "The disk failed while the key file was being written, so it is not certain which passphrase counts.",
        safe="Every note in the vault is as it was, and either the new passphrase or the old one opens it.",
        todo="Check the disk, then try the new passphrase first, and the old one if it does not open the vault.",
    )


def no_passphrase_slot() -> Problem:
    """Say that only words or the organisation open this vault."""
    return Problem(
        "This vault has no passphrase set.",
        safe=_KEPT,
        todo="Open it with the recovery words, and set a passphrase.",
    )


def database_damaged() -> Integrity:
    """Say that the database is not what the key was made for."""
    return Integrity(
        "The vault's database cannot be read: it is damaged or cut short.",
        safe="The file was left as it is, and your backups are untouched.",
        todo="Restore your newest backup into a new folder. Keep this folder: more can perhaps be saved from it.",
    )


def plain_database() -> Integrity:
    """Say that somebody put a readable database in the place of the vault."""
    return Integrity(
        "The file vault.db is not encrypted, so it is not a vault that PipNotes made.",
        safe="Nothing was read from it and nothing was changed.",
        todo="Restore your newest backup into a new folder, and tell your IT service.",
    )


def words_mistyped(places: tuple[int, ...]) -> WrongUse:
    """Name the places of words that are on no sheet, never the words."""
    named = ", ".join(str(place) for place in places)
    return WrongUse(
        f"Some words are not on the list of recovery words: number {named}.",
        safe=_KEPT,
        todo="Compare these words with your sheet, letter by letter, and try again.",
    )


def words_counted(count: int) -> WrongUse:
    """Say how many words there are, where there should be 24."""
    return WrongUse(
        f"There are {count} words; a recovery sheet has 24.",
        safe=_KEPT,
        todo="Type all the words on your sheet, in their order.",
    )


def words_mixed() -> WrongUse:
    """Say that the checksum of the words does not fit."""
    return WrongUse(
        "The 24 words do not fit together: one of them is another word, or two changed places.",
        safe=_KEPT,
        todo="Compare the words and their order with your sheet, and try again.",
    )


def words_of_another() -> Problem:
    """Say that the words are good and open another vault."""
    return Problem(
        "These recovery words do not open this vault.",
        safe=_KEPT,
        todo="Look for the sheet of this vault. If the vault got a new key, only the newest sheet opens it.",
    )


def escrow_of_another() -> Problem:
    """Say that the organisation's key opens another vault."""
    return Problem(
        "This organisation key does not open this vault.",
        safe=_KEPT,
        todo="Ask whoever keeps the organisation's keys which one this vault was made for.",
    )


def escrow_key_unusable() -> Problem:
    """Say that the organisation's public key is no key."""
    return Problem(
        "The organisation's key in the policy of this computer is not a key that PipNotes can use.",
        safe=_KEPT,
        todo="Ask your IT help desk to put the public key into the policy file again.",
    )


def not_a_share() -> WrongUse:
    """Say that a file is no share of an organisation's key."""
    return WrongUse(
        "This file is not a share of an organisation key.",
        safe="Nothing was opened or changed.",
        todo="Give a file that `pipnotes escrow make` wrote, with its lines Key, Share and Check and its 72 words.",
    )


def share_mistyped(first: int, last: int) -> WrongUse:
    """Name the place in a share where a word is wrong, never the word."""
    place = f"word {first}" if first == last else f"words {first} to {last}"
    return WrongUse(
        f"This share is not as it was made: look at {place}.",
        safe="Nothing was opened or changed.",
        todo="Compare the words and their numbers with the paper, and the lines Key, Share and Check, and try again.",
    )


def shares_of_two_keys() -> WrongUse:
    """Say that two shares do not make one key."""
    return WrongUse(
        "These two shares do not belong together.",
        safe="Nothing was opened or changed.",
        todo="Give share A and share B of the same key: both show the same sixteen digits in the line Key.",
    )


def keystore_lost() -> Problem:
    """Say that the sign-in of this computer gave no secret, or one that opens nothing."""
    return Problem(
        "This computer's own sign-in did not open this vault.",
        safe=_KEPT,
        todo="Type your passphrase. If this happens again, turn the sign-in off and on under Settings.",
    )


def passphrase_stays() -> WrongUse:
    """Say that the passphrase is never taken away."""
    return WrongUse("A vault keeps its passphrase.", safe=_KEPT, todo="Change the passphrase instead.")


def memory_short() -> Problem:
    """Say that there is no room for one guess, which is no wrong passphrase."""
    return Problem(
        "This computer has not enough free memory to try the passphrase.",
        safe=_KEPT,
        todo="Close other programs and try again.",
    )


def passphrase_needed() -> WrongUse:
    """Say that a new key cannot be wrapped without the passphrase."""
    return WrongUse(
        "The passphrase is needed to give this vault a new key.",
        safe=_KEPT,
        todo="Open the vault with its passphrase, or give the passphrase along.",
    )


def witness_damaged() -> Older:
    """Say that nothing tells whether the database is the last one saved."""
    return Older(
        "The file head.json, which remembers the last save, is missing or damaged.",
        safe="The notes are in vault.db, which was left as it is.",
        todo="Compare with your newest backup. You can open the vault all the same; the history then says so.",
    )


def loss(missing: str) -> Older:
    """Say what is missing from the vault, by number and time."""
    return Older(
        f"This vault is older than its own last save: {missing}.",
        safe="Everything as it was found is kept aside in the vault's folder. Nothing was changed.",
        todo="Restore your newest backup if it has more, or open the vault as it is; "
        "what is missing is then written down.",
    )


def tampered() -> Older:
    """Say that the history and its witness disagree."""
    return Older(
        "The vault's history does not match its own record of the last save.",
        safe="Everything as it was found is kept aside in the vault's folder. Nothing was changed.",
        todo="Restore your newest backup into a new folder, and tell your IT service.",
    )


def disk_full() -> Problem:
    """Say that there is no room, and that nothing typed is lost."""
    return Problem(
        "The disk is full, so this could not be saved.",
        safe=_TYPED,
        todo="Free some space (empty the bin, move large files), then save again.",
    )


def no_room() -> Problem:
    """Say that the disk is full where nothing was to be saved."""
    return Problem(
        "The disk is full, so there is no room for the working copy that this needs.",
        safe=_KEPT,
        todo="Free some space (empty the bin, move large files), then try again.",
    )


def no_memory() -> Problem:
    """Say that the computer has too little memory left just now."""
    return Problem(
        "The computer has too little memory left for this.",
        safe=_TYPED,
        todo="Close other programs, then try again.",
    )


def disk_trouble() -> Problem:
    """Say that the disk failed in some other way."""
    return Problem(
        "The disk reported an error.",
        safe=_TYPED,
        todo="Copy what is on the screen, check the disk or network folder, then close the vault and open it again.",
    )


def read_only() -> Problem:
    """Say that the folder cannot be written."""
    return Problem(
        "This folder does not let PipNotes write in it.",
        safe=_KEPT,
        todo="Ask for the right to write there, or copy the whole vault to a folder of your own.",
    )


def out_of_reach() -> Problem:
    """Say that a disk or network folder went away."""
    return Problem(
        "The folder of this vault cannot be reached.",
        safe=_TYPED,
        todo="Plug the disk in again or connect to the network, then close the vault and open it again.",
    )


def must_reopen() -> Problem:
    """Say why a vault takes no more saves after trouble with the disk."""
    return Problem(
        "After trouble with the disk this vault takes no more saves until it is opened again.",
        safe=_TYPED,
        todo="Leave the words on the screen and try again. If it stays so, copy them, then open the vault again.",
    )


def backup_unproved() -> Integrity:
    """Say that a backup was made, did not pass, and was taken away."""
    return Integrity(
        "The backup could not be proved, so it was not kept.",
        safe="The vault is as it was, and older backups are untouched.",
        todo="Choose another disk for the backup, and have the vault checked.",
    )


def backup_damaged(finding: str) -> Integrity:
    """Say what is wrong with a backup that was to be restored."""
    return Integrity(
        f"This backup is not what it should be. {finding}",
        safe="The backup was left as it is, and no vault was made from it.",
        todo="Try an older backup. Keep this one: more can perhaps be saved from it.",
    )


def copy_unproved() -> Integrity:
    """Say that the old vault stays, since the new copy of it did not pass."""
    return Integrity(
        "The new copy of the vault could not be proved, so it was not put in place.",
        safe=_KEPT,
        todo="Have the vault checked, and try again.",
    )


def not_a_backup() -> Problem:
    """Say that there is nothing to restore in that place."""
    return Problem(
        "This is not a PipNotes backup.",
        safe="Nothing was changed.",
        todo="Choose a backup folder (its name ends in .pipbackup), or a file vault.db together with recovery words.",
    )


def destroyed_record() -> WrongUse:
    """Say that a destroyed record takes no new version."""
    return WrongUse(
        "This record was destroyed, so nothing can be added to it.", safe=_KEPT, todo="Start a new record instead."
    )


def paper_damaged() -> Integrity:
    """Say that a paper is not what was added, so that nobody takes it for that."""
    return Integrity(
        "This paper is not what was added, so it is not shown.",
        safe="Everything else in the vault is as it was, and so is the paper's note.",
        todo="Have the vault checked, and bring the paper back from a backup or from its original.",
    )


def paper_changed() -> Problem:
    """Say that a file was changed while it was being read."""
    return Problem(
        "The file changed while it was being read, so it was not added.",
        safe="Nothing in the vault was changed, and the file is where it was.",
        todo="Wait until the scanner or the copying has finished, and add the paper again.",
    )


_OUT_OF_REACH = {errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN, errno.ENETDOWN}


def from_os(error: OSError) -> Problem:
    """Say what an operating-system error means for somebody who wants to save or open."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full()
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return read_only()
    if error.errno in _OUT_OF_REACH:
        return out_of_reach()
    return disk_trouble()


def from_sqlite(error: BaseException | None) -> Problem | None:
    """Say what an SQLite error means, or None when it is a fault of ours.

    The driver gives no codes, so the words of SQLite's own, stable messages are read.
    """
    words = str(error)
    for part, problem in (
        ("is full", disk_full),
        ("readonly", read_only),
        ("unable to open", out_of_reach),
        ("disk I/O", disk_trouble),
        ("vtable constructor failed", disk_trouble),
        ("locked", open_elsewhere),
        # What the driver says when there is no memory to hand a long text over; all our values are of known types.
        ("binding parameter", no_memory),
        ("not a database", database_damaged),
        ("malformed", database_damaged),
    ):
        if part in words:
            return problem()
    return None
