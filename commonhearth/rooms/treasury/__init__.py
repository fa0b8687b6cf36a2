"""What a circle keeps together in money. Its tin stands; accounts and plans for dues are to come."""
