"""PipNotes: case notes for parent-infant psychotherapists, kept on the therapist's own laptop."""

__version__ = "0.1.0"
