/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/live/ws_command.h"

#include "base/buf.h"
#include "base/check.h"
#include "doors/live/position.h"
#include "wire/base64.h"
#include "wire/json_read.h"
#include "wire/url.h"

#include <errno.h>

enum { DEPTH_MAX = 4 };

#define IS(slice, literal) vd_slice_eq(slice, VD_SLICE(literal))

static const char *const verbs[] = {
    [VD_LIVE_WS_SUBSCRIBE] = "subscribe",
    [VD_LIVE_WS_CANCEL] = "cancel",
    [VD_LIVE_WS_PAUSE] = "pause",
    [VD_LIVE_WS_RESUME] = "resume",
    [VD_LIVE_WS_PUT] = "put",
    [VD_LIVE_WS_DELETE] = "delete",
};

/* What is being read: the first thing that is wrong is what is told. */
struct parsing {
    struct vd_arena *arena;
    const struct vd_json_value *object;
    struct vd_live_ws_command *command;
    const char *what;
};

static int wrong(struct parsing *p, const char *what)
{
    p->what = what;
    return VD_INVALID;
}

/* Moves a buffer's bytes into the arena. */
static int take(struct parsing *p, struct vd_buf *buf, struct vd_slice *out)
{
    int rc = vd_buf_status(buf);

    if (rc == 0)
        rc = vd_arena_copy(p->arena, vd_buf_slice(buf), out);
    vd_buf_deinit(buf);
    return rc;
}

static int read_verb(struct parsing *p)
{
    const struct vd_json_value *type = vd_json_member(p->object, VD_SLICE("type"));

    for (unsigned i = 0; type && type->type == VD_JSON_STRING && i < VD_COUNT(verbs); i++) {
        if (!vd_slice_eq(type->text, vd_slice_str(verbs[i])))
            continue;
        p->command->verb = (enum vd_live_ws_verb)i;
        return 0;
    }
    return wrong(p, "type is subscribe, cancel, pause, resume, put or delete");
}

/* Kept as it is written, so that it comes back as it was. */
static int read_id(struct parsing *p)
{
    static const char what[] = "id is a string or a number, of at most 64 bytes as it is written";
    const struct vd_json_value *id = vd_json_member(p->object, VD_SLICE("id"));
    struct vd_json json;
    struct vd_buf buf;

    if (!id || id->type == VD_JSON_NULL)
        return 0;
    if (id->type != VD_JSON_STRING && id->type != VD_JSON_NUMBER)
        return wrong(p, what);
    vd_buf_init(&buf, 0);
    vd_json_init(&json, &buf);
    if (id->type == VD_JSON_STRING)
        vd_json_string(&json, id->text);
    else
        vd_json_raw(&json, id->text);
    if (buf.len > VD_LIVE_WS_ID_BYTES) {
        vd_buf_deinit(&buf);
        return wrong(p, what);
    }
    return take(p, &buf, &p->command->id);
}

/* Bytes that are text under `name`, or base64 under `name64`. *out: a NULL pointer if they are not
 * there. */
static int read_bytes(struct parsing *p, struct vd_slice name, struct vd_slice name64,
                      const char *what, struct vd_slice *out)
{
    const struct vd_json_value *plain = vd_json_member(p->object, name);
    const struct vd_json_value *coded = vd_json_member(p->object, name64);
    uint8_t *to;
    size_t len;

    *out = VD_SLICE_EMPTY;
    if (!plain && !coded)
        return 0;
    if ((plain && coded) || (plain ? plain : coded)->type != VD_JSON_STRING)
        return wrong(p, what);
    if (plain) {
        *out = plain->text.len ? plain->text : VD_SLICE("");
        return 0;
    }
    to = vd_arena_alloc(p->arena, vd_base64_decoded_max(coded->text.len));
    if (!to)
        return VD_TOO_LARGE;
    if (vd_base64_decode(coded->text, to, &len))
        return wrong(p, what);
    *out = vd_slice(to, len);
    return 0;
}

static int read_key(struct parsing *p, struct vd_slice *out)
{
    return read_bytes(p, VD_SLICE("key"), VD_SLICE("key64"),
                      "key is a string, or key64 one of base64", out);
}

/* --- subscribe -------------------------------------------------------------------------------- */

static bool is_parameter(const struct vd_json_value *member)
{
    return !IS(member->name, "type") && !IS(member->name, "id") && !IS(member->name, "key") &&
           !IS(member->name, "key64") && member->type != VD_JSON_NULL;
}

static void put_parameter(struct vd_buf *buf, const struct vd_json_value *member)
{
    if (buf->len)
        vd_buf_append(buf, "&", 1);
    vd_url_encode(buf, member->name);
    vd_buf_append(buf, "=", 1);
    if (member->type == VD_JSON_BOOL)
        vd_buf_append_slice(buf, member->is_true ? VD_SLICE("true") : VD_SLICE("false"));
    else
        vd_url_encode(buf, member->text);
}

static int read_query(struct parsing *p)
{
    struct vd_buf buf;

    vd_buf_init(&buf, 0);
    for (const struct vd_json_value *m = p->object->first; m; m = m->next) {
        if (!is_parameter(m))
            continue;
        if (m->type == VD_JSON_ARRAY || m->type == VD_JSON_OBJECT) {
            vd_buf_deinit(&buf);
            return wrong(p, "a parameter is a string, a number, true or false");
        }
        put_parameter(&buf, m);
    }
    return take(p, &buf, &p->command->query);
}

static int read_subscription(struct parsing *p)
{
    struct vd_slice key;
    struct vd_buf buf;
    int rc = read_key(p, &key);

    if (rc)
        return rc;
    if (!p->command->id.len)
        return wrong(p, "a subscription needs an id");
    vd_buf_init(&buf, 0);
    vd_url_encode(&buf, key);
    rc = take(p, &buf, &p->command->key);
    return rc ? rc : read_query(p);
}

/* --- put, delete ------------------------------------------------------------------------------ */

/* A number, also as a string: leases are beyond what a double holds. */
static int read_number(struct parsing *p, struct vd_slice name, const char *what, bool *out_there,
                       int64_t *out)
{
    const struct vd_json_value *value = vd_json_member(p->object, name);

    *out_there = value && value->type != VD_JSON_NULL;
    if (!*out_there)
        return 0;
    if ((value->type != VD_JSON_NUMBER && value->type != VD_JSON_STRING) ||
        !vd_json_number_int(value->text, out) || *out < 0)
        return wrong(p, what);
    return 0;
}

static int check_members(struct parsing *p, const char *const *names, const char *what)
{
    for (const struct vd_json_value *m = p->object->first; m; m = m->next) {
        size_t i = 0;

        while (names[i] && !vd_slice_eq(m->name, vd_slice_str(names[i])))
            i++;
        if (!names[i] || m->is_duplicate)
            return wrong(p, what);
    }
    return 0;
}

static int read_condition(struct parsing *p)
{
    return read_number(p, VD_SLICE("if"), "if is a revision; 0: the key is not there",
                       &p->command->is_conditional, &p->command->revision);
}

/* As in the URL of a PUT. */
static int read_ttl(struct parsing *p)
{
    const struct vd_json_value *ttl = vd_json_member(p->object, VD_SLICE("ttl"));

    if (!ttl || ttl->type == VD_JSON_NULL)
        return 0;
    if ((ttl->type != VD_JSON_STRING && ttl->type != VD_JSON_NUMBER) ||
        vd_live_duration_parse(ttl->text, true, &p->command->ttl_ms) || p->command->ttl_ms < 1)
        return wrong(p, "ttl is a time, like 30s");
    return p->command->lease ? wrong(p, "ttl and lease exclude each other") : 0;
}

static int read_put(struct parsing *p)
{
    static const char *const names[] = {"type",    "id",    "key", "key64", "value",
                                        "value64", "lease", "ttl", "if",    NULL};
    bool has_lease;
    int rc = check_members(p, names, "a put has id, key, value, ttl, lease and if");

    if (rc == 0)
        rc = read_key(p, &p->command->key);
    if (rc == 0 && !p->command->key.len)
        rc = wrong(p, "a put needs a key");
    if (rc == 0)
        rc = read_bytes(p, VD_SLICE("value"), VD_SLICE("value64"),
                        "value is a string, or value64 one of base64", &p->command->value);
    if (rc == 0 && !p->command->value.ptr)
        rc = wrong(p, "a put needs a value");
    if (rc == 0)
        rc = read_number(p, VD_SLICE("lease"), "lease is the number of one", &has_lease,
                         &p->command->lease);
    if (rc == 0)
        rc = read_ttl(p);
    return rc ? rc : read_condition(p);
}

static int read_delete(struct parsing *p)
{
    static const char *const names[] = {"type", "id", "key", "key64", "prefix", "if", NULL};
    const struct vd_json_value *prefix = vd_json_member(p->object, VD_SLICE("prefix"));
    int rc = check_members(p, names, "a delete has id, key, prefix and if");

    if (rc == 0)
        rc = read_key(p, &p->command->key);
    if (rc == 0 && prefix && prefix->type != VD_JSON_BOOL)
        rc = wrong(p, "prefix is true or false");
    p->command->is_prefix = prefix && prefix->is_true;
    if (rc == 0 && !p->command->key.len && (!p->command->is_prefix || !p->command->key.ptr))
        rc = wrong(p, "a delete needs a key");
    if (rc == 0)
        rc = read_condition(p);
    if (rc == 0 && p->command->is_conditional && p->command->is_prefix)
        rc = wrong(p, "if is for one key");
    return rc;
}

/* Of a watch that is there: nothing but its id, or none for the one of the URL. */
static int read_control(struct parsing *p)
{
    static const char *const names[] = {"type", "id", NULL};

    return check_members(p, names, "of a watch that is there only the id is said");
}

static int read_rest(struct parsing *p)
{
    switch (p->command->verb) {
    case VD_LIVE_WS_SUBSCRIBE:
        return read_subscription(p);
    case VD_LIVE_WS_PUT:
        return read_put(p);
    case VD_LIVE_WS_DELETE:
        return read_delete(p);
    case VD_LIVE_WS_CANCEL:
    case VD_LIVE_WS_PAUSE:
    case VD_LIVE_WS_RESUME:
        break;
    }
    return read_control(p);
}

int vd_live_ws_command_parse(struct vd_arena *arena, struct vd_slice text,
                             struct vd_live_ws_command *out_command, const char **out_what)
{
    struct vd_json_fault fault = {.message = NULL};
    struct vd_json_value *value;
    int rc = vd_json_read(arena, text, DEPTH_MAX, &value, &fault);
    struct parsing p = {.arena = arena, .command = out_command, .what = fault.message};

    *out_command = (struct vd_live_ws_command){.verb = VD_LIVE_WS_CANCEL};
    p.object = rc ? NULL : value;
    if (rc == 0 && value->type != VD_JSON_OBJECT)
        rc = wrong(&p, "a message is a JSON object");
    if (rc == 0)
        rc = read_id(&p);
    if (rc == 0)
        rc = read_verb(&p);
    if (rc == 0)
        rc = read_rest(&p);
    *out_what = p.what;
    return rc;
}
