"""The bytes that are approved are the bytes that travel, and no other spelling passes."""

from __future__ import annotations

import dataclasses
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipnotes.domain.summary import (
    Comment,
    GoalTrend,
    MeasureTrend,
    Presence,
    Receipt,
    Retraction,
    Summary,
)
from pipnotes.errors import Integrity, Problem
from pipnotes.exchange import Newer, decode, digest, encode

FULL = Summary(
    code="Bright Harbour",
    week=31,
    age_band="6-11",
    meetings=22,
    presence=(Presence(role="mother", meetings=22), Presence(role="grandmother", meetings=3)),
    goals=(GoalTrend(number=1, scores=((2, 3), (14, 7))),),
    measures=(MeasureTrend(measure="phq9", role="mother", scores=((1, 14), (12, 6)), cut_off=10),),
    flags=("ending",),
    ending_week=40,
    text="[mother] sang to her; she turned, and laughed.",
    number=4,
)
SPELT = (
    b'{"body":{"age_band":"6-11","code":"Bright Harbour","ending_week":40,"flags":["ending"],'
    b'"goals":[{"number":1,"scores":[[2,3],[14,7]]}],'
    b'"measures":[{"cut_off":10,"measure":"phq9","role":"mother","scores":[[1,14],[12,6]]}],"meetings":22,"number":4,'
    b'"presence":[{"meetings":22,"role":"mother"},{"meetings":3,"role":"grandmother"}],'
    b'"text":"[mother] sang to her; she turned, and laughed.","version":1,"week":31},"kind":"summary","version":1}'
)

text = st.text(st.characters(codec="utf-8"), max_size=200)
small = st.integers(0, 10_000)


def test_a_summary_is_spelt_in_one_way_for_ever() -> None:
    assert encode(FULL) == SPELT
    assert decode(SPELT) == FULL
    assert digest(SPELT) == hashlib.sha256(SPELT).hexdigest()


@given(
    st.one_of(
        st.builds(Comment, id=text, code=text, author=text, week=small, text=text),
        st.builds(Retraction, code=text),
        st.builds(Receipt, code=text, destroyed=small),
        st.builds(Summary, code=text, week=small, age_band=text, meetings=small, text=text, flags=st.tuples(text)),
    )
)
def test_every_content_comes_back_as_it_was(content: Comment | Retraction | Receipt | Summary) -> None:
    raw = encode(content)
    assert decode(raw) == content
    assert encode(decode(raw)) == raw


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(SPELT + b"\n", id="a line end"),
        pytest.param(SPELT.replace(b'"week":31', b'"week": 31'), id="a space"),
        pytest.param(SPELT.replace(b'"week":31', b'"week":31.0'), id="a number with a point"),
        pytest.param(SPELT.replace(b'"week":31', b'"week":"31"'), id="a number as text"),
        pytest.param(SPELT.replace(b'"week":31', b'"week":31,"week":31'), id="a key twice"),
        pytest.param(SPELT.replace(b'"week":31', b'"week":31,"x":"Marigold"'), id="a field more"),
        pytest.param(SPELT.replace(b',"week":31', b""), id="a field less"),
        pytest.param(SPELT.replace(b'"number":1,', b'"name":"Marigold","number":1,'), id="a field more further in"),
        pytest.param(SPELT.replace(b'"kind":"summary"', b'"kind":"letter"'), id="a kind that does not travel"),
        pytest.param(SPELT.replace(b'"kind":"summary"', b'"kind":"comment"'), id="another kind"),
        pytest.param(SPELT.replace(b"sang", b"s\\u0061ng"), id="an escaped letter"),
        pytest.param(SPELT.replace(b"sang", b"s\xffng"), id="no UTF-8"),
        pytest.param(b"[" * 200_000, id="depth without end"),
        pytest.param(b'{"body":' + b"9" * 100_000 + b',"kind":"summary","version":1}', id="a huge number"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_no_other_spelling_passes(other: bytes) -> None:
    with pytest.raises(Integrity, match="This summary is damaged"):
        decode(other)


def test_a_later_version_asks_for_an_update_even_with_fields_not_known_here() -> None:
    with pytest.raises(Newer, match="This summary"):
        decode(b'{"body":{"anything":[1]},"kind":"summary","version":2}')


def test_a_record_or_a_field_of_the_wrong_type_cannot_be_spelt() -> None:
    with pytest.raises(TypeError):
        encode({"code": "Bright Harbour"})  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        encode(dataclasses.replace(FULL, week="31"))  # type: ignore[arg-type]


def test_more_text_than_a_parcel_holds_is_refused_with_three_lines() -> None:
    with pytest.raises(Problem) as caught:
        encode(dataclasses.replace(FULL, text="word " * 300_000))
    assert len(caught.value.lines()) == 3
