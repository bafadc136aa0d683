"""A turn of a conversation -> a question that stands alone, and whether what is quoted holds what it asks."""
