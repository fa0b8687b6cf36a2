"""Keeping a host: copy it while it runs, put a copy back, ask whether it is sound.

A backup is a folder of its own with the data, beside one bundle of wrapped keys and tombstones that
each backup replaces: what was erased since is then gone from the older copies too. The host key is in
neither.
docs/adr/0005-sealed-values.md gives the reasons.
"""
