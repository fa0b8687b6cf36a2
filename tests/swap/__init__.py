"""The ids of two communities, exchanged everywhere: nothing is found and nothing changes."""
