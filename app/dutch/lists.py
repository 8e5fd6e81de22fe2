"""Lists and labels in a Dutch sentence.

Babel joins with ", " and " en " too, but not apart from one another where a label has an "en" of its own ("a en b en c").
"""

from collections.abc import Sequence


def listed(parts: Sequence[str]) -> str:
    """Texts one after another: "a, b en c". Semicolons keep them apart where one has a comma or an "en" of its own."""
    if len(parts) > 1 and any("," in part or " en " in part for part in parts):
        return "; ".join(parts)
    return " en ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def listed_after(start: str, labels: Sequence[str], preposition: str = "") -> str:
    """Labels behind `start`: "ook voor havo en vwo"; empty without labels.

    Where one has a comma or an "en" of its own, the preposition stands before each: "ook over pesten, en over rouw en verlies".
    """
    if not labels:
        return ""
    *others, last = labels
    if not others:
        return f"{start} {last}"
    if any(" en " in label or ", " in label for label in labels):
        again = f" {preposition}" if preposition else ""
        return f"{start} {f',{again} '.join(others)}, en{again} {last}"
    return f"{start} {', '.join(others)} en {last}"


def in_a_sentence(label: str) -> str:
    """A label without its capital, unless it starts with an abbreviation. A transition becomes "de stap van … naar …"."""
    text = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    return f"de stap {text}" if text.startswith("van ") else text


def capital(text: str) -> str:
    """A text with a capital in front."""
    return text[:1].upper() + text[1:]
