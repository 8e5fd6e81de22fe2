"""Ports for servers of the tests."""

import random
import socket

# Below those that the system hands out to clients, so that none of these is taken between the look and the use.
PORTS = range(20_000, 32_000)


def free_port() -> int:
    """A port on loopback that nothing listens on. Chosen at random, so that workers hardly ever choose the same."""
    for port in random.SystemRandom().sample(PORTS, 100):
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port
    raise AssertionError("100 ports in a row are taken")
