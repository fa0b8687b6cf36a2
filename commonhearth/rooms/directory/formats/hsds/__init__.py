"""HSDS 3.0, the Human Services Data Specification of Open Referral: things, their nesting, their tables.

Facts (names of entities, fields, columns, what is required) are those of HSDS 3.0, an Open Referral
resource (https://openreferral.org/), CC BY-SA 4.0, read at commit 279fd2e of its specification. They
stand in `fields.py` in a form of our own; no file of the specification is carried here.
"""
