"""`make bench`: what pages, memory, mail and imports cost on a generated host.

settings, urls, views   the host's own, with two yardsticks and an empty page beside its pages
filling                 makes the hosts, the same from the same seed
pages                   which pages are measured, and as whom
inside, served          a page's cost in this process, and through the web server
memory, mails, imports  what else is measured
goals, table            what is aimed at, and how it is printed

Nothing here is part of the product, and nothing leaves this machine.
"""
