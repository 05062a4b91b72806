/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A message is read into slots, one for each field that its JSON shows; an inlined message fills
 * its part of its owner's slots. Then the slots become members in order, and what was not there
 * becomes what Go prints of a field that nobody set: nothing, null, or its zero.
 *
 * A scalar that comes twice is the later one, as everywhere in protobuf. A single message that
 * comes twice would have to be merged; no encoder writes that, and it is refused.
 */
#include "doors/kube/model/protobuf.h"

#include "base/check.h"
#include "doors/kube/model/protobuf_value.h"
#include "wire/utf8.h"

#include <errno.h>
#include <stdlib.h>

/* More than any type has; vd_kube_type_count's largest is checked by the tests. */
enum { SLOTS_MAX = 64 };

static int read_message(struct vd_kube_protobuf *pb, const struct vd_kube_type *type,
                        struct vd_slice message, uint32_t depth, struct vd_json_value **out_object);

static int too_deep(struct vd_kube_protobuf *pb)
{
    pb->fault = VD_SLICE("the object is too deep");
    return VD_TOO_LARGE;
}

/* Hangs a value at the end of an object, whatever names are there. */
static void hang(struct vd_json_value *object, struct vd_slice name, struct vd_json_value *value)
{
    value->name = name;
    value->next = NULL;
    if (object->last)
        object->last->next = value;
    else
        object->first = value;
    object->last = value;
    object->count++;
}

/* --- unions of apiextensions ------------------------------------------------------------------ */

/* JSONSchemaPropsOrBool {1 allows, 2 schema}, ...OrArray {1 schema, 2 schemas}, ...OrStringArray
 * {1 schema, 2 texts}: one of the two is what JSON shows, the list first. */
static int read_union(struct vd_kube_protobuf *pb, const struct vd_kube_field *field,
                      struct vd_slice message, uint32_t depth, struct vd_json_value **out_value)
{
    static const struct vd_kube_field TEXT = {.form = VD_KUBE_STRING};
    bool is_bool = field->form == VD_KUBE_SCHEMA_OR_BOOL;
    uint32_t schema_number = is_bool ? 2 : 1;
    struct vd_json_value *schema = NULL, *list = NULL, *element;
    struct vd_pb_reader reader;
    struct vd_pb_field wire;
    bool is_allowed = false;
    int rc = 0;

    vd_pb_reader_init(&reader, message);
    while (rc == 0 && vd_pb_next(&reader, &wire)) {
        if (wire.tag == VD_PB_TAG(schema_number, VD_PB_LEN)) {
            if (schema)
                return vd_kube_protobuf_refuse(pb, "proto: a schema comes twice");
            rc = read_message(pb, vd_kube_field_type(field), wire.bytes, depth, &schema);
        } else if (is_bool && wire.tag == VD_PB_TAG(1, VD_PB_VARINT)) {
            is_allowed = wire.value != 0;
        } else if (!is_bool && wire.tag == VD_PB_TAG(2, VD_PB_LEN)) {
            if (!list)
                list = vd_kube_doc_new_array(&pb->doc);
            rc = field->form == VD_KUBE_SCHEMA_OR_ARRAY
                     ? read_message(pb, vd_kube_field_type(field), wire.bytes, depth + 1, &element)
                     : vd_kube_protobuf_value(pb, &TEXT, &wire, depth, &element);
            if (rc == 0)
                vd_kube_doc_append(&pb->doc, list, element);
        }
    }
    if (rc)
        return rc;
    if (vd_pb_status(&reader))
        return vd_kube_protobuf_refuse(pb, "unexpected EOF");
    if (list)
        *out_value = list;
    else if (schema)
        *out_value = schema;
    else
        *out_value =
            is_bool ? vd_kube_doc_new_bool(&pb->doc, is_allowed) : vd_kube_doc_new_null(&pb->doc);
    return pb->doc.rc;
}

/* --- one field -------------------------------------------------------------------------------- */

/* One value of the field's form: an element, a map's value, or the field's own. */
static int read_one(struct vd_kube_protobuf *pb, const struct vd_kube_field *field,
                    const struct vd_pb_field *wire, uint32_t depth,
                    struct vd_json_value **out_value)
{
    switch ((enum vd_kube_form)field->form) {
    case VD_KUBE_MESSAGE:
        return read_message(pb, vd_kube_field_type(field), wire->bytes, depth, out_value);
    case VD_KUBE_SCHEMA_OR_BOOL:
    case VD_KUBE_SCHEMA_OR_ARRAY:
    case VD_KUBE_SCHEMA_OR_STRINGS:
        return read_union(pb, field, wire->bytes, depth, out_value);
    case VD_KUBE_STRING:
    case VD_KUBE_BOOL:
    case VD_KUBE_INT32:
    case VD_KUBE_INT64:
    case VD_KUBE_DOUBLE:
    case VD_KUBE_BYTES:
    case VD_KUBE_TIME:
    case VD_KUBE_MICRO_TIME:
    case VD_KUBE_DURATION:
    case VD_KUBE_INT_OR_STRING:
    case VD_KUBE_QUANTITY:
    case VD_KUBE_RAW:
    case VD_KUBE_FIELDS_V1:
    case VD_KUBE_STRINGS:
    case VD_KUBE_ANY:
        break;
    }
    return vd_kube_protobuf_value(pb, field, wire, depth, out_value);
}

static int wrong_wire(struct vd_kube_protobuf *pb, const struct vd_kube_field *field, uint32_t tag)
{
    struct vd_slice name = vd_kube_field_name(field);

    return vd_kube_protobuf_refuse(pb, "proto: wrong wireType = %u for field %.*s", tag & 7,
                                   (int)name.len, (const char *)name.ptr);
}

static int append(struct vd_kube_protobuf *pb, const struct vd_kube_field *field,
                  const struct vd_pb_field *wire, uint32_t depth, struct vd_json_value *list)
{
    struct vd_json_value *element;
    int rc = read_one(pb, field, wire, depth + 1, &element);

    if (rc == 0)
        vd_kube_doc_append(&pb->doc, list, element);
    return rc;
}

/* Numbers may come in one piece. */
static int append_packed(struct vd_kube_protobuf *pb, const struct vd_kube_field *field,
                         struct vd_slice packed, uint32_t depth, struct vd_json_value *list)
{
    struct vd_pb_field wire = {.tag = VD_PB_TAG(field->number, VD_PB_VARINT)};
    struct vd_pb_reader reader;
    int rc = 0;

    vd_pb_reader_init(&reader, packed);
    while (rc == 0 && vd_pb_next_varint(&reader, &wire.value))
        rc = append(pb, field, &wire, depth, list);
    if (rc == 0 && vd_pb_status(&reader))
        rc = vd_kube_protobuf_refuse(pb, "unexpected EOF");
    return rc;
}

static int read_repeated(struct vd_kube_protobuf *pb, const struct vd_kube_field *field,
                         const struct vd_pb_field *wire, uint32_t depth,
                         struct vd_json_value **slot)
{
    enum vd_pb_type expected = vd_kube_protobuf_wire(field->form);

    if (!*slot)
        *slot = vd_kube_doc_new_array(&pb->doc);
    if (!*slot)
        return pb->doc.rc;
    if ((wire->tag & 7) == expected)
        return append(pb, field, wire, depth, *slot);
    if (expected == VD_PB_VARINT && (wire->tag & 7) == VD_PB_LEN)
        return append_packed(pb, field, wire->bytes, depth, *slot);
    return wrong_wire(pb, field, wire->tag);
}

/* What a value is that its entry of a map does not have. */
static int empty_value(struct vd_kube_protobuf *pb, const struct vd_kube_field *field,
                       uint32_t depth, struct vd_json_value **out_value)
{
    struct vd_pb_field nothing = {.tag = VD_PB_TAG(2, vd_kube_protobuf_wire(field->form))};

    return read_one(pb, field, &nothing, depth, out_value);
}

/* An entry {1 key, 2 value} of a map. */
static int read_entry(struct vd_kube_protobuf *pb, const struct vd_kube_field *field,
                      struct vd_slice message, uint32_t depth, struct vd_json_value **slot)
{
    static const struct vd_kube_field KEY = {.form = VD_KUBE_STRING};
    uint32_t value_tag = VD_PB_TAG(2, vd_kube_protobuf_wire(field->form));
    struct vd_pb_field wire, key_wire = {0}, value_wire = {0};
    struct vd_json_value *key, *value;
    struct vd_pb_reader reader;
    int rc;

    if (!*slot)
        *slot = vd_kube_doc_new_object(&pb->doc);
    if (!*slot)
        return pb->doc.rc;
    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &wire)) {
        if (wire.tag == VD_PB_TAG(1, VD_PB_LEN))
            key_wire = wire;
        else if (wire.tag == value_tag)
            value_wire = wire;
    }
    if (vd_pb_status(&reader))
        return vd_kube_protobuf_refuse(pb, "unexpected EOF");
    rc = vd_kube_protobuf_value(pb, &KEY, &key_wire, depth, &key);
    if (rc == 0)
        rc = value_wire.tag ? read_one(pb, field, &value_wire, depth + 1, &value)
                            : empty_value(pb, field, depth + 1, &value);
    if (rc == 0)
        hang(*slot, key->text, value);
    return rc;
}

static int read_single(struct vd_kube_protobuf *pb, const struct vd_kube_field *field,
                       const struct vd_pb_field *wire, uint32_t depth, struct vd_json_value **slot)
{
    struct vd_json_value *value;
    int rc;

    if (*slot && field->form == VD_KUBE_MESSAGE)
        return vd_kube_protobuf_refuse(pb, "proto: field %s comes twice",
                                       (const char *)vd_kube_field_name(field).ptr);
    rc = read_one(pb, field, wire, depth, &value);
    if (rc)
        return rc;
    *slot = value;
    if (field->flags & VD_KUBE_POINTER)
        return 0;
    if ((field->flags & VD_KUBE_OMITEMPTY && vd_kube_protobuf_is_zero(field->form, value)) ||
        (field->flags & VD_KUBE_OMITZERO && value->type == VD_JSON_NULL))
        *slot = NULL;
    return 0;
}

static int read_field(struct vd_kube_protobuf *pb, const struct vd_kube_field *field,
                      const struct vd_pb_field *wire, uint32_t depth, struct vd_json_value **slot)
{
    if (field->flags & VD_KUBE_REPEATED)
        return read_repeated(pb, field, wire, depth, slot);
    if (field->flags & VD_KUBE_MAP)
        return (wire->tag & 7) == VD_PB_LEN ? read_entry(pb, field, wire->bytes, depth, slot)
                                            : wrong_wire(pb, field, wire->tag);
    if ((wire->tag & 7) != vd_kube_protobuf_wire(field->form))
        return wrong_wire(pb, field, wire->tag);
    return read_single(pb, field, wire, depth, slot);
}

/* --- messages --------------------------------------------------------------------------------- */

/* A type's own field of this number, and where its slots begin; NULL: not known. */
static const struct vd_kube_field *find(const struct vd_kube_type *type, uint32_t number,
                                        size_t *out_slot)
{
    size_t slot = 0;

    for (size_t i = 0; i < type->count; i++) {
        const struct vd_kube_field *field = vd_kube_type_own(type, i);

        if (field->number == number) {
            *out_slot = slot;
            return field;
        }
        slot += field->flags & VD_KUBE_INLINE ? field->flat : 1;
    }
    return NULL;
}

static int read_slots(struct vd_kube_protobuf *pb, const struct vd_kube_type *type,
                      struct vd_slice message, uint32_t depth, struct vd_json_value **slots)
{
    struct vd_pb_reader reader;
    struct vd_pb_field wire;
    int rc = 0;

    vd_pb_reader_init(&reader, message);
    while (rc == 0 && vd_pb_next(&reader, &wire)) {
        size_t slot;
        const struct vd_kube_field *field = find(type, wire.tag >> 3, &slot);

        if (!field)
            continue;
        if (!(field->flags & VD_KUBE_INLINE))
            rc = read_field(pb, field, &wire, depth, &slots[slot]);
        else if ((wire.tag & 7) == VD_PB_LEN)
            rc = read_slots(pb, vd_kube_field_type(field), wire.bytes, depth, &slots[slot]);
        else
            rc = wrong_wire(pb, field, wire.tag);
    }
    if (rc)
        return rc;
    return vd_pb_status(&reader) ? vd_kube_protobuf_refuse(pb, "unexpected EOF") : 0;
}

/* What Go prints of a field that nobody set; NULL: nothing. */
static int unset(struct vd_kube_protobuf *pb, const struct vd_kube_field *field, uint32_t depth,
                 struct vd_json_value **out_value)
{
    bool is_nullable = field->flags & (VD_KUBE_POINTER | VD_KUBE_REPEATED | VD_KUBE_MAP);
    struct vd_json_value *zero;

    *out_value = NULL;
    if (field->flags & VD_KUBE_OMITZERO || (field->flags & VD_KUBE_OMITEMPTY && is_nullable))
        return 0;
    if (is_nullable) {
        *out_value = vd_kube_doc_new_null(&pb->doc);
        return pb->doc.rc;
    }
    if (field->form == VD_KUBE_MESSAGE)
        return read_message(pb, vd_kube_field_type(field), VD_SLICE_EMPTY, depth, out_value);
    if (field->flags & VD_KUBE_OMITEMPTY &&
        (field->form == VD_KUBE_BYTES || field->form == VD_KUBE_STRINGS))
        return 0;
    zero = vd_kube_protobuf_zero(pb, field->form);
    if (zero && !(field->flags & VD_KUBE_OMITEMPTY && vd_kube_protobuf_is_zero(field->form, zero)))
        *out_value = zero;
    return pb->doc.rc;
}

struct entry {
    struct vd_json_value *member;
    size_t index;
};

static int by_name(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = vd_slice_cmp(x->member->name, y->member->name);

    return order ? order : (x->index > y->index) - (x->index < y->index);
}

static bool is_sorted(const struct vd_json_value *map)
{
    for (const struct vd_json_value *at = map->first; at && at->next; at = at->next)
        if (vd_slice_cmp(at->name, at->next->name) >= 0)
            return false;
    return true;
}

/* In order of names, and of entries with one name the last. */
static int sort_map(struct vd_kube_protobuf *pb, struct vd_json_value *map)
{
    struct vd_json_value *at = map->first;
    size_t count = map->count, size = count * sizeof(struct entry);
    struct entry *entries;

    if (is_sorted(map))
        return 0;
    entries = vd_arena_alloc(pb->doc.arena, size);
    if (!entries)
        return pb->doc.arena->total_bytes + size > pb->doc.arena->limit_bytes ? VD_TOO_LARGE
                                                                              : -ENOMEM;
    for (size_t i = 0; i < count; i++, at = at->next)
        entries[i] = (struct entry){at, i};
    qsort(entries, count, sizeof(*entries), by_name);
    map->first = map->last = NULL;
    map->count = 0;
    for (size_t i = 0; i < count; i++)
        if (i + 1 == count || !vd_slice_eq(entries[i].member->name, entries[i + 1].member->name))
            hang(map, entries[i].member->name, entries[i].member);
    return 0;
}

static int read_message(struct vd_kube_protobuf *pb, const struct vd_kube_type *type,
                        struct vd_slice message, uint32_t depth, struct vd_json_value **out_object)
{
    struct vd_json_value *slots[SLOTS_MAX] = {NULL}, *object;
    size_t count = vd_kube_type_count(type);
    int rc;

    vd_assert(count <= SLOTS_MAX);
    if (depth >= VD_KUBE_PROTOBUF_DEPTH_MAX)
        return too_deep(pb);
    object = vd_kube_doc_new_object(&pb->doc);
    if (!object)
        return pb->doc.rc;
    rc = read_slots(pb, type, message, depth + 1, slots);
    for (size_t i = 0; rc == 0 && i < count; i++) {
        const struct vd_kube_field *field = vd_kube_type_at(type, i);

        if (!slots[i])
            rc = unset(pb, field, depth + 1, &slots[i]);
        else if (field->flags & VD_KUBE_MAP)
            rc = sort_map(pb, slots[i]);
        if (rc == 0 && slots[i])
            hang(object, vd_kube_field_name(field), slots[i]);
    }
    if (rc == 0)
        *out_object = object;
    return rc;
}

/* --- the envelope ----------------------------------------------------------------------------- */

static int refuse_envelope(const char **out_fault, const char *fault)
{
    if (out_fault)
        *out_fault = fault;
    return VD_INVALID;
}

static int read_type_meta(struct vd_slice message, struct vd_kube_envelope *envelope)
{
    struct vd_pb_reader reader;
    struct vd_pb_field field;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field)) {
        if (field.tag == VD_PB_TAG(1, VD_PB_LEN))
            envelope->api_version = field.bytes;
        else if (field.tag == VD_PB_TAG(2, VD_PB_LEN))
            envelope->kind = field.bytes;
    }
    return vd_pb_status(&reader);
}

int vd_kube_envelope_read(struct vd_slice body, struct vd_kube_envelope *out_envelope,
                          const char **out_fault)
{
    static const struct vd_slice PREFIX = {(const uint8_t *)"k8s\0", 4};
    struct vd_kube_envelope envelope = {0};
    struct vd_slice encoding = VD_SLICE_EMPTY, content = VD_SLICE_EMPTY;
    struct vd_pb_reader reader;
    struct vd_pb_field field;
    int rc = 0;

    if (!body.len)
        return refuse_envelope(out_fault, "empty data");
    if (!vd_slice_starts_with(body, PREFIX))
        return refuse_envelope(out_fault, "provided data does not appear to be a protobuf message, "
                                          "expected prefix [107 56 115 0]");
    if (body.len == PREFIX.len)
        return refuse_envelope(out_fault, "empty body");
    vd_pb_reader_init(&reader, vd_slice(body.ptr + PREFIX.len, body.len - PREFIX.len));
    while (rc == 0 && vd_pb_next(&reader, &field)) {
        if (field.tag == VD_PB_TAG(1, VD_PB_LEN))
            rc = read_type_meta(field.bytes, &envelope);
        else if (field.tag == VD_PB_TAG(2, VD_PB_LEN))
            envelope.object = field.bytes;
        else if (field.tag == VD_PB_TAG(3, VD_PB_LEN))
            encoding = field.bytes;
        else if (field.tag == VD_PB_TAG(4, VD_PB_LEN))
            content = field.bytes;
        else if (field.tag >> 3 <= 4)
            rc = VD_INVALID;
    }
    if (rc || vd_pb_status(&reader))
        return refuse_envelope(out_fault, "unexpected EOF");
    if (!vd_utf8_is_valid(envelope.api_version) || !vd_utf8_is_valid(envelope.kind))
        return refuse_envelope(out_fault, "proto: a string is not valid UTF-8");
    if (encoding.len)
        return refuse_envelope(out_fault, "the content of the message is encoded");
    if (content.len && !vd_slice_eq(content, VD_SLICE("application/vnd.kubernetes.protobuf")))
        return refuse_envelope(out_fault, "the content of the message is not protobuf");
    *out_envelope = envelope;
    return 0;
}

/* --- the whole -------------------------------------------------------------------------------- */

static const struct vd_kube_type *type_of(struct vd_slice api_version, struct vd_slice kind)
{
    const uint8_t *slash = api_version.len ? memchr(api_version.ptr, '/', api_version.len) : NULL;
    size_t group = slash ? (size_t)(slash - api_version.ptr) : 0, skip = slash ? group + 1 : 0;

    return vd_kube_type_of(vd_slice(api_version.ptr, group),
                           vd_slice(api_version.ptr + skip, api_version.len - skip), kind);
}

static int refuse_kind(struct vd_kube_protobuf *pb, struct vd_slice api_version,
                       struct vd_slice kind)
{
    int rc;

    if (!kind.len)
        return vd_kube_protobuf_refuse(pb, "Object 'Kind' is missing");
    if (!api_version.len)
        return vd_kube_protobuf_refuse(pb, "Object 'apiVersion' is missing");
    rc = vd_kube_protobuf_refuse(pb, "no kind \"%.*s\" is registered for version \"%.*s\"",
                                 (int)VD_MIN(kind.len, (size_t)64), (const char *)kind.ptr,
                                 (int)VD_MIN(api_version.len, (size_t)64),
                                 (const char *)api_version.ptr);
    return rc == VD_INVALID ? VD_NOT_FOUND : rc;
}

static int read_object(struct vd_kube_protobuf *pb, const struct vd_kube_envelope *envelope,
                       struct vd_json_value **out_document)
{
    const struct vd_kube_type *type = type_of(envelope->api_version, envelope->kind);
    struct vd_json_value *object;
    int rc;

    if (!type)
        return refuse_kind(pb, envelope->api_version, envelope->kind);
    rc = read_message(pb, type, envelope->object, 0, &object);
    if (rc)
        return rc;
    vd_kube_doc_set_first(&pb->doc, object, "apiVersion",
                          vd_kube_doc_new_string(&pb->doc, envelope->api_version));
    vd_kube_doc_set_first(&pb->doc, object, "kind",
                          vd_kube_doc_new_string(&pb->doc, envelope->kind));
    if (pb->doc.rc == 0)
        *out_document = object;
    return pb->doc.rc;
}

int vd_kube_protobuf_read(struct vd_arena *arena, struct vd_slice body, struct vd_slice api_version,
                          struct vd_slice kind, struct vd_json_value **out_document,
                          struct vd_slice *out_fault)
{
    struct vd_kube_protobuf pb = {{arena, 0}, VD_SLICE_EMPTY};
    struct vd_kube_envelope envelope;
    const char *fault;
    int rc = vd_kube_envelope_read(body, &envelope, &fault);

    if (rc) {
        pb.fault = vd_slice_str(fault);
    } else {
        if (!envelope.api_version.len)
            envelope.api_version = api_version;
        if (!envelope.kind.len)
            envelope.kind = kind;
        rc = read_object(&pb, &envelope, out_document);
    }
    if (rc == VD_TOO_LARGE && !pb.fault.len)
        pb.fault = VD_SLICE("the object is too large");
    if (rc > 0 && out_fault)
        *out_fault = pb.fault;
    return rc;
}
