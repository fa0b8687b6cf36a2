"""The demo host: three made-up communities, the same each time, told through the real services.

Nobody here is a real person and no group here exists. Times are counted back from the day the demo
is made, so that what is next is really next.
"""
