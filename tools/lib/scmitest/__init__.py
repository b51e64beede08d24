# SPDX-License-Identifier: GPL-2.0-only
"""What ./tools/run, ./tools/check and ./tools/bench are made of.

Layers, lowest first: ui and cache; apt and kernels; modbuild and
initramfs; qmp, control and guest; ktap and splat; suites.  A module only
imports from layers below its own.
"""
