"""The door for programs: every package's `api.py` under one roof, its description, its reference page."""
