"""What a profile may do out of the box, as plain values."""
