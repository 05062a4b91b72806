/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/answer.h"

#include "base/check.h"
#include "doors/kube/call_inner.h"
#include "doors/kube/model/pretty.h"
#include "doors/kube/model/splice.h"
#include "doors/kube/model/table.h"
#include "doors/kube/options.h"
#include "doors/kube/render.h"
#include "doors/kube/status.h"
#include "wire/yaml_write.h"

#include <errno.h>
#include <stdio.h>

enum { NUMBER_BYTES = 24, METADATA_BYTES = 64, H2_INTERNAL_ERROR = 2 };

static void is_over(struct vd_kube_call *call)
{
    if (call->over)
        call->over(call);
}

void vd_kube_call_break_off(struct vd_kube_call *call)
{
    call->is_answered = true;
    if (call->answered)
        call->answered(call, 500);
    else
        vd_exchange_reset(call->x, H2_INTERNAL_ERROR);
    is_over(call);
}

/* --- headers -----------------------------------------------------------------------------------
 */

static uint64_t next_random(struct vd_kube *kube)
{
    return (uint64_t)vd_kube_random(kube, UINT32_MAX) << 32 | vd_kube_random(kube, UINT32_MAX);
}

static void make_audit_id(struct vd_kube *kube, char text[VD_KUBE_AUDIT_BYTES])
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

static uint32_t common_headers(struct vd_kube_call *call, struct vd_header *headers,
                               char audit[VD_KUBE_AUDIT_BYTES])
{
    make_audit_id(call->kube, audit);
    headers[0] = (struct vd_header){VD_SLICE("audit-id"), vd_slice_str(audit)};
    headers[1] = (struct vd_header){VD_SLICE("cache-control"), VD_SLICE("no-cache, private")};
    return add_warnings(call, headers, 2);
}

static const struct vd_header json_type = {VD_SLICE("content-type"), VD_SLICE("application/json")};
static const struct vd_header yaml_type = {VD_SLICE("content-type"), VD_SLICE("application/yaml")};

uint32_t vd_kube_answer_headers(struct vd_kube_call *call,
                                struct vd_header headers[VD_KUBE_HEADERS_MAX],
                                char audit[VD_KUBE_AUDIT_BYTES])
{
    uint32_t count = common_headers(call, headers, audit);

    headers[count++] = json_type;
    return count;
}

static void start(struct vd_kube_call *call, unsigned status, const struct vd_header *more,
                  uint32_t more_count, size_t length)
{
    char audit[VD_KUBE_AUDIT_BYTES], bytes[NUMBER_BYTES], retry[NUMBER_BYTES];
    struct vd_header headers[VD_KUBE_HEADERS_MAX];
    uint32_t count = common_headers(call, headers, audit);

    vd_assert(more_count <= VD_KUBE_HEADERS_MAX - VD_KUBE_WARNINGS_MAX - 4);
    for (uint32_t i = 0; i < more_count; i++)
        headers[count++] = more[i];
    if (status != 304) {
        snprintf(bytes, sizeof(bytes), "%zu", length);
        headers[count++] = (struct vd_header){VD_SLICE("content-length"), vd_slice_str(bytes)};
    }
    if (call->retry_after_s) {
        snprintf(retry, sizeof(retry), "%u", call->retry_after_s);
        headers[count++] = (struct vd_header){VD_SLICE("retry-after"), vd_slice_str(retry)};
    }
    vd_exchange_start(call->x, status, headers, count);
}

/* --- answers -----------------------------------------------------------------------------------
 */

/* What is in call->answer. */
static void send_answer(struct vd_kube_call *call, unsigned status, const struct vd_header *headers,
                        uint32_t count)
{
    vd_assert(!call->is_answered && !call->step && (call->x || call->answered));
    if (vd_buf_status(&call->answer)) {
        vd_kube_call_break_off(call);
        return;
    }
    call->is_answered = true;
    if (call->answered) {
        call->answered(call, status);
    } else {
        start(call, status, headers, count, call->answer.len);
        vd_exchange_ready(call->x, true);
    }
    is_over(call);
}

void vd_kube_answer_bytes(struct vd_kube_call *call, unsigned status,
                          const struct vd_header *headers, uint32_t count, struct vd_slice bytes)
{
    vd_buf_append_slice(&call->answer, bytes);
    send_answer(call, status, headers, count);
}

/* What is in call->answer, laid out for people. */
static int make_pretty(struct vd_kube_call *call, struct vd_buf *page)
{
    struct vd_kube_pretty pretty = {0};

    vd_kube_pretty_feed(&pretty, page, vd_buf_slice(&call->answer));
    return 0;
}

static int make_yaml(struct vd_kube_call *call, struct vd_buf *page)
{
    struct vd_json_value *value;
    int rc =
        vd_json_read(&call->arena, vd_buf_slice(&call->answer), VD_KUBE_DEPTH_MAX, &value, NULL);

    return rc ? rc : vd_yaml_write(page, value);
}

/* JSON that is in call->answer, compact, goes out as the client wants to see it. */
static void send_json(struct vd_kube_call *call, unsigned status)
{
    bool is_yaml = call->form.media == VD_KUBE_YAML;
    struct vd_buf page;
    int rc;

    if (is_yaml || call->is_pretty) {
        vd_buf_init(&page, 0);
        rc = is_yaml ? make_yaml(call, &page) : make_pretty(call, &page);
        page.status = page.status ? page.status : vd_buf_status(&call->answer);
        page.status = page.status ? page.status : rc;
        vd_buf_deinit(&call->answer);
        call->answer = page;
    }
    if (!is_yaml)
        vd_buf_append(&call->answer, "\n", 1);
    send_answer(call, status, is_yaml ? &yaml_type : &json_type, 1);
}

void vd_kube_answer_json(struct vd_kube_call *call, unsigned status, struct vd_slice text)
{
    vd_buf_append_slice(&call->answer, text);
    send_json(call, status);
}

void vd_kube_answer_document(struct vd_kube_call *call, unsigned status,
                             const struct vd_json_value *document)
{
    struct vd_json json;

    vd_json_init(&json, &call->answer);
    vd_json_write(&json, document);
    send_json(call, status);
}

/* As text, where that is enough. */
static void splice(struct vd_kube_call *call, struct vd_slice stored, bool is_ours,
                   int64_t revision)
{
    uint8_t *to = vd_buf_reserve(&call->answer, vd_kube_splice_bound(call->kind, stored.len)), *end;

    if (!to)
        return;
    end = call->form.as == VD_KUBE_AS_PARTIAL
              ? vd_kube_splice_put_partial(to, stored, is_ours, revision, call->form.is_beta)
              : vd_kube_splice_put(to, call->kind, stored, is_ours, revision);
    vd_buf_advance(&call->answer, (size_t)(end - to));
}

static int convert(struct vd_kube_call *call, struct vd_slice stored, int64_t revision)
{
    struct vd_json_value *document;
    struct vd_json json;
    int rc = vd_kube_render_document(call->kind, &call->arena, stored, revision, &document);

    if (rc)
        return rc;
    vd_json_init(&json, &call->answer);
    vd_json_write(&json, document);
    return 0;
}

/* A table of this one row. */
static int put_table(struct vd_kube_call *call, struct vd_slice stored, bool is_ours,
                     int64_t revision)
{
    size_t before = call->answer.len;
    char metadata[METADATA_BYTES];
    int rc;

    snprintf(metadata, sizeof(metadata), "{\"resourceVersion\":\"%lld\"}", (long long)revision);
    vd_kube_table_open(&call->answer, call->kind, vd_slice_str(metadata), call->form.is_beta, true);
    rc = vd_kube_render_row(call->kind, &call->arena, vd_kube_options_with(call),
                            call->form.is_beta, stored, is_ours, revision, &call->answer);
    vd_kube_table_close(&call->answer);
    if (rc)
        call->answer.len = before; /* it says why instead */
    return rc;
}

static int put_object(struct vd_kube_call *call, struct vd_slice stored, bool is_ours,
                      int64_t revision)
{
    if (call->form.as == VD_KUBE_AS_TABLE)
        return put_table(call, stored, is_ours, revision);
    if (call->form.as != VD_KUBE_AS_PARTIAL && !vd_kube_splice_is_enough(call->kind))
        return convert(call, stored, revision);
    splice(call, stored, is_ours, revision);
    return 0;
}

void vd_kube_answer_stored(struct vd_kube_call *call, unsigned status, struct vd_slice stored,
                           int64_t revision)
{
    int rc = put_object(call, stored, true, revision);

    if (rc)
        vd_kube_refuse_outcome(call, rc);
    else
        send_json(call, status);
}

void vd_kube_answer_loaded(struct vd_kube_call *call)
{
    const struct vd_kube_stored *loaded = &call->loaded;
    int rc = loaded->rc;

    if (rc == 0 && !vd_kube_splice_check(call->kind, loaded->value, loaded->is_ours)) {
        vd_kube_refuse_stored(call, vd_kube_call_key(call));
        return;
    }
    if (rc == 0)
        rc = put_object(call, loaded->value, loaded->is_ours, loaded->mod_revision);
    if (rc)
        vd_kube_refuse_outcome(call, rc);
    else
        send_json(call, 200);
}
