"""Who gets what at every address: one declared table, and the requests that hold the house to it."""
