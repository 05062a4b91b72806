/* SPDX-License-Identifier: Apache-2.0 */
#include "rpc/reflection.h"

#include "rpc/descriptors.h"
#include "rpc/inbox.h"
#include "wire/protobuf.h"

enum {
    /* ServerReflectionRequest; a number that is not in the oneof stands for no question. */
    HOST = 1,
    NO_QUESTION = 2,
    FILE_BY_FILENAME = 3,
    FILE_CONTAINING_SYMBOL = 4,
    FILE_CONTAINING_EXTENSION = 5,
    ALL_EXTENSION_NUMBERS_OF_TYPE = 6,
    LIST_SERVICES = 7,

    /* ServerReflectionResponse */
    VALID_HOST = 1,
    ORIGINAL_REQUEST = 2,
    FILE_DESCRIPTOR_RESPONSE = 4,
    ALL_EXTENSION_NUMBERS_RESPONSE = 5,
    LIST_SERVICES_RESPONSE = 6,
    ERROR_RESPONSE = 7
};

/* Questions that wait: no more than one piece of a body brought. */
struct asked {
    struct vd_rpc_inbox questions;
    bool ended;
};

struct question {
    struct vd_slice whole, host, operand;
    uint32_t kind;
};

static int read_question(struct vd_slice message, struct question *out)
{
    struct question question = {.whole = message, .kind = NO_QUESTION};
    struct vd_pb_reader reader;
    struct vd_pb_field field;
    int rc;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field)) {
        uint32_t number = field.tag >> 3;

        if (field.tag == VD_PB_TAG(HOST, VD_PB_LEN)) {
            question.host = field.bytes;
        } else if (field.tag == VD_PB_TAG(number, VD_PB_LEN) && number >= FILE_BY_FILENAME &&
                   number <= LIST_SERVICES) {
            question.kind = number;
            question.operand = field.bytes;
        }
    }
    rc = vd_pb_status(&reader);
    if (rc == 0)
        *out = question;
    return rc;
}

/* --- answers --------------------------------------------------------------------------------- */

static void add_error(struct vd_buf *buf, enum vd_rpc_code code, const char *message)
{
    enum { ERROR_CODE = 1, ERROR_MESSAGE = 2 };
    size_t begun = vd_pb_begin(buf, ERROR_RESPONSE);

    vd_pb_add_uint(buf, ERROR_CODE, code);
    vd_pb_add_bytes(buf, ERROR_MESSAGE, vd_slice_str(message));
    vd_pb_end(buf, begun);
}

/* The file that was asked for first, then what it imports. */
static void add_files(struct vd_buf *buf, unsigned file)
{
    enum { FILE_DESCRIPTOR_PROTO = 1 };
    uint64_t rest = vd_descriptors_closure(vd_rpc_descriptors, file) & ~((uint64_t)1 << file);
    size_t begun = vd_pb_begin(buf, FILE_DESCRIPTOR_RESPONSE);
    struct vd_slice bytes;

    if (vd_descriptors_at(vd_rpc_descriptors, file, &bytes))
        vd_pb_add_element(buf, FILE_DESCRIPTOR_PROTO, bytes);
    for (; rest; rest &= rest - 1)
        if (vd_descriptors_at(vd_rpc_descriptors, (unsigned)__builtin_ctzll(rest), &bytes))
            vd_pb_add_element(buf, FILE_DESCRIPTOR_PROTO, bytes);
    vd_pb_end(buf, begun);
}

/* The methods of a service stand together, so a service is named when its first one is met. */
static void add_services(struct vd_buf *buf, const struct vd_rpc_server *server)
{
    enum { SERVICE = 1, SERVICE_NAME = 1 };
    size_t begun = vd_pb_begin(buf, LIST_SERVICES_RESPONSE);
    struct vd_slice last = VD_SLICE_EMPTY;

    for (const struct vd_rpc_entry *entry = vd_rpc_server_first(server); entry;
         entry = entry->next) {
        struct vd_slice name = vd_rpc_service_of(entry->method->path);
        size_t service;

        if (!entry->method->ops || vd_slice_eq(name, last))
            continue;
        service = vd_pb_begin(buf, SERVICE);
        vd_pb_add_bytes(buf, SERVICE_NAME, name);
        vd_pb_end(buf, service);
        last = name;
    }
    vd_pb_end(buf, begun);
}

/* There are none: nothing of ours is proto2. */
static void add_extension_numbers(struct vd_buf *buf, struct vd_slice type)
{
    enum { BASE_TYPE_NAME = 1 };
    size_t begun;
    unsigned file;

    if (vd_descriptors_find_symbol(vd_rpc_descriptors, type, &file) != VD_SYMBOL_MESSAGE) {
        add_error(buf, VD_RPC_NOT_FOUND, "no such message type");
        return;
    }
    begun = vd_pb_begin(buf, ALL_EXTENSION_NUMBERS_RESPONSE);
    vd_pb_add_bytes(buf, BASE_TYPE_NAME, type);
    vd_pb_end(buf, begun);
}

static void add_answer(struct vd_buf *buf, const struct question *question,
                       const struct vd_rpc_server *server)
{
    unsigned file;

    switch (question->kind) {
    case FILE_BY_FILENAME:
        if (vd_descriptors_find(vd_rpc_descriptors, question->operand, &file))
            add_files(buf, file);
        else
            add_error(buf, VD_RPC_NOT_FOUND, "no such file");
        return;
    case FILE_CONTAINING_SYMBOL:
        if (vd_descriptors_find_symbol(vd_rpc_descriptors, question->operand, &file))
            add_files(buf, file);
        else
            add_error(buf, VD_RPC_NOT_FOUND, "no such symbol");
        return;
    case FILE_CONTAINING_EXTENSION:
        add_error(buf, VD_RPC_NOT_FOUND, "there are no extensions");
        return;
    case ALL_EXTENSION_NUMBERS_OF_TYPE:
        add_extension_numbers(buf, question->operand);
        return;
    case LIST_SERVICES:
        add_services(buf, server);
        return;
    default:
        add_error(buf, VD_RPC_INVALID_ARGUMENT, "a request that asks nothing we know");
    }
}

/* --- the stream ------------------------------------------------------------------------------ */

static void out_of_memory(struct vd_call *call)
{
    vd_call_finish(call, VD_RPC_RESOURCE_EXHAUSTED, "out of memory");
}

static void on_message(struct vd_call *call, struct vd_slice message)
{
    struct asked *asked = vd_call_state(call);

    if (vd_rpc_inbox_put(&asked->questions, message) != 0)
        return out_of_memory(call);
    vd_call_pause(call, true);
    vd_call_ready(call, true);
}

static void write_answer(struct vd_call *call, struct vd_out *out, const struct question *question)
{
    uint8_t prefix[VD_RPC_PREFIX_BYTES];
    struct vd_bytes *bytes = NULL;
    struct vd_buf body;

    vd_buf_init(&body, 0);
    vd_pb_add_bytes(&body, VALID_HOST, question->host);
    vd_pb_add_element(&body, ORIGINAL_REQUEST, question->whole);
    add_answer(&body, question, vd_call_arg(call));
    if (vd_buf_status(&body) == 0)
        bytes = vd_bytes_copy(vd_buf_slice(&body));
    if (bytes) {
        vd_call_put_prefix(prefix, body.len);
        (void)vd_call_write(call, out, vd_slice(prefix, sizeof(prefix)), bytes);
    } else {
        out_of_memory(call);
    }
    vd_bytes_unref(bytes);
    vd_buf_deinit(&body);
}

/* All questions are answered. */
static enum vd_fill rest(struct vd_call *call, struct asked *asked)
{
    vd_rpc_inbox_clear(&asked->questions);
    if (asked->ended)
        vd_call_finish(call, VD_RPC_OK, NULL);
    else
        vd_call_pause(call, false);
    return VD_FILL_IDLE;
}

static enum vd_fill fill(struct vd_call *call, struct vd_out *out)
{
    struct asked *asked = vd_call_state(call);
    struct question question;

    if (vd_rpc_inbox_is_empty(&asked->questions))
        return rest(call, asked);
    if (read_question(vd_rpc_inbox_take(&asked->questions), &question) != 0) {
        vd_call_finish(call, VD_RPC_INTERNAL, "grpc: failed to unmarshal the received message");
        return VD_FILL_IDLE;
    }
    write_answer(call, out, &question);
    return vd_rpc_inbox_is_empty(&asked->questions) ? rest(call, asked) : VD_FILL_MORE;
}

static void release(struct vd_call *call)
{
    struct asked *asked = vd_call_state(call);

    vd_rpc_inbox_clear(&asked->questions);
}

static void end(struct vd_call *call)
{
    struct asked *asked = vd_call_state(call);

    asked->ended = true;
    vd_call_ready(call, true);
}

static const struct vd_rpc_ops OPS = {sizeof(struct asked), on_message, fill, release, end};

static const struct vd_rpc_method METHODS[] = {
    {"/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", VD_RPC_BIDI, &OPS},
    {"/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", VD_RPC_BIDI, &OPS},
};

static const struct vd_rpc_service SERVICE = {.methods = METHODS,
                                              .method_count = VD_COUNT(METHODS),
                                              .deadline_message = "context deadline exceeded",
                                              .stopped_message = "the server is stopping"};

int vd_rpc_reflection_add(struct vd_rpc_server *server)
{
    return vd_rpc_server_add(server, &SERVICE, server);
}
