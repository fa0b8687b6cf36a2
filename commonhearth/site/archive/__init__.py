"""A whole community in one file, to be moved to another host. docs/formats/community-archive.md is the format.

shape     names, limits, what is refused, how each kind of column is written
register  which tables go along, from the model register
keyring   the community's keys under a passphrase, and the receiving host's own key
writing   from this host into a file
reading   what a file holds, looked at before anything is written
arriving  from a file onto this host
"""
