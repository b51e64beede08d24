# SPDX-License-Identifier: GPL-2.0-only
"""What the host's tests of the test machinery have in common."""

import os

from scmitest import ui

TOP = os.path.realpath(os.path.join(os.path.dirname(__file__), "../../../.."))
TESTS = []


def test(function):
    """Register a function as a test; its docstring is the name.

    A parameter of its own is a directory that goes with it.
    """
    TESTS.append(function)
    return function


def refused(call, *words):
    """Assert that a call raises a UserError that mentions all words."""
    try:
        call()
    except ui.UserError as err:
        for word in words:
            assert word in str(err), f"'{word}' is not in: {err}"
        return str(err)
    raise AssertionError("no error")


class Environment:
    """Environment variables for the length of a with block."""

    def __init__(self, **values):
        self.values = values

    def __enter__(self):
        self.old = {k: os.environ.get(k) for k in self.values}
        os.environ.update(self.values)

    def __exit__(self, *unused):
        for key, value in self.old.items():
            if value is None:
                del os.environ[key]
            else:
                os.environ[key] = value


def program(path, text):
    """Write an executable shell script."""
    with open(path, "w", encoding="ascii") as handle:
        handle.write("#!/bin/sh\n" + text)
    os.chmod(path, 0o755)
    return path
