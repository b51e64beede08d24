// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the transfer engine, in this order.
 */

#include "engine.h"

kunit_test_suites(&engine_cursor_suite, &engine_command_suite,
		  &engine_callback_suite, &engine_token_suite,
		  &engine_slot_suite, &engine_delayed_suite,
		  &engine_gate_suite, &engine_drain_suite, &engine_batch_suite,
		  &engine_batch_end_suite, &engine_poll_suite,
		  &engine_serial_suite, &engine_silence_suite,
		  &engine_again_suite, &engine_leave_suite, &engine_race_suite,
		  &engine_stress_suite);
