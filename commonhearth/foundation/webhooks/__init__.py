"""Telling another program that something happened here: signed, tried again, and never about a person."""
