/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A protobuf message becomes JSON as protobuf's JSON mapping has it (protobuf.dev, "ProtoJSON"),
 * under the names of the .proto file, piece by piece: what is kept between two pieces is where it
 * stands, never the message. 64-bit integers are strings, bytes are base64, enums are names, and
 * what has its default value is left out.
 *
 * The message is ours: elements of a repeated field stand together, and a field that is not
 * repeated comes once. A field that the schema does not know is passed over.
 */
#ifndef VD_RPC_JSON_OUT_H
#define VD_RPC_JSON_OUT_H

#include "base/buf.h"
#include "rpc/schema.h"

enum { VD_JSON_OUT_DEPTH = 512 };

struct vd_json_out_level;

struct vd_json_out {
    struct vd_json_out_level *levels;
    uint32_t depth, cap;
    uint8_t state;
    uint8_t carry_len, shift;
    uint8_t carry[3]; /* of base64 */
    const struct vd_schema_field *field;
    uint32_t tag;
    uint64_t value; /* of the varint or fixed number under way */
    uint64_t left;  /* of the bytes, string or unknown field under way */
    struct vd_buf text;
};

void vd_json_out_init(struct vd_json_out *out);
void vd_json_out_deinit(struct vd_json_out *out);

/* A message of so many bytes follows. Nothing else is under way. 0; -ENOMEM. */
VD_MUST_CHECK int vd_json_out_begin(struct vd_json_out *out,
                                    const struct vd_schema_message *message, uint64_t bytes,
                                    struct vd_buf *to);
/* Takes bytes off the front of *piece until the message is whole, and appends JSON. 0; VD_INVALID:
 * it is malformed, or nested beyond VD_JSON_OUT_DEPTH; -ENOMEM. Look at the buffer's own status
 * too. */
VD_MUST_CHECK int vd_json_out_take(struct vd_json_out *out, struct vd_slice *piece,
                                   struct vd_buf *to);
/* Nothing is under way: the message is whole, or none was begun. */
bool vd_json_out_is_whole(const struct vd_json_out *out);

#endif
