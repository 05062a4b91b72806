/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON of a peer becomes protobuf messages, by protobuf's JSON mapping (protobuf.dev, "ProtoJSON")
 * and without a tree in between: names in either form, integers as numbers or strings, enums by
 * name or number, bytes in either base64 alphabet with padding or without, null as if it were not
 * there. A field that is not known is passed over, one that comes twice is refused, and so are two
 * of a oneof.
 *
 * One or several values, in pieces of any size; each whole object is a message.
 */
#ifndef VD_RPC_JSON_IN_H
#define VD_RPC_JSON_IN_H

#include "base/buf.h"
#include "rpc/schema.h"

enum {
    VD_JSON_IN_DEPTH = 512,
    VD_JSON_IN_TEXT_TIMES = 2,   /* a message's text may be so many times its largest size, */
    VD_JSON_IN_TEXT_MORE = 65536 /* and this */
};

struct vd_json_in;

/* What is done with a message, borrowed. Nonzero ends the reading, and is returned. */
typedef int vd_json_in_message(void *arg, struct vd_slice message);

/* 0; -ENOMEM. message_max_bytes: of the protobuf message. */
VD_MUST_CHECK int vd_json_in_new(const struct vd_schema_message *message,
                                 uint32_t message_max_bytes, vd_json_in_message *whole, void *arg,
                                 struct vd_json_in **out_in);
void vd_json_in_free(struct vd_json_in *in);

/*
 * 0; VD_INVALID: it is not JSON, too deep, or not of this message (vd_json_in_fault says what);
 * VD_TOO_LARGE; -ENOMEM; what `whole` returned. After anything but 0 it is only to be freed.
 */
VD_MUST_CHECK int vd_json_in_feed(struct vd_json_in *in, struct vd_slice piece);
/* What is wrong, for people; valid until it is freed. */
struct vd_slice vd_json_in_fault(const struct vd_json_in *in);
/* Between two values: nothing has come of the next one, as far as can be told. */
bool vd_json_in_is_at_rest(const struct vd_json_in *in);

#endif
