/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two passes over the files: the first makes every message and enum by its full name, the second
 * fills in the fields, whose types are names of the first. A message keeps the place of its
 * descriptor in between.
 */
#include "rpc/schema.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/check.h"
#include "wire/protobuf.h"

#include <errno.h>

enum { ARENA_BYTES = 1 << 20 };

/* Field numbers of descriptor.proto. */
enum {
    SET_FILE = 1,
    FILE_PACKAGE = 2,
    FILE_MESSAGE = 4,
    FILE_ENUM = 5,
    FILE_SERVICE = 6,
    NAME = 1,
    MESSAGE_FIELD = 2,
    MESSAGE_NESTED = 3,
    MESSAGE_ENUM = 4,
    FIELD_NUMBER = 3,
    FIELD_LABEL = 4,
    FIELD_TYPE = 5,
    FIELD_TYPE_NAME = 6,
    FIELD_ONEOF = 9,
    FIELD_JSON_NAME = 10,
    ENUM_VALUE = 2,
    ENUM_NUMBER = 2,
    SERVICE_METHOD = 2,
    METHOD_INPUT = 2,
    METHOD_OUTPUT = 3,
    LABEL_REPEATED = 3
};

struct found {
    struct vd_schema_message message; /* first: one is the other */
    struct vd_slice descriptor;
};

struct vd_schema {
    struct vd_arena arena;
    struct vd_schema_message *messages;
    struct vd_schema_enum *enums;
    struct vd_schema_method *methods;
};

static bool next_of(struct vd_pb_reader *reader, uint32_t number, struct vd_slice *out_bytes)
{
    struct vd_pb_field field;

    while (vd_pb_next(reader, &field))
        if (field.tag == VD_PB_TAG(number, VD_PB_LEN)) {
            *out_bytes = field.bytes;
            return true;
        }
    return false;
}

static struct vd_slice text_of(struct vd_slice message, uint32_t number)
{
    struct vd_pb_reader reader;
    struct vd_slice text = VD_SLICE_EMPTY;

    vd_pb_reader_init(&reader, message);
    (void)next_of(&reader, number, &text);
    return text;
}

static int64_t int_of(struct vd_slice message, uint32_t number, int64_t otherwise)
{
    struct vd_pb_reader reader;
    struct vd_pb_field field;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        if (field.tag == VD_PB_TAG(number, VD_PB_VARINT))
            return (int64_t)field.value;
    return otherwise;
}

static uint32_t count_of(struct vd_slice message, uint32_t number)
{
    struct vd_pb_reader reader;
    struct vd_slice bytes;
    uint32_t count = 0;

    vd_pb_reader_init(&reader, message);
    while (next_of(&reader, number, &bytes))
        count++;
    return count;
}

/* before + a + between + b + after; NULL pointer: no memory. */
static struct vd_slice join(struct vd_schema *schema, const char *before, struct vd_slice a,
                            const char *between, struct vd_slice b, const char *after)
{
    struct vd_slice parts[] = {vd_slice_str(before), a, vd_slice_str(a.len ? between : ""), b,
                               vd_slice_str(after)};
    uint8_t *to = vd_arena_alloc(&schema->arena,
                                 parts[0].len + a.len + parts[2].len + b.len + parts[4].len + 1);
    size_t len = 0;

    for (size_t i = 0; to && i < VD_COUNT(parts); i++) {
        if (parts[i].len)
            memcpy(to + len, parts[i].ptr, parts[i].len);
        len += parts[i].len;
    }
    return vd_slice(to, to ? len : 0);
}

/* --- names ---------------------------------------------------------------------------------- */

static int add_enum(struct vd_schema *schema, struct vd_slice scope, struct vd_slice descriptor)
{
    struct vd_schema_enum *added = vd_arena_alloc_zero(&schema->arena, sizeof(*added));
    struct vd_pb_reader reader;
    struct vd_slice bytes;

    if (!added)
        return -ENOMEM;
    added->name = join(schema, "", scope, ".", text_of(descriptor, NAME), "");
    added->values = vd_arena_alloc_zero(&schema->arena,
                                        count_of(descriptor, ENUM_VALUE) * sizeof(*added->values));
    if (!added->name.ptr || !added->values)
        return -ENOMEM;
    vd_pb_reader_init(&reader, descriptor);
    while (next_of(&reader, ENUM_VALUE, &bytes))
        added->values[added->count++] = (struct vd_schema_enum_value){
            text_of(bytes, NAME), (int32_t)int_of(bytes, ENUM_NUMBER, 0)};
    added->next = schema->enums;
    schema->enums = added;
    return 0;
}

static int add_enums(struct vd_schema *schema, struct vd_slice scope, struct vd_slice within,
                     uint32_t number)
{
    struct vd_pb_reader reader;
    struct vd_slice bytes;
    int rc = 0;

    vd_pb_reader_init(&reader, within);
    while (rc == 0 && next_of(&reader, number, &bytes))
        rc = add_enum(schema, scope, bytes);
    return rc;
}

static int add_messages(struct vd_schema *schema, struct vd_slice scope, struct vd_slice within,
                        uint32_t number)
{
    struct vd_pb_reader reader;
    struct vd_slice bytes;
    int rc = 0;

    vd_pb_reader_init(&reader, within);
    while (rc == 0 && next_of(&reader, number, &bytes)) {
        struct found *found = vd_arena_alloc_zero(&schema->arena, sizeof(*found));

        if (!found)
            return -ENOMEM;
        found->descriptor = bytes;
        found->message.name = join(schema, "", scope, ".", text_of(bytes, NAME), "");
        if (!found->message.name.ptr)
            return -ENOMEM;
        found->message.next = schema->messages;
        schema->messages = &found->message;
        rc = add_enums(schema, found->message.name, bytes, MESSAGE_ENUM);
        if (rc == 0) /* as deep as our own files are */
            rc = add_messages(schema, found->message.name, bytes, MESSAGE_NESTED);
    }
    return rc;
}

/* --- fields --------------------------------------------------------------------------------- */

static struct vd_slice without_dot(struct vd_slice name)
{
    return name.len ? vd_slice(name.ptr + 1, name.len - 1) : name;
}

static const struct vd_schema_enum *find_enum(const struct vd_schema *schema, struct vd_slice name)
{
    const struct vd_schema_enum *at = schema->enums;

    while (at && !vd_slice_eq(at->name, name))
        at = at->next;
    return at;
}

static int read_field(struct vd_schema *schema, struct vd_slice descriptor,
                      struct vd_schema_field *field)
{
    struct vd_slice type_name = without_dot(text_of(descriptor, FIELD_TYPE_NAME));
    int64_t type = int_of(descriptor, FIELD_TYPE, 0);

    if (type < VD_SCHEMA_DOUBLE || type > VD_SCHEMA_SINT64 || type == VD_SCHEMA_GROUP)
        return VD_INVALID;
    *field = (struct vd_schema_field){
        .name = text_of(descriptor, NAME),
        .json_name = text_of(descriptor, FIELD_JSON_NAME),
        .number = (uint32_t)int_of(descriptor, FIELD_NUMBER, 0),
        .type = (enum vd_schema_type)type,
        .is_repeated = int_of(descriptor, FIELD_LABEL, 0) == LABEL_REPEATED,
        .oneof = (int)int_of(descriptor, FIELD_ONEOF, -1),
    };
    field->label = join(schema, "\"", field->name, "", VD_SLICE_EMPTY, "\":");
    if (!field->label.ptr)
        return -ENOMEM;
    if (type == VD_SCHEMA_MESSAGE)
        field->message = vd_schema_message(schema, type_name);
    else if (type == VD_SCHEMA_ENUM)
        field->enumeration = find_enum(schema, type_name);
    return field->number && (type != VD_SCHEMA_MESSAGE || field->message) &&
                   (type != VD_SCHEMA_ENUM || field->enumeration)
               ? 0
               : VD_INVALID;
}

static int read_fields(struct vd_schema *schema, struct found *found)
{
    uint32_t count = count_of(found->descriptor, MESSAGE_FIELD);
    struct vd_pb_reader reader;
    struct vd_slice bytes;
    int rc = 0;

    if (count > VD_SCHEMA_FIELDS_MAX)
        return VD_INVALID;
    found->message.fields =
        vd_arena_alloc_zero(&schema->arena, count * sizeof(*found->message.fields));
    if (!found->message.fields)
        return -ENOMEM;
    vd_pb_reader_init(&reader, found->descriptor);
    while (rc == 0 && next_of(&reader, MESSAGE_FIELD, &bytes))
        rc = read_field(schema, bytes, &found->message.fields[found->message.count++]);
    return rc;
}

/* --- methods -------------------------------------------------------------------------------- */

static int add_method(struct vd_schema *schema, struct vd_slice service, struct vd_slice descriptor)
{
    struct vd_schema_method *method = vd_arena_alloc_zero(&schema->arena, sizeof(*method));

    if (!method)
        return -ENOMEM;
    method->path = join(schema, "/", service, "/", text_of(descriptor, NAME), "");
    method->input = vd_schema_message(schema, without_dot(text_of(descriptor, METHOD_INPUT)));
    method->output = vd_schema_message(schema, without_dot(text_of(descriptor, METHOD_OUTPUT)));
    if (!method->path.ptr)
        return -ENOMEM;
    method->next = schema->methods;
    schema->methods = method;
    return method->input && method->output ? 0 : VD_INVALID;
}

static int add_methods(struct vd_schema *schema, struct vd_slice package, struct vd_slice file)
{
    struct vd_pb_reader services, methods;
    struct vd_slice service, bytes, name;
    int rc = 0;

    vd_pb_reader_init(&services, file);
    while (rc == 0 && next_of(&services, FILE_SERVICE, &service)) {
        name = join(schema, "", package, ".", text_of(service, NAME), "");
        if (!name.ptr)
            return -ENOMEM;
        vd_pb_reader_init(&methods, service);
        while (rc == 0 && next_of(&methods, SERVICE_METHOD, &bytes))
            rc = add_method(schema, name, bytes);
    }
    return rc;
}

/* --- the whole ------------------------------------------------------------------------------ */

static int read_names(struct vd_schema *schema, struct vd_slice set)
{
    struct vd_pb_reader reader;
    struct vd_slice file;
    int rc = 0;

    vd_pb_reader_init(&reader, set);
    while (rc == 0 && next_of(&reader, SET_FILE, &file)) {
        struct vd_slice package = text_of(file, FILE_PACKAGE);

        rc = add_enums(schema, package, file, FILE_ENUM);
        if (rc == 0)
            rc = add_messages(schema, package, file, FILE_MESSAGE);
    }
    return rc ? rc : vd_pb_status(&reader);
}

static int read_rest(struct vd_schema *schema, struct vd_slice set)
{
    struct vd_pb_reader reader;
    struct vd_slice file;
    int rc = 0;

    for (struct vd_schema_message *at = schema->messages; at && rc == 0; at = at->next)
        rc = read_fields(schema, vd_container_of(at, struct found, message));
    vd_pb_reader_init(&reader, set);
    while (rc == 0 && next_of(&reader, SET_FILE, &file))
        rc = add_methods(schema, text_of(file, FILE_PACKAGE), file);
    return rc;
}

int vd_schema_new(struct vd_slice set, struct vd_schema **out_schema)
{
    struct vd_schema *schema = vd_alloc_zero(sizeof(*schema));
    int rc;

    if (!schema)
        return -ENOMEM;
    vd_arena_init(&schema->arena, ARENA_BYTES);
    rc = read_names(schema, set);
    if (rc == 0)
        rc = read_rest(schema, set);
    if (rc) {
        vd_schema_free(schema);
        return rc;
    }
    *out_schema = schema;
    return 0;
}

void vd_schema_free(struct vd_schema *schema)
{
    if (!schema)
        return;
    vd_arena_deinit(&schema->arena);
    vd_free(schema);
}

const struct vd_schema_message *vd_schema_message(const struct vd_schema *schema,
                                                  struct vd_slice name)
{
    const struct vd_schema_message *at = schema->messages;

    while (at && !vd_slice_eq(at->name, name))
        at = at->next;
    return at;
}

const struct vd_schema_method *vd_schema_method(const struct vd_schema *schema,
                                                struct vd_slice path)
{
    const struct vd_schema_method *at = schema->methods;

    while (at && !vd_slice_eq(at->path, path))
        at = at->next;
    return at;
}

const struct vd_schema_field *vd_schema_field(const struct vd_schema_message *message,
                                              uint32_t number)
{
    if (number && number <= message->count && message->fields[number - 1].number == number)
        return &message->fields[number - 1];
    for (uint32_t i = 0; i < message->count; i++)
        if (message->fields[i].number == number)
            return &message->fields[i];
    return NULL;
}

const struct vd_schema_field *vd_schema_field_named(const struct vd_schema_message *message,
                                                    struct vd_slice name)
{
    for (uint32_t i = 0; i < message->count; i++)
        if (vd_slice_eq(message->fields[i].name, name) ||
            vd_slice_eq(message->fields[i].json_name, name))
            return &message->fields[i];
    return NULL;
}

unsigned vd_schema_wire_type(enum vd_schema_type type)
{
    switch (type) {
    case VD_SCHEMA_DOUBLE:
    case VD_SCHEMA_FIXED64:
    case VD_SCHEMA_SFIXED64:
        return VD_PB_I64;
    case VD_SCHEMA_FLOAT:
    case VD_SCHEMA_FIXED32:
    case VD_SCHEMA_SFIXED32:
        return VD_PB_I32;
    case VD_SCHEMA_STRING:
    case VD_SCHEMA_MESSAGE:
    case VD_SCHEMA_BYTES:
        return VD_PB_LEN;
    case VD_SCHEMA_INT64:
    case VD_SCHEMA_UINT64:
    case VD_SCHEMA_INT32:
    case VD_SCHEMA_BOOL:
    case VD_SCHEMA_UINT32:
    case VD_SCHEMA_ENUM:
    case VD_SCHEMA_SINT32:
    case VD_SCHEMA_SINT64:
    case VD_SCHEMA_GROUP:
        break;
    }
    return VD_PB_VARINT;
}
