/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/live/errors.h"

#include "base/check.h"
#include "wire/json.h"

#include <errno.h>

enum { H2_INTERNAL_ERROR = 2 };

const struct vd_live_problem VD_LIVE_BAD_REQUEST = {400, "bad-request", "Bad Request"};
const struct vd_live_problem VD_LIVE_GONE = {410, "gone", "The position is gone"};
const struct vd_live_problem VD_LIVE_NOT_FOUND = {404, "not-found", "There is no such key"};
const struct vd_live_problem VD_LIVE_PRECONDITION = {412, "precondition",
                                                     "The precondition does not hold"};
const struct vd_live_problem VD_LIVE_TOO_LARGE = {413, "too-large", "Too large"};

static const struct vd_live_problem DENIED = {403, "denied", "Not allowed"};
static const struct vd_live_problem LEASE_GONE = {404, "lease-gone", "There is no such lease"};
static const struct vd_live_problem TOO_MANY = {429, "too-many", "Too many"};
static const struct vd_live_problem INTERNAL = {500, "internal", "Internal error"};
static const struct vd_live_problem CORRUPT = {500, "corrupt", "Stored data is damaged"};
static const struct vd_live_problem UNAVAILABLE = {503, "unavailable", "The server is going down"};
static const struct vd_live_problem READ_ONLY = {503, "read-only", "No writes are taken now"};
static const struct vd_live_problem NO_MEMORY = {503, "no-memory", "Out of memory"};
static const struct vd_live_problem NO_SPACE = {507, "no-space", "The store is full"};
static const struct vd_live_problem FUTURE = {400, "bad-request", "The revision is yet to come"};

static const struct vd_live_problem *problem_of_outcome(enum vd_outcome outcome)
{
    switch (outcome) {
    case VD_COMPACTED:
        return &VD_LIVE_GONE;
    case VD_FUTURE:
        return &FUTURE;
    case VD_CONFLICT:
        return &VD_LIVE_PRECONDITION;
    case VD_NOT_FOUND:
        return &VD_LIVE_NOT_FOUND;
    case VD_INVALID:
        return &VD_LIVE_BAD_REQUEST;
    case VD_LEASE_GONE:
        return &LEASE_GONE;
    case VD_TOO_LARGE:
        return &VD_LIVE_TOO_LARGE;
    case VD_TOO_MANY:
        return &TOO_MANY;
    case VD_OVER_QUOTA:
        return &NO_SPACE;
    case VD_DENIED:
        return &DENIED;
    case VD_READ_ONLY:
        return &READ_ONLY;
    case VD_CORRUPT:
        return &CORRUPT;
    case VD_UNAVAILABLE:
        return &UNAVAILABLE;
    case VD_OK:
    case VD_WAIT:
    case VD_AGAIN:
    case VD_END:
    case VD_EXISTS:
        break;
    }
    return &INTERNAL;
}

const struct vd_live_problem *vd_live_problem_of(int rc)
{
    if (rc == -ENOMEM)
        return &NO_MEMORY;
    return rc < 0 ? &INTERNAL : problem_of_outcome((enum vd_outcome)rc);
}

static void add_position(struct vd_json *json, const char *name, int64_t revision)
{
    uint8_t text[VD_LIVE_POS_BYTES];
    uint8_t *end = vd_live_pos_put(text, (struct vd_pos){revision + 1, 0});

    vd_json_add_string(json, name, vd_slice(text, (size_t)(end - text)));
}

static void write_problem(struct vd_live *live, struct vd_buf *buf,
                          const struct vd_live_problem *problem, const char *detail)
{
    struct vd_journal *journal = live->env.store;
    uint8_t store[VD_LIVE_STORE_BYTES];
    struct vd_json json;

    vd_json_init(&json, buf);
    vd_json_object(&json);
    vd_json_add_str(&json, "title", problem->title);
    vd_json_add_uint(&json, "status", problem->status);
    vd_json_add_str(&json, "code", problem->code);
    if (detail)
        vd_json_add_str(&json, "detail", detail);
    if (problem == &VD_LIVE_GONE) {
        (void)vd_live_store_put(store, live->store);
        vd_json_add_string(&json, "store", vd_slice(store, sizeof(store)));
        add_position(&json, "oldest", journal->ops->floor(journal));
        add_position(&json, "current", journal->ops->head(journal));
    }
    vd_json_object_end(&json);
    vd_json_line(&json);
}

void vd_live_refuse(struct vd_live *live, struct vd_exchange *x,
                    const struct vd_live_problem *problem, const char *detail)
{
    const struct vd_header headers[] = {
        {VD_SLICE("content-type"), VD_SLICE("application/problem+json")},
        {VD_SLICE("cache-control"), VD_SLICE("no-store")},
        {VD_SLICE("x-content-type-options"), VD_SLICE("nosniff")},
        {VD_SLICE("retry-after"), VD_SLICE("1")},
    };
    bool is_soon = problem->status == 503 || problem->status == 429;

    (void)vd_live_scratch(live);
    write_problem(live, &live->scratch, problem, detail);
    vd_exchange_start(x, problem->status, headers, is_soon ? 4 : 3);
    if (vd_buf_status(&live->scratch) || vd_exchange_body(x, vd_buf_slice(&live->scratch)))
        vd_exchange_reset(x, H2_INTERNAL_ERROR);
    else
        vd_exchange_finish(x, NULL, 0);
}
