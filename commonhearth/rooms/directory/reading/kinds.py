"""What a service is there for, by the words its list uses."""

from __future__ import annotations

from collections.abc import Iterable

_KINDS = (
    ("peer", ("support groups", "self help", "self-help", "group support", "peer")),
    (
        "care",
        ("health", "alcohol", "drug", "counseling", "medical", "care", "handicap", "disabilit", "clinic"),
    ),
    ("housing", ("housing", "shelter")),
    ("food", ("food", "commodity", "farmers", "meal")),
    ("learning", ("education", "librar", "school", "tutoring")),
    ("work", ("employment", "job")),
    ("money", ("financial",)),
    ("energy", ("environment",)),
    ("arts", ("recreation", "club", "park", "sports", "art")),
    (
        "advice",
        ("communit", "legal", "information", "protection", "emergency", "family", "transport", "volunteer"),
    ),
)


def kind_of(words: Iterable[str]) -> str:
    """Return the kind that the words of a list mean: the first whose marks occur."""
    told = " ; ".join(words).lower()
    for kind, marks in _KINDS:
        if any(mark in told for mark in marks):
            return kind
    return "other"
