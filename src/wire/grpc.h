/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gRPC over HTTP/2, the parts that are bytes (grpc.io, "gRPC over HTTP2"): messages out of a body
 * that comes in any pieces, the prefix before a message, deadlines, and status texts.
 */
#ifndef VD_WIRE_GRPC_H
#define VD_WIRE_GRPC_H

#include "base/buf.h"

enum {
    VD_GRPC_PREFIX_BYTES = 5,
    VD_GRPC_MESSAGE_MAX = 2 * 1024 * 1024 /* etcd's 1.5 MiB and half a MiB */
};

struct vd_grpc_reader {
    uint8_t *gathered; /* of a message that is cut */
    uint32_t filled, cap;
    uint32_t len; /* of the message being read, once its prefix is whole */
    uint32_t max_bytes;
    uint8_t prefix[VD_GRPC_PREFIX_BYTES];
    uint8_t prefix_len;
};

struct vd_grpc_message {
    struct vd_slice bytes; /* borrowed until the next call on the reader, or of the input */
    bool compressed;
};

void vd_grpc_reader_init(struct vd_grpc_reader *reader, uint32_t max_bytes);
void vd_grpc_reader_deinit(struct vd_grpc_reader *reader);

/*
 * Takes bytes off the front of *input.
 *   0             a message; call again
 *   VD_WAIT       the input is used up; more is needed
 *   VD_TOO_LARGE  the next message is over max_bytes; reader->len says how long it claims to be
 *   VD_INVALID    not a gRPC prefix
 *   -ENOMEM
 * Memory grows with the bytes that have come, not with the length that a prefix claims.
 */
VD_MUST_CHECK int vd_grpc_next(struct vd_grpc_reader *reader, struct vd_slice *input,
                               struct vd_grpc_message *out_message);
/* True in the middle of a message: a body that ends here was cut off. */
bool vd_grpc_is_mid_message(const struct vd_grpc_reader *reader);

static inline void vd_grpc_put_prefix(uint8_t *to, uint32_t len)
{
    to[0] = 0;
    to[1] = (uint8_t)(len >> 24);
    to[2] = (uint8_t)(len >> 16);
    to[3] = (uint8_t)(len >> 8);
    to[4] = (uint8_t)len;
}

/* grpc-timeout, as nanoseconds (saturating). VD_INVALID. */
VD_MUST_CHECK int vd_grpc_timeout_parse(struct vd_slice text, uint64_t *out_ns);

/* Appends a status message as grpc-message carries it: percent-encoded. */
void vd_grpc_put_message(struct vd_buf *buf, struct vd_slice text);

/* What gRPC servers say to a message over the limit, word for word (RESOURCE_EXHAUSTED). */
void vd_grpc_put_too_large(struct vd_buf *buf, uint32_t len, uint32_t max_bytes);

#endif
