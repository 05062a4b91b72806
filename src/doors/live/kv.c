/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/live/kv.h"

#include "doors/live/ask.h"
#include "wire/url.h"

#include <errno.h>

enum { ARENA_BYTES = 1024, ARENA_MAX_BYTES = 1 << 20, LIMIT_MAX = 1000000000 };

static const struct vd_slice PATH = VD_SLICE("/kv/");

/* --- parameters --------------------------------------------------------------------------------
 */

static int read_ttl(struct vd_live_kv_ask *ask, struct vd_slice value)
{
    int rc = vd_live_duration_parse(value, true, &ask->ttl_ms);

    return rc == 0 && ask->ttl_ms < 1 ? VD_INVALID : rc;
}

/* Seventeen to nineteen digits are usual. */
static int read_lease(struct vd_live_kv_ask *ask, struct vd_slice value)
{
    int64_t lease = 0;

    if (!value.len || value.len > 19)
        return VD_INVALID;
    for (size_t i = 0; i < value.len; i++) {
        int digit = value.ptr[i] - '0';

        if (digit < 0 || digit > 9 || lease > (INT64_MAX - digit) / 10)
            return VD_INVALID;
        lease = lease * 10 + digit;
    }
    ask->lease = lease;
    return lease ? 0 : VD_INVALID;
}

static int read_revision(struct vd_live_kv_ask *ask, struct vd_slice value)
{
    int rc = vd_live_number_parse(value, &ask->revision);

    return rc == 0 && ask->revision < 1 ? VD_INVALID : rc;
}

static int read_limit(struct vd_live_kv_ask *ask, struct vd_slice value)
{
    int rc = vd_live_number_parse(value, &ask->limit);

    return rc == 0 && (ask->limit < 1 || ask->limit > LIMIT_MAX) ? VD_INVALID : rc;
}

static int read_after(struct vd_live_kv_ask *ask, struct vd_slice value)
{
    ask->after = value;
    ask->has_after = true;
    return 0;
}

enum { GETS = 1, PUTS = 2, DELETES = 4, LISTS = 8 };

static const struct {
    struct vd_slice name;
    int (*read)(struct vd_live_kv_ask *ask, struct vd_slice value); /* NULL: a flag */
    size_t flag;
    unsigned where;
    const char *wrong;
} parameters[] = {
    {VD_SLICE("prefix"), NULL, offsetof(struct vd_live_kv_ask, is_prefix), LISTS | DELETES,
     "prefix is a flag of GET and DELETE"},
    {VD_SLICE("keys"), NULL, offsetof(struct vd_live_kv_ask, is_keys_only), LISTS,
     "keys is a flag of a list: say prefix as well"},
    {VD_SLICE("limit"), read_limit, 0, LISTS, "limit is a number, of a list"},
    {VD_SLICE("after"), read_after, 0, LISTS, "after is a key, of a list"},
    {VD_SLICE("rev"), read_revision, 0, GETS | LISTS, "rev is a revision, of a GET"},
    {VD_SLICE("ttl"), read_ttl, 0, PUTS, "ttl is a time, like 30s, of a PUT"},
    {VD_SLICE("lease"), read_lease, 0, PUTS, "lease is the number of a lease, of a PUT"},
};

#define PARAMETERS "the parameters are prefix, keys, limit, after, rev, ttl and lease"

static int read_pair(struct vd_arena *arena, const struct vd_url_pair *pair,
                     struct vd_live_kv_ask *ask, unsigned *seen, const char **out_what)
{
    for (unsigned i = 0; i < VD_COUNT(parameters); i++) {
        struct vd_slice value;
        int rc;

        if (!vd_url_is(pair->name, parameters[i].name))
            continue;
        *out_what = parameters[i].wrong;
        if (*seen & 1u << i)
            return VD_INVALID;
        *seen |= 1u << i;
        if (!parameters[i].read)
            return vd_url_flag(pair, (bool *)ask + parameters[i].flag);
        rc = vd_url_decode_in(arena, VD_URL_FORM, pair->value, &value);
        return rc ? rc : parameters[i].read(ask, value);
    }
    *out_what = vd_live_wish_named(arena, "there is no parameter ", pair->name, "; " PARAMETERS,
                                   PARAMETERS);
    return VD_INVALID;
}

static unsigned place_of(const struct vd_request *request, const struct vd_live_kv_ask *ask)
{
    if (vd_slice_eq(request->method, VD_SLICE("PUT")))
        return PUTS;
    if (vd_slice_eq(request->method, VD_SLICE("DELETE")))
        return DELETES;
    return ask->is_prefix ? LISTS : GETS;
}

static int check(const struct vd_request *request, const struct vd_live_kv_ask *ask, unsigned seen,
                 const char **out_what)
{
    unsigned place = place_of(request, ask);

    for (unsigned i = 0; i < VD_COUNT(parameters); i++)
        if (seen & 1u << i && !(parameters[i].where & place) && !(i == 0 && !ask->is_prefix)) {
            *out_what = parameters[i].wrong;
            return VD_INVALID;
        }
    *out_what = ask->ttl_ms ? "ttl and lease exclude each other"
                            : "the key is empty; with ?prefix that is all of them";
    if ((ask->ttl_ms && ask->lease) || (!ask->key.len && !ask->is_prefix))
        return VD_INVALID;
    return 0;
}

static int parse(struct vd_arena *arena, const struct vd_request *request,
                 struct vd_live_kv_ask *ask, const char **out_what)
{
    struct vd_slice path = request->path, query = request->query;
    struct vd_url_pair pair;
    unsigned seen = 0;
    int rc;

    *ask = (struct vd_live_kv_ask){0};
    *out_what = "the key is not percent-encoded as it should be";
    rc = vd_url_decode_in(arena, VD_URL_PATH, vd_slice(path.ptr + PATH.len, path.len - PATH.len),
                          &ask->key);
    while (rc == 0 && vd_url_next(&query, &pair))
        rc = read_pair(arena, &pair, ask, &seen, out_what);
    return rc ? rc : check(request, ask, seen, out_what);
}

/* --- conditions --------------------------------------------------------------------------------
 */

static struct vd_slice header_of(const struct vd_request *request, struct vd_slice name)
{
    const struct vd_header *header = vd_header_find(request->headers, request->header_count, name);

    return header ? header->value : VD_SLICE_EMPTY;
}

struct vd_live_conditions vd_live_conditions_of(const struct vd_request *request)
{
    return (struct vd_live_conditions){header_of(request, VD_SLICE("if-match")),
                                       header_of(request, VD_SLICE("if-none-match"))};
}

/* A tag that is no position of ours names nothing. */
static bool is_named(const struct vd_live *live, struct vd_slice list, int64_t revision)
{
    struct vd_slice tag;

    while (vd_live_tag_next(&list, &tag)) {
        struct vd_live_point point;

        if (!revision)
            return false;
        if (vd_slice_eq(tag, VD_SLICE("*")))
            return true;
        if (vd_live_position_parse(tag, &point) == 0 &&
            (!point.has_store || point.store == live->store) && point.pos.sub == 0 &&
            point.pos.revision == revision + 1)
            return true;
    }
    return false;
}

bool vd_live_conditions_hold(const struct vd_live *live,
                             const struct vd_live_conditions *conditions, int64_t revision,
                             bool *out_unchanged)
{
    *out_unchanged = false;
    if (conditions->if_match.len && !is_named(live, conditions->if_match, revision))
        return false;
    if (conditions->if_none_match.len && is_named(live, conditions->if_none_match, revision)) {
        *out_unchanged = true;
        return false;
    }
    return true;
}

/* --- the request -------------------------------------------------------------------------------
 */

static int serve(struct vd_live *live, struct vd_exchange *x, const struct vd_request *request,
                 const struct vd_live_kv_ask *ask)
{
    switch (place_of(request, ask)) {
    case GETS:
        return vd_live_kv_get(live, x, request, ask);
    case LISTS:
        return vd_live_kv_list(live, x, ask);
    default:
        return vd_live_kv_write(live, x, request, ask);
    }
}

int vd_live_open_kv(struct vd_exchange *x, const struct vd_request *request, void *arg)
{
    struct vd_live *live = arg;
    uint8_t memory[ARENA_BYTES];
    struct vd_live_kv_ask ask;
    struct vd_arena arena;
    const char *what;
    int rc;

    vd_arena_init_in(&arena, memory, sizeof(memory), ARENA_MAX_BYTES);
    rc = parse(&arena, request, &ask, &what);
    if (rc) {
        vd_live_refuse(live, x, vd_live_problem_of(rc), rc == VD_INVALID ? what : NULL);
    } else {
        rc = serve(live, x, request, &ask);
        if (rc)
            vd_live_refuse(live, x, vd_live_problem_of(rc), NULL);
    }
    vd_arena_deinit(&arena);
    return 0;
}
