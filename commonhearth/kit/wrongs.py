"""What is wrong with a field, in the voice of the house where Django's own sentence would stand.

Only sentences that the form's author left as Django has them are replaced; own ones stay as they are.
"""

from __future__ import annotations

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_PLAIN: dict[str, str | Promise] = {
    "required": _("Please fill this in."),
    "invalid": _("We could not read this. Please write it another way."),
}
_CHOICE: dict[str, str | Promise] = {
    "required": _("Please choose one."),
    "invalid_choice": _("Please choose one from the list."),
}
_OURS: list[tuple[type[forms.Field], dict[str, str | Promise]]] = [
    (forms.BooleanField, {"required": _("Please tick this to go on.")}),
    (
        forms.MultipleChoiceField,
        {"required": _("Please choose at least one."), "invalid_choice": _("Please choose from the list.")},
    ),
    (forms.ChoiceField, _CHOICE),
    (forms.ModelChoiceField, _CHOICE),
    (forms.EmailField, {"invalid": _("This does not look like an e-mail address: name@example.org")}),
    (forms.IntegerField, {"invalid": _("Please write a whole number in figures.")}),
    (forms.DecimalField, {"invalid": _("Please write a number in figures.")}),
    (forms.DateField, {"invalid": _("Please write a day such as 2027-03-04.")}),
    (forms.TimeField, {"invalid": _("Please write a time such as 18:30.")}),
    (forms.DateTimeField, {"invalid": _("Please write a day and a time such as 2027-03-04 18:30.")}),
    (forms.FileField, {"required": _("Please choose a file."), "empty": _("This file is empty.")}),
    (forms.Field, _PLAIN),
]
#: What Django's own limits say, and what we say there.
_LIMITS: list[tuple[object, str | Promise]] = [
    (
        validators.MaxLengthValidator.message,
        _("This is too long: %(limit_value)s characters fit, and it has %(show_value)s."),
    ),
    (validators.MinValueValidator.message, _("Please write %(limit_value)s or more.")),
    (validators.MaxValueValidator.message, _("Please write %(limit_value)s or less.")),
]


def _as_django_says(field: forms.Field, code: str) -> str | None:
    """Return Django's own sentence for a code of this kind of field."""
    for kind in type(field).__mro__:
        messages = getattr(kind, "default_error_messages", {})
        if kind.__module__.startswith("django.") and code in messages:
            return str(messages[code])
    return None


def _ours(field: forms.Field, code: str) -> str | None:
    for kind, sentences in _OURS:
        if isinstance(field, kind) and code in sentences:
            return str(sentences[code])
    return None


def _of_limit(error: ValidationError) -> str | None:
    return next((str(ours) % error.params for theirs, ours in _LIMITS if error.message is theirs), None)


def wrongs(bound: BoundField) -> list[str]:
    """Return the sentences about one field, in order."""
    said = []
    for error in bound.errors.as_data():
        code = error.code or ""
        for sentence in error:
            template = str(error.message) if hasattr(error, "message") else sentence
            ours = _ours(bound.field, code) if template == _as_django_says(bound.field, code) else None
            said.append(ours or _of_limit(error) or str(sentence))
    return said
