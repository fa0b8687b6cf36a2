"""What founders see of what they are beginning."""
