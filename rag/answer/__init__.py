"""Judged sentences -> the Answer that a person reads."""
