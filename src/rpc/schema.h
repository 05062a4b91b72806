/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What messages are made of: the tables that turn protobuf into JSON and back, read out of the same
 * compiled .proto files that reflection answers from (rpc/descriptors.h). The set is ours and
 * trusted; maps, groups and extensions are not in it.
 */
#ifndef VD_RPC_SCHEMA_H
#define VD_RPC_SCHEMA_H

#include "base/outcome.h"
#include "base/slice.h"

/* As descriptor.proto numbers them. */
enum vd_schema_type {
    VD_SCHEMA_DOUBLE = 1,
    VD_SCHEMA_FLOAT,
    VD_SCHEMA_INT64,
    VD_SCHEMA_UINT64,
    VD_SCHEMA_INT32,
    VD_SCHEMA_FIXED64,
    VD_SCHEMA_FIXED32,
    VD_SCHEMA_BOOL,
    VD_SCHEMA_STRING,
    VD_SCHEMA_GROUP, /* not supported */
    VD_SCHEMA_MESSAGE,
    VD_SCHEMA_BYTES,
    VD_SCHEMA_UINT32,
    VD_SCHEMA_ENUM,
    VD_SCHEMA_SFIXED32,
    VD_SCHEMA_SFIXED64,
    VD_SCHEMA_SINT32,
    VD_SCHEMA_SINT64
};

enum { VD_SCHEMA_FIELDS_MAX = 64 }; /* of a message: they fit the bits of a word */

struct vd_schema_enum {
    struct vd_slice name; /* "package.Enum" */
    uint32_t count;
    struct vd_schema_enum_value {
        struct vd_slice name;
        int32_t number;
    } * values;
    struct vd_schema_enum *next;
};

struct vd_schema_field {
    struct vd_slice name;      /* as in the .proto file */
    struct vd_slice json_name; /* lowerCamel */
    struct vd_slice label;     /* "name": as it stands in JSON */
    uint32_t number;
    enum vd_schema_type type;
    bool is_repeated;
    int oneof;                                /* which of the message's, from 0; -1: in none */
    const struct vd_schema_message *message;  /* of MESSAGE */
    const struct vd_schema_enum *enumeration; /* of ENUM */
};

struct vd_schema_message {
    struct vd_slice name; /* "package.Message" */
    uint32_t count;
    struct vd_schema_field *fields;
    struct vd_schema_message *next;
};

struct vd_schema_method {
    struct vd_slice path; /* "/package.Service/Method" */
    const struct vd_schema_message *input, *output;
    struct vd_schema_method *next;
};

struct vd_schema;

/* 0; -ENOMEM; VD_INVALID: the set is malformed, or has something that is not supported. Refers to
 * the set's bytes. */
VD_MUST_CHECK int vd_schema_new(struct vd_slice set, struct vd_schema **out_schema);
void vd_schema_free(struct vd_schema *schema);

/* NULL: there is none. */
const struct vd_schema_message *vd_schema_message(const struct vd_schema *schema,
                                                  struct vd_slice name);
const struct vd_schema_method *vd_schema_method(const struct vd_schema *schema,
                                                struct vd_slice path);
const struct vd_schema_field *vd_schema_field(const struct vd_schema_message *message,
                                              uint32_t number);
/* By either of its names. */
const struct vd_schema_field *vd_schema_field_named(const struct vd_schema_message *message,
                                                    struct vd_slice name);

/* How values of a type lie on the wire (enum vd_pb_type), one by one. */
unsigned vd_schema_wire_type(enum vd_schema_type type);

#endif
