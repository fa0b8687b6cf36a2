"""Conversations: topics and posts of circles, read by those whom the circle's openness says; letters between two."""
