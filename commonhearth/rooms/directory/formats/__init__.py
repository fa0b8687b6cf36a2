"""What other programs read of a directory, and write for one: one module per format, plain functions.

Each takes an `Offered` (a listing as it may leave this host) or bytes somebody else wrote, and knows no
database, clock or network.
"""
