/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every call of the etcd v3 door but Watch (which fuzz_etcd3_requests has), over a store in memory:
 * the input is a schedule of a few peers. Each step is a byte that says what happens and to whom,
 * and where that is a message, a byte of length and the message. However it ends, nothing may be
 * left of the calls (test_calls_deinit looks).
 */
#include "doors/etcd3/test_calls.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static const char *const METHODS[] = {
    "etcdserverpb.KV/Range",
    "etcdserverpb.KV/Put",
    "etcdserverpb.KV/DeleteRange",
    "etcdserverpb.KV/Txn",
    "etcdserverpb.KV/Compact",
    "etcdserverpb.Lease/LeaseGrant",
    "etcdserverpb.Lease/LeaseRevoke",
    "etcdserverpb.Lease/LeaseKeepAlive",
    "etcdserverpb.Lease/LeaseTimeToLive",
    "etcdserverpb.Lease/LeaseLeases",
    "etcdserverpb.Cluster/MemberAdd",
    NULL, /* one of REST, by the first byte of the message */
    "etcdserverpb.Maintenance/Alarm",
    "etcdserverpb.Maintenance/Status",
    "v3lockpb.Lock/Lock",
    "v3lockpb.Lock/Unlock",
    "v3electionpb.Election/Campaign",
    "v3electionpb.Election/Proclaim",
    "v3electionpb.Election/Resign",
    "v3electionpb.Election/Leader",
    "v3electionpb.Election/Observe",
};

static const char *const REST[] = {
    "etcdserverpb.Cluster/MemberRemove",   "etcdserverpb.Cluster/MemberUpdate",
    "etcdserverpb.Maintenance/Defragment", "etcdserverpb.Maintenance/Hash",
    "etcdserverpb.Maintenance/HashKV",     "etcdserverpb.Maintenance/Snapshot",
    "etcdserverpb.Maintenance/MoveLeader", "etcdserverpb.Maintenance/Downgrade",
};

enum { STEPS_MAX = 64 };

static void open_call(struct test_calls *calls, unsigned i, const char *method,
                      struct vd_slice message)
{
    if (!method) {
        method = REST[(message.len ? message.ptr[0] : 0) % VD_COUNT(REST)];
        message = message.len ? vd_slice(message.ptr + 1, message.len - 1) : message;
    }
    test_calls_open(calls, i, method);
    test_door_message(&calls->d, i, message);
}

static bool listens(const struct vd_exchange *x)
{
    return x->handler && !x->paused && !x->finished && !x->reset;
}

/* Low three bits: which call. The rest: what happens to it. Returns what is left of the input. */
static struct vd_slice step(struct test_calls *calls, struct vd_slice input)
{
    static const size_t ROOMS[] = {0, 1, 60, 5000, 1 << 20};
    unsigned i = input.ptr[0] % TEST_CALLS, what = input.ptr[0] / TEST_CALLS;
    size_t used = 1, n;

    if (what < VD_COUNT(METHODS)) {
        n = input.len > 1 ? VD_MIN((size_t)input.ptr[1], input.len - 2) : 0;
        used = input.len > 1 ? 2 + n : 1;
        open_call(calls, i, METHODS[what], vd_slice(input.ptr + used - n, n));
    } else if (what < VD_COUNT(METHODS) + VD_COUNT(ROOMS)) {
        test_door_set_room(&calls->d, ROOMS[what - VD_COUNT(METHODS)]);
        test_door_run(&calls->d);
    } else if (what == 26 && listens(&calls->d.x[i])) {
        n = input.len > 1 ? VD_MIN((size_t)input.ptr[1], input.len - 2) : 0;
        used = input.len > 1 ? 2 + n : 1;
        test_door_message(&calls->d, i, vd_slice(input.ptr + used - n, n));
    } else if (what == 27 && listens(&calls->d.x[i])) {
        test_door_half_close(&calls->d, i);
    } else if (what == 28) {
        test_door_drop(&calls->d, i);
    } else if (what == 29) {
        test_door_turn(&calls->d);
        test_calls_keep(calls);
    } else if (what == 30) {
        test_door_pass(&calls->d, 300);
    } else {
        test_door_pass(&calls->d, 3000u * i);
    }
    return vd_slice(input.ptr + used, input.len - used);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static struct test_calls calls;
    struct vd_slice input = vd_slice(bytes, len);

    test_calls_init(&calls);
    for (int steps = 0; input.len && steps < STEPS_MAX; steps++)
        input = step(&calls, input);
    test_door_set_room(&calls.d, 1 << 20);
    for (int i = 0; i < 4; i++) {
        test_calls_keep(&calls);
        test_door_run(&calls.d);
    }
    test_calls_deinit(&calls);
    return 0;
}
