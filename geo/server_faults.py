"""Says that a server on the internet cannot be reached, and what to do without it."""

from __future__ import annotations

from geo.faults import Fault, Text


def no_network(file: str, error: Exception, *, server: Text, otherwise: Text) -> Fault:
    """Name a server that cannot be reached.

    Parameters
    ----------
    file
        What was asked for.
    server
        What it is, for people.
    otherwise
        What to do when there is no network, as the end of a sentence.
    """
    reason = type(error).__name__
    return Fault(
        code="no-network",
        file=file,
        what=Text(
            f"{server.ko}에 연결할 수 없습니다 ({reason})",
            f"{server.en} cannot be reached ({reason})",
        ),
        remedy=Text(
            f"인터넷 연결을 확인하거나, {otherwise.ko}",
            f"check the connection to the internet, or {otherwise.en}",
        ),
    )
