// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading requests and writing replies. A reply that does not fit its buffer
 * is remembered as an overflow, so that a handler needs no check per field.
 */
#include "internal.h"

/**
 * scmip_arg() - word of a request
 * @m: the command; its length was checked against the command table
 * @index: which word
 *
 * Context: Any.
 * Return: the word, 0 behind the end.
 */
u32 scmip_arg(const struct scmip_msg *m, u32 index)
{
	return index * 4 + 4 <= m->in_len ? scmip_get32(m->in + index * 4) : 0;
}

/**
 * scmip_arg64() - two words of a request, low word first
 * @m: the command
 * @index: which word is the low one
 *
 * Context: Any.
 * Return: the value.
 */
u64 scmip_arg64(const struct scmip_msg *m, u32 index)
{
	return scmip_arg(m, index) | (u64)scmip_arg(m, index + 1) << 32;
}

/**
 * scmip_room() - bytes that still fit the reply
 * @m: the command
 *
 * Context: Any.
 * Return: number of bytes.
 */
u32 scmip_room(const struct scmip_msg *m)
{
	return m->room - m->out_len;
}

/**
 * scmip_records() - records of a list that fit the reply, behind the word before them
 * @m: the command
 * @size: bytes of a record
 * @left: records that are still to be told
 *
 * Context: Any.
 * Return: how many, of which that word can count 4095.
 */
u32 scmip_records(const struct scmip_msg *m, u32 size, u32 left)
{
	u32 fit = scmip_room(m) < 4 ? 0 : (scmip_room(m) - 4) / size;

	if (fit > 0xfff)
		fit = 0xfff;
	return left < fit ? left : fit;
}

/**
 * scmip_put_bytes() - append bytes to the reply
 * @m: the command
 * @data: what to append, NULL for zeroes
 * @len: how many
 *
 * Context: Any.
 */
void scmip_put_bytes(struct scmip_msg *m, const void *data, u32 len)
{
	if (m->overflow || len > scmip_room(m)) {
		m->overflow = true;
		return;
	}
	if (data)
		memcpy(m->out + m->out_len, data, len);
	else
		memset(m->out + m->out_len, 0, len);
	m->out_len += len;
}

/**
 * scmip_put32() - append a word to the reply
 * @m: the command
 * @value: the word
 *
 * Context: Any.
 */
void scmip_put32(struct scmip_msg *m, u32 value)
{
	u8 le[4];

	scmip_set32(le, value);
	scmip_put_bytes(m, le, sizeof(le));
}

/**
 * scmip_put64() - append two words to the reply, low word first
 * @m: the command
 * @value: the value
 *
 * Context: Any.
 */
void scmip_put64(struct scmip_msg *m, u64 value)
{
	scmip_put32(m, (u32)value);
	scmip_put32(m, value >> 32);
}

/**
 * scmip_patch32() - write over a word of the reply
 * @m: the command
 * @offset: where, in bytes from the start of the payload
 * @value: the word
 *
 * Context: Any.
 */
void scmip_patch32(struct scmip_msg *m, u32 offset, u32 value)
{
	if (!m->overflow && offset + 4 <= m->out_len)
		scmip_set32(m->out + offset, value);
}

/**
 * scmip_put_name() - append a name in a field of fixed size
 * @s: the server, which may have to spoil names
 * @m: the command
 * @name: the name, cut to the field less one byte for the NUL
 * @field: size of the field
 *
 * Context: Any.
 */
void scmip_put_name(struct scmip_server *s, struct scmip_msg *m, const char *name, u32 field)
{
	u8 bytes[SCMIP_LONG_NAME];
	u32 len = strlen(name);

	if (len > field - 1)
		len = field - 1;
	memset(bytes, 0, field);
	memcpy(bytes, name, len);
	if (s->name_style == SCMIP_ACT_NO_NUL)
		memset(bytes + len, 'A', field - len);
	else if (s->name_style == SCMIP_ACT_STALE_NAME)
		memset(bytes + len + 1, 'Z', field - len - 1);
	else if (s->name_style == SCMIP_ACT_EMPTY_NAME)
		memset(bytes, 0, field);
	scmip_put_bytes(m, bytes, field);
}

/**
 * scmip_full_name() - reply of a command that asks for a name in full
 * @s: the server, which may have to spoil names
 * @m: the command
 * @name: the name
 *
 * Context: Any.
 * Return: the status of the reply.
 */
s32 scmip_full_name(struct scmip_server *s, struct scmip_msg *m, const char *name)
{
	scmip_put32(m, 0);
	scmip_put_name(s, m, name, SCMIP_LONG_NAME);
	return SCMIP_SUCCESS;
}

/**
 * scmip_put_stats() - append where a protocol's statistics are
 * @s: the server
 * @m: the command
 * @index: which protocol
 *
 * Context: Any.
 */
void scmip_put_stats(const struct scmip_server *s, struct scmip_msg *m, u32 index)
{
	scmip_put64(m, s->proto[index].desc->stats_addr);
	scmip_put32(m, s->proto[index].desc->stats_len);
}

/**
 * scmip_subscribe() - switch a notification, as the second word of a command says
 * @m: the command
 * @can: whether its source can send it
 * @on: whether the agent wants it
 *
 * Context: Any.
 * Return: the status of the reply.
 */
s32 scmip_subscribe(const struct scmip_msg *m, bool can, bool *on)
{
	u32 enable = scmip_arg(m, 1);

	if (enable & ~1U)
		return SCMIP_INVALID_PARAMETERS;
	if (!can)
		return SCMIP_NOT_SUPPORTED;
	*on = enable;
	return SCMIP_SUCCESS;
}

/**
 * scmip_listed() - whether a board's list has a value
 * @list: the list
 * @num: entries of @list
 * @value: the value
 *
 * Context: Any.
 * Return: true if so.
 */
bool scmip_listed(const u32 *list, u32 num, u32 value)
{
	u32 i;

	for (i = 0; i < num && list[i] != value; i++)
		;
	return i < num;
}

/**
 * scmip_random() - next number of the server's pseudo random sequence
 * @s: the server
 *
 * Context: Any.
 * Return: 64 random bits, the same sequence for the same seed.
 */
u64 scmip_random(struct scmip_server *s)
{
	u64 x = s->random;

	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	s->random = x;
	return x * 0x2545f4914f6cdd1dULL;
}
