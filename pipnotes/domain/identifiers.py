"""Numbers that identify people, checked the way their issuers check them."""

from __future__ import annotations


def is_nhs_number(text: str) -> bool:
    """Return whether a text is a well-formed NHS number: ten digits whose last is the modulus 11 check digit.

    Spaces and hyphens are passed over. Ten equal digits pass the sum but are never issued. Source: NHS Data
    Dictionary, NHS NUMBER.
    """
    digits = text.replace(" ", "").replace("-", "")
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()) or len(set(digits)) == 1:
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True)) % 11
    return check % 11 == int(digits[9]) and check != 10
