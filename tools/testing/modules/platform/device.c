// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev/scmi-platform: write a line, read its answer. Each open file is a
 * conversation of its own; an answer that is not read is dropped when the next
 * line has been run, and reading behind the answer finds the end of the file.
 *
 * Behind the line "board NAME" everything is the text of a board, up to a line
 * that is "."; that line is answered.
 */
#include <linux/cleanup.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "tp_priv.h"

#define TP_CHUNK	4096u

/**
 * struct tp_file - one conversation
 * @lock: serialises reads and writes; outermost
 * @line: the line so far
 * @line_len: length of @line in bytes
 * @answer: the last answer, with its newline
 * @answer_len: length of @answer in bytes
 * @answer_read: how much of it was read
 * @upload: text of a board so far; NULL if none is written
 * @upload_len: length of @upload in bytes
 * @upload_line: where the last line of @upload begins
 * @upload_name: its name
 */
struct tp_file {
	struct mutex lock;
	char line[SCMIP_MAX_LINE];
	u32 line_len;
	char answer[TP_ANSWER_MAX];
	u32 answer_len;
	u32 answer_read;
	char *upload;
	u32 upload_len;
	u32 upload_line;
	char upload_name[TP_NAME_MAX];
};

static void tp_file_answer(struct tp_file *f, u32 len)
{
	f->answer[len++] = '\n';
	f->answer_len = len;
	f->answer_read = 0;
}

static void tp_file_say(struct tp_file *f, const char *word, const char *text)
{
	tp_file_answer(f, scnprintf(f->answer, sizeof(f->answer) - 1, "%s%s", word, text));
}

static void tp_file_begin_board(struct tp_file *f, const char *name)
{
	f->answer_len = 0;
	strscpy(f->upload_name, name, sizeof(f->upload_name));
	f->upload = kvmalloc(TP_UPLOAD_MAX, GFP_KERNEL);
	f->upload_len = 0;
	f->upload_line = 0;
	if (!f->upload)
		tp_file_say(f, "error ", "out of memory");
}

static void tp_file_end_board(struct tp_file *f)
{
	char error[BOARD_ERROR_MAX];

	if (f->upload_len >= TP_UPLOAD_MAX)
		tp_file_say(f, "error ", "the board is too large");
	else if (tp_board_upload(f->upload_name, f->upload, f->upload_line, error))
		tp_file_say(f, "ok", "");
	else
		tp_file_say(f, "error ", error);
	kvfree(f->upload);
	f->upload = NULL;
}

/* One byte of a board. What is too much is dropped, and said at the end. */
static void tp_file_board_byte(struct tp_file *f, char c)
{
	u32 len = f->upload_len - f->upload_line;

	if (c == '\n' && len == 1 && f->upload[f->upload_line] == '.') {
		tp_file_end_board(f);
		return;
	}
	/* The end is to be seen even then. */
	if (f->upload_len == TP_UPLOAD_MAX)
		f->upload_len = f->upload_line;
	f->upload[f->upload_len++] = c;
	if (c == '\n')
		f->upload_line = f->upload_len;
}

static void tp_file_run(struct tp_file *f)
{
	const char *name = skip_spaces(f->line);

	if (!strncmp(name, "board ", 6)) {
		tp_file_begin_board(f, strim((char *)name + 6));
		return;
	}
	tp_file_answer(f, tp_execute(f->line, f->answer, sizeof(f->answer) - 1));
}

static void tp_file_byte(struct tp_file *f, char c)
{
	if (f->upload) {
		tp_file_board_byte(f, c);
		return;
	}
	if (c != '\n') {
		if (f->line_len < sizeof(f->line))
			f->line[f->line_len++] = c;
		return;
	}
	if (f->line_len == sizeof(f->line)) {
		tp_file_say(f, "error ", "line too long");
	} else {
		f->line[f->line_len] = '\0';
		tp_file_run(f);
	}
	f->line_len = 0;
}

static ssize_t tp_file_write(struct file *file, const char __user *from, size_t count,
			     loff_t *pos)
{
	struct tp_file *f = file->private_data;
	size_t num = min_t(size_t, count, TP_CHUNK);
	char *text = memdup_user(from, num);
	size_t i;

	if (IS_ERR(text))
		return PTR_ERR(text);
	scoped_guard(mutex, &f->lock)
		for (i = 0; i < num; i++)
			tp_file_byte(f, text[i]);
	kfree(text);
	return num;
}

static ssize_t tp_file_read(struct file *file, char __user *to, size_t count, loff_t *pos)
{
	struct tp_file *f = file->private_data;
	size_t num;

	guard(mutex)(&f->lock);

	num = min_t(size_t, count, f->answer_len - f->answer_read);
	if (copy_to_user(to, f->answer + f->answer_read, num))
		return -EFAULT;
	f->answer_read += num;
	return num;
}

static int tp_file_open(struct inode *inode, struct file *file)
{
	struct tp_file *f = kvzalloc_obj(*f);

	if (!f)
		return -ENOMEM;
	mutex_init(&f->lock);
	file->private_data = f;
	return stream_open(inode, file);
}

static int tp_file_close(struct inode *inode, struct file *file)
{
	struct tp_file *f = file->private_data;

	kvfree(f->upload);
	mutex_destroy(&f->lock);
	kvfree(f);
	return 0;
}

static const struct file_operations tp_file_ops = {
	.owner = THIS_MODULE,
	.open = tp_file_open,
	.release = tp_file_close,
	.read = tp_file_read,
	.write = tp_file_write,
};

static struct miscdevice tp_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "scmi-platform",
	.fops = &tp_file_ops,
	.mode = 0600,
};

static int __init tp_init(void)
{
	return misc_register(&tp_misc);
}
module_init(tp_init);

static void __exit tp_exit(void)
{
	/* The kinds are modules that use this one: no platform is left. */
	misc_deregister(&tp_misc);
	tp_boards_forget();
}
module_exit(tp_exit);

MODULE_DESCRIPTION("SCMI agent: platforms inside of the kernel, for tests");
MODULE_LICENSE("GPL");
