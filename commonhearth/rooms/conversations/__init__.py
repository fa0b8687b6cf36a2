"""Conversations: topics and posts of circles, read by those whom the circle's openness says and nobody else."""
