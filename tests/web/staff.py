"""A browser of staff in front of a site: signed in, with the token that its forms carry."""

from __future__ import annotations

import re

from argon2 import PasswordHasher

PASSWORD = "云汀市办公室的工作台"


def sign_in(client, password=PASSWORD):
    """Sign a TestClient in (its settings have `staff_password=PASSWORD` and a data_dir of its own); gives the token."""
    answer = client.post("/staff/login", data={"password": password, "next": "/staff/password"})
    assert answer.status_code == 200, answer.text
    return csrf_of(answer.text)


def quick_passwords(monkeypatch):
    """Hashes of the same kind that cost next to nothing; without it each takes 64 MiB and a tenth of a second."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("web.staff.password.PasswordHasher", lambda: cheap)


def csrf_of(page):
    return re.search(r'<meta name="csrf" content="([^"]+)">', page)[1]
