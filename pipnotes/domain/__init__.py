"""Plain typed records and the rules between them: the standard library only, no clock, no files, no Qt, no SQL."""
