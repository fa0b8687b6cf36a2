"""The laws of looking after each other: hours, who may look at a case, drawing by lot, counts."""
