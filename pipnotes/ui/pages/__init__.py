"""The pages: each shows one part of the work and asks the window for another by name."""
