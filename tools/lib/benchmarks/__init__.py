# SPDX-License-Identifier: GPL-2.0-only
"""What ./tools/bench measures, and what becomes of the figures."""
