"""What can be found inside a community by its words, and the page to find it on.

The ground knows how to find (`foundation.search`); here stands what: people of the whole community by
their name in it, circles that are not hidden, and agreements in force.
"""
