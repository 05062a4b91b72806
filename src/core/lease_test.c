/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lease.h"

#include "core/kv_disk_world.h"
#include "core/kv_private.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/hash.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define ALL VD_SLICE("\0"), VD_SLICE("\0")

static struct vd_view view_of(struct world *world)
{
    struct vd_view view;

    vd_kv_enter(world->kv, 0);
    view = *vd_kv_view(world->kv, 0);
    vd_kv_leave(world->kv, 0);
    return view;
}

/* What was published and history has not got, rows of side tables too. */
static uint64_t lag_of(struct world *world)
{
    struct vd_kv_stats stats;

    vd_kv_enter(world->kv, 0);
    vd_kv_stats(world->kv, &stats);
    vd_kv_leave(world->kv, 0);
    return stats.lag_bytes;
}

static int info_of(struct world *world, int64_t id, struct vd_lease_info *out_info)
{
    int rc;

    vd_kv_enter(world->kv, 0);
    rc = vd_lease_info(world->kv, 0, NULL, id, world->clock_ms, out_info);
    vd_kv_leave(world->kv, 0);
    return rc;
}

static bool is_seen(struct world *world, int64_t id)
{
    struct vd_lease_info info;
    int rc = info_of(world, id, &info);

    assert_true(rc == 0 || rc == VD_LEASE_GONE);
    return rc == 0;
}

static int renew(struct world *world, int64_t id)
{
    int64_t ttl_ms;
    int rc;

    vd_kv_enter(world->kv, 0);
    rc = vd_lease_renew(world->kv, 0, NULL, id, world->clock_ms, &ttl_ms);
    vd_kv_leave(world->kv, 0);
    return rc;
}

/* The keys of a lease as one text, each followed by a blank; read `max` at a time. */
static const char *keys_of(struct world *world, int64_t id, size_t max)
{
    static char text[4096];
    struct vd_slice after = VD_SLICE_EMPTY, keys[64];
    size_t len = 0, count;
    int rc;

    vd_kv_enter(world->kv, 0);
    do {
        rc = vd_lease_keys(world->kv, 0, NULL, id, &after, keys, max, &count);
        assert_true(rc == 0 || rc == VD_AGAIN);
        for (size_t i = 0; i < count; i++)
            len += (size_t)snprintf(text + len, sizeof(text) - len, "%.*s ", (int)keys[i].len,
                                    (const char *)keys[i].ptr);
    } while (rc);
    vd_kv_leave(world->kv, 0);
    text[len] = 0;
    return text;
}

static int64_t count_keys(struct world *world)
{
    int64_t count;

    vd_kv_enter(world->kv, 0);
    count = vd_index_count(vd_kv_view(world->kv, 0)->root, ALL, (struct vd_pos){0, 0});
    vd_kv_leave(world->kv, 0);
    return count;
}

static const struct vd_event *event_at(struct world *world, int64_t revision, uint32_t sub)
{
    const struct vd_event *event = NULL;
    int rc;

    vd_kv_enter(world->kv, 0);
    rc = vd_kv_event(world->kv, 0, (struct vd_pos){revision, sub}, &event);
    vd_kv_leave(world->kv, 0);
    return rc ? NULL : event;
}

static void assert_deleted(struct world *world, int64_t revision, uint32_t sub, const char *key)
{
    const struct vd_event *event = event_at(world, revision, sub);

    assert_non_null(event);
    assert_int_equal(event->type, VD_EVENT_DELETE);
    assert_int_equal(event->key_len, strlen(key));
    assert_memory_equal(event->key, key, event->key_len);
}

static int write_ops(struct world *world, const struct vd_op *ops, uint32_t count)
{
    struct vd_txn txn = {.success = ops, .success_count = count};
    struct vd_write write = world_txn_write(world, &txn);

    return world_write(world, &write);
}

static struct vd_op leased_op(const char *key, int64_t lease)
{
    struct vd_op op = world_put_op(key, "v");

    op.put.lease = lease;
    return op;
}

static void a_grant_makes_a_lease_and_no_revision(void **state)
{
    struct vd_write write = {.kind = VD_WRITE_LEASE_GRANT, .lease = {.ttl_ms = 5000}};
    struct vd_lease_info info = {0};
    struct world world;
    uint64_t log_index;

    world_init(&world, NULL, NULL);
    log_index = view_of(&world).log_index;
    assert_int_equal(world_grant(&world, 7, 5000), 0);
    assert_int_equal(view_of(&world).head, 1);
    assert_int_equal(view_of(&world).log_index, log_index + 1);
    assert_int_equal(info_of(&world, 7, &info), 0);
    assert_int_equal(info.ttl_ms, 5000);
    assert_int_equal(info.remaining_ms, 5000);
    assert_int_equal(world_grant(&world, 7, 9000), VD_EXISTS);
    assert_int_equal(world_grant(&world, -7, 1), 0);
    assert_int_equal(world_grant(&world, 8, 0), VD_INVALID);
    assert_int_equal(world_grant(&world, 8, VD_LEASE_TTL_MAX_MS + 1), VD_INVALID);
    assert_int_equal(world_write(&world, &write), 0);
    assert_true(write.lease.id > 0);
    assert_true(is_seen(&world, write.lease.id));
    assert_false(write.changed);
    assert_int_equal(write.revision, 1);
    assert_int_equal(view_of(&world).log_index, log_index + 3);
    world_deinit(&world);
}

static void a_revoke_deletes_the_keys_in_order_on_one_revision(void **state)
{
    struct vd_write write = {.kind = VD_WRITE_LEASE_REVOKE, .lease = {.id = 7}};
    struct world world;

    world_init(&world, NULL, NULL);
    assert_int_equal(world_put_leased(&world, "k", 7), VD_LEASE_GONE);
    world_grant(&world, 7, 5000);
    world_put_leased(&world, "c", 7); /* 2 */
    world_put_leased(&world, "a", 7);
    world_put_leased(&world, "b", 7);
    world_put(&world, "aa", "not its"); /* 5 */
    assert_string_equal(keys_of(&world, 7, 64), "a b c ");
    assert_string_equal(keys_of(&world, 7, 1), "a b c ");
    assert_int_equal(world_write(&world, &write), 0);
    assert_true(write.changed);
    assert_int_equal(write.revision, 6);
    assert_deleted(&world, 6, 0, "a");
    assert_deleted(&world, 6, 1, "b");
    assert_deleted(&world, 6, 2, "c");
    assert_int_equal(event_at(&world, 6, 2)->last, 1);
    assert_int_equal(event_at(&world, 6, 2)->prev_revision, 2);
    assert_int_equal(view_of(&world).head, 6);
    assert_int_equal(count_keys(&world), 1);
    assert_false(is_seen(&world, 7));
    assert_int_equal(world_revoke(&world, 7), VD_LEASE_GONE);
    assert_int_equal(world_put_leased(&world, "k", 7), VD_LEASE_GONE);
    world_grant(&world, 7, 5000);
    assert_int_equal(world_revoke(&world, 7), 0);
    assert_int_equal(view_of(&world).head, 6);
    world_deinit(&world);
}

static void a_key_has_the_lease_of_its_newest_put(void **state)
{
    struct vd_op ignores = world_put_op("c", "v");
    struct world world;

    ignores.put.ignore_lease = true;
    world_init(&world, NULL, NULL);
    world_grant(&world, 7, 5000);
    world_grant(&world, 8, 5000);
    for (const char *key = "abcdef"; *key; key++)
        world_put_leased(&world, (char[]){*key, 0}, 7);
    world_put_leased(&world, "a", 8);
    world_put_leased(&world, "b", 0);
    assert_int_equal(write_ops(&world, &ignores, 1), 0);
    world_delete(&world, "d", "");
    world_delete(&world, "e", "");
    world_put(&world, "e", "without");
    world_put_leased(&world, "f", 8);
    world_put_leased(&world, "f", 7);
    assert_string_equal(keys_of(&world, 7, 64), "c f ");
    assert_string_equal(keys_of(&world, 8, 64), "a ");
    world_revoke(&world, 7);
    assert_string_equal(keys_of(&world, 8, 64), "a ");
    assert_int_equal(count_keys(&world), 3); /* a, b, e */
    world_put_leased(&world, "c", 8);
    world_revoke(&world, 8);
    assert_int_equal(count_keys(&world), 2);
    world_deinit(&world);
}

/* Within one transaction, and one group, as between them. */
static void a_key_may_change_hands_at_once(void **state)
{
    struct vd_op ops[] = {leased_op("a", 7), leased_op("b", 7), world_delete_op(ALL),
                          leased_op("b", 8), leased_op("c", 7)};
    struct world world;

    world_init(&world, NULL, NULL);
    world_grant(&world, 7, 5000);
    world_grant(&world, 8, 5000);
    world_put_leased(&world, "c", 8);
    assert_int_equal(write_ops(&world, ops, 5), 0);
    assert_string_equal(keys_of(&world, 7, 64), "c ");
    assert_string_equal(keys_of(&world, 8, 64), "b ");
    world_put_leased(&world, "b", 7);
    world_put_leased(&world, "b", 8);
    world_put_leased(&world, "b", 7);
    assert_string_equal(keys_of(&world, 7, 64), "b c ");
    assert_string_equal(keys_of(&world, 8, 64), "");
    world_keep(&world);
    assert_string_equal(keys_of(&world, 7, 64), "b c ");
    world_deinit(&world);
}

static void a_transaction_that_fails_attaches_nothing(void **state)
{
    struct vd_op ops[] = {leased_op("a", 7), leased_op("b", 8), world_delete_op(ALL),
                          world_put_op("b", "")};
    struct world world;

    world_init(&world, NULL, NULL);
    world_grant(&world, 7, 5000);
    world_grant(&world, 8, 5000);
    world_put_leased(&world, "b", 7);
    world_put_leased(&world, "d", 8);
    ops[3].put.ignore_value = true; /* of a key that is gone by then */
    assert_int_equal(write_ops(&world, ops, 4), VD_NOT_FOUND);
    assert_string_equal(keys_of(&world, 7, 64), "b ");
    assert_string_equal(keys_of(&world, 8, 64), "d ");
    assert_int_equal(world.kv->apply.changes.count, 0);
    ops[1].put.lease = 9;
    assert_int_equal(write_ops(&world, ops, 2), VD_LEASE_GONE);
    world_revoke(&world, 7);
    assert_int_equal(count_keys(&world), 1);
    world_deinit(&world);
}

static void note_done(struct vd_write *write)
{
    write->private = write;
}

/* Leads with these writes, but does not flush. */
static struct vd_wal_flush lead(struct world *world, struct vd_write *writes, unsigned count)
{
    struct vd_wal_flush flush;
    int rc;

    vd_kv_enter(world->kv, 0);
    for (unsigned i = 0; i < count; i++) {
        writes[i].done = note_done;
        vd_kv_submit(world->kv, &writes[i]);
    }
    rc = vd_kv_lead(world->kv, 0, world->now_ms++, &flush);
    vd_kv_leave(world->kv, 0);
    assert_int_equal(rc, 0);
    return flush;
}

static void finish(struct disk *disk, const struct vd_wal_flush *flush)
{
    struct vd_file file = {.fs = vd_fs_sim_fs(disk->sim), .handle = flush->fd};

    assert_int_equal(vd_file_write_durable(&file, flush->buf, flush->len, (uint64_t)flush->offset),
                     0);
    vd_kv_flushed(disk->world.kv, 0);
    world_turn(&disk->world, 0);
}

static void nothing_of_a_lease_is_seen_before_it_is_durable(void **state)
{
    struct vd_op op = leased_op("k", 7);
    struct vd_txn txn = {.success = &op, .success_count = 1};
    struct vd_wal_flush flush;
    struct disk disk;
    struct world *world = &disk.world;
    struct vd_write writes[2] = {{.kind = VD_WRITE_LEASE_GRANT, .lease = {7, 5000}}};

    disk_open(&disk, NULL, NULL);
    writes[1] = world_txn_write(world, &txn);
    flush = lead(world, writes, 2);
    assert_false(is_seen(world, 7));
    assert_int_equal(renew(world, 7), VD_LEASE_GONE);
    assert_null(writes[0].private);
    finish(&disk, &flush);
    assert_ptr_equal(writes[1].private, &writes[1]);
    assert_int_equal(writes[1].outcome, 0);
    assert_string_equal(keys_of(world, 7, 64), "k ");

    op.put.lease = 0; /* detached, but not for anybody to see yet */
    flush = lead(world, &writes[1], 1);
    assert_string_equal(keys_of(world, 7, 64), "k ");
    finish(&disk, &flush);
    assert_string_equal(keys_of(world, 7, 64), "");

    op.put.lease = 7;
    world_put_leased(world, "j", 7);
    writes[0] = (struct vd_write){.kind = VD_WRITE_LEASE_REVOKE, .lease = {.id = 7}};
    writes[1] = world_txn_write(world, &txn);
    flush = lead(world, writes, 2);
    assert_true(is_seen(world, 7));
    assert_string_equal(keys_of(world, 7, 64), "j ");
    assert_int_equal(renew(world, 7), VD_WAIT);
    finish(&disk, &flush);
    assert_int_equal(writes[0].outcome, 0);
    assert_int_equal(writes[1].outcome, VD_LEASE_GONE);
    assert_false(is_seen(world, 7));
    disk_close(&disk);
}

static void a_lease_that_runs_out_goes_with_its_keys_and_never_early(void **state)
{
    struct world world;

    world_init(&world, NULL, NULL);
    world_grant(&world, 7, 5000);
    world_grant(&world, 8, 6000);
    world_grant(&world, 9, 6000);
    world_put_leased(&world, "a", 8);
    world_put_leased(&world, "b", 7);
    world_put_leased(&world, "c", 7);
    world_put(&world, "d", "v");
    world_pass(&world, 4999);
    assert_int_equal(count_keys(&world), 4);
    assert_int_equal(renew(&world, 9), 0);
    world_pass(&world, 1);
    assert_deleted(&world, 6, 0, "b");
    assert_deleted(&world, 6, 1, "c");
    assert_false(is_seen(&world, 7));
    world_pass(&world, 1000);
    assert_deleted(&world, 7, 0, "a");
    assert_false(is_seen(&world, 8));
    assert_true(is_seen(&world, 9));
    assert_int_equal(view_of(&world).head, 7);
    world_pass(&world, 3998);
    assert_int_equal(renew(&world, 9), 0);
    world_pass(&world, 6000);
    assert_false(is_seen(&world, 9));
    assert_int_equal(view_of(&world).head, 7); /* it had no keys */
    world_deinit(&world);
}

/* What a server's timer is set by: the turn that it gives is enough, and it is late by less than a
 * tenth of a second. */
static void the_clock_is_told_when_a_lease_is_due(void **state)
{
    struct world world;
    int64_t due;

    world_init(&world, NULL, NULL);
    assert_int_equal(vd_kv_next_due(world.kv), INT64_MAX);
    world_grant(&world, 7, 60000);
    assert_true(world.leads > 0); /* it was told "never" */
    world.leads = 0;
    due = vd_kv_next_due(world.kv);
    assert_in_range(due, world.clock_ms + 60000, world.clock_ms + 60099);
    world_grant(&world, 8, 90000);
    assert_int_equal(world.leads, 0); /* later than it knows */
    world_grant(&world, 9, 1000);
    assert_int_equal(world.leads, 1);
    due = vd_kv_next_due(world.kv);
    assert_in_range(due, world.clock_ms + 1000, world.clock_ms + 1099);
    world.clock_ms = due;
    world_turn(&world, 0);
    assert_false(is_seen(&world, 9));
    renew(&world, 7);
    world.clock_ms = vd_kv_next_due(world.kv);
    world_turn(&world, 0);
    assert_true(is_seen(&world, 7));
    assert_in_range(vd_kv_next_due(world.kv), due + 60000, due + 60099);
    world_deinit(&world);
}

static void a_lease_that_has_run_out_is_not_renewed_and_a_revoke_says_when_it_is_gone(void **state)
{
    struct world world;

    world_init(&world, NULL, NULL);
    world_grant(&world, 7, 5000);
    world_put_leased(&world, "k", 7);
    world.clock_ms += 5000;
    assert_int_equal(renew(&world, 7), VD_WAIT);
    assert_int_equal(world_revoke(&world, 7), 0);
    assert_int_equal(renew(&world, 7), VD_LEASE_GONE);
    assert_int_equal(count_keys(&world), 0);
    world_deinit(&world);
}

/* Ten thousand at once: a turn takes a few hundred at most, and a put meanwhile waits for one. */
static void many_that_run_out_at_once_go_a_few_at_a_time(void **state)
{
    enum { LEASES = 10000 };
    struct world world;
    int64_t head, most = 0;
    char key[16];

    world_init(&world, NULL, NULL);
    for (int i = 0; i < LEASES; i++) {
        snprintf(key, sizeof(key), "k%05d", i);
        world_grant(&world, i + 1, 5000);
        world_put_leased(&world, key, i + 1);
        vd_arena_deinit(&world.arena);
    }
    head = view_of(&world).head;
    world.clock_ms += 5000;
    for (int turns = 0; view_of(&world).head < head + LEASES; turns++) {
        int64_t before = view_of(&world).head;

        assert_in_range(turns, 0, LEASES / 100);
        world.leads = 0;
        world_turn(&world, 0);
        most = VD_MAX(most, view_of(&world).head - before);
        assert_true(view_of(&world).head == head + LEASES || world.leads > 0);
    }
    assert_in_range(most, 100, 300);
    assert_int_equal(count_keys(&world), 0);
    for (int64_t revision = head + 1; revision <= head + LEASES; revision++)
        assert_int_equal(event_at(&world, revision, 0)->last, 1);
    world_deinit(&world);
}

enum { MANY = 20000 };

static void attach_many(struct world *world, int64_t lease)
{
    for (int i = 0; i < MANY; i += 100) {
        struct vd_op ops[100];
        char keys[100][16];

        for (int j = 0; j < 100; j++) {
            snprintf(keys[j], sizeof(keys[j]), "k%05d", (i + j) * 7919 % MANY);
            ops[j] = leased_op(keys[j], lease);
        }
        assert_int_equal(write_ops(world, ops, 100), 0);
        vd_arena_deinit(&world->arena);
    }
}

/* Its expiry is one revision, whole or not there, made in many turns. */
static void a_huge_lease_goes_in_slices(void **state)
{
    struct vd_kv_options options = {.slice_steps = 500};
    struct disk disk;
    struct world *world = &disk.world;
    int64_t head;
    int turns = 0;

    disk_open(&disk, NULL, &options);
    world_grant(world, 7, 5000);
    attach_many(world, 7);
    head = view_of(world).head;
    world->clock_ms += 5000;
    for (; view_of(world).head == head; turns++) {
        assert_in_range(turns, 0, 4 * MANY / 500);
        assert_int_equal(count_keys(world), MANY);
        assert_true(is_seen(world, 7));
        world_turn(world, 0);
    }
    assert_true(turns > MANY / 500);
    assert_int_equal(view_of(world).head, head + 1);
    assert_int_equal(count_keys(world), 0);
    for (uint32_t i = 0; i < MANY; i += 999) {
        char key[16];

        snprintf(key, sizeof(key), "k%05u", i);
        assert_deleted(world, head + 1, i, key);
    }
    assert_false(is_seen(world, 7));
    disk_reopen(&disk, false, &options);
    assert_int_equal(count_keys(world), 0);
    assert_false(is_seen(world, 7));
    disk_close(&disk);
}

/* Of a lease that takes subtrees, in slices or not: what lies beside the subtrees stays, and what
 * in them has another lease leaves it. */
static void a_lease_may_take_everything_that_begins_with_its_keys(void **state)
{
    static const char *const keys[] = {"a",     "a/", "a/x", "a/y", "a/z/",
                                       "a/z/q", "a0", "b",   "c/",  "c/d"};

    for (unsigned slice = 0; slice < 3; slice++) {
        struct vd_kv_options options = {.slice_steps = slice ? slice * 8 : 0};
        struct vd_write grant = {.kind = VD_WRITE_LEASE_GRANT,
                                 .lease = {.id = 7, .ttl_ms = 5000, .subtree = true}};
        struct disk disk;
        struct world *world = &disk.world;
        const struct vd_event *event;

        disk_open(&disk, NULL, &options);
        assert_int_equal(world_write(world, &grant), 0);
        world_grant(world, 8, 90000);
        for (unsigned i = 0; i < VD_COUNT(keys); i++)
            world_put_leased(world, keys[i], i % 2 ? 0 : 8);
        world_put_leased(world, "a/", 7);
        world_put_leased(world, "a/z/", 7);
        world_put_leased(world, "c/", 7); /* 14 */
        disk_reopen(&disk, slice == 1, &options);
        assert_int_equal(view_of(world).head, 14);
        world_turn(world, 0); /* the time is told */
        world_pass(world, 5000);
        assert_int_equal(view_of(world).head, 15);
        assert_int_equal(count_keys(world), 3);
        assert_string_equal(keys_of(world, 8, 64), "a a0 ");
        assert_deleted(world, 15, 0, "a/");
        assert_deleted(world, 15, 4, "a/z/q");
        assert_deleted(world, 15, 5, "c/");
        assert_deleted(world, 15, 6, "c/d");
        event = event_at(world, 15, 4);
        assert_true(vd_slice_eq(vd_event_cause(event), VD_SLICE("\1\2")));
        assert_int_equal(event_at(world, 15, 6)->last, 1);
        disk_reopen(&disk, false, &options);
        assert_int_equal(count_keys(world), 3);
        assert_string_equal(keys_of(world, 8, 64), "a a0 ");
        disk_close(&disk);
    }
}

static void what_a_lease_took_says_so_unless_it_was_revoked(void **state)
{
    struct world world;

    world_init(&world, NULL, NULL);
    world_grant(&world, 7, 5000);
    world_grant(&world, 8, 5000);
    world_put_leased(&world, "a", 7);
    world_put_leased(&world, "b", 8);
    world_revoke(&world, 7); /* 4 */
    world_pass(&world, 5000);
    assert_int_equal(event_at(&world, 4, 0)->cause_len, 0);
    assert_true(vd_slice_eq(vd_event_cause(event_at(&world, 5, 0)), VD_SLICE("\1")));
    world_deinit(&world);
}

/* A range delete takes the keys from a lease in one go; that they leave its set is done in pieces,
 * and the lease is right before, meanwhile and after. */
static void a_lease_that_loses_many_keys_at_once_is_right_at_any_time(void **state)
{
    const struct vd_kv_options options = {.slice_steps = 100};
    struct disk disk;
    struct world *world = &disk.world;
    unsigned turns = 0;

    disk_open(&disk, NULL, &options);
    world_grant(world, 7, 5000);
    attach_many(world, 7);
    world_delete(world, "k00001", "k19999");
    for (; world->kv->apply.changes.count; turns++) {
        assert_string_equal(keys_of(world, 7, 64), "k00000 k19999 ");
        world_turn(world, 0); /* nothing to lead */
        world_put(world, "other", "v");
    }
    assert_true(turns > 50);
    assert_string_equal(keys_of(world, 7, 64), "k00000 k19999 ");
    attach_many(world, 7);
    world_delete(world, "k00001", "k19999");
    assert_int_equal(world_compact(world, view_of(world).head), 0);
    world_put(world, "other", "v");
    assert_int_equal(world_compact(world, view_of(world).head), 0);
    world_keep(world); /* detaches, and then frees the keys */
    assert_int_equal(world->kv->apply.changes.count, 0);
    assert_string_equal(keys_of(world, 7, 64), "k00000 k19999 ");
    world_revoke(world, 7);
    assert_int_equal(count_keys(world), 1);
    disk_close(&disk);
}

static void after_a_restart_a_lease_has_its_keys_and_its_full_time(void **state)
{
    struct disk disk;
    struct world *world = &disk.world;

    for (int kept = 0; kept < 3; kept++) {
        struct vd_lease_info info;

        disk_open(&disk, NULL, NULL);
        world_grant(world, 7, 5000);
        world_grant(world, 8, 5000);
        world_put_leased(world, "a", 7);
        world_put_leased(world, "b", 7);
        if (kept == 1)
            world_keep(world); /* all of it is in history, or half of it */
        world_grant(world, 9, 7000);
        world_put_leased(world, "b", 9);
        world_revoke(world, 8);
        if (kept == 2) {
            world_keep(world);
            assert_int_equal(lag_of(world), 0);
        }
        world_pass(world, 4000);
        disk_reopen(&disk, kept == 2, NULL);
        world->clock_ms += 1000000;
        assert_false(is_seen(world, 8));
        assert_string_equal(keys_of(world, 7, 64), "a ");
        assert_string_equal(keys_of(world, 9, 64), "b ");
        world_pass(world, 0);
        assert_int_equal(info_of(world, 7, &info), 0);
        assert_int_equal(info.ttl_ms, 5000);
        assert_int_equal(info.remaining_ms, 5000);
        world_pass(world, 4999);
        assert_int_equal(count_keys(world), 2);
        world_pass(world, 1);
        assert_int_equal(count_keys(world), 1);
        world_keep(world);
        disk_reopen(&disk, true, NULL);
        assert_false(is_seen(world, 7));
        assert_string_equal(keys_of(world, 9, 64), "b ");
        disk_close(&disk);
    }
}

/* A full disk keeps even an expiry from being logged. It comes again. */
static void an_expiry_that_could_not_be_logged_is_not_lost(void **state)
{
    const struct vd_store_options small = {
        .segment_bytes = 256 << 10, .small_segment_bytes = 64 << 10, .batch_bytes = 32 << 10};
    struct vd_op op = world_delete_op(VD_SLICE("none"), VD_SLICE_EMPTY);
    struct disk disk;
    struct world *world = &disk.world;
    int grants = 0;

    disk_open(&disk, &small, NULL);
    world_grant(world, 7, 5000);
    world_put_leased(world, "k", 7);
    vd_fs_sim_limit(disk.sim, 1);
    do
        world_keep(world);
    while (world_grant(world, 1000 + ++grants, 999999) == 0);
    assert_true(grants > 2);
    assert_int_equal(write_ops(world, &op, 1), VD_OVER_QUOTA);
    for (int i = 0; i < 20; i++) {
        world_pass(world, i ? 1000 : 5000);
        assert_int_equal(is_seen(world, 7), true);
        assert_true(vd_kv_next_due(world->kv) <= world->clock_ms + 600);
        world_keep(world);
    }
    assert_int_equal(renew(world, 7), VD_WAIT);
    vd_fs_sim_limit(disk.sim, 0);
    world_keep(world);
    world_pass(world, 500);
    assert_int_equal(renew(world, 7), VD_LEASE_GONE);
    assert_int_equal(count_keys(world), 0);
    disk_reopen(&disk, false, NULL);
    assert_int_equal(renew(world, 7), VD_LEASE_GONE);
    assert_true(is_seen(world, 1001));
    disk_close(&disk);
}

static void the_list_is_in_the_order_in_which_they_run_out(void **state)
{
    enum { LEASES = 5000 };
    static int64_t ids[LEASES + 1];
    struct vd_lease_list *list;
    struct world world;
    size_t count = 0, steps = 0, n;
    int rc;

    world_init(&world, NULL, NULL);
    vd_kv_enter(world.kv, 0);
    assert_int_equal(vd_lease_list_new(world.kv, 0, NULL, &list), 0);
    assert_int_equal(vd_lease_list_step(list, world.kv, 0), 0);
    assert_int_equal(vd_lease_list_next(list, ids, 1), 0);
    vd_lease_list_free(list);
    vd_kv_leave(world.kv, 0);

    for (int64_t id = 1; id <= LEASES; id++)
        world_grant(&world, id, 100000 + id * 4999 % LEASES);
    world_revoke(&world, 17);
    vd_kv_enter(world.kv, 0);
    assert_int_equal(vd_lease_list_new(world.kv, 0, NULL, &list), 0);
    while ((rc = vd_lease_list_step(list, world.kv, 0)) == VD_WAIT)
        steps++;
    vd_kv_leave(world.kv, 0);
    assert_int_equal(rc, 0);
    assert_true(steps >= LEASES / 1024);
    assert_int_equal(vd_lease_list_count(list), LEASES - 1);
    while ((n = vd_lease_list_next(list, ids + count, 7)))
        count += n;
    assert_int_equal(count, LEASES - 1);
    for (size_t i = 1; i < count; i++)
        assert_true(ids[i - 1] * 4999 % LEASES < ids[i] * 4999 % LEASES);
    vd_lease_list_free(list);
    world_deinit(&world);
}

static int deny(const struct vd_principal *principal, enum vd_access access, struct vd_slice key,
                struct vd_slice end)
{
    return VD_DENIED;
}

static int deny_key(const struct vd_principal *principal, enum vd_access access,
                    struct vd_slice key, struct vd_slice end)
{
    return vd_slice_eq(key, VD_SLICE("b")) ? VD_DENIED : 0;
}

static void every_entry_asks_whether_it_may(void **state)
{
    struct vd_slice after = VD_SLICE_EMPTY, key;
    struct vd_lease_info info;
    struct vd_lease_list *list;
    struct world world;
    size_t count;
    int64_t ttl_ms;

    world_init(&world, NULL, NULL);
    world_grant(&world, 7, 5000);
    world_put_leased(&world, "a", 7);
    world_put_leased(&world, "b", 7);
    vd_access_set_hook(deny);
    assert_int_equal(world_grant(&world, 8, 5000), VD_DENIED);
    assert_int_equal(world_revoke(&world, 7), VD_DENIED);
    assert_int_equal(world_alarm(&world, VD_ALARM_NOSPACE, true), VD_DENIED);
    vd_kv_enter(world.kv, 0);
    assert_int_equal(vd_lease_renew(world.kv, 0, NULL, 7, 0, &ttl_ms), VD_DENIED);
    assert_int_equal(vd_lease_info(world.kv, 0, NULL, 7, 0, &info), VD_DENIED);
    assert_int_equal(vd_lease_keys(world.kv, 0, NULL, 7, &after, &key, 1, &count), VD_DENIED);
    assert_int_equal(vd_lease_list_new(world.kv, 0, NULL, &list), VD_DENIED);
    vd_access_set_hook(deny_key);
    assert_int_equal(vd_lease_keys(world.kv, 0, NULL, 7, &after, &key, 1, &count), 0 + VD_AGAIN);
    assert_int_equal(vd_lease_keys(world.kv, 0, NULL, 7, &after, &key, 1, &count), VD_DENIED);
    vd_kv_leave(world.kv, 0);
    assert_int_equal(world_revoke(&world, 7), VD_DENIED); /* for one of its keys */
    assert_int_equal(count_keys(&world), 2);
    assert_true(is_seen(&world, 7));
    world_pass(&world, 5000); /* which nobody has to be allowed */
    vd_access_set_hook(NULL);
    assert_int_equal(count_keys(&world), 0);
    world_deinit(&world);
}

/* A grant, a put that takes a key from another lease, a delete, a revoke, and the list: with each
 * allocation failing in turn all of one is done or nothing. */
static void without_memory_a_change_of_leases_is_whole_or_not_at_all(void **state)
{
    for (long after = 0;; after++) {
        struct vd_op ops[] = {leased_op("a", 8), leased_op("new", 8),
                              world_delete_op(VD_SLICE("c"), VD_SLICE("e"))};
        struct vd_write writes[3] = {
            {.kind = VD_WRITE_LEASE_GRANT, .lease = {9, 5000}},
            {.kind = VD_WRITE_TXN},
            {.kind = VD_WRITE_LEASE_REVOKE, .lease = {.id = 7}},
        };
        struct vd_txn txn = {.success = ops, .success_count = 3};
        struct disk disk;
        struct world *world = &disk.world;
        bool hit;

        disk_open(&disk, NULL, NULL);
        writes[1] = world_txn_write(world, &txn);
        world_grant(world, 7, 5000);
        world_grant(world, 8, 5000);
        for (const char *key = "abcd"; *key; key++)
            world_put_leased(world, (char[]){*key, 0}, 7);
        vd_alloc_fail_after(after);
        for (int i = 0; i < 3; i++)
            world_write(world, &writes[i]);
        hit = vd_alloc_fail_hit();
        vd_alloc_fail_after(-1);
        for (int pass = 0; pass < 2; pass++) {
            bool put = !writes[1].outcome, revoked = !writes[2].outcome;

            for (int i = 0; i < 3; i++)
                assert_true(!writes[i].outcome || (hit && writes[i].outcome == -ENOMEM));
            assert_int_equal(is_seen(world, 9), !writes[0].outcome);
            assert_int_equal(is_seen(world, 7), !revoked);
            assert_string_equal(keys_of(world, 8, 64), put ? "a new " : "");
            if (!revoked)
                assert_string_equal(keys_of(world, 7, 64), put ? "b " : "a b c d ");
            assert_int_equal(count_keys(world), (put ? 2 : 0) + (revoked ? !put * 0 : put ? 1 : 4));
            world_keep(world);
            disk_reopen(&disk, pass == 0, NULL);
        }
        disk_close(&disk);
        if (!hit)
            break;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_grant_makes_a_lease_and_no_revision),
        cmocka_unit_test(a_revoke_deletes_the_keys_in_order_on_one_revision),
        cmocka_unit_test(a_key_has_the_lease_of_its_newest_put),
        cmocka_unit_test(a_key_may_change_hands_at_once),
        cmocka_unit_test(a_transaction_that_fails_attaches_nothing),
        cmocka_unit_test(nothing_of_a_lease_is_seen_before_it_is_durable),
        cmocka_unit_test(a_lease_that_runs_out_goes_with_its_keys_and_never_early),
        cmocka_unit_test(the_clock_is_told_when_a_lease_is_due),
        cmocka_unit_test(a_lease_that_has_run_out_is_not_renewed_and_a_revoke_says_when_it_is_gone),
        cmocka_unit_test(many_that_run_out_at_once_go_a_few_at_a_time),
        cmocka_unit_test(a_huge_lease_goes_in_slices),
        cmocka_unit_test(a_lease_may_take_everything_that_begins_with_its_keys),
        cmocka_unit_test(what_a_lease_took_says_so_unless_it_was_revoked),
        cmocka_unit_test(a_lease_that_loses_many_keys_at_once_is_right_at_any_time),
        cmocka_unit_test(after_a_restart_a_lease_has_its_keys_and_its_full_time),
        cmocka_unit_test(an_expiry_that_could_not_be_logged_is_not_lost),
        cmocka_unit_test(the_list_is_in_the_order_in_which_they_run_out),
        cmocka_unit_test(every_entry_asks_whether_it_may),
        cmocka_unit_test(without_memory_a_change_of_leases_is_whole_or_not_at_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
