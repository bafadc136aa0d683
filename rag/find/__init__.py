"""What is asked -> the passages and sentences that may answer."""
