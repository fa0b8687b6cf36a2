"""Forms of conversations: they shape input and name the services' arguments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.files.forms import FilesField, VoiceField
from commonhearth.kit.choosing import ThingField
from commonhearth.kit.markdown import WritingField
from commonhearth.rooms.conversations import care_notes
from commonhearth.rooms.conversations.models.posts import LONGEST_POST
from commonhearth.rooms.conversations.models.topics import LONGEST_TITLE
from commonhearth.rooms.conversations.services.private import LONGEST_WORD
from commonhearth.rooms.conversations.wording import CARE_NOTES, SENTENCES, WISHES
from commonhearth.rooms.conversations.wording.mailing import AS_CIRCLE, HOW

if TYPE_CHECKING:
    from commonhearth.foundation.agreements.selectors import GroundRules
    from commonhearth.foundation.circles.models import Circle, CircleMembership
    from commonhearth.foundation.files.arriving import Accepted
    from commonhearth.rooms.conversations.models import Post

#: How long something may be muted.
TERMS = {"week": timedelta(days=7), "month": timedelta(days=30), "": None}
TERM_CHOICES = [("week", _("for a week")), ("month", _("for a month")), ("", _("for good"))]


def until(term: str, now: datetime) -> datetime | None:
    """Return until when a term goes; None for good."""
    span = TERMS[term]
    return now + span if span else None


class PostForm(forms.Form):
    """Writing a post."""

    text = WritingField(
        label=_("Your words"), most=LONGEST_POST, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    care = forms.MultipleChoiceField(
        label=_("A care note: it speaks of"),
        choices=list(CARE_NOTES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Your post stays folded, and whoever wants to read it opens it."),
    )
    care_words = forms.CharField(
        label=_("Or in your own words"), max_length=care_notes.LONGEST_OWN, required=False
    )
    wish = forms.ChoiceField(
        label=_("What would you like?"),
        choices=[("", _("nothing in particular")), *WISHES.items()],
        required=False,
        widget=forms.RadioSelect,
    )
    attachments = FilesField(required=False)
    voice = VoiceField(required=False)
    said_by = ThingField(label=_("Whose words are these?"), required=False, widget=forms.RadioSelect)
    nameless = forms.BooleanField(label=_("Write it without my name"), required=False)
    keeps = forms.BooleanField(label=_("I have read this and keep to it"), required=False)

    def __init__(
        self,
        *args: Any,
        may_be_nameless: bool = False,
        rules: GroundRules | None = None,
        others: Iterable[CircleMembership] = (),
        **kwargs: Any,
    ) -> None:
        """Make it.

        Args:
            others: the places of members without a sign-in who chose the writer to write for them.
        """
        super().__init__(*args, **kwargs)
        self.rules = rules
        self.others = {str(one.id): one for one in others}
        if self.others:
            some = [
                (key, _("%(name)s’s, written down by me") % {"name": one}) for key, one in self.others.items()
            ]
            self.fields["said_by"].choices = [("", _("mine")), *some]  # type: ignore[attr-defined]
        else:
            del self.fields["said_by"]
        # Who agrees is kept with the moment, and the same moment would tell who wrote without a name.
        if not may_be_nameless or rules:
            del self.fields["nameless"]
        if not rules:
            del self.fields["keeps"]

    def clean(self) -> dict[str, Any]:
        """Take words, or a voice note or file in their place.

        Raises:
            ValidationError: when there is nothing.
        """
        data = super().clean() or {}
        hung = data.get("attachments") or data.get("voice") or "voice" not in self.fields
        if "text" in data and not (data["text"] or "").strip() and not hung:
            self.add_error("text", _("Please write something, or send a voice note."))
        if data.get("said_by") and data.get("nameless"):
            self.add_error("said_by", SENTENCES["both_names"])
        if self.rules_wait and "read" in self.data:
            self.add_error("keeps", _("It stands above. Your words can stand here once you keep to it too."))
        return data

    @property
    def rules_wait(self) -> bool:
        """Whether the circle's ground rules still wait for a yes; who has not seen them yet has done nothing wrong."""
        return bool(self.rules and not self.cleaned_data.get("keeps"))

    @property
    def said_by_whom(self) -> CircleMembership | None:
        """Whose words they are, if not the writer's own."""
        return self.others.get(self.cleaned_data.get("said_by", ""))

    @property
    def is_nameless(self) -> bool:
        """Whether it is to stand without a name."""
        return bool(self.cleaned_data.get("nameless"))

    @property
    def says_more(self) -> bool:
        """Whether something besides the words is filled in, so that it is shown open."""
        return any(self[name].value() for name in ("care", "care_words", "wish")) or bool(self.errors)

    def told(self) -> dict[str, Any]:
        """Return what the services take."""
        data = self.cleaned_data
        return {
            "text": data["text"],
            "care_note": care_notes.kept(data["care"], data["care_words"]),
            "wish": data["wish"],
        }

    @property
    def attached(self) -> list[Accepted]:
        """What is to hang on the post."""
        return [*self.cleaned_data.get("voice", []), *self.cleaned_data.get("attachments", [])]


class TopicForm(PostForm):
    """Beginning a topic with its first post."""

    title = forms.CharField(label=_("What is it about?"), max_length=LONGEST_TITLE)
    tags = forms.CharField(
        label=_("Words to find it by"),
        max_length=160,
        required=False,
        help_text=_("Up to five, with spaces between: “garden rota”."),
    )
    field_order = ["title", "text", "tags"]

    def told(self) -> dict[str, Any]:
        data = self.cleaned_data
        return super().told() | {"title": data["title"], "tags_typed": data["tags"]}


class EditForm(PostForm):
    """Changing a post. `made_from` is the state that it was opened in."""

    made_from = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**6)
    attachments = voice = None  # type: ignore[assignment]  # what hangs on it stays with it

    @classmethod
    def of(cls, post: Post) -> EditForm:
        """Return the form as a post fills it."""
        codes, own = care_notes.parts(post.care_note)
        return cls(
            initial={
                "text": post.text,
                "care": codes,
                "care_words": own,
                "wish": post.wish,
                "made_from": post.edits,
            }
        )

    def told(self) -> dict[str, Any]:
        return super().told() | {"made_from": self.cleaned_data["made_from"]}


class NameForm(forms.Form):
    """Saying anew what a topic is about."""

    title = forms.CharField(label=_("What is it about?"), max_length=LONGEST_TITLE)
    tags = forms.CharField(
        label=_("Words to find it by"),
        max_length=160,
        required=False,
        help_text=_("Up to five, with spaces between: “garden rota”."),
    )


class MoveForm(forms.Form):
    """Choosing where a topic moves."""

    to = ThingField(label=_("Into which circle?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, circles: Iterable[Circle], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.circles = {str(circle.id): circle for circle in circles}
        field = self.fields["to"]
        assert isinstance(field, ThingField)
        field.choices = [(key, circle.called) for key, circle in self.circles.items()]

    def clean_to(self) -> Circle:
        """Return the circle."""
        return self.circles[self.cleaned_data["to"]]


class MuteForm(forms.Form):
    """For how long somebody wants to hear nothing of something."""

    term = forms.ChoiceField(
        label=_("For how long?"),
        choices=TERM_CHOICES,
        required=False,
        widget=forms.RadioSelect,
        initial="week",
    )

    def until(self, now: datetime) -> datetime | None:
        """Return until when; None for good."""
        return until(self.cleaned_data["term"], now)


class MailForm(forms.Form):
    """How somebody hears of new posts by mail."""

    how = forms.ChoiceField(label=_("New posts by e-mail"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, of_topic: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["how"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", AS_CIRCLE), *HOW.items()] if of_topic else list(HOW.items())
        field.required = not of_topic


class AsideForm(MuteForm):
    """A word that somebody puts aside."""

    listed = forms.ChoiceField(
        label=_("What would you rather not read about?"),
        choices=[("", _("something else")), *CARE_NOTES.items()],
        required=False,
        widget=forms.Select,
    )
    word = forms.CharField(label=_("In your own words"), max_length=LONGEST_WORD, required=False)
    field_order = ["listed", "word", "term"]

    def clean(self) -> dict[str, Any]:
        """Take one word.

        Raises:
            ValidationError: when there is none.
        """
        data = super().clean() or {}
        if not data.get("listed") and not (data.get("word") or "").strip():
            self.add_error("word", _("Please choose one of the list, or write a word."))
        return data

    @property
    def chosen(self) -> str:
        """The code or word."""
        return str(self.cleaned_data["listed"] or self.cleaned_data["word"])


class SinceForm(forms.Form):
    """Since which day somebody wants to know what they missed."""

    since = forms.DateField(label=_("Since"), required=False)
