/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values that are no messages of fields: scalars, and the few types of Kubernetes that write their
 * JSON themselves. Each is what the Go type prints, or refused where the Go type would refuse it or
 * could not be printed.
 */
#include "doors/kube/model/protobuf_value.h"

#include "base/check.h"
#include "doors/kube/model/go_words.h"
#include "doors/kube/model/quantity.h"
#include "doors/kube/model/time.h"
#include "wire/base64.h"
#include "wire/utf8.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* The years 1 to 9999, which is what a timestamp may say. */
#define SECONDS_MIN (-62135596800)
#define SECONDS_MAX 253402300799

int vd_kube_protobuf_refuse(struct vd_kube_protobuf *pb, const char *format, ...)
{
    char text[256];
    va_list args;
    int rc;

    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    rc = vd_arena_copy(pb->doc.arena, vd_slice_str(text), &pb->fault);
    return rc ? rc : VD_INVALID;
}

enum vd_pb_type vd_kube_protobuf_wire(enum vd_kube_form form)
{
    switch (form) {
    case VD_KUBE_BOOL:
    case VD_KUBE_INT32:
    case VD_KUBE_INT64:
        return VD_PB_VARINT;
    case VD_KUBE_DOUBLE:
        return VD_PB_I64;
    case VD_KUBE_STRING:
    case VD_KUBE_BYTES:
    case VD_KUBE_MESSAGE:
    case VD_KUBE_TIME:
    case VD_KUBE_MICRO_TIME:
    case VD_KUBE_DURATION:
    case VD_KUBE_INT_OR_STRING:
    case VD_KUBE_QUANTITY:
    case VD_KUBE_RAW:
    case VD_KUBE_FIELDS_V1:
    case VD_KUBE_STRINGS:
    case VD_KUBE_ANY:
    case VD_KUBE_SCHEMA_OR_BOOL:
    case VD_KUBE_SCHEMA_OR_ARRAY:
    case VD_KUBE_SCHEMA_OR_STRINGS:
        break;
    }
    return VD_PB_LEN;
}

static int text_value(struct vd_kube_protobuf *pb, struct vd_slice text,
                      struct vd_json_value **out_value)
{
    if (!vd_utf8_is_valid(text))
        return vd_kube_protobuf_refuse(pb, "proto: a string is not valid UTF-8");
    *out_value = vd_kube_doc_new_string(&pb->doc, text);
    return pb->doc.rc;
}

static int bytes_value(struct vd_kube_protobuf *pb, struct vd_slice bytes,
                       struct vd_json_value **out_value)
{
    size_t size = vd_base64_size(bytes.len);
    struct vd_json_value *value = vd_kube_doc_new_string(&pb->doc, VD_SLICE_EMPTY);
    uint8_t *text = value ? vd_arena_alloc(pb->doc.arena, size) : NULL;

    if (!text)
        return pb->doc.rc ? pb->doc.rc : VD_TOO_LARGE;
    (void)vd_base64_put(text, bytes);
    value->text = vd_slice(text, size);
    *out_value = value;
    return 0;
}

/* Go's way with numbers: the shortest digits that read back, an exponent only where it is far. */
static int double_value(struct vd_kube_protobuf *pb, uint64_t bits,
                        struct vd_json_value **out_value)
{
    char digits[40], text[400];
    double value, magnitude;
    int exponent, decimals;

    memcpy(&value, &bits, sizeof(value));
    magnitude = fabs(value);
    if (!isfinite(value))
        return vd_kube_protobuf_refuse(pb, "json: unsupported value: %s",
                                       isnan(value) ? "NaN"
                                       : value > 0  ? "+Inf"
                                                    : "-Inf");
    for (decimals = 0; decimals < 17; decimals++) {
        (void)snprintf(digits, sizeof(digits), "%.*e", decimals, value);
        if (strtod(digits, NULL) == value)
            break;
    }
    exponent = atoi(strchr(digits, 'e') + 1);
    if (magnitude != 0 && (magnitude < 1e-6 || magnitude >= 1e21))
        (void)snprintf(text, sizeof(text), "%.*se%c%0*d", (int)strcspn(digits, "e"), digits,
                       exponent < 0 ? '-' : '+', exponent < 0 ? 1 : 2, abs(exponent));
    else
        (void)snprintf(text, sizeof(text), "%.*f", VD_MAX(decimals - exponent, 0), value);
    *out_value = vd_kube_doc_new_number(&pb->doc, vd_slice_str(text));
    return pb->doc.rc;
}

/* seconds and nanos of a timestamp; false: refused. */
static int read_timestamp(struct vd_kube_protobuf *pb, struct vd_slice message, int64_t *out_s,
                          int32_t *out_ns)
{
    struct vd_pb_reader reader;
    struct vd_pb_field field;

    *out_s = *out_ns = 0;
    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field)) {
        if (field.tag == VD_PB_TAG(1, VD_PB_VARINT))
            *out_s = (int64_t)field.value;
        else if (field.tag == VD_PB_TAG(2, VD_PB_VARINT))
            *out_ns = (int32_t)field.value;
    }
    if (vd_pb_status(&reader) || *out_s < SECONDS_MIN || *out_s > SECONDS_MAX || *out_ns < 0 ||
        *out_ns > 999999999)
        return vd_kube_protobuf_refuse(pb, "proto: this is no time");
    return 0;
}

static int time_value(struct vd_kube_protobuf *pb, enum vd_kube_form form, struct vd_slice message,
                      struct vd_json_value **out_value)
{
    char text[VD_KUBE_MICRO_TIME_BYTES];
    int64_t seconds = SECONDS_MIN;
    int32_t ns = 0;
    int rc = message.len ? read_timestamp(pb, message, &seconds, &ns) : 0;

    if (rc)
        return rc;
    if (seconds == SECONDS_MIN && (form == VD_KUBE_TIME || ns < 1000)) {
        *out_value = vd_kube_doc_new_null(&pb->doc);
    } else if (form == VD_KUBE_TIME) {
        vd_kube_time_print(seconds * 1000000, text);
        *out_value = vd_kube_doc_new_string(&pb->doc, vd_slice(text, VD_KUBE_TIME_BYTES));
    } else {
        vd_kube_micro_time_print(seconds * 1000000 + ns / 1000, text);
        *out_value = vd_kube_doc_new_string(&pb->doc, vd_slice(text, VD_KUBE_MICRO_TIME_BYTES));
    }
    return pb->doc.rc;
}

static int duration_value(struct vd_kube_protobuf *pb, struct vd_slice message,
                          struct vd_json_value **out_value)
{
    struct vd_pb_reader reader;
    struct vd_pb_field field;
    char text[VD_KUBE_DURATION_BYTES + 8];
    int64_t ns = 0;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        if (field.tag == VD_PB_TAG(1, VD_PB_VARINT))
            ns = (int64_t)field.value;
    if (vd_pb_status(&reader))
        return vd_kube_protobuf_refuse(pb, "unexpected EOF");
    *out_value = vd_kube_doc_new_string(&pb->doc, vd_slice(text, vd_kube_duration_print(ns, text)));
    return pb->doc.rc;
}

static int int_or_string_value(struct vd_kube_protobuf *pb, struct vd_slice message,
                               struct vd_json_value **out_value)
{
    struct vd_slice text = VD_SLICE_EMPTY;
    struct vd_pb_reader reader;
    struct vd_pb_field field;
    int64_t type = 0;
    int32_t number = 0;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field)) {
        if (field.tag == VD_PB_TAG(1, VD_PB_VARINT))
            type = (int64_t)field.value;
        else if (field.tag == VD_PB_TAG(2, VD_PB_VARINT))
            number = (int32_t)field.value;
        else if (field.tag == VD_PB_TAG(3, VD_PB_LEN))
            text = field.bytes;
    }
    if (vd_pb_status(&reader))
        return vd_kube_protobuf_refuse(pb, "unexpected EOF");
    if (type != 0 && type != 1)
        return vd_kube_protobuf_refuse(pb, "impossible IntOrString.Type");
    if (type == 1)
        return text_value(pb, text, out_value);
    *out_value = vd_kube_doc_new_int(&pb->doc, number);
    return pb->doc.rc;
}

/* The bytes of field 1, which is all that some messages have. An absent one is empty. */
static int only_bytes(struct vd_kube_protobuf *pb, struct vd_slice message, struct vd_slice *out)
{
    struct vd_pb_reader reader;
    struct vd_pb_field field;

    *out = VD_SLICE_EMPTY;
    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        if (field.tag == VD_PB_TAG(1, VD_PB_LEN))
            *out = field.bytes;
    return vd_pb_status(&reader) ? vd_kube_protobuf_refuse(pb, "unexpected EOF") : 0;
}

static int quantity_value(struct vd_kube_protobuf *pb, struct vd_slice message,
                          struct vd_json_value **out_value)
{
    struct vd_slice text;
    const char *fault;
    int rc = only_bytes(pb, message, &text);

    if (rc)
        return rc;
    if (!text.len)
        text = VD_SLICE("0");
    fault = vd_kube_quantity_fault(text);
    if (fault)
        return vd_kube_protobuf_refuse(pb, "%s", fault);
    return text_value(pb, text, out_value);
}

static int raw_value(struct vd_kube_protobuf *pb, struct vd_slice message, uint32_t depth,
                     struct vd_json_value **out_value)
{
    struct vd_json_fault fault = {0};
    struct vd_slice text;
    int rc = only_bytes(pb, message, &text);

    if (rc)
        return rc;
    if (!text.len) {
        *out_value = vd_kube_doc_new_null(&pb->doc);
        return pb->doc.rc;
    }
    if (depth >= VD_KUBE_PROTOBUF_DEPTH_MAX)
        return VD_TOO_LARGE;
    rc = vd_json_read(pb->doc.arena, text, VD_KUBE_PROTOBUF_DEPTH_MAX - depth, out_value, &fault);
    return rc == VD_INVALID ? vd_kube_protobuf_refuse(pb, "raw JSON: %s", fault.message) : rc;
}

static int strings_value(struct vd_kube_protobuf *pb, struct vd_slice message, uint32_t depth,
                         struct vd_json_value **out_value)
{
    struct vd_json_value *list = vd_kube_doc_new_array(&pb->doc), *text = NULL;
    struct vd_pb_reader reader;
    struct vd_pb_field field;

    if (depth >= VD_KUBE_PROTOBUF_DEPTH_MAX)
        return VD_TOO_LARGE;
    vd_pb_reader_init(&reader, message);
    while (pb->doc.rc == 0 && vd_pb_next(&reader, &field)) {
        if (field.tag != VD_PB_TAG(1, VD_PB_LEN))
            continue;
        int rc = text_value(pb, field.bytes, &text);

        if (rc)
            return rc;
        vd_kube_doc_append(&pb->doc, list, text);
    }
    *out_value = list;
    if (pb->doc.rc)
        return pb->doc.rc;
    return vd_pb_status(&reader) ? vd_kube_protobuf_refuse(pb, "unexpected EOF") : 0;
}

int vd_kube_protobuf_value(struct vd_kube_protobuf *pb, const struct vd_kube_field *field,
                           const struct vd_pb_field *wire, uint32_t depth,
                           struct vd_json_value **out_value)
{
    enum vd_kube_form form = field->form;

    switch (form) {
    case VD_KUBE_STRING:
        return text_value(pb, wire->bytes, out_value);
    case VD_KUBE_BYTES:
        return bytes_value(pb, wire->bytes, out_value);
    case VD_KUBE_BOOL:
        *out_value = vd_kube_doc_new_bool(&pb->doc, wire->value != 0);
        return pb->doc.rc;
    case VD_KUBE_INT32:
        *out_value = vd_kube_doc_new_int(&pb->doc, (int32_t)wire->value);
        return pb->doc.rc;
    case VD_KUBE_INT64:
        *out_value = vd_kube_doc_new_int(&pb->doc, (int64_t)wire->value);
        return pb->doc.rc;
    case VD_KUBE_DOUBLE:
        return double_value(pb, wire->value, out_value);
    case VD_KUBE_TIME:
    case VD_KUBE_MICRO_TIME:
        return time_value(pb, form, wire->bytes, out_value);
    case VD_KUBE_DURATION:
        return duration_value(pb, wire->bytes, out_value);
    case VD_KUBE_INT_OR_STRING:
        return int_or_string_value(pb, wire->bytes, out_value);
    case VD_KUBE_QUANTITY:
        return quantity_value(pb, wire->bytes, out_value);
    case VD_KUBE_RAW:
    case VD_KUBE_FIELDS_V1:
    case VD_KUBE_ANY:
        return raw_value(pb, wire->bytes, depth, out_value);
    case VD_KUBE_STRINGS:
        return strings_value(pb, wire->bytes, depth, out_value);
    case VD_KUBE_MESSAGE:
    case VD_KUBE_SCHEMA_OR_BOOL:
    case VD_KUBE_SCHEMA_OR_ARRAY:
    case VD_KUBE_SCHEMA_OR_STRINGS:
        break;
    }
    vd_assert(false); /* a message is the caller's */
    return VD_INVALID;
}

struct vd_json_value *vd_kube_protobuf_zero(struct vd_kube_protobuf *pb, enum vd_kube_form form)
{
    switch (form) {
    case VD_KUBE_STRING:
        return vd_kube_doc_new_string(&pb->doc, VD_SLICE_EMPTY);
    case VD_KUBE_BOOL:
    case VD_KUBE_SCHEMA_OR_BOOL:
        return vd_kube_doc_new_bool(&pb->doc, false);
    case VD_KUBE_INT32:
    case VD_KUBE_INT64:
    case VD_KUBE_DOUBLE:
    case VD_KUBE_INT_OR_STRING:
        return vd_kube_doc_new_int(&pb->doc, 0);
    case VD_KUBE_DURATION:
        return vd_kube_doc_new_string(&pb->doc, VD_SLICE("0s"));
    case VD_KUBE_QUANTITY:
        return vd_kube_doc_new_string(&pb->doc, VD_SLICE("0"));
    case VD_KUBE_BYTES:
    case VD_KUBE_MESSAGE:
    case VD_KUBE_TIME:
    case VD_KUBE_MICRO_TIME:
    case VD_KUBE_RAW:
    case VD_KUBE_FIELDS_V1:
    case VD_KUBE_STRINGS:
    case VD_KUBE_ANY:
    case VD_KUBE_SCHEMA_OR_ARRAY:
    case VD_KUBE_SCHEMA_OR_STRINGS:
        break;
    }
    return vd_kube_doc_new_null(&pb->doc);
}

bool vd_kube_protobuf_is_zero(enum vd_kube_form form, const struct vd_json_value *value)
{
    switch (form) {
    case VD_KUBE_STRING:
    case VD_KUBE_BYTES:
        return value->text.len == 0;
    case VD_KUBE_BOOL:
        return !value->is_true;
    case VD_KUBE_INT32:
    case VD_KUBE_INT64:
        return vd_slice_eq(value->text, VD_SLICE("0"));
    case VD_KUBE_DOUBLE:
        return vd_slice_eq(value->text, VD_SLICE("0")) || vd_slice_eq(value->text, VD_SLICE("-0"));
    case VD_KUBE_STRINGS:
        return value->count == 0;
    case VD_KUBE_MESSAGE:
    case VD_KUBE_TIME:
    case VD_KUBE_MICRO_TIME:
    case VD_KUBE_DURATION:
    case VD_KUBE_INT_OR_STRING:
    case VD_KUBE_QUANTITY:
    case VD_KUBE_RAW:
    case VD_KUBE_FIELDS_V1:
    case VD_KUBE_ANY:
    case VD_KUBE_SCHEMA_OR_BOOL:
    case VD_KUBE_SCHEMA_OR_ARRAY:
    case VD_KUBE_SCHEMA_OR_STRINGS:
        break;
    }
    return false;
}
