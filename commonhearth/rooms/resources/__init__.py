"""Services and practices that members found useful, and what helps with speaking for oneself.

Clinical help and help among equals stand in one list, in the order of their names; nobody counts, votes or
pays. What is added or said about an entry is read by a reviewer of the host before anybody else sees it.
"""
