"""The parts that the first run and the settings share: about you, passphrase, recovery words, backup, cards."""
