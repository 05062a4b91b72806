/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests of etcd v3 as a peer may write them. The first byte chooses: a decoder by itself (and
 * for transactions the static checks), or a Watch stream that gets the rest as a sequence of
 * messages, each behind a byte of length, with events, ticks and small windows in between.
 */
#include "base/alloc.h"
#include "doors/etcd3/check.h"
#include "doors/etcd3/decode.h"
#include "doors/etcd3/test_journal.h"
#include "doors/etcd3/watch.h"
#include "rpc/server.h"
#include "rpc/test_exchange.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void decode_txn(struct vd_slice message)
{
    struct vd_arena arena;
    struct vd_txn txn;

    vd_arena_init(&arena, 16 << 20);
    if (vd_etcd3_read_txn(&arena, message, VD_ETCD3_TXN_OPS, &txn) == 0)
        (void)vd_etcd3_check_txn(&arena, &txn, VD_ETCD3_TXN_OPS);
    vd_arena_deinit(&arena);
}

static void decode(unsigned which, struct vd_slice message)
{
    struct vd_range_op range;
    struct vd_put_op put;
    struct vd_delete_op del;
    struct vd_etcd3_compaction compaction;
    struct vd_etcd3_watch_request watch;
    struct vd_etcd3_lease_request lease;
    struct vd_etcd3_alarm_request alarm;
    struct vd_etcd3_contest_request contest;
    struct vd_etcd3_leader_request leader;

    switch (which) {
    case 0:
        if (vd_etcd3_read_range(message, &range) == 0)
            (void)vd_etcd3_check_range(&range);
        return;
    case 1:
        if (vd_etcd3_read_put(message, &put) == 0)
            (void)vd_etcd3_check_put(&put);
        return;
    case 2:
        if (vd_etcd3_read_delete(message, &del) == 0)
            (void)vd_etcd3_check_delete(&del);
        return;
    case 3:
        (void)!vd_etcd3_read_compaction(message, &compaction);
        return;
    case 4:
        (void)!vd_etcd3_read_watch(message, &watch);
        return;
    case 5:
        decode_txn(message);
        return;
    case 6:
        (void)!vd_etcd3_read_lease_grant(message, &lease);
        return;
    case 7:
        (void)!vd_etcd3_read_lease(message, &lease);
        return;
    case 8:
        (void)!vd_etcd3_read_alarm(message, &alarm);
        return;
    case 9:
        (void)!vd_etcd3_read_contest(message, &contest);
        return;
    default:
        (void)!vd_etcd3_read_leader(message, &leader);
    }
}

/* What happens between two messages is a byte of the input. */
static void happen(struct test_journal *journal, struct vd_loop *loop, struct vd_exchange *x,
                   uint8_t what)
{
    static const uint8_t VALUE[3000];
    static const char *KEYS[] = {"a", "b", "k", "z"};
    static const size_t ROOMS[] = {1, 30, 1000, 100000};

    switch (what % 8) {
    case 0:
        test_journal_put(journal, KEYS[what / 8 % 4], vd_slice(VALUE, what * 8u));
        break;
    case 1:
        test_journal_delete(journal, KEYS[what / 8 % 4]);
        break;
    case 2:
        for (int i = 0; i < 20; i++)
            test_journal_put(journal, KEYS[i % 4], vd_slice(VALUE, 100));
        break;
    case 3:
        journal->floor = VD_MIN(journal->floor + what / 8, journal->head);
        break;
    case 4:
        vd_test_loop_pass(loop, what * 10u);
        break;
    case 5:
        journal->stalled = true;
        break;
    default:
        test_journal_resume(journal);
    }
    if (what % 8 < 3)
        test_journal_commit(journal);
    vd_test_pump(x, ROOMS[what / 64], 10);
}

static void stream(struct vd_slice input)
{
    static const struct vd_rpc_method METHODS[] = {{"/t.T/Watch", VD_RPC_BIDI, &VD_ETCD3_WATCH}};
    static const struct vd_rpc_service SERVICE = {METHODS, 1, NULL, "", ""};
    struct test_journal journal;
    struct vd_loop loop;
    struct vd_exchange x;
    struct vd_rpc_server *server = vd_rpc_server_new();
    struct vd_etcd3 door = {.env = {.loop = &loop, .store = &journal.journal},
                            .progress_interval_ms = 1000,
                            .watches_per_stream = 100,
                            .large_pull_bytes = 500,
                            .fragment_bytes = 1000};

    vd_runs_init(&door.runs, &vd_etcd3_events, NULL);
    vd_etcd3_listings_init(&door.listings, &loop);
    vd_test_loop_init(&loop);
    test_journal_init(&journal);
    vd_test_exchange_init(&x, &loop);
    vd_assert(server && vd_rpc_server_add(server, &SERVICE, &door) == 0);
    vd_assert(vd_test_open(&x, vd_rpc_server_open, server, "/t.T/Watch", NULL, 0) == 0);
    while (input.len >= 2 && !x.finished && !x.reset) {
        size_t n = VD_MIN((size_t)input.ptr[1], input.len - 2);

        happen(&journal, &loop, &x, input.ptr[0]);
        if (!x.paused && !x.finished && !x.reset)
            vd_test_message(&x, vd_slice(input.ptr + 2, n));
        input = vd_slice(input.ptr + 2 + n, input.len - 2 - n);
    }
    test_journal_resume(&journal);
    vd_test_pump(&x, 100000, 1000);
    vd_test_exchange_deinit(&x);
    vd_assert(!journal.open_count && !vd_test_loop_timers(&loop));
    vd_etcd3_deinit(&door);
    vd_rpc_server_free(server);
    test_journal_deinit(&journal);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    if (!len)
        return 0;
    /* Streams came first: their inputs begin with what was free then. */
    if (bytes[0] < 6 || bytes[0] >= 128)
        decode(bytes[0] % 16, vd_slice(bytes + 1, len - 1));
    else
        stream(vd_slice(bytes + 1, len - 1));
    return 0;
}
