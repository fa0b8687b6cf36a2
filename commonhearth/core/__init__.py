"""The laws: plain Python over quantities. No Django, no clock, no network, no disk, no dice of its own."""
