"""The rooms: one package per capability that a community can open or close."""
