"""One site over a small report, and one over a hostile one."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from rag.settings import Settings
from tests.web.fake import FakeAssistant, hostile
from web.site import site


@pytest.fixture(scope="session")
def assistant():
    return FakeAssistant()


@pytest.fixture(scope="session")
def client(assistant):
    settings = Settings(allowed_origins=("https://portal.city.example",))
    with TestClient(site(assistant, settings)) as test_client:
        yield test_client


@pytest.fixture(scope="session")
def hostile_client():
    with TestClient(site(hostile(), Settings())) as test_client:
        yield test_client
