/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands beside the keys: who the members are, what they count, and that nobody has to say who
 * he is. There is one member, always, and it leads; what would change that is refused.
 */
#include "base/alloc.h"
#include "base/check.h"
#include "base/clock.h"
#include "doors/etcd2/request.h"
#include "doors/etcd2/stats.h"
#include "wire/json.h"

#include <errno.h>
#include <inttypes.h>
#include <time.h>

/* An answer on its way. */
struct reply {
    struct vd_etcd2 *door;
    const struct vd_request *request;
    struct vd_slice rest; /* of the path, behind what the row names */
    unsigned status;
    const char *content_type;
    const char *allow;
    bool has_cluster_id;
    struct vd_buf body;
};

typedef void make_reply(struct reply *reply);

static bool is_method(const struct reply *reply, const char *method)
{
    return vd_slice_eq(reply->request->method, vd_slice_str(method));
}

static void say(struct reply *reply, unsigned status, const char *text, struct vd_slice more)
{
    struct vd_buf message;
    struct vd_json json;

    reply->status = status;
    vd_buf_init(&message, 0);
    vd_buf_append(&message, text, strlen(text));
    vd_buf_append_slice(&message, more);
    vd_json_init(&json, &reply->body);
    vd_json_object(&json);
    vd_json_add_string(&json, "message", vd_buf_slice(&message));
    vd_json_object_end(&json);
    vd_buf_deinit(&message);
}

static void not_found(struct reply *reply)
{
    reply->status = 404;
    reply->content_type = "text/plain; charset=utf-8";
    reply->has_cluster_id = false;
    vd_buf_printf(&reply->body, "404 page not found\n");
}

/* --- members ------------------------------------------------------------------------------------
 */

static void add_member(struct vd_json *json, const struct vd_etcd2 *door)
{
    const struct vd_door_facts *facts = door->env.facts;

    vd_json_object(json);
    vd_json_add_str(json, "id", door->member_id);
    vd_json_add_str(json, "name", facts->member_name);
    vd_json_name(json, "peerURLs");
    vd_json_array(json);
    vd_json_array_end(json);
    vd_json_name(json, "clientURLs");
    vd_json_array(json);
    for (unsigned i = 0; i < facts->client_url_count; i++)
        vd_json_string(json, vd_slice_str(facts->client_urls[i]));
    vd_json_array_end(json);
    vd_json_object_end(json);
}

static void get_members(struct reply *reply)
{
    struct vd_slice rest = reply->rest;
    struct vd_json json;

    vd_json_init(&json, &reply->body);
    if (vd_slice_eq(rest, VD_SLICE("leader"))) {
        add_member(&json, reply->door);
    } else if (rest.len) {
        say(reply, 404, "Not found", VD_SLICE_EMPTY);
        return;
    } else {
        vd_json_object(&json);
        vd_json_name(&json, "members");
        vd_json_array(&json);
        add_member(&json, reply->door);
        vd_json_array_end(&json);
        vd_json_object_end(&json);
    }
    vd_json_line(&json);
}

static void refuse_type(struct reply *reply)
{
    struct vd_buf text;

    vd_buf_init(&text, 0);
    vd_buf_append_slice(&text, reply->request->content_type);
    vd_buf_append(&text, ", accept application/json", strlen(", accept application/json"));
    say(reply, 415, "Bad Content-Type ", vd_buf_slice(&text));
    vd_buf_deinit(&text);
}

static void make_members(struct reply *reply)
{
    struct vd_slice type = reply->request->content_type;
    bool is_own = vd_slice_eq(reply->rest, vd_slice_str(reply->door->member_id));

    reply->has_cluster_id = true;
    reply->content_type = "application/json";
    if (is_method(reply, "GET"))
        get_members(reply);
    else if (is_method(reply, "DELETE") && !is_own)
        say(reply, 404, "No such member: ", reply->rest);
    else if (!is_method(reply, "DELETE") && !vd_slice_eq(type, VD_SLICE("application/json")))
        refuse_type(reply);
    else if (is_method(reply, "PUT") && !is_own)
        say(reply, 404, "No such member: ", reply->rest);
    else
        say(reply, 500, "vedette: the membership of this server does not change", VD_SLICE_EMPTY);
}

static void make_machines(struct reply *reply)
{
    const struct vd_door_facts *facts = reply->door->env.facts;

    for (unsigned i = 0; i < facts->client_url_count; i++)
        vd_buf_printf(&reply->body, "%s%s", i ? ", " : "", facts->client_urls[i]);
}

/* --- stats --------------------------------------------------------------------------------------
 */

static void add_time(struct vd_json *json, const char *name, int64_t ms)
{
    time_t seconds = (time_t)(ms / 1000);
    char text[64];
    struct tm tm;

    if (!gmtime_r(&seconds, &tm))
        return;
    snprintf(text, sizeof(text), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", tm.tm_year + 1900,
             tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, (int)(ms % 1000));
    vd_json_add_str(json, name, text);
}

/* As Go writes a duration. */
static void add_uptime(struct vd_json *json, int64_t ms)
{
    int64_t minutes = ms / 60000, hours = minutes / 60;
    char text[64], *at = text;

    if (hours)
        at += sprintf(at, "%" PRId64 "h", hours);
    if (minutes)
        at += sprintf(at, "%" PRId64 "m", minutes % 60);
    sprintf(at, "%" PRId64 ".%03" PRId64 "s", ms / 1000 % 60, ms % 1000);
    vd_json_add_str(json, "uptime", text);
}

static void make_self(struct reply *reply)
{
    const struct vd_etcd2 *door = reply->door;
    struct vd_json json;

    vd_json_init(&json, &reply->body);
    vd_json_object(&json);
    vd_json_add_str(&json, "name", door->env.facts->member_name);
    vd_json_add_str(&json, "id", door->member_id);
    vd_json_add_str(&json, "state", "StateLeader");
    add_time(&json, "startTime", door->started_ms);
    vd_json_name(&json, "leaderInfo");
    vd_json_object(&json);
    vd_json_add_str(&json, "leader", door->member_id);
    add_uptime(&json, VD_MAX(vd_time_wall_ms() - door->started_ms, 0));
    add_time(&json, "startTime", door->started_ms);
    vd_json_object_end(&json);
    vd_json_add_int(&json, "recvAppendRequestCnt", 0);
    vd_json_add_int(&json, "sendAppendRequestCnt", 0);
    vd_json_object_end(&json);
}

static void make_leader(struct reply *reply)
{
    vd_buf_printf(&reply->body, "{\"leader\":\"%s\",\"followers\":{}}", reply->door->member_id);
}

static void make_store(struct reply *reply)
{
    vd_etcd2_stats_write(&reply->body, reply->door);
}

/* --- auth ---------------------------------------------------------------------------------------
 */

static void make_auth(struct reply *reply)
{
    static const char ROOT[] = "{\"role\":\"root\",\"permissions\":{\"kv\":{\"read\":[\"/*\"],"
                               "\"write\":[\"/*\"]}}}";
    struct vd_slice rest = reply->rest;

    reply->has_cluster_id = true;
    if (!is_method(reply, "GET")) {
        say(reply, 409, "vedette: users and roles are not kept here", VD_SLICE_EMPTY);
    } else if (vd_slice_eq(rest, VD_SLICE("enable"))) {
        vd_buf_printf(&reply->body, "{\"enabled\":false}\n");
    } else if (vd_slice_eq(rest, VD_SLICE("users")) || vd_slice_eq(rest, VD_SLICE("users/"))) {
        vd_buf_printf(&reply->body, "{\"users\":null}\n");
    } else if (vd_slice_eq(rest, VD_SLICE("roles")) || vd_slice_eq(rest, VD_SLICE("roles/"))) {
        vd_buf_printf(&reply->body, "{\"roles\":[%s]}\n", ROOT);
    } else if (vd_slice_eq(rest, VD_SLICE("roles/root"))) {
        vd_buf_printf(&reply->body, "%s\n", ROOT);
    } else if (vd_slice_starts_with(rest, VD_SLICE("users/")) ||
               vd_slice_starts_with(rest, VD_SLICE("roles/"))) {
        struct vd_buf text;

        vd_buf_init(&text, 0);
        vd_buf_printf(&text, "%.*s does not exist.", (int)VD_MIN(rest.len - 6, (size_t)1024),
                      rest.ptr + 6);
        say(reply, 404, rest.ptr[0] == 'u' ? "auth: User " : "auth: Role ", vd_buf_slice(&text));
        vd_buf_deinit(&text);
    } else {
        not_found(reply);
    }
}

/* --- all of them --------------------------------------------------------------------------------
 */

static const struct row {
    const char *path; /* with a slash at the end: and what lies below */
    const char *methods;
    const char *content_type;
    make_reply *make;
} ROWS[] = {
    {"/v2/members/", "GET,POST,DELETE,PUT", "application/json", make_members},
    {"/v2/machines", "GET,HEAD", "text/plain; charset=utf-8", make_machines},
    {"/v2/stats/self", "GET", "application/json", make_self},
    {"/v2/stats/leader", "GET", "application/json", make_leader},
    {"/v2/stats/store", "GET", "application/json", make_store},
    {"/v2/auth/", "GET,PUT,POST,DELETE", "application/json", make_auth},
};

static const struct row *find_row(struct vd_slice path, struct vd_slice *out_rest)
{
    for (size_t i = 0; i < VD_COUNT(ROWS); i++) {
        struct vd_slice row = vd_slice_str(ROWS[i].path);
        bool is_tree = row.ptr[row.len - 1] == '/';

        *out_rest = VD_SLICE_EMPTY;
        if (vd_slice_eq(path, vd_slice(row.ptr, row.len - is_tree)))
            return &ROWS[i];
        if (!is_tree || !vd_slice_starts_with(path, row))
            continue;
        *out_rest = vd_slice(path.ptr + row.len, path.len - row.len);
        return &ROWS[i];
    }
    return NULL;
}

static bool allows(const char *methods, struct vd_slice method)
{
    for (const char *at = methods; *at;) {
        size_t len = strcspn(at, ",");

        if (vd_slice_eq(method, vd_slice(at, len)))
            return true;
        at += len + (at[len] != 0);
    }
    return false;
}

static void make(struct reply *reply)
{
    const struct row *row = find_row(reply->request->path, &reply->rest);

    if (!row) {
        not_found(reply);
    } else if (!allows(row->methods, reply->request->method)) {
        reply->status = 405;
        reply->allow = row->methods;
        reply->content_type = "text/plain; charset=utf-8";
        vd_buf_printf(&reply->body, "Method Not Allowed\n");
    } else {
        reply->content_type = row->content_type;
        row->make(reply);
    }
}

int vd_etcd2_other_open(struct vd_exchange *x, const struct vd_request *request, void *arg)
{
    struct reply reply = {.door = arg, .request = request, .status = 200};
    struct vd_etcd2_headers headers = {.count = 1};

    vd_buf_init(&reply.body, 0);
    make(&reply);
    headers.fields[0] =
        (struct vd_header){VD_SLICE("content-type"), vd_slice_str(reply.content_type)};
    if (reply.has_cluster_id)
        headers.fields[headers.count++] =
            (struct vd_header){VD_SLICE("x-etcd-cluster-id"), vd_slice_str(reply.door->cluster_id)};
    if (reply.allow)
        headers.fields[headers.count++] =
            (struct vd_header){VD_SLICE("allow"), vd_slice_str(reply.allow)};
    vd_etcd2_answer(x, reply.status, &headers, &reply.body);
    return 0;
}
