"""The mailbox and the roster by command: secrets from files alone, and IT's part without any vault."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipnotes import paths
from pipnotes.exchange import make_card, new_identity
from tests.cli.conftest import Runner

PHRASE = ("--passphrase-file", "phrase", "--json")


def test_a_roster_goes_from_its_key_to_a_vault(
    pipnotes: Runner, work: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    Path("it").write_text("a phrase of the help desk\n", encoding="utf-8")
    made = pipnotes("roster", "key", "--to", "roster.key", "--passphrase-file", "it", "--json")
    assert made.code == 0
    assert Path("roster.key").stat().st_mode & 0o077 == 0
    assert pipnotes("roster", "key", "--to", "roster.key", "--passphrase-file", "it").code == 2
    Path("policy.toml").write_text(f'roster_public_key = "{made.json["public"]}"\n', encoding="utf-8")
    monkeypatch.setattr(paths, "policy_file", lambda: tmp_path / "policy.toml")
    for name in ("Owen Blake", "Rowan Achebe"):
        Path(f"{name}.card").write_bytes(make_card(new_identity(), name, "supervisor"))
    signing = ("roster", "sign", "--key", "roster.key", "--passphrase-file", "it", "--json")
    first = pipnotes(*signing, "--to", "1.roster", "Owen Blake.card", "Rowan Achebe.card")
    assert [card["name"] for card in first.json["cards"]] == ["Owen Blake", "Rowan Achebe"]
    assert pipnotes("roster", "accept", work, "1.roster", *PHRASE).json["added"] == ["Owen Blake", "Rowan Achebe"]
    lost = first.json["cards"][0]["fingerprint"]
    second = (*signing, "--previous", "1.roster", "--to", "2.roster", "--revoke", lost, "Rowan Achebe.card")
    assert pipnotes(*second).json["revoked"] == [lost]
    assert pipnotes("roster", "accept", work, "2.roster", *PHRASE).json["revoked"] == ["Owen Blake"]
    assert pipnotes("roster", "accept", work, "1.roster", *PHRASE).code == 5
    Path("Rowan Achebe.card").write_bytes(make_card(new_identity(), "Rowan Achebe", "supervisor"))
    third = pipnotes(*signing, "--previous", "2.roster", "--to", "3.roster", "Rowan Achebe.card")
    words = third.json["cards"][0]["words"]
    taken = pipnotes("roster", "accept", work, "3.roster", *PHRASE)
    assert (taken.json["changed"], taken.json["left"]) == (["Rowan Achebe"], [])
    named = ("roster", "accept", work, "3.roster", "--name", "Rowan Achebe")
    assert pipnotes(*named, *PHRASE).code == 2
    assert pipnotes(*named, "--words", words, *PHRASE).json["name"] == "Rowan Achebe"


def test_the_mailboxes_passwords_come_from_files_and_are_never_said(pipnotes: Runner, work: str) -> None:
    Path("word").write_text("marigold-secret\n", encoding="utf-8")
    place = "https://dav.example/box"
    chosen = ("mailbox", work, "--place", place, "--user", "ines", "--password-file", "word")
    done = pipnotes(*chosen, *PHRASE)
    assert done.json["mailbox"] == place
    assert (done.json["user"], done.json["password"]) == ("ines", True)
    told = pipnotes(
        "mailbox", work, "--proxy-user", "ward-7", "--proxy-password-file", "word", "--passphrase-file", "phrase"
    )
    assert place in told.out
    assert "marigold" not in done.out + done.err + told.out + told.err
    assert pipnotes("mailbox", work, *PHRASE).json["proxy_user"] == "ward-7"
    other = pipnotes("mailbox", work, "--place", "box", *PHRASE).json
    assert (other["user"], other["password"]) == ("", False)
    assert pipnotes("mailbox", work, "--place", "https://ines:word@dav.example/box", *PHRASE).code == 2
    assert not [file for file in Path(work).iterdir() if b"marigold" in file.read_bytes()]


def test_a_family_goes_to_another_therapist_only_once_it_is_confirmed(pipnotes: Runner, work: str) -> None:
    hers = ("--passphrase-file", "hers", "--json")
    pipnotes("vault", "create", "owen.pipvault", "--name", "Owen Blake", *hers)
    theirs = pipnotes("card", "owen.pipvault", "--to", "owen.card", *hers).json["words"]
    mine = pipnotes("card", work, "--to", "mine.card", *PHRASE).json["words"]
    pipnotes("trust", work, "owen.card", "--words", theirs, *PHRASE)
    pipnotes("trust", "owen.pipvault", "mine.card", "--words", mine, *hers)
    family = pipnotes("families", work, *PHRASE).json[0]
    giving = ("hand-over", work, "--to", "Owen Blake", "--family", family["code"], "--file", "for-owen.cases")
    asked = pipnotes(*giving, *PHRASE)
    assert asked.code == 5
    assert "Owen Blake" in asked.err
    assert not Path("for-owen.cases").exists()
    assert pipnotes(*giving, "--confirmed", *PHRASE).json["families"] == 1
    taken = pipnotes("take-over", "owen.pipvault", "for-owen.cases", *hers)
    assert (taken.json["from"], taken.json["families"]) == ("Ruth Ellison", 1)
    assert [row["infant"] for row in pipnotes("families", "owen.pipvault", *hers).json] == [family["infant"]]
