"""The use-cases: the one door at which the window and the command line knock."""
