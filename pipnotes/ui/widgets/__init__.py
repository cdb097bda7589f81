"""The parts pages are assembled from; they know the look of things and nothing of families or records."""
