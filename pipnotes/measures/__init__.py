"""Scoring facts of the measures, their scores, and whether a change is more than noise."""
