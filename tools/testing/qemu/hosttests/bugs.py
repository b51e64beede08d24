# SPDX-License-Identifier: GPL-2.0-only
"""What counts as a mutation that was noticed, and what does not."""

import os
import tempfile
import types

import mutants as tool_of_mutants
import mutations as tool
from scmitest import known_bugs, modbuild, mutants

from . import Environment, refused, test

HEAD = "Suite: load@arm64\nTest: it loads [S01]\nWhy: Because.\n"
SOURCE = """/* if (never) return -EIO; */
static int take(struct thing *t)
{
	guard(mutex)(&t->lock);

	if (t->n < 3 && t->free)
		return -EBUSY;
	dev_warn(t->dev, "one of %d\\n", 1);
	count(t, "a < b", 2);
	t->busy = true;
	return 0;
}
"""
MADE = {
    "condition": ["if (!(t->n < 3 && t->free))"],
    "relation": ["if (t->n <= 3 && t->free)"],
    "and/or": ["if (t->n < 3 || t->free)"],
    "call": ["(void)0;"],
    "lock": ["(void)0;"],
    "error": ["return 0;"],
    "constant": ["if (t->n < 4 && t->free)", 'count(t, "a < b", 3);',
                 "return 1;"],
    "flag": ["(void)0;"]}
DIFF = "\n--- a/x\n+++ b/x\n@@ -2,3 +2,3 @@\n first\n-one\n+two\n same\n"


def patch(text, directory):
    """Return the Mutation of a patch's text."""
    path = os.path.join(directory, "S01-x.patch")
    with open(path, "w", encoding="ascii") as handle:
        handle.write(text)
    return known_bugs.Mutation(path, directory)


def judged(stage, head=HEAD):
    """Return how a stage's output says that a mutation was noticed."""
    with tempfile.TemporaryDirectory() as directory:
        return tool.Run(stage).noticed(patch(head + DIFF, directory))


@test
def mutation_found():
    """mutations: the named test's failure counts, whatever its rows"""
    assert judged("  not ok 1 it loads [S01 H02]\nnot ok 1 load")
    assert judged("  not ok 1 part: it loads\nnot ok 1 load")


@test
def mutation_survives():
    """mutations: another test's failure, or none, does not count"""
    assert not judged("  ok 1 it loads [S01]\n  not ok 2 it unloads\n"
                      "not ok 1 load")
    assert not judged("  # the guest's kernel panicked\nnot ok 1 load")
    assert not judged("")


@test
def mutation_splat():
    """mutations: a complaint counts if the patch names it"""
    text = "  # kernel report at /x:1: [ 1.0] BUG: KASAN: no\nnot ok 1 load"
    assert judged(text, HEAD + "Splat: KASAN\n") == "BUG: KASAN: no"
    assert not judged(text, HEAD + "Splat: refcount_t\n")


@test
def mutation_applies(directory):
    """mutations: a patch that applies wherever its place is, but one place only"""
    name = os.path.join(directory, "x")
    for text, good in (("new\nand new\nfirst\none\nsame\n", True),
                       ("head\nfirst\none\nother\n", False),
                       ("first\none\nsame\n" * 2, False)):
        with open(name, "w", encoding="ascii") as handle:
            handle.write(text)
        mutation = patch(HEAD + DIFF, directory)
        if good:
            mutation.apply(directory)
            with open(name, encoding="ascii") as handle:
                assert handle.read() == text.replace("one", "two")
        else:
            refused(lambda: mutation.apply(directory), "does not apply")


@test
def mutation_header(directory):
    """mutations: a header that lacks something is refused"""
    refused(lambda: patch("Why: Because.\n" + DIFF, directory), "needs")
    refused(lambda: patch("Rows: S01\n" + HEAD + DIFF, directory), "Rows")


@test
def mutants_made():
    """mutants: one for each place in code, none in comments and messages"""
    made = mutants.of_file("x.c", SOURCE)
    assert {kind: [m.now for m in made[kind]] for kind in made} == MADE, made
    for mutant in sum(made.values(), []):
        assert mutant.function == "take"
        assert mutant.new.count("\n") == SOURCE.count("\n")


@test
def mutants_chosen(directory):
    """mutants: the same seed makes the same ones, of each kind in turn"""
    with open(os.path.join(directory, "x.c"), "w",
              encoding="ascii") as handle:
        handle.write(SOURCE)
    one, same, all_of_them = ([m.name for m in mutants.choose(
        directory, ["x.c"], 7, count)] for count in (9, 9, 99))
    assert one == same and len(one) == 9 and len(set(all_of_them)) == 10
    assert one == all_of_them[:9]


class Untried:
    """A Bench that runs nothing."""

    original = modbuild.TOP
    kept = types.SimpleNamespace(all={})

    def baseline(self, stage):
        """Have it built, or not."""


@test
def mutants_planned(directory):
    """mutants: what is built from a source sees it, then guests with what it is for"""
    plan = tool_of_mutants.Plan(Untried(), lambda stage: True)
    # Where nothing is built, and nobody builds meanwhile.
    with Environment(O=directory):
        assert "host-agent" in plan.host("protocols/clock.c", modbuild.TOP)
        assert "host-agent" not in plan.host("transports/virtio.c",
                                             modbuild.TOP)
    order = plan.guests("transports/virtio.c")
    assert order and "virtio@arm64" in order
    assert "mailbox@arm64-mbox" not in order
    assert "mailbox@arm64-mbox" in plan.guests("transports/mailbox.c")
