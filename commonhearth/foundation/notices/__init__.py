"""Telling members what concerns them, kindly and discreetly."""
