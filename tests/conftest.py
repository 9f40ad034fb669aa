"""Makes a skipped test a failure in CI, so that nothing is left out there unnoticed."""

import os

import pytest
from hypothesis import settings

# On a busy machine any example can take long; no test asserts a time.
settings.register_profile("naru", deadline=None)
settings.load_profile("naru")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("CI") == "true" and skipped and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
