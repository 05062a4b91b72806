/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd2/node.h"

#include "base/check.h"
#include "base/clock.h"
#include "core/lease.h"

#include <time.h>

enum { SAME_MS = 1500, TIME_BYTES = 64 };

void vd_etcd2_node_of_event(const struct vd_event *event, struct vd_slice stem, bool is_marker,
                            int64_t at_ms, struct vd_etcd2_node *out_node)
{
    struct vd_etcd2_cause cause;

    vd_etcd2_cause_read(event, &cause);
    *out_node = (struct vd_etcd2_node){.stem = stem,
                                       .dir = is_marker,
                                       .has_value = !is_marker,
                                       .value = vd_event_value(event),
                                       .at_ms = at_ms,
                                       .modified = event->revision,
                                       .created = event->create_revision};
    if (cause.is_v2)
        out_node->created = cause.created ? cause.created : event->revision;
    if (is_marker)
        out_node->modified = out_node->created;
    if (event->lease)
        out_node->expires_ms = cause.expires_ms;
}

void vd_etcd2_node_implied(const struct vd_peek *first, struct vd_slice stem,
                           struct vd_etcd2_node *out_node)
{
    *out_node = (struct vd_etcd2_node){.stem = stem,
                                       .dir = true,
                                       .modified = first->create_revision,
                                       .created = first->create_revision};
}

void vd_etcd2_node_ask_lease(struct vd_etcd2_node *node, struct vd_etcd2 *door,
                             const struct vd_principal *principal, int64_t lease)
{
    struct vd_lease_info info;
    int64_t expires_ms;

    node->at_ms = vd_time_wall_ms();
    if (!lease || vd_lease_info(door->env.kv, door->env.slot, principal, lease,
                                (int64_t)vd_loop_now_ms(door->env.loop), &info))
        return;
    expires_ms = node->at_ms + info.remaining_ms;
    if (!node->expires_ms || expires_ms - node->expires_ms > SAME_MS ||
        node->expires_ms - expires_ms > SAME_MS)
        node->expires_ms = expires_ms;
}

/* As Go writes a time: without zeros at the end. */
static void add_expiration(struct vd_json *json, int64_t ms)
{
    time_t seconds = (time_t)(ms / 1000);
    char text[TIME_BYTES];
    struct tm tm;
    size_t len;

    if (!gmtime_r(&seconds, &tm))
        return;
    len = (size_t)snprintf(text, sizeof(text), "%04d-%02d-%02dT%02d:%02d:%02d", tm.tm_year + 1900,
                           tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
    if (ms % 1000) {
        len += (size_t)snprintf(text + len, sizeof(text) - len, ".%03d", (int)(ms % 1000));
        while (text[len - 1] == '0')
            len--;
    }
    snprintf(text + len, sizeof(text) - len, "Z");
    vd_json_add_str(json, "expiration", text);
}

static void add_times(struct vd_json *json, const struct vd_etcd2_node *node)
{
    int64_t left_ms = node->expires_ms - node->at_ms;

    if (!node->expires_ms)
        return;
    add_expiration(json, node->expires_ms);
    if (left_ms > 0)
        vd_json_add_int(json, "ttl", (left_ms + 999) / 1000);
}

static void add_key(struct vd_json *json, struct vd_etcd2 *door, struct vd_slice stem)
{
    size_t n = door->root.len;
    int rc;

    if (stem.len == n)
        return;
    vd_buf_clear(&door->scratch);
    vd_buf_append(&door->scratch, "/", 1);
    vd_buf_append(&door->scratch, stem.ptr + n, stem.len - n);
    rc = vd_buf_status(&door->scratch);
    if (rc)
        json->buf->status = json->buf->status ? json->buf->status : rc;
    else
        vd_json_add_string(json, "key", vd_buf_slice(&door->scratch));
}

void vd_etcd2_node_begin(struct vd_json *json, struct vd_etcd2 *door,
                         const struct vd_etcd2_node *node)
{
    vd_json_object(json);
    add_key(json, door, node->stem);
    if (node->has_value)
        vd_json_add_string(json, "value", node->value);
    if (node->dir)
        vd_json_add_bool(json, "dir", true);
    add_times(json, node);
}

void vd_etcd2_node_end(struct vd_json *json, const struct vd_etcd2_node *node)
{
    if (node->modified)
        vd_json_add_int(json, "modifiedIndex", node->modified);
    if (node->created)
        vd_json_add_int(json, "createdIndex", node->created);
    vd_json_object_end(json);
}

static void add_node(struct vd_json *json, struct vd_etcd2 *door, const char *name,
                     const struct vd_etcd2_node *node)
{
    if (!node)
        return;
    vd_json_name(json, name);
    vd_etcd2_node_begin(json, door, node);
    vd_etcd2_node_end(json, node);
}

void vd_etcd2_event_write(struct vd_buf *buf, struct vd_etcd2 *door, enum vd_etcd2_action action,
                          const struct vd_etcd2_node *node, const struct vd_etcd2_node *prev)
{
    struct vd_json json;

    vd_json_init(&json, buf);
    vd_json_object(&json);
    vd_json_add_str(&json, "action", vd_etcd2_action_name(action));
    add_node(&json, door, "node", node);
    add_node(&json, door, "prevNode", prev);
    vd_json_object_end(&json);
    vd_json_line(&json);
}
