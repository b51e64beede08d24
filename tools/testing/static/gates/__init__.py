# SPDX-License-Identifier: GPL-2.0-only
"""The static gates: what can be said of the tree without running it.

A module per tool; each has classes derived from base.Gate.
"""
