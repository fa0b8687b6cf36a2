"""From files that other programs wrote to rows that can be looked at: people, dates, clauses, decisions.

Every reader gives rows or refuses the file whole with `core.sheets.Broken`: a code, and the line.
"""
