"""Help now: helplines and emergency numbers by country, each with its source and the day it was read."""
