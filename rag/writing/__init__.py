"""What a language model wrote -> claims that hold: reading its reply, facts and clauses, the check."""
