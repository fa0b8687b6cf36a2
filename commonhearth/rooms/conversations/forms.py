"""Forms of conversations: they shape input and name the services' arguments."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhearth.rooms.conversations.models.posts import LONGEST_POST
from commonhearth.rooms.conversations.models.topics import LONGEST_TITLE


class PostForm(forms.Form):
    """Writing a post."""

    text = forms.CharField(
        label=_("Your words"), max_length=LONGEST_POST, widget=forms.Textarea(attrs={"rows": 6})
    )


class TopicForm(PostForm):
    """Beginning a topic with its first post."""

    title = forms.CharField(label=_("What is it about?"), max_length=LONGEST_TITLE)
    field_order = ["title", "text"]
