// SPDX-License-Identifier: GPL-2.0-only
/* vhost-user back end; see vhost.h. */
#include "vhost.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "log.h"

enum {
	VHOST_GET_FEATURES = 1,
	VHOST_SET_FEATURES = 2,
	VHOST_SET_OWNER = 3,
	VHOST_RESET_OWNER = 4,
	VHOST_SET_MEM_TABLE = 5,
	VHOST_SET_VRING_NUM = 8,
	VHOST_SET_VRING_ADDR = 9,
	VHOST_SET_VRING_BASE = 10,
	VHOST_GET_VRING_BASE = 11,
	VHOST_SET_VRING_KICK = 12,
	VHOST_SET_VRING_CALL = 13,
	VHOST_SET_VRING_ERR = 14,
	VHOST_GET_PROTOCOL_FEATURES = 15,
	VHOST_SET_PROTOCOL_FEATURES = 16,
	VHOST_GET_QUEUE_NUM = 17,
	VHOST_SET_VRING_ENABLE = 18,
	VHOST_RESET_DEVICE = 34,
};

#define VHOST_VERSION		0x1u
#define VHOST_VERSION_MASK	3u
#define VHOST_REPLY		4u
#define VHOST_NEED_REPLY	8u
#define VHOST_NO_FD		0x100u

#define VHOST_PROTOCOL_F_REPLY_ACK	3
#define VHOST_PROTOCOL_F_RESET_DEVICE	13
#define VHOST_PROTOCOL_FEATURES \
	(1ULL << VHOST_PROTOCOL_F_REPLY_ACK | 1ULL << VHOST_PROTOCOL_F_RESET_DEVICE)

#define VHOST_HEADER		12
#define VHOST_PATIENCE		(2 * SCMIP_SEC)

struct vhost_state {
	uint32_t index;
	uint32_t num;
};

struct vhost_addr {
	uint32_t index;
	uint32_t flags;
	uint64_t desc;
	uint64_t used;
	uint64_t avail;
	uint64_t log;
};

struct vhost_region {
	uint64_t gpa;
	uint64_t size;
	uint64_t uva;
	uint64_t offset;
};

struct vhost_table {
	uint32_t num;
	uint32_t padding;
	struct vhost_region region[GMEM_MAX_REGIONS];
};

static uint64_t vhost_u64(const struct vhost_msg *msg)
{
	uint64_t v = 0;

	if (msg->size >= sizeof(v))
		memcpy(&v, msg->payload, sizeof(v));
	return v;
}

static void vhost_reply_u64(struct vhost_msg *msg, uint64_t v)
{
	memcpy(msg->payload, &v, sizeof(v));
	msg->size = sizeof(v);
}

static struct vring *vhost_ring(struct vhost *v, uint32_t index)
{
	return index < DEVICE_QUEUES ? &v->dev->vq[index] : NULL;
}

/* The file descriptor of a message becomes ours; -1 if it has none. */
static int vhost_take_fd(struct vhost_msg *msg)
{
	int fd = msg->num_fds ? msg->fds[0] : -1;

	if (fd >= 0)
		msg->fds[0] = -1;
	return fd;
}

static bool vhost_mem_table(struct vhost *v, struct vhost_msg *msg)
{
	struct vhost_table t;
	uint32_t i;

	memset(&t, 0, sizeof(t));
	memcpy(&t, msg->payload, msg->size < sizeof(t) ? msg->size : sizeof(t));
	if (t.num > GMEM_MAX_REGIONS || t.num != msg->num_fds ||
	    msg->size < 8 + t.num * sizeof(t.region[0]))
		return false;
	gmem_clear(&v->dev->mem);
	for (i = 0; i < t.num; i++) {
		const struct vhost_region *r = &t.region[i];

		if (!gmem_add(&v->dev->mem, msg->fds[i], r->gpa, r->uva, r->size, r->offset)) {
			gmem_clear(&v->dev->mem);
			device_memory_changed(v->dev);
			return false;
		}
	}
	device_memory_changed(v->dev);
	return true;
}

static bool vhost_vring_num(struct vhost *v, const struct vhost_state *s)
{
	struct vring *vq = vhost_ring(v, s->index);

	if (!vq || !s->num || s->num > VRING_MAX_SIZE || s->num & (s->num - 1))
		return false;
	vq->size = s->num;
	device_memory_changed(v->dev);
	return true;
}

static bool vhost_vring_addr(struct vhost *v, const struct vhost_msg *msg)
{
	struct vhost_addr a;
	struct vring *vq;

	if (msg->size != sizeof(a))
		return false;
	memcpy(&a, msg->payload, sizeof(a));
	vq = vhost_ring(v, a.index);
	if (!vq)
		return false;
	vq->desc_uva = a.desc;
	vq->avail_uva = a.avail;
	vq->used_uva = a.used;
	device_memory_changed(v->dev);
	if (!vq->desc)
		return false;
	/* After a restart the used ring goes on where the driver sees it */
	vq->used_idx = ((const uint16_t *)vq->used)[1];
	vq->signalled_valid = false;
	return true;
}

static bool vhost_vring_base(struct vhost *v, const struct vhost_state *s)
{
	struct vring *vq = vhost_ring(v, s->index);

	if (!vq || s->num > UINT16_MAX)
		return false;
	vq->last_avail = s->num;
	return true;
}

static bool vhost_get_vring_base(struct vhost *v, struct vhost_msg *msg)
{
	struct vhost_state s;
	struct vring *vq;

	if (msg->size != sizeof(s))
		return false;
	memcpy(&s, msg->payload, sizeof(s));
	vq = vhost_ring(v, s.index);
	if (!vq)
		return false;
	device_stop_queue(v->dev, s.index);
	if (vq->kick_fd >= 0)
		close(vq->kick_fd);
	vq->kick_fd = -1;
	s.num = vq->last_avail;
	memcpy(msg->payload, &s, sizeof(s));
	return true;
}

static bool vhost_vring_fd(struct vhost *v, struct vhost_msg *msg)
{
	uint64_t u = vhost_u64(msg);
	struct vring *vq = vhost_ring(v, u & 0xff);
	bool no_fd = u & VHOST_NO_FD;
	int *slot;
	int fd;

	if (!vq || msg->size != sizeof(u) || (!no_fd && msg->num_fds != 1))
		return false;
	if (msg->request == VHOST_SET_VRING_KICK)
		slot = &vq->kick_fd;
	else
		slot = msg->request == VHOST_SET_VRING_CALL ? &vq->call_fd : &vq->err_fd;
	fd = no_fd ? -1 : vhost_take_fd(msg);
	if (*slot >= 0)
		close(*slot);
	*slot = fd;
	/* Whatever it is that the frontend gave us: never wait for it */
	if (fd >= 0 && fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK))
		return false;
	if (msg->request == VHOST_SET_VRING_KICK) {
		vq->have_kick = true;
		vq->broken = false;
		/* Without protocol features a ring starts enabled */
		if (!(v->dev->features & 1ULL << VHOST_USER_F_PROTOCOL_FEATURES))
			vq->enabled = true;
	}
	return true;
}

static bool vhost_vring_enable(struct vhost *v, const struct vhost_state *s)
{
	struct vring *vq = vhost_ring(v, s->index);

	if (!vq || s->num > 1)
		return false;
	vq->enabled = s->num;
	return true;
}

static bool vhost_set_features(struct vhost *v, const struct vhost_msg *msg)
{
	uint64_t f = vhost_u64(msg);

	if (msg->size != sizeof(f) ||
	    f & ~(DEVICE_FEATURES | 1ULL << VHOST_USER_F_PROTOCOL_FEATURES))
		return false;
	v->dev->features = f;
	device_memory_changed(v->dev);
	return true;
}

static bool vhost_set_protocol_features(struct vhost *v, const struct vhost_msg *msg)
{
	if (msg->size != 8 || vhost_u64(msg) & ~VHOST_PROTOCOL_FEATURES)
		return false;
	v->protocol_features = vhost_u64(msg);
	return true;
}

static bool vhost_state_request(struct vhost *v, const struct vhost_msg *msg)
{
	struct vhost_state s;

	if (msg->size != sizeof(s))
		return false;
	memcpy(&s, msg->payload, sizeof(s));
	switch (msg->request) {
	case VHOST_SET_VRING_NUM:
		return vhost_vring_num(v, &s);
	case VHOST_SET_VRING_BASE:
		return vhost_vring_base(v, &s);
	default:
		return vhost_vring_enable(v, &s);
	}
}

/**
 * vhost_answer() - do what one message asks for
 * @v: the connection
 * @msg: the message, becomes the reply if @reply is set
 * @reply: whether the request has a reply of its own
 *
 * Context: Any.
 * Return: whether the request could be fulfilled.
 */
bool vhost_answer(struct vhost *v, struct vhost_msg *msg, bool *reply)
{
	*reply = false;
	switch (msg->request) {
	case VHOST_GET_FEATURES:
		*reply = true;
		vhost_reply_u64(msg, DEVICE_FEATURES | 1ULL << VHOST_USER_F_PROTOCOL_FEATURES);
		return true;
	case VHOST_GET_PROTOCOL_FEATURES:
		*reply = true;
		vhost_reply_u64(msg, VHOST_PROTOCOL_FEATURES);
		return true;
	case VHOST_GET_QUEUE_NUM:
		*reply = true;
		vhost_reply_u64(msg, DEVICE_QUEUES);
		return true;
	case VHOST_GET_VRING_BASE:
		*reply = true;
		return vhost_get_vring_base(v, msg);
	case VHOST_SET_FEATURES:
		return vhost_set_features(v, msg);
	case VHOST_SET_PROTOCOL_FEATURES:
		return vhost_set_protocol_features(v, msg);
	case VHOST_SET_OWNER:
		return true;
	case VHOST_RESET_OWNER:
	case VHOST_RESET_DEVICE:
		device_stop_queue(v->dev, DEVICE_CMDQ);
		device_stop_queue(v->dev, DEVICE_EVENTQ);
		return true;
	case VHOST_SET_MEM_TABLE:
		return vhost_mem_table(v, msg);
	case VHOST_SET_VRING_ADDR:
		return vhost_vring_addr(v, msg);
	case VHOST_SET_VRING_KICK:
	case VHOST_SET_VRING_CALL:
	case VHOST_SET_VRING_ERR:
		return vhost_vring_fd(v, msg);
	case VHOST_SET_VRING_NUM:
	case VHOST_SET_VRING_BASE:
	case VHOST_SET_VRING_ENABLE:
		return vhost_state_request(v, msg);
	default:
		log_info("vhost-user request %u is not supported", msg->request);
		return false;
	}
}

/* A message must come within the patience of its first byte. */
static bool vhost_receive_all(int sock, void *buf, size_t len, uint64_t deadline)
{
	size_t done = 0;

	while (done < len) {
		ssize_t n = recv(sock, (char *)buf + done, len - done, 0);

		if (clock_now() > deadline)
			return false;
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		done += n;
	}
	return true;
}

static void vhost_take_fds(struct vhost_msg *msg, struct msghdr *mh)
{
	struct cmsghdr *c;

	for (c = CMSG_FIRSTHDR(mh); c; c = CMSG_NXTHDR(mh, c)) {
		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		msg->num_fds = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		memcpy(msg->fds, CMSG_DATA(c), msg->num_fds * sizeof(int));
	}
}

static bool vhost_receive(int sock, struct vhost_msg *msg)
{
	uint8_t head[VHOST_HEADER];
	struct iovec iov = { head, sizeof(head) };
	union {
		char buf[CMSG_SPACE(VHOST_MAX_FDS * sizeof(int))];
		struct cmsghdr align;
	} control;
	struct msghdr mh = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control.buf,
		.msg_controllen = sizeof(control.buf),
	};
	uint64_t deadline = clock_now() + VHOST_PATIENCE;
	ssize_t n;

	msg->num_fds = 0;
	do {
		n = recvmsg(sock, &mh, MSG_CMSG_CLOEXEC);
	} while (n < 0 && errno == EINTR);
	if (n <= 0)
		return false;
	vhost_take_fds(msg, &mh);
	/* More descriptors than a message may have */
	if (mh.msg_flags & MSG_CTRUNC)
		return false;
	if (!vhost_receive_all(sock, head + n, sizeof(head) - n, deadline))
		return false;
	memcpy(&msg->request, head, 4);
	memcpy(&msg->flags, head + 4, 4);
	memcpy(&msg->size, head + 8, 4);
	if ((msg->flags & VHOST_VERSION_MASK) != VHOST_VERSION ||
	    msg->size > sizeof(msg->payload))
		return false;
	return vhost_receive_all(sock, msg->payload, msg->size, deadline);
}

static bool vhost_send(int sock, const struct vhost_msg *msg)
{
	uint8_t buf[VHOST_HEADER + VHOST_MAX_PAYLOAD];
	uint32_t flags = VHOST_VERSION | VHOST_REPLY;
	size_t len = VHOST_HEADER + msg->size;

	memcpy(buf, &msg->request, 4);
	memcpy(buf + 4, &flags, 4);
	memcpy(buf + 8, &msg->size, 4);
	memcpy(buf + VHOST_HEADER, msg->payload, msg->size);
	return send(sock, buf, len, MSG_NOSIGNAL) == (ssize_t)len;
}

/**
 * vhost_serve() - receive one message and answer it
 * @v: the connection, its socket is readable and has a receive timeout
 *
 * Context: Any.
 * Return: false if the connection is to be closed.
 */
bool vhost_serve(struct vhost *v)
{
	struct vhost_msg msg;
	bool reply = false;
	bool ok = vhost_receive(v->sock, &msg);
	bool received = ok;
	uint32_t request = ok ? msg.request : 0;
	unsigned int i;

	if (ok) {
		ok = vhost_answer(v, &msg, &reply);
		if (!ok)
			log_info("vhost-user request %u refused", request);
	}
	for (i = 0; i < msg.num_fds; i++)
		if (msg.fds[i] >= 0)
			close(msg.fds[i]);
	if (!received)
		return false;
	/* A refused request with a reply has none to give */
	if (reply)
		return ok && vhost_send(v->sock, &msg);
	if (msg.flags & VHOST_NEED_REPLY &&
	    v->protocol_features & 1ULL << VHOST_PROTOCOL_F_REPLY_ACK) {
		vhost_reply_u64(&msg, !ok);
		return vhost_send(v->sock, &msg);
	}
	return true;
}
