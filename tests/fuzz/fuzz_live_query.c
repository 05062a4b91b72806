/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands in the URL and in the headers of a live watch: the first line is the key, the second
 * the query, each further one the value of a header. Whatever is understood must say the same again
 * when it is written as it would be sent.
 */
#include "base/check.h"
#include "doors/live/ask.h"
#include "doors/live/glob.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

enum { ARENA_BYTES = 1 << 20, NOW_MS = 1000000000 };

static const struct vd_slice names[] = {VD_SLICE("last-event-id"), VD_SLICE("if-none-match"),
                                        VD_SLICE("prefer"), VD_SLICE("accept")};

static struct vd_slice take_line(struct vd_slice *rest)
{
    const uint8_t *end = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;
    struct vd_slice line = vd_slice(rest->ptr, end ? (size_t)(end - rest->ptr) : rest->len);

    *rest = end ? vd_slice(end + 1, rest->len - line.len - 1) : VD_SLICE_EMPTY;
    return line;
}

static void check_point(const struct vd_live_point *point)
{
    uint8_t text[VD_LIVE_FULL_POS_BYTES], *end;
    struct vd_live_point again;

    if (point->kind == VD_LIVE_POSITION) {
        end = point->has_store ? vd_live_full_pos_put(text, point->store, point->pos)
                               : vd_live_pos_put(text, point->pos);
        vd_assert((size_t)(end - text) <= sizeof(text));
        vd_assert(vd_live_position_parse(vd_slice(text, (size_t)(end - text)), &again) == 0);
        vd_assert(vd_pos_cmp(again.pos, point->pos) == 0 && again.store == point->store);
    } else if (point->kind == VD_LIVE_TIME) {
        vd_assert(vd_live_time_put(text, point->time_ms) == text + VD_LIVE_TIME_BYTES);
    }
}

static void check_glob(struct vd_slice pattern, struct vd_slice key)
{
    struct vd_live_glob *glob;
    struct vd_slice prefix;
    bool exact;

    if (vd_live_glob_new(pattern, &glob))
        return;
    prefix = vd_live_glob_prefix(glob, &exact);
    if (vd_live_glob_matches(glob, key))
        vd_assert(vd_slice_starts_with(key, prefix) && (!exact || vd_slice_eq(key, prefix)));
    if (exact)
        vd_assert(vd_live_glob_matches(glob, prefix));
    vd_live_glob_free(glob);
}

static void check_wish(const struct vd_live_wish *wish)
{
    vd_assert(wish->key.len || wish->is_prefix || wish->has_glob);
    vd_assert(wish->heartbeat_ms >= 1000 && wish->heartbeat_ms <= 60000);
    vd_assert(wish->wait_ms <= VD_LIVE_WAIT_MAX_MS && wish->gap_ms <= 1000000);
    vd_assert(!wish->latest || wish->until.kind == VD_LIVE_NO_POINT);
    check_point(&wish->since);
    check_point(&wish->until);
    if (wish->has_glob)
        check_glob(wish->glob, wish->key);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct vd_slice rest = vd_slice(bytes, len), key = take_line(&rest);
    struct vd_header headers[VD_COUNT(names)];
    struct vd_request request = {.query = take_line(&rest), .headers = headers};
    struct vd_live_ask ask;
    struct vd_arena arena;
    const char *what = NULL;

    for (; rest.len && request.header_count < VD_COUNT(names); request.header_count++)
        headers[request.header_count] =
            (struct vd_header){names[request.header_count], take_line(&rest)};
    vd_arena_init(&arena, ARENA_BYTES);
    if (vd_live_ask_parse(&arena, key, &request, NOW_MS, &ask, &what) == 0)
        check_wish(&ask.wish);
    else
        vd_assert(what);
    vd_arena_deinit(&arena);
    return 0;
}
