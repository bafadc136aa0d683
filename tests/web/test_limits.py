"""A visitor's share of the last minute."""

from __future__ import annotations

from web.limits import Limiter


def test_calls_up_to_the_limit_are_admitted_and_the_next_is_not():
    limiter = Limiter(3)
    assert [limiter.admits("a") for _ in range(4)] == [True, True, True, False]


def test_visitors_do_not_use_up_each_others_share():
    limiter = Limiter(1)
    assert [limiter.admits("a"), limiter.admits("b"), limiter.admits("a")] == [True, True, False]


def test_a_limit_below_one_is_none():
    limiter = Limiter(0)
    assert all(limiter.admits("a") for _ in range(100))
