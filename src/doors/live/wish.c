/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parameters are a table: a name, and what reads its value. Each may come once, and one that is not
 * in the table is an error, since a reader that has misspelt `since` is not to be shown something
 * else in silence.
 */
#include "doors/live/wish.h"

#include "base/check.h"
#include "wire/url.h"

#include <errno.h>
#include <stdio.h>

enum {
    LIMIT_MAX = 1000000,
    HEARTBEAT_MIN_MS = 1000,
    HEARTBEAT_MAX_MS = 60000,
    NAME_BYTES = 40 /* of a name that is shown */
};

struct reading {
    struct vd_arena *arena;
    int64_t now_ms;
    struct vd_live_wish *wish;
};

/* value: decoded; of a flag: as it came, and not looked at here. */
struct parameter {
    struct vd_slice name;
    int (*read)(struct reading *reading, struct vd_slice value);
    void (*flag)(struct vd_live_wish *wish, bool on); /* in place of read */
    const char *wrong;
};

static int read_since(struct reading *reading, struct vd_slice value)
{
    return vd_live_point_parse(value, reading->now_ms, &reading->wish->since);
}

static int read_until(struct reading *reading, struct vd_slice value)
{
    int rc = vd_live_point_parse(value, reading->now_ms, &reading->wish->until);

    if (rc == 0 && reading->wish->until.kind == VD_LIVE_TIME &&
        reading->wish->until.time_ms > reading->now_ms)
        return VD_INVALID;
    return rc;
}

static int read_glob(struct reading *reading, struct vd_slice value)
{
    reading->wish->glob = value;
    reading->wish->has_glob = true;
    return 0;
}

static int read_type(struct reading *reading, struct vd_slice value)
{
    if (vd_slice_eq(value, VD_SLICE("put")))
        reading->wish->how |= VD_LIVE_NO_DELETE;
    else if (vd_slice_eq(value, VD_SLICE("delete")))
        reading->wish->how |= VD_LIVE_NO_PUT;
    else
        return VD_INVALID;
    return 0;
}

/* "12", "0.5": thousandths of a gathering a second. */
static int read_rate(struct reading *reading, struct vd_slice value)
{
    int64_t whole, part = 0, rate;
    const uint8_t *dot = value.len ? memchr(value.ptr, '.', value.len) : NULL;

    if (dot) {
        struct vd_slice digits = vd_slice(dot + 1, (size_t)(value.ptr + value.len - dot - 1));

        if (digits.len > 3 || vd_live_number_parse(digits, &part))
            return VD_INVALID;
        for (size_t i = digits.len; i < 3; i++)
            part *= 10;
        value.len = (size_t)(dot - value.ptr);
    }
    if (vd_live_number_parse(value, &whole) || whole > 1000)
        return VD_INVALID;
    rate = whole * 1000 + part;
    if (rate < 1 || rate > 1000000)
        return VD_INVALID;
    reading->wish->gap_ms = (uint32_t)(1000000 / rate);
    return 0;
}

static int read_heartbeat(struct reading *reading, struct vd_slice value)
{
    int64_t ms;

    if (vd_live_duration_parse(value, true, &ms) || ms < HEARTBEAT_MIN_MS || ms > HEARTBEAT_MAX_MS)
        return VD_INVALID;
    reading->wish->heartbeat_ms = (uint32_t)ms;
    return 0;
}

static int read_wait(struct reading *reading, struct vd_slice value)
{
    int64_t ms = VD_LIVE_WAIT_MS;

    if (value.len && !vd_slice_eq(value, VD_SLICE("true")) &&
        vd_live_duration_parse(value, true, &ms))
        return VD_INVALID;
    reading->wish->is_poll = true;
    reading->wish->wait_ms = (uint32_t)VD_MIN(ms, (int64_t)VD_LIVE_WAIT_MAX_MS);
    return 0;
}

static int read_limit(struct reading *reading, struct vd_slice value)
{
    int64_t limit;

    if (vd_live_number_parse(value, &limit) || limit < 1 || limit > LIMIT_MAX)
        return VD_INVALID;
    reading->wish->limit = (uint32_t)limit;
    return 0;
}

static int read_last_event_id(struct reading *reading, struct vd_slice value)
{
    reading->wish->last_id = value;
    return 0;
}

static void flag_prefix(struct vd_live_wish *wish, bool on)
{
    wish->is_prefix = on;
}

static void flag_list(struct vd_live_wish *wish, bool on)
{
    wish->list = on;
}

static void flag_keys(struct vd_live_wish *wish, bool on)
{
    wish->how |= on ? VD_LIVE_KEYS : 0;
}

static void flag_prev(struct vd_live_wish *wish, bool on)
{
    wish->how |= on ? VD_LIVE_PREV : 0;
}

static void flag_latest(struct vd_live_wish *wish, bool on)
{
    wish->latest = on;
}

#define POINT_WRONG " is a position (42, 42.1), a time (2026-11-20T10:00:00Z) or a time ago (-5m)"
#define FLAG_WRONG  " is a flag: alone, or 1, true, 0, false"

static const struct parameter parameters[] = {
    {VD_SLICE("prefix"), NULL, flag_prefix, "prefix" FLAG_WRONG},
    {VD_SLICE("list"), NULL, flag_list, "list" FLAG_WRONG},
    {VD_SLICE("keys"), NULL, flag_keys, "keys" FLAG_WRONG},
    {VD_SLICE("prev"), NULL, flag_prev, "prev" FLAG_WRONG},
    {VD_SLICE("latest"), NULL, flag_latest, "latest" FLAG_WRONG},
    {VD_SLICE("since"), read_since, NULL, "since" POINT_WRONG},
    {VD_SLICE("until"), read_until, NULL, "until" POINT_WRONG ", and no time that is yet to come"},
    {VD_SLICE("glob"), read_glob, NULL, "glob is a pattern"},
    {VD_SLICE("type"), read_type, NULL, "type is put or delete"},
    {VD_SLICE("rate"), read_rate, NULL, "rate is a number from 0.001 to 1000"},
    {VD_SLICE("heartbeat"), read_heartbeat, NULL, "heartbeat is a time from 1s to 60s"},
    {VD_SLICE("wait"), read_wait, NULL, "wait is a time, like 30s"},
    {VD_SLICE("limit"), read_limit, NULL, "limit is a number from 1 to 1000000"},
    {VD_SLICE("lastEventId"), read_last_event_id, NULL, "lastEventId is a position"},
};

#define PARAMETERS                                                                                 \
    "the parameters are prefix, glob, since, until, list, keys, prev, type, latest, rate, "        \
    "heartbeat, wait, limit and lastEventId"

static int read_value(struct reading *reading, const struct parameter *parameter,
                      const struct vd_url_pair *pair)
{
    struct vd_slice value;
    bool on = false;
    int rc;

    if (parameter->flag) {
        rc = vd_url_flag(pair, &on);
        if (rc == 0)
            parameter->flag(reading->wish, on);
        return rc;
    }
    rc = vd_url_decode_in(reading->arena, VD_URL_FORM, pair->value, &value);
    return rc ? rc : parameter->read(reading, value);
}

static bool is_plain(struct vd_slice name)
{
    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] <= ' ' || name.ptr[i] >= 0x7f)
            return false;
    return name.len > 0;
}

const char *vd_live_wish_named(struct vd_arena *arena, const char *before, struct vd_slice name,
                               const char *after, const char *instead)
{
    size_t shown = VD_MIN(name.len, (size_t)NAME_BYTES);
    size_t size = strlen(before) + shown + strlen(after) + 1;
    char *text = is_plain(name) ? vd_arena_alloc(arena, size) : NULL;

    if (!text)
        return instead;
    snprintf(text, size, "%s%.*s%s", before, (int)shown, (const char *)name.ptr, after);
    return text;
}

static int read_pair(struct reading *reading, const struct vd_url_pair *pair, uint32_t *seen,
                     const char **out_what)
{
    for (unsigned i = 0; i < VD_COUNT(parameters); i++) {
        const struct parameter *parameter = &parameters[i];

        if (!vd_url_is(pair->name, parameter->name))
            continue;
        if (*seen & 1u << i) {
            *out_what = vd_live_wish_named(reading->arena, "", pair->name, " comes twice",
                                           "a parameter comes twice");
            return VD_INVALID;
        }
        *seen |= 1u << i;
        *out_what = parameter->wrong;
        return read_value(reading, parameter, pair);
    }
    *out_what = vd_live_wish_named(reading->arena, "there is no parameter ", pair->name,
                                   "; " PARAMETERS, PARAMETERS);
    return VD_INVALID;
}

int vd_live_wish_check(const struct vd_live_wish *wish, const char **out_what)
{
    const char *what = NULL;

    if (!wish->key.len && !wish->is_prefix && !wish->has_glob)
        what = "the key is empty; with ?prefix that is all of them";
    else if (wish->is_prefix && wish->has_glob)
        what = "prefix and glob exclude each other";
    else if (wish->latest && wish->until.kind != VD_LIVE_NO_POINT)
        what = "latest and until exclude each other";
    else if (wish->list && (wish->since.kind == VD_LIVE_TIME || wish->since.pos.sub))
        what = "a list is made at a whole revision: since=42";
    else if (wish->limit && !wish->is_poll)
        what = "limit is for polls: say wait as well";
    if (!what)
        return 0;
    *out_what = what;
    return VD_INVALID;
}

int vd_live_wish_parse(struct vd_arena *arena, struct vd_slice key, struct vd_slice query,
                       int64_t now_ms, struct vd_live_wish *out_wish, const char **out_what)
{
    struct reading reading = {arena, now_ms, out_wish};
    struct vd_url_pair pair;
    uint32_t seen = 0;
    int rc;

    *out_wish = (struct vd_live_wish){.heartbeat_ms = VD_LIVE_HEARTBEAT_MS};
    *out_what = "the key is not percent-encoded as it should be";
    rc = vd_url_decode_in(arena, VD_URL_PATH, key, &out_wish->key);
    while (rc == 0 && vd_url_next(&query, &pair))
        rc = read_pair(&reading, &pair, &seen, out_what);
    return rc;
}

struct vd_slice vd_live_prefix_end(struct vd_slice prefix, uint8_t *room)
{
    while (prefix.len && prefix.ptr[prefix.len - 1] == 0xff)
        prefix.len--;
    if (!prefix.len)
        return VD_SLICE("\0");
    memcpy(room, prefix.ptr, prefix.len);
    room[prefix.len - 1]++;
    return vd_slice(room, prefix.len);
}
