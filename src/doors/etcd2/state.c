/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd2/state.h"

#include "base/check.h"
#include "wire/json.h"

#include <inttypes.h>
#include <sys/random.h>

enum { H2_INTERNAL_ERROR = 2 };

int64_t vd_etcd2_head(const struct vd_etcd2 *door)
{
    return vd_kv_view(door->env.kv, door->env.slot)->head;
}

int64_t vd_etcd2_lease_id(void)
{
    uint64_t id;

    do
        vd_assert(getrandom(&id, sizeof(id), 0) == sizeof(id));
    while (!(id >> 1));
    return (int64_t)(id >> 1);
}

static void add(struct vd_etcd2_headers *headers, struct vd_slice name, struct vd_slice value)
{
    vd_assert(headers->count < VD_COUNT(headers->fields));
    headers->fields[headers->count++] = (struct vd_header){name, value};
}

static void add_number(struct vd_etcd2_headers *headers, struct vd_slice name, unsigned text,
                       uint64_t value)
{
    snprintf(headers->texts[text], sizeof(headers->texts[text]), "%" PRIu64, value);
    add(headers, name, vd_slice_str(headers->texts[text]));
}

void vd_etcd2_headers_init(struct vd_etcd2_headers *headers, struct vd_etcd2 *door)
{
    headers->count = 0;
    add(headers, VD_SLICE("content-type"), VD_SLICE("application/json"));
    add(headers, VD_SLICE("x-etcd-cluster-id"), vd_slice_str(door->cluster_id));
}

void vd_etcd2_headers_index(struct vd_etcd2_headers *headers, struct vd_etcd2 *door, int64_t index)
{
    const struct vd_view *view = vd_kv_view(door->env.kv, door->env.slot);

    add_number(headers, VD_SLICE("x-etcd-index"), 0, (uint64_t)index);
    add_number(headers, VD_SLICE("x-raft-index"), 1, view->log_index);
    add(headers, VD_SLICE("x-raft-term"), VD_SLICE("1"));
}

void vd_etcd2_answer(struct vd_exchange *x, unsigned status, const struct vd_etcd2_headers *headers,
                     struct vd_buf *body)
{
    struct vd_header fields[VD_COUNT(headers->fields) + 1];
    char length[24];
    int rc = vd_buf_status(body);

    memcpy(fields, headers->fields, headers->count * sizeof(fields[0]));
    snprintf(length, sizeof(length), "%zu", body->len);
    fields[headers->count] = (struct vd_header){VD_SLICE("content-length"), vd_slice_str(length)};
    if (!rc) {
        vd_exchange_start(x, status, fields, headers->count + 1);
        rc = body->len ? vd_exchange_body(x, vd_buf_slice(body)) : 0;
    }
    if (rc)
        vd_exchange_reset(x, H2_INTERNAL_ERROR);
    else
        vd_exchange_finish(x, NULL, 0);
    vd_buf_deinit(body);
}

static void fail(struct vd_exchange *x, struct vd_etcd2 *door, unsigned status,
                 enum vd_etcd2_code code, const char *slash, struct vd_slice cause, int64_t index)
{
    struct vd_etcd2_headers headers;
    struct vd_buf body, text;
    struct vd_json json;

    vd_buf_init(&body, 0);
    vd_buf_init(&text, 0);
    vd_buf_append(&text, slash, strlen(slash));
    vd_buf_append_slice(&text, cause);
    vd_json_init(&json, &body);
    vd_json_object(&json);
    vd_json_add_uint(&json, "errorCode", code);
    vd_json_add_str(&json, "message", vd_etcd2_message(code));
    if (text.len)
        vd_json_add_string(&json, "cause", vd_buf_slice(&text));
    vd_json_add_int(&json, "index", index);
    vd_json_object_end(&json);
    vd_json_line(&json);
    vd_buf_deinit(&text);
    vd_etcd2_headers_init(&headers, door);
    add_number(&headers, VD_SLICE("x-etcd-index"), 0, (uint64_t)index);
    vd_etcd2_answer(x, status, &headers, &body);
}

void vd_etcd2_fail(struct vd_exchange *x, struct vd_etcd2 *door, enum vd_etcd2_code code,
                   struct vd_slice cause, int64_t index)
{
    fail(x, door, vd_etcd2_status(code), code, "", cause, index);
}

void vd_etcd2_fail_at(struct vd_exchange *x, struct vd_etcd2 *door, enum vd_etcd2_code code,
                      struct vd_slice stem, int64_t index)
{
    size_t n = door->root.len;

    fail(x, door, vd_etcd2_status(code), code, "/", vd_slice(stem.ptr + n, stem.len - n), index);
}

void vd_etcd2_fail_with(struct vd_exchange *x, struct vd_etcd2 *door,
                        const struct vd_etcd2_error *error, int64_t index)
{
    unsigned status = error->status ? error->status : vd_etcd2_status(error->code);

    fail(x, door, status, error->code, "", vd_slice_str(error->cause), index);
}
