/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Defragment; and MoveLeader and Downgrade, as the only member answers them: it leads already, and
 * there is no older version of it whose data it could write.
 */
#include "doors/etcd3/maintenance.h"

#include "base/clock.h"
#include "base/metrics.h"
#include "core/defrag.h"
#include "wire/protobuf.h"

#include <errno.h>

#define LEN(number)    VD_PB_TAG(number, VD_PB_LEN)
#define VARINT(number) VD_PB_TAG(number, VD_PB_VARINT)

static const struct vd_etcd3_error BAD_TRANSFEREE = {VD_RPC_FAILED_PRECONDITION,
                                                     "etcdserver: bad leader transferee"};
static const struct vd_etcd3_error BAD_VERSION = {
    VD_RPC_INVALID_ARGUMENT, "etcdserver: wrong downgrade target version format"};
static const struct vd_etcd3_error NO_TARGET = {VD_RPC_INVALID_ARGUMENT,
                                                "etcdserver: invalid downgrade target version"};
static const struct vd_etcd3_error UNKNOWN_METHOD = {VD_RPC_UNKNOWN, "etcdserver: unknown method"};

static const struct vd_etcd3_error NO_ROOM = {
    VD_RPC_RESOURCE_EXHAUSTED, "vedette: no room on the disk for a copy of the store"};

const struct vd_etcd3_error *vd_etcd3_maintenance_error_of(int rc)
{
    return rc == -ENOSPC ? &NO_ROOM : vd_etcd3_error_of(rc);
}

/* Of Defragment and MoveLeader: nothing, not even a header, as in etcd. */
static enum vd_fill reply_nothing(struct vd_call *call, struct vd_out *out)
{
    struct vd_buf body;

    vd_buf_init(&body, 0);
    return vd_etcd3_reply(call, out, &body);
}

/* --- Defragment --------------------------------------------------------------------------------
 */

struct defragment_call {
    struct vd_defrag *defrag;
    uint64_t begun_ns;
};

static void on_defragmented(void *arg)
{
    vd_call_ready(arg, true);
}

static void defragment_message(struct vd_call *call, struct vd_slice message)
{
    struct defragment_call *state = vd_call_state(call);
    const struct vd_etcd3 *door = vd_call_arg(call);
    int rc;

    state->begun_ns = vd_time_monotonic_ns();
    rc = vd_defrag_open(door->env.kv, door->env.slot, vd_call_principal(call), on_defragmented,
                        call, &state->defrag);

    if (rc)
        vd_etcd3_fail(call, vd_etcd3_error_of(rc));
}

static enum vd_fill defragment_fill(struct vd_call *call, struct vd_out *out)
{
    struct defragment_call *state = vd_call_state(call);
    int rc = vd_defrag_result(state->defrag);

    if (rc == 0) {
        vd_metric_observe_us(VD_H_DEFRAG, (vd_time_monotonic_ns() - state->begun_ns) / 1000);
        return reply_nothing(call, out);
    }
    if (rc != VD_WAIT)
        vd_etcd3_fail(call, vd_etcd3_maintenance_error_of(rc));
    return VD_FILL_IDLE;
}

static void defragment_release(struct vd_call *call)
{
    struct defragment_call *state = vd_call_state(call);

    vd_defrag_close(state->defrag);
}

/* --- MoveLeader --------------------------------------------------------------------------------
 */

static void move_leader_message(struct vd_call *call, struct vd_slice message)
{
    const struct vd_etcd3 *door = vd_call_arg(call);
    struct vd_pb_reader reader;
    struct vd_pb_field field;
    uint64_t target = 0;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        if (field.tag == VARINT(1))
            target = field.value;
    if (vd_pb_status(&reader) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_BAD_MESSAGE);
    if (target != door->identity.member_id)
        return vd_etcd3_fail(call, &BAD_TRANSFEREE);
    vd_call_ready(call, true);
}

/* --- Downgrade ---------------------------------------------------------------------------------
 */

enum { VALIDATE, ENABLE, CANCEL };

static bool take_number(struct vd_slice *text)
{
    size_t n = 0;

    while (n < text->len && text->ptr[n] >= '0' && text->ptr[n] <= '9')
        n++;
    *text = vd_slice(text->ptr + n, text->len - n);
    return n > 0 && n < 19;
}

static bool take(struct vd_slice *text, uint8_t c)
{
    if (!text->len || *text->ptr != c)
        return false;
    *text = vd_slice(text->ptr + 1, text->len - 1);
    return true;
}

/* Letters, digits, dots and hyphens up to `end`; there may be none of them. */
static void take_suffix(struct vd_slice *text, uint8_t end)
{
    while (text->len && *text->ptr != end) {
        uint8_t c = *text->ptr, lower = c | 0x20;

        if (!((c >= '0' && c <= '9') || (lower >= 'a' && lower <= 'z') || c == '.' || c == '-'))
            return;
        (void)take(text, c);
    }
}

/* MAJOR.MINOR, or MAJOR.MINOR.PATCH with what semantic versions may have behind it. */
static bool is_version(struct vd_slice text)
{
    if (!take_number(&text) || !take(&text, '.') || !take_number(&text))
        return false;
    if (!text.len)
        return true;
    if (!take(&text, '.') || !take_number(&text))
        return false;
    if (take(&text, '-'))
        take_suffix(&text, '+');
    if (take(&text, '+'))
        take_suffix(&text, 0);
    return !text.len;
}

static void downgrade_message(struct vd_call *call, struct vd_slice message)
{
    struct vd_slice version = VD_SLICE_EMPTY;
    struct vd_pb_reader reader;
    struct vd_pb_field field;
    uint64_t action = VALIDATE;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        if (field.tag == VARINT(1))
            action = field.value;
        else if (field.tag == LEN(2))
            version = field.bytes;
    if (vd_pb_status(&reader) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_BAD_MESSAGE);
    if (action == CANCEL) /* there is none, and etcd takes that for done */
        return vd_call_ready(call, true);
    if (action != VALIDATE && action != ENABLE)
        return vd_etcd3_fail(call, &UNKNOWN_METHOD);
    vd_etcd3_fail(call, is_version(version) ? &NO_TARGET : &BAD_VERSION);
}

static enum vd_fill downgrade_fill(struct vd_call *call, struct vd_out *out)
{
    enum { VERSION = 2 };
    struct vd_etcd3 *door = vd_call_arg(call);
    const struct vd_etcd3_header *header = vd_etcd3_header_of(door, vd_etcd3_head(door));
    struct vd_slice version = VD_SLICE(VD_DOOR_ETCD_CLUSTER_VERSION);
    struct vd_buf body;

    version.len -= sizeof(".0") - 1; /* major and minor alone */
    vd_buf_init(&body, 0);
    vd_buf_append(&body, header->bytes, header->len);
    vd_pb_add_bytes(&body, VERSION, version);
    return vd_etcd3_reply(call, out, &body);
}

const struct vd_rpc_ops VD_ETCD3_DEFRAGMENT = {sizeof(struct defragment_call), defragment_message,
                                               defragment_fill, defragment_release, NULL};
const struct vd_rpc_ops VD_ETCD3_MOVE_LEADER = {0, move_leader_message, reply_nothing, NULL, NULL};
const struct vd_rpc_ops VD_ETCD3_DOWNGRADE = {0, downgrade_message, downgrade_fill, NULL, NULL};
