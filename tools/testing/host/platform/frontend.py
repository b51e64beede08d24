# SPDX-License-Identifier: GPL-2.0-only
"""A vhost-user frontend and virtio driver, small enough to misbehave on purpose.

It shares one memfd with the back end, lays out two split virtqueues in it and
drives them the way a guest's driver would, or the way none should.
"""

import array
import mmap
import os
import select
import socket
import struct
import time

GET_FEATURES, SET_FEATURES, SET_OWNER, RESET_OWNER, SET_MEM_TABLE = 1, 2, 3, 4, 5
SET_VRING_NUM, SET_VRING_ADDR, SET_VRING_BASE, GET_VRING_BASE = 8, 9, 10, 11
SET_VRING_KICK, SET_VRING_CALL, SET_VRING_ERR = 12, 13, 14
GET_PROTOCOL_FEATURES, SET_PROTOCOL_FEATURES, GET_QUEUE_NUM = 15, 16, 17
SET_VRING_ENABLE, RESET_DEVICE = 18, 34

F_P2A, F_INDIRECT, F_EVENT_IDX, F_PROTOCOL, F_VERSION_1 = (
    1 << 0, 1 << 28, 1 << 29, 1 << 30, 1 << 32)
REPLY_ACK = 1 << 3

GPA = 0x40000000
UVA = 0x7F0000000000
SIZE = 1 << 20

NEXT, WRITE, INDIRECT = 1, 2, 4


def header(proto, msg, token=0, mtype=0):
    return msg | mtype << 8 | proto << 10 | token << 18


class Queue:
    """One split virtqueue; the driver side."""

    def __init__(self, frontend, index, size):
        self.f = frontend
        self.index = index
        self.size = size
        base = index * 0x8000
        self.desc = base
        self.avail = base + 0x4000
        self.used = base + 0x5000
        self.data = 0x20000 + index * 0x40000
        self.kick = os.eventfd(0, os.EFD_CLOEXEC)
        self.call = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        self.err = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        self.avail_idx = 0
        self.used_seen = 0
        self.base = 0

    def clear(self):
        """Forget everything, as a driver does after a device reset."""
        self.f.mem[self.desc:self.desc + 0x8000] = bytes(0x8000)
        self.avail_idx = 0
        self.used_seen = 0
        self.base = 0

    def set_desc(self, index, addr, length, flags=0, nxt=0):
        struct.pack_into("<QIHH", self.f.mem, self.desc + 16 * index, addr, length, flags, nxt)

    def offer(self, head):
        """Make a chain available, without a kick."""
        struct.pack_into("<H", self.f.mem, self.avail + 4 + 2 * (self.avail_idx % self.size), head)
        self.avail_idx = (self.avail_idx + 1) & 0xFFFF
        struct.pack_into("<H", self.f.mem, self.avail + 2, self.avail_idx)

    def notify(self):
        os.eventfd_write(self.kick, 1)

    def buffer(self, slot):
        """Offset of a slot's data, 512 bytes for each direction."""
        return self.data + slot * 1024

    def used_count(self):
        idx, = struct.unpack_from("<H", self.f.mem, self.used + 2)
        return (idx - self.used_seen) & 0xFFFF

    def take_used(self):
        """Next used entry as (id, len), or None."""
        if not self.used_count():
            return None
        entry = struct.unpack_from("<II", self.f.mem,
                                   self.used + 4 + 8 * (self.used_seen % self.size))
        self.used_seen = (self.used_seen + 1) & 0xFFFF
        return entry

    def wait_used(self, timeout=10.0):
        """Wait for a used entry and for its interrupt."""
        deadline = time.monotonic() + timeout
        while True:
            entry = self.take_used()
            if entry:
                return entry
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            select.select([self.call], [], [], min(left, 0.2))
            try:
                os.eventfd_read(self.call)
            except BlockingIOError:
                pass

    def close(self):
        for fd in (self.kick, self.call, self.err):
            os.close(fd)


class Frontend:
    """A connection to a back end, with memory and two queues."""

    def __init__(self, path, size=64, features=F_P2A | F_VERSION_1 | F_PROTOCOL, timeout=5.0):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(timeout)
        self.sock.connect(path)
        self.fd = os.memfd_create("guest")
        os.ftruncate(self.fd, SIZE)
        self.mem = mmap.mmap(self.fd, SIZE)
        self.features = features
        self.queues = [Queue(self, 0, size), Queue(self, 1, size)]
        self.token = 0
        self.acks = False

    # vhost-user

    def send(self, request, payload=b"", fds=(), flags=1):
        if self.acks:
            flags |= 8
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", fds))] if fds else []
        self.sock.sendmsg([struct.pack("<III", request, flags, len(payload)) + payload], rights)

    def recv(self):
        """One message as (request, flags, payload); ConnectionError if closed."""
        head = self._recv_all(12)
        request, flags, size = struct.unpack("<III", head)
        return request, flags, self._recv_all(size)

    def _recv_all(self, size):
        data = b""
        while len(data) < size:
            part = self.sock.recv(size - len(data))
            if not part:
                raise ConnectionError("back end closed the connection")
            data += part
        return data

    def request(self, request, payload=b"", fds=()):
        """A request without a reply of its own; True if acknowledged as done."""
        self.send(request, payload, fds)
        if not self.acks:
            return True
        return struct.unpack("<Q", self.recv()[2])[0] == 0

    def get_u64(self, request):
        acks, self.acks = self.acks, False
        self.send(request)
        self.acks = acks
        return struct.unpack("<Q", self.recv()[2])[0]

    def negotiate(self, acks=True):
        offered = self.get_u64(GET_FEATURES)
        self.request(SET_OWNER)
        if offered & F_PROTOCOL:
            protocol = self.get_u64(GET_PROTOCOL_FEATURES)
            self.request(SET_PROTOCOL_FEATURES, struct.pack("<Q", protocol & REPLY_ACK))
            self.acks = acks and bool(protocol & REPLY_ACK)
        return self.request(SET_FEATURES, struct.pack("<Q", self.features))

    def share_memory(self, size=SIZE, gpa=GPA):
        return self.request(SET_MEM_TABLE, struct.pack("<IIQQQQ", 1, 0, gpa, size, UVA, 0),
                            [self.fd])

    def start_queue(self, index, enable=True):
        q = self.queues[index]
        ok = self.request(SET_VRING_NUM, struct.pack("<II", index, q.size))
        ok &= self.request(SET_VRING_BASE, struct.pack("<II", index, q.base))
        ok &= self.request(SET_VRING_ADDR, struct.pack(
            "<IIQQQQ", index, 0, UVA + q.desc, UVA + q.used, UVA + q.avail, 0))
        ok &= self.request(SET_VRING_KICK, struct.pack("<Q", index), [q.kick])
        ok &= self.request(SET_VRING_CALL, struct.pack("<Q", index), [q.call])
        ok &= self.request(SET_VRING_ERR, struct.pack("<Q", index), [q.err])
        if enable:
            ok &= self.request(SET_VRING_ENABLE, struct.pack("<II", index, 1))
        return ok

    def stop_queue(self, index):
        acks, self.acks = self.acks, False
        self.send(GET_VRING_BASE, struct.pack("<II", index, 0))
        self.acks = acks
        self.queues[index].base = struct.unpack("<II", self.recv()[2])[1]
        return self.queues[index].base

    def start(self, events=16):
        """All of the above, and event buffers."""
        assert self.negotiate() and self.share_memory()
        assert self.start_queue(0) and self.start_queue(1)
        for slot in range(events):
            self.post_event(slot)
        if events:
            self.queues[1].notify()

    def close(self):
        self.sock.close()
        for q in self.queues:
            q.close()
        self.mem.close()
        os.close(self.fd)

    # virtio-scmi

    def post_event(self, slot, size=128):
        q = self.queues[1]
        self.mem[q.buffer(slot):q.buffer(slot) + size] = b"\xee" * size
        q.set_desc(slot, GPA + q.buffer(slot), size, WRITE)
        q.offer(slot)

    def next_event(self, timeout=10.0):
        """Next event as bytes, None if there is none; its buffer is posted again."""
        q = self.queues[1]
        used = q.wait_used(timeout)
        if not used:
            return None
        slot, length = used
        data = bytes(self.mem[q.buffer(slot):q.buffer(slot) + length])
        self.post_event(slot)
        q.notify()
        return data

    def submit(self, slot, proto, msg, payload=b"", token=0, room=128, mtype=0):
        """Offer a command in two descriptors, without a kick."""
        q = self.queues[0]
        out = q.buffer(slot)
        data = struct.pack("<I", header(proto, msg, token, mtype)) + payload
        self.mem[out:out + len(data)] = data
        self.mem[out + 512:out + 512 + min(room, 512)] = b"\xee" * min(room, 512)
        q.set_desc(2 * slot, GPA + out, len(data), NEXT, 2 * slot + 1)
        q.set_desc(2 * slot + 1, GPA + out + 512, room, WRITE)
        q.offer(2 * slot)

    def reply_bytes(self, slot, length):
        at = self.queues[0].buffer(slot) + 512
        return bytes(self.mem[at:at + length])

    def command(self, proto, msg, payload=b"", room=128, timeout=10.0):
        """One command and its reply as (status, payload); None without one."""
        self.token = (self.token + 1) & 0x3FF
        self.submit(0, proto, msg, payload, self.token, room)
        self.queues[0].notify()
        used = self.queues[0].wait_used(timeout)
        if not used:
            return None
        data = self.reply_bytes(0, used[1])
        if len(data) < 8:
            return data
        head, status = struct.unpack_from("<Ii", data)
        assert head == header(proto, msg, self.token), hex(head)
        return status, data[8:]
