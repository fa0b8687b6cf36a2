"""What a person does at the door: arrive, change a way in, print a card, end a session."""
