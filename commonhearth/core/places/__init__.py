"""Places: how far, how exactly shown, how fresh, in which order. True on paper, without a computer.

`distance` measures, `precision` rounds what may be shown, `shelter` keeps refuges no finer than
their town, `freshness` says what is known about a listing and since when, `ranking` puts the living
first, and `names`, `countries`, `postcodes`, `websites`, `closeness` read what people wrote.
"""
