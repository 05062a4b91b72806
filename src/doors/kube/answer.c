/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/answer.h"

#include "base/check.h"
#include "doors/kube/call_inner.h"
#include "doors/kube/status.h"

#include <errno.h>
#include <stdio.h>

enum { HEADERS_MAX = 12 + VD_KUBE_WARNINGS_MAX, NUMBER_BYTES = 24, H2_INTERNAL_ERROR = 2 };

void vd_kube_call_break_off(struct vd_kube_call *call)
{
    call->is_answered = true;
    vd_exchange_reset(call->x, H2_INTERNAL_ERROR);
}

/* --- headers -----------------------------------------------------------------------------------
 */

static uint64_t next_random(struct vd_kube *kube)
{
    return (uint64_t)vd_kube_random(kube, UINT32_MAX) << 32 | vd_kube_random(kube, UINT32_MAX);
}

void vd_kube_audit_id(struct vd_kube *kube, char text[VD_KUBE_AUDIT_BYTES])
{
    uint64_t a = next_random(kube), b = next_random(kube);

    snprintf(text, VD_KUBE_AUDIT_BYTES, "%08x-%04x-4%03x-%04x-%012llx", (unsigned)(a >> 32),
             (unsigned)(a >> 16 & 0xffff), (unsigned)(a & 0xfff),
             (unsigned)(b >> 48 & 0x3fff) | 0x8000, (unsigned long long)(b & 0xffffffffffff));
}

/* As RFC 7234, 5.5 has it: what is no printable text is left out. */
static struct vd_slice warning_of(struct vd_kube_call *call, struct vd_slice text)
{
    static const struct vd_slice head = VD_SLICE("299 - \"");
    uint8_t *value = vd_arena_alloc(&call->arena, head.len + 2 * text.len + 1), *to = value;

    if (!value)
        return VD_SLICE_EMPTY;
    memcpy(to, head.ptr, head.len);
    to += head.len;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < ' ' || text.ptr[i] == 0x7f)
            continue;
        if (text.ptr[i] == '"' || text.ptr[i] == '\\')
            *to++ = '\\';
        *to++ = text.ptr[i];
    }
    *to++ = '"';
    return vd_slice(value, (size_t)(to - value));
}

static uint32_t add_warnings(struct vd_kube_call *call, struct vd_header *headers, uint32_t count)
{
    for (unsigned i = 0; i < call->warning_count; i++) {
        struct vd_slice value = warning_of(call, call->warnings[i]);

        if (value.len)
            headers[count++] = (struct vd_header){VD_SLICE("warning"), value};
    }
    return count;
}

static void start(struct vd_kube_call *call, unsigned status, const struct vd_header *more,
                  uint32_t more_count, size_t length)
{
    char audit[VD_KUBE_AUDIT_BYTES], bytes[NUMBER_BYTES], retry[NUMBER_BYTES];
    struct vd_header headers[HEADERS_MAX] = {
        {VD_SLICE("audit-id"), VD_SLICE_EMPTY},
        {VD_SLICE("cache-control"), VD_SLICE("no-cache, private")},
        {VD_SLICE("content-length"), VD_SLICE_EMPTY},
    };
    uint32_t count = 3;

    vd_kube_audit_id(call->kube, audit);
    snprintf(bytes, sizeof(bytes), "%zu", length);
    headers[0].value = vd_slice_str(audit);
    headers[2].value = vd_slice_str(bytes);
    if (status == 304)
        count--;
    vd_assert(more_count <= HEADERS_MAX - VD_KUBE_WARNINGS_MAX - 4);
    for (uint32_t i = 0; i < more_count; i++)
        headers[count++] = more[i];
    if (call->retry_after_s) {
        snprintf(retry, sizeof(retry), "%u", call->retry_after_s);
        headers[count++] = (struct vd_header){VD_SLICE("retry-after"), vd_slice_str(retry)};
    }
    count = add_warnings(call, headers, count);
    vd_exchange_start(call->x, status, headers, count);
}

/* --- answers -----------------------------------------------------------------------------------
 */

/* What is in call->answer. */
static void send_answer(struct vd_kube_call *call, unsigned status, const struct vd_header *headers,
                        uint32_t count)
{
    vd_assert(!call->is_answered && !call->step && call->x);
    if (vd_buf_status(&call->answer)) {
        vd_kube_call_break_off(call);
        return;
    }
    call->is_answered = true;
    start(call, status, headers, count, call->answer.len);
    vd_exchange_ready(call->x, true);
}

void vd_kube_answer_bytes(struct vd_kube_call *call, unsigned status,
                          const struct vd_header *headers, uint32_t count, struct vd_slice bytes)
{
    vd_buf_append_slice(&call->answer, bytes);
    send_answer(call, status, headers, count);
}

static const struct vd_header json_type = {VD_SLICE("content-type"), VD_SLICE("application/json")};

void vd_kube_answer_json(struct vd_kube_call *call, unsigned status, struct vd_slice text)
{
    vd_buf_append_slice(&call->answer, text);
    vd_buf_append(&call->answer, "\n", 1);
    send_answer(call, status, &json_type, 1);
}

void vd_kube_answer_document(struct vd_kube_call *call, unsigned status,
                             const struct vd_json_value *document)
{
    struct vd_json json;

    vd_json_init(&json, &call->answer);
    vd_json_write(&json, document);
    vd_buf_append(&call->answer, "\n", 1);
    send_answer(call, status, &json_type, 1);
}

void vd_kube_answer_stored(struct vd_kube_call *call, unsigned status, struct vd_slice stored,
                           int64_t revision)
{
    (void)revision;
    vd_kube_answer_json(call, status, stored);
}
