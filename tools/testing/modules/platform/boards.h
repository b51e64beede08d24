/* SPDX-License-Identifier: GPL-2.0-only */
/* The text of a file as a part of a module. */
#ifndef SCMI_AGENT_TEST_BOARDS_H
#define SCMI_AGENT_TEST_BOARDS_H

/* tp_text_ID[] is the file's text, tp_text_end_ID[] is behind its last byte. */
#define TP_INCLUDE(id, file)							\
	extern const char tp_text_##id[], tp_text_end_##id[];			\
	asm(".pushsection .rodata\n"						\
	    ".globl tp_text_" #id "\n.globl tp_text_end_" #id "\n"		\
	    "tp_text_" #id ":\n.incbin \"" TP_BOARDS "/" file "\"\n"		\
	    "tp_text_end_" #id ":\n.byte 0\n.popsection\n")

#endif /* SCMI_AGENT_TEST_BOARDS_H */
