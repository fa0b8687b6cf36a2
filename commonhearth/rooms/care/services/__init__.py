"""What people do in this room, one file per noun."""
