"""Looking after each other: ground rules, what happens when something isn't right, and what carries a member.

Nothing here watches anybody. What somebody reports is read by those on the case and by nobody else, and
nothing here ever counts how often a member was there.
"""
