"""How what is sought is shown: a few words around it, cut where the eye expects it."""

from __future__ import annotations

import pytest

from pipnotes.vault import Vault
from tests.vault.pages import final, page


def found_as(vault: Vault, story: str, words: str = "zebra") -> str:
    vault.commit("note signed", [final(page(9, story))], by="W")
    (hit,) = vault.search(words)
    return hit.snippet


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (0, 0, "zebra"),
        (8, 16, f"{'b ' * 8}zebra{' a' * 16}"),
        (9, 16, f"… {'b ' * 8}zebra{' a' * 16}"),
        (8, 17, f"{'b ' * 8}zebra{' a' * 16} …"),
        (60, 60, f"… {'b ' * 8}zebra{' a' * 16} …"),
    ],
)
def test_what_is_found_is_shown_among_its_neighbours_with_dots_only_where_more_follows(
    vault: Vault, before: int, after: int, shown: str
) -> None:
    assert found_as(vault, f"{'b ' * before}zebra{' a' * after}") == shown


def test_a_word_found_far_on_in_a_long_note_is_shown_from_its_beginning(vault: Vault) -> None:
    assert found_as(vault, "heronlike " * 40 + "Zébra came " + "wading " * 60) == (
        "… " + "heronlike " * 8 + "Zébra came " + "wading " * 15 + "…"
    )
    vault.commit("note signed", [final(page(10, "long " * 100 + "x" * 600 + "-wombat"))], by="W")
    (hit,) = vault.search("wombat")
    assert hit.snippet.startswith("… ")
    assert len(hit.snippet) < 600


def test_the_first_word_that_begins_so_is_shown_and_not_one_that_only_holds_it(vault: Vault) -> None:
    assert found_as(vault, "subzebra and pre_zebra, then zebras at last", "zebra last").endswith("zebras at last")


@pytest.mark.parametrize(("story", "words"), [("snake_zebra", "zebra"), ("snake-zebra", "snake_zebra")])
def test_a_note_in_which_the_word_begins_nowhere_to_the_eye_is_shown_from_its_beginning(
    vault: Vault, story: str, words: str
) -> None:
    assert found_as(vault, "heron " * 60 + story, words) == "heron " * 17 + "…"


def test_a_note_that_begins_and_ends_with_the_word_is_shown_from_its_beginning(vault: Vault) -> None:
    assert found_as(vault, "zebra " + "wading " * 60 + "zebra").startswith("zebra wading ")


def test_words_in_quotation_marks_are_sought_as_they_stand_and_others_by_their_beginning(vault: Vault) -> None:
    vault.commit("note signed", [final(page(9, "She stopped crying"))], by="W")
    assert [
        len(vault.search(words)) for words in ("stop cry", '"stopped crying"', '"stopped cry"', '"crying stopped"')
    ] == [
        1,
        1,
        0,
        0,
    ]
