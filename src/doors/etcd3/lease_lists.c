/* SPDX-License-Identifier: Apache-2.0 */
/*
 * LeaseTimeToLive and LeaseLeases. Most answers are short and made at once; a long one is a listing
 * (listing.h). Times are whole seconds on the wire, and milliseconds in core.
 */
#include "core/lease.h"
#include "doors/etcd3/decode.h"
#include "doors/etcd3/lease.h"
#include "doors/etcd3/listing.h"

enum { SECOND_MS = 1000, KEYS_A_TURN = 256, IDS_A_TURN = 4096, SHORT_BYTES = 16384 };

/* --- time to live ----------------------------------------------------------------------------- */

enum { TTL_ID = 2, TTL_TTL = 3, TTL_GRANTED = 4, TTL_KEYS = 5 };

struct ttl_call {
    struct vd_etcd3_reading reading;
    struct vd_etcd3_lease_request request;
};

/* Of a listing of keys. */
struct key_list {
    struct vd_buf last; /* the newest key that was looked at; empty: none, for no key is */
    bool is_begun;
};

static int info_of(struct vd_call *call, int64_t id, struct vd_lease_info *out_info)
{
    const struct vd_etcd3 *door = vd_call_arg(call);

    return vd_lease_info(door->env.kv, door->env.slot, vd_call_principal(call), id,
                         (int64_t)vd_loop_now_ms(door->env.loop), out_info);
}

static int next_keys(struct vd_call *call, int64_t id, struct vd_slice *last,
                     struct vd_slice keys[KEYS_A_TURN], size_t *out_count)
{
    const struct vd_etcd3 *door = vd_call_arg(call);

    *out_count = 0;
    return vd_lease_keys(door->env.kv, door->env.slot, vd_call_principal(call), id, last, keys,
                         KEYS_A_TURN, out_count);
}

static struct key_list *key_list_of(struct vd_etcd3_listing *listing)
{
    return (struct key_list *)(void *)listing->state;
}

/* 0; VD_LEASE_GONE, which is no failure: it says -1; VD_DENIED. */
static int begin_keys(struct vd_call *call, struct vd_etcd3_listing *listing)
{
    struct vd_etcd3 *door = vd_call_arg(call);
    struct vd_etcd3_gather *gather = &listing->gather;
    struct vd_lease_info info;
    int rc = info_of(call, listing->id, &info);

    if (rc && rc != VD_LEASE_GONE)
        return rc;
    vd_buf_init(&key_list_of(listing)->last, 0);
    vd_etcd3_gather_header(gather, vd_etcd3_header_of(door, vd_etcd3_head(door)));
    vd_etcd3_gather_int(gather, TTL_ID, listing->id);
    vd_etcd3_gather_int(gather, TTL_TTL, rc ? -1 : info.remaining_ms / SECOND_MS);
    if (rc == 0)
        vd_etcd3_gather_int(gather, TTL_GRANTED, info.ttl_ms / SECOND_MS);
    key_list_of(listing)->is_begun = true;
    return rc;
}

/* A lease that goes meanwhile had these keys. */
static int add_keys(struct vd_call *call, struct vd_etcd3_listing *listing)
{
    struct vd_buf *last = &key_list_of(listing)->last;
    struct vd_slice keys[KEYS_A_TURN], at = vd_buf_slice(last);
    size_t count;
    int rc = next_keys(call, listing->id, &at, keys, &count);

    if (rc && rc != VD_AGAIN)
        return rc == VD_LEASE_GONE ? 0 : rc;
    for (size_t i = 0; i < count; i++)
        vd_etcd3_gather_bytes(&listing->gather, TTL_KEYS, keys[i]);
    if (!rc)
        return 0;
    vd_buf_clear(last);
    vd_buf_append_slice(last, at);
    return vd_buf_status(last) ? vd_buf_status(last) : VD_AGAIN;
}

static int step_keys(struct vd_call *call, struct vd_etcd3_listing *listing)
{
    int rc = key_list_of(listing)->is_begun ? 0 : begin_keys(call, listing);

    if (rc)
        return rc == VD_LEASE_GONE ? 0 : rc;
    return add_keys(call, listing);
}

static void release_keys(struct vd_etcd3_listing *listing)
{
    if (key_list_of(listing)->is_begun)
        vd_buf_deinit(&key_list_of(listing)->last);
}

static const struct vd_etcd3_listing_ops KEYS = {sizeof(struct key_list), step_keys, release_keys};

static void ttl_message(struct vd_call *call, struct vd_slice message)
{
    struct ttl_call *state = vd_call_state(call);

    if (vd_etcd3_read_lease(message, &state->request) != 0)
        return vd_etcd3_fail(call, &VD_ETCD3_BAD_MESSAGE);
    vd_call_ready(call, true);
}

/* 0; VD_AGAIN: there are more than a few, and none was added; VD_LEASE_GONE, VD_DENIED. */
static int add_few_keys(struct vd_call *call, int64_t id, struct vd_buf *body)
{
    struct vd_slice keys[KEYS_A_TURN], last = VD_SLICE_EMPTY;
    size_t count, bytes = 0;
    int rc = next_keys(call, id, &last, keys, &count);

    for (size_t i = 0; i < count; i++)
        bytes += keys[i].len;
    if (!rc && bytes > SHORT_BYTES)
        rc = VD_AGAIN;
    for (size_t i = 0; i < count && !rc; i++)
        vd_pb_add_element(body, TTL_KEYS, keys[i]);
    return rc;
}

/* 0: *body is the answer; VD_AGAIN: it is no short one; VD_DENIED. */
static int answer_ttl(struct vd_call *call, const struct vd_etcd3_lease_request *request,
                      struct vd_buf *body)
{
    struct vd_etcd3 *door = vd_call_arg(call);
    const struct vd_etcd3_header *header = vd_etcd3_header_of(door, vd_etcd3_head(door));
    struct vd_lease_info info;
    int rc = info_of(call, request->id, &info);

    if (rc && rc != VD_LEASE_GONE)
        return rc;
    vd_buf_append(body, header->bytes, header->len);
    vd_pb_add_uint(body, TTL_ID, (uint64_t)request->id);
    vd_pb_add_uint(body, TTL_TTL, (uint64_t)(rc ? -1 : info.remaining_ms / SECOND_MS));
    if (rc)
        return 0;
    vd_pb_add_uint(body, TTL_GRANTED, (uint64_t)(info.ttl_ms / SECOND_MS));
    rc = request->keys ? add_few_keys(call, request->id, body) : 0;
    return rc == VD_LEASE_GONE ? 0 : rc;
}

/* The call has a listing now, or has failed. */
static enum vd_fill join(struct vd_call *call, struct vd_etcd3_reading *reading,
                         const struct vd_etcd3_listing_ops *ops, int64_t id)
{
    struct vd_etcd3 *door = vd_call_arg(call);
    int rc = vd_etcd3_listing_join(&door->listings, reading, call, ops, id);

    if (!rc)
        return VD_FILL_MORE;
    vd_etcd3_fail(call, vd_etcd3_error_of(rc));
    return VD_FILL_IDLE;
}

static enum vd_fill ttl_fill(struct vd_call *call, struct vd_out *out)
{
    const struct vd_etcd3 *door = vd_call_arg(call);
    struct ttl_call *state = vd_call_state(call);
    struct vd_buf body;
    int rc = VD_AGAIN;

    if (state->reading.listing)
        return vd_etcd3_listing_fill(&state->reading, out);
    vd_buf_init(&body, 0);
    if (!state->request.keys ||
        !vd_etcd3_listing_waits(&door->listings, call, &KEYS, state->request.id))
        rc = answer_ttl(call, &state->request, &body);
    if (rc == 0)
        return vd_etcd3_reply(call, out, &body);
    vd_buf_deinit(&body);
    if (rc == VD_AGAIN)
        return join(call, &state->reading, &KEYS, state->request.id);
    vd_etcd3_fail(call, vd_etcd3_error_of(rc));
    return VD_FILL_IDLE;
}

static void ttl_release(struct vd_call *call)
{
    struct ttl_call *state = vd_call_state(call);

    vd_etcd3_listing_leave(&state->reading);
}

/* --- all leases ------------------------------------------------------------------------------- */

enum { LEASES_LEASES = 2, LEASE_ID = 1 };

struct leases_call {
    struct vd_etcd3_reading reading;
};

/* Of a listing of leases. */
struct lease_list {
    struct vd_lease_list *list; /* NULL: not begun */
    bool is_sorted;
};

static struct lease_list *lease_list_of(struct vd_etcd3_listing *listing)
{
    return (struct lease_list *)(void *)listing->state;
}

static int new_list(struct vd_call *call, struct vd_lease_list **out_list)
{
    const struct vd_etcd3 *door = vd_call_arg(call);

    return vd_lease_list_new(door->env.kv, door->env.slot, vd_call_principal(call), out_list);
}

/* As vd_lease_list_step. */
static int sort_some(struct vd_call *call, struct vd_lease_list *list)
{
    const struct vd_etcd3 *door = vd_call_arg(call);

    return vd_lease_list_step(list, door->env.kv, door->env.slot);
}

static int add_ids(struct vd_etcd3_listing *listing)
{
    struct lease_list *state = lease_list_of(listing);
    int64_t ids[IDS_A_TURN];
    size_t count = vd_lease_list_next(state->list, ids, IDS_A_TURN);

    for (size_t i = 0; i < count; i++) {
        size_t n = vd_etcd3_int_size(ids[i]);
        uint8_t *to = vd_etcd3_gather_take(&listing->gather, vd_etcd3_field_size(n));

        if (to)
            vd_etcd3_int_put(vd_etcd3_len_put(to, LEASES_LEASES, n), LEASE_ID, ids[i]);
    }
    if (count)
        return VD_AGAIN;
    vd_lease_list_free(state->list);
    state->list = NULL;
    return 0;
}

static int step_leases(struct vd_call *call, struct vd_etcd3_listing *listing)
{
    struct lease_list *state = lease_list_of(listing);
    struct vd_etcd3 *door = vd_call_arg(call);
    int rc = 0;

    if (state->is_sorted)
        return add_ids(listing);
    if (!state->list)
        rc = new_list(call, &state->list);
    if (!rc)
        rc = sort_some(call, state->list);
    if (rc)
        return rc == VD_WAIT ? VD_AGAIN : rc;
    state->is_sorted = true;
    vd_etcd3_gather_header(&listing->gather, vd_etcd3_header_of(door, vd_etcd3_head(door)));
    return VD_AGAIN;
}

static void release_leases(struct vd_etcd3_listing *listing)
{
    vd_lease_list_free(lease_list_of(listing)->list);
}

static const struct vd_etcd3_listing_ops LEASES = {sizeof(struct lease_list), step_leases,
                                                   release_leases};

static void leases_message(struct vd_call *call, struct vd_slice message)
{
    (void)message;
    vd_call_ready(call, true);
}

static void add_few_ids(struct vd_lease_list *list, struct vd_buf *body)
{
    int64_t ids[KEYS_A_TURN];
    size_t count;

    while ((count = vd_lease_list_next(list, ids, KEYS_A_TURN)))
        for (size_t i = 0; i < count; i++) {
            size_t begun = vd_pb_begin(body, LEASES_LEASES);

            vd_pb_add_uint(body, LEASE_ID, (uint64_t)ids[i]);
            vd_pb_end(body, begun);
        }
}

/* 0: *body is the answer; VD_WAIT: it is no short one; VD_DENIED, -ENOMEM. */
static int answer_leases(struct vd_call *call, struct vd_buf *body)
{
    struct vd_etcd3 *door = vd_call_arg(call);
    const struct vd_etcd3_header *header = vd_etcd3_header_of(door, vd_etcd3_head(door));
    struct vd_lease_list *list;
    int rc = new_list(call, &list);

    if (rc)
        return rc;
    rc = sort_some(call, list);
    if (!rc) {
        vd_buf_append(body, header->bytes, header->len);
        add_few_ids(list, body);
    }
    vd_lease_list_free(list);
    return rc;
}

static enum vd_fill leases_fill(struct vd_call *call, struct vd_out *out)
{
    const struct vd_etcd3 *door = vd_call_arg(call);
    struct leases_call *state = vd_call_state(call);
    struct vd_buf body;
    int rc = VD_WAIT;

    if (state->reading.listing)
        return vd_etcd3_listing_fill(&state->reading, out);
    vd_buf_init(&body, 0);
    if (!vd_etcd3_listing_waits(&door->listings, call, &LEASES, 0))
        rc = answer_leases(call, &body);
    if (rc == 0)
        return vd_etcd3_reply(call, out, &body);
    vd_buf_deinit(&body);
    if (rc == VD_WAIT)
        return join(call, &state->reading, &LEASES, 0);
    vd_etcd3_fail(call, vd_etcd3_error_of(rc));
    return VD_FILL_IDLE;
}

static void leases_release(struct vd_call *call)
{
    struct leases_call *state = vd_call_state(call);

    vd_etcd3_listing_leave(&state->reading);
}

const struct vd_rpc_ops VD_ETCD3_LEASE_TIME_TO_LIVE = {sizeof(struct ttl_call), ttl_message,
                                                       ttl_fill, ttl_release, NULL};
const struct vd_rpc_ops VD_ETCD3_LEASE_LEASES = {sizeof(struct leases_call), leases_message,
                                                 leases_fill, leases_release, NULL};
