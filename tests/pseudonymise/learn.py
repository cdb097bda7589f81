"""Learn the weights of `pipnotes.pseudonymise.weighing` from the marked notes, and write them down.

    python tests/pseudonymise/learn.py [set to leave out ...]

It needs scikit-learn, which is no part of the project's environment: the weights change only with the corpus or the
lists, and then by somebody who looks at what they do. To choose a bound or a sign, leave some sets out, and let
`score.py` say how the engine does on these; then learn from all of them again.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipnotes import paths
from pipnotes.pseudonymise import keeping, weighing
from pipnotes.pseudonymise.tokens import Note
from tests.pseudonymise import score

WEIGHTS = paths.resource("words") / "weights.tsv"
# A word this often a word, and in a hundred times not once a name, is not weighed, which saves half of the time.
_OFTEN = 10
# Marked words that must stay count as much as this many others.
_KEPT_COUNTS = 5
# Weights nearer to nothing than this are left out: they are half of all and change one answer in ten thousand.
_LEAST = 0.05


def examples(name: str) -> Iterator[tuple[str, tuple[weighing.Key, ...], bool, bool]]:
    """Yield each weighed word of one set with its keys, whether it tells who somebody is, and whether it must stay."""
    for text, _, spans in score.notes(name):
        note = Note(text)
        kept = keeping.mark(note, list(range(note.size)), frozenset())
        names = _inside(note, spans["known"] + spans["unknown"])
        stays = _inside(note, spans["keep"])
        for place, low in enumerate(note.lows):
            if weighing.weighed(note, place) and not kept[place]:
                telling = place in names and low not in score.NOT_TELLING
                yield low, weighing.keys(note, place), telling, place in stays


def _inside(note: Note, spans: list[list[int]]) -> set[int]:
    return {
        place
        for place in range(note.size)
        if any(start < note.ends[place] and note.starts[place] < end for start, end in spans)
    }


def learn(names: list[str]) -> list[str]:
    """Return the lines of the table, learnt from some sets."""
    found = [example for name in names for example in examples(name)]
    often = Counter(low for low, _, telling, _ in found if not telling)
    often.subtract({low: 100 * times for low, times in Counter(low for low, _, telling, _ in found if telling).items()})
    signs = [
        {f"{sign}\t{' / '.join(key)}": 1 for sign, key in zip(weighing.SIGNS, keys, strict=True)}
        for _, keys, _, _ in found
    ]
    columns = DictVectorizer()
    model = LogisticRegression(C=1.0, solver="liblinear", max_iter=300)
    table = columns.fit_transform(signs)
    table.indices, table.indptr = table.indices.astype("int32"), table.indptr.astype("int32")  # what liblinear reads
    model.fit(
        table,
        [telling for _, _, telling, _ in found],
        sample_weight=[_KEPT_COUNTS if stays else 1 for *_, stays in found],
    )
    lines = [
        f"{sign}\t{weight:.2f}"
        for sign, weight in zip(columns.get_feature_names_out(), model.coef_[0], strict=True)
        if abs(weight) >= _LEAST
    ]
    never = " ".join(sorted(low for low, times in often.items() if times >= _OFTEN))
    return [f"never\t{never}\t0", f"every\t\t{model.intercept_[0]:.2f}", *sorted(lines)]


def main() -> None:
    """Write the weights that all sets teach but those kept apart for good and those named."""
    names = [name for name in (*score.FILES, *score.HARD) if name not in (*score.UNLEARNT, *sys.argv[1:])]
    lines = learn(names)
    head = f"# Learnt by tests/pseudonymise/learn.py from {len(names)} sets: sign, key, weight."
    WEIGHTS.write_text("\n".join([head, *lines]) + "\n", "utf-8")
    print(f"{len(lines)} weights from {len(names)} sets")


if __name__ == "__main__":
    main()
