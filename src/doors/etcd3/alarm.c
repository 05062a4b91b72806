/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd3/alarm.h"

#include "doors/etcd3/decode.h"
#include "doors/etcd3/submit.h"

#include <inttypes.h>
#include <stdio.h>

enum { GET, RAISE, TAKE_BACK };
enum { ALL = 0, LINE_BYTES = 80 };

static const enum vd_alarm ALARMS[] = {VD_ALARM_NOSPACE, VD_ALARM_CORRUPT};

struct alarm_call {
    struct vd_etcd3_submit submit;
    unsigned shown; /* what the answer names: bits as vd_kv_alarms has them */
};

void vd_etcd3_alarm_add_errors(struct vd_buf *body, unsigned field, const struct vd_etcd3 *door)
{
    unsigned raised = vd_kv_alarms(door->env.kv);
    char line[LINE_BYTES];

    for (size_t i = 0; i < VD_COUNT(ALARMS); i++) {
        if (!(raised & 1u << ALARMS[i]))
            continue;
        snprintf(line, sizeof(line), "memberID:%" PRIu64 " alarm:%s ", door->identity.member_id,
                 vd_alarm_name(ALARMS[i]));
        vd_pb_add_element(body, field, vd_slice_str(line));
    }
}

static bool is_alarm(uint32_t number)
{
    return number == VD_ALARM_NOSPACE || number == VD_ALARM_CORRUPT;
}

static unsigned asked(uint32_t alarm)
{
    if (alarm == ALL)
        return UINT32_MAX;
    return is_alarm(alarm) ? 1u << alarm : 0;
}

static void alarm_message(struct vd_call *call, struct vd_slice message)
{
    struct alarm_call *state = vd_call_state(call);
    const struct vd_etcd3 *door = vd_call_arg(call);
    struct vd_etcd3_alarm_request request;
    bool is_ours;

    if (vd_etcd3_read_alarm(message, &request) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_BAD_MESSAGE);
    if (vd_etcd3_submit_begin(&state->submit, call) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_NO_MEMORY);
    /* 0 is what clients send that name nobody. */
    is_ours = !request.member_id || request.member_id == door->identity.member_id;
    state->submit.is_done = true;
    if (request.action == GET)
        state->shown = vd_kv_alarms(door->env.kv) & asked(request.alarm);
    if (request.action == GET || request.action > TAKE_BACK || !is_ours || !is_alarm(request.alarm))
        return vd_call_ready(call, true);
    state->submit.write.kind = VD_WRITE_ALARM;
    state->submit.write.alarm = (struct vd_alarm_op){.alarm = (enum vd_alarm)request.alarm,
                                                     .raise = request.action == RAISE};
    vd_etcd3_submit(&state->submit);
}

/* What was raised is shown, also if it was before; what was taken back, if there was something. */
static unsigned shown(const struct alarm_call *state)
{
    const struct vd_write *write = &state->submit.write;

    if (write->kind != VD_WRITE_ALARM)
        return state->shown;
    return write->alarm.raise || write->changed ? 1u << write->alarm.alarm : 0;
}

static enum vd_fill alarm_fill(struct vd_call *call, struct vd_out *out)
{
    enum { ALARM_MEMBERS = 2, MEMBER_ID = 1, ALARM = 2 };
    struct alarm_call *state = vd_call_state(call);
    struct vd_etcd3 *door = vd_call_arg(call);
    const struct vd_etcd3_header *header;
    struct vd_buf body;

    if (!vd_etcd3_submit_is_answerable(&state->submit))
        return VD_FILL_IDLE;
    header = vd_etcd3_header_of(door, vd_etcd3_head(door));
    vd_buf_init(&body, 0);
    vd_buf_append(&body, header->bytes, header->len);
    for (size_t i = 0; i < VD_COUNT(ALARMS); i++) {
        size_t begun;

        if (!(shown(state) & 1u << ALARMS[i]))
            continue;
        begun = vd_pb_begin(&body, ALARM_MEMBERS);
        vd_pb_add_uint(&body, MEMBER_ID, door->identity.member_id);
        vd_pb_add_uint(&body, ALARM, ALARMS[i]);
        vd_pb_end(&body, begun);
    }
    return vd_etcd3_reply(call, out, &body);
}

static void alarm_release(struct vd_call *call)
{
    struct alarm_call *state = vd_call_state(call);

    vd_etcd3_submit_end(&state->submit);
}

const struct vd_rpc_ops VD_ETCD3_ALARM = {sizeof(struct alarm_call), alarm_message, alarm_fill,
                                          alarm_release, NULL};
