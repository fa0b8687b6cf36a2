"""Money that a group keeps together: amounts in whole minor units, sums that tell on nobody, what a count says."""
