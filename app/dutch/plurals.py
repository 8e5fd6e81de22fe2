"""Numbers with the noun that they count."""


def counted(number: int, one: str, several: str) -> str:
    """A number with its noun: "1 maand", "3 maanden", "0 maanden". Below zero as above: "-1 maand"."""
    return f"{number} {one if number in {1, -1} else several}"
