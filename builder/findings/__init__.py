"""What is wrong with a guide for some reader, found by reasoning about all of them."""
