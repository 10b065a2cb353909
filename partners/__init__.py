"""What leaves the house: lists in the formats that other sites and programs read."""
