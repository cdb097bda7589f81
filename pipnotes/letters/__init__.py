"""The letter the family keeps: its first words, the reading of it as a parent, the checks before it goes, its pages.

`content`, `hints` and `checks` are plain values. `render` makes the pages, and fetches the typesetter only then.
"""
