/* SPDX-License-Identifier: Apache-2.0 */
/* Snapshots of both kinds of store: one on disk, and one in memory. */
#include "core/snapshot.h"

#include "base/alloc.h"
#include "base/check.h"
#include "core/kv_private.h"
#include "core/kv_world.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static char dir[64], file[96];

static int make_dir(void **state)
{
    strcpy(dir, "/tmp/vd-snapshot-test-XXXXXX");
    if (!mkdtemp(dir))
        return -1;
    snprintf(file, sizeof(file), "%s/snapshot", dir);
    return setenv("TMPDIR", dir, 1);
}

static int remove_dir(void **state)
{
    char command[96];

    snprintf(command, sizeof(command), "rm -r %s", dir);
    return system(command);
}

/* *state: whether it is on disk. */
static void open_world(void **state, struct world *world)
{
    struct vd_store_options options = {.segment_bytes = 1 << 20, .small_segment_bytes = 1 << 20};
    struct vd_store *store = NULL;
    struct vd_diag diag;
    char path[96];

    snprintf(path, sizeof(path), "%s/data", dir);
    if (*state && vd_store_open(vd_fs_posix(), path, &options, &diag, &store) != 0)
        fail_msg("%s", diag.text);
    world_init(world, store, NULL);
}

static void close_world(struct world *world)
{
    struct vd_store *store = world->store;

    world_deinit(world);
    if (store)
        assert_int_equal(vd_store_close(store, true), 0);
}

static size_t directory_entries(const char *path)
{
    char command[128];
    size_t count = 0;
    FILE *pipe;

    snprintf(command, sizeof(command), "find %s -mindepth 1 | wc -l", path);
    pipe = popen(command, "r");
    assert_int_equal(fscanf(pipe, "%zu", &count), 1);
    pclose(pipe);
    return count;
}

/* --- a client ---------------------------------------------------------------------------------
 */

struct client {
    struct vd_snapshot *snapshot;
    unsigned readies;
    uint64_t bytes;
    int fd; /* where it puts them */
    struct vd_sha256 *sum;
};

static void on_ready(void *arg)
{
    ((struct client *)arg)->readies++;
}

static int try_ask(struct world *world, struct client *client)
{
    int rc;

    *client = (struct client){.fd = -1};
    vd_kv_enter(world->kv, 0);
    rc = vd_snapshot_open(world->kv, 0, NULL, on_ready, client, &client->snapshot);
    vd_kv_leave(world->kv, 0);
    return rc;
}

static void ask(struct world *world, struct client *client)
{
    assert_int_equal(try_ask(world, client), 0);
    client->fd = open(file, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    client->sum = vd_sha256_new();
    assert_true(client->fd >= 0 && client->sum);
}

static int take_pieces(struct client *client)
{
    struct vd_bytes *piece;
    int rc;

    while ((rc = vd_snapshot_next(client->snapshot, &piece)) == 0) {
        assert_true(piece->len > 0 && piece->len <= VD_SNAPSHOT_PIECE_BYTES);
        assert_int_equal(write(client->fd, piece->data, piece->len), piece->len);
        assert_int_equal(vd_sha256_add(client->sum, vd_bytes_slice(piece)), 0);
        client->bytes += piece->len;
        assert_true(client->bytes <= vd_snapshot_size(client->snapshot));
        vd_bytes_unref(piece);
    }
    return rc;
}

/* Until there is an end of it, whatever it is. */
static int read_all(struct world *world, struct client *client)
{
    int rc;

    while ((rc = take_pieces(client)) == VD_WAIT) {
        unsigned readies = client->readies;

        if (!world_run_jobs(world))
            vd_kv_keeper_step(world->kv, world_keeper_slot(world), world->now_ms++);
        while (client->readies == readies && world_run_jobs(world))
            ;
    }
    return rc;
}

static void leave(struct world *world, struct client *client)
{
    vd_snapshot_close(client->snapshot);
    vd_sha256_free(client->sum);
    if (client->fd >= 0)
        close(client->fd);
    world_run_jobs(world);
}

/* What is in the file, as a list of "key=value@revision" and deletes as "-key@revision". */
struct contents {
    struct vd_history_state state;
    struct vd_history_identity identity;
    char events[8192];
    size_t count;
};

static int list_event(void *arg, const struct vd_entry *entry)
{
    struct contents *contents = arg;
    size_t at = strlen(contents->events);

    contents->count++;
    if (at < sizeof(contents->events) - 100)
        snprintf(contents->events + at, sizeof(contents->events) - at, "%s%.*s=%.*s@%lld ",
                 entry->type == VD_ENTRY_DELETE ? "-" : "", (int)entry->key.len, entry->key.ptr,
                 (int)VD_MIN(entry->value.len, 10u), entry->value.ptr,
                 (long long)entry->pos.revision);
    return 0;
}

static void look_into_file(struct contents *out)
{
    struct vd_history_lmdb_options options = {.place = VD_HISTORY_READ_ONLY};
    struct vd_history_reader *reader;
    struct vd_history *history;
    struct vd_diag diag = {""};

    memset(out, 0, sizeof(*out));
    if (vd_history_open_lmdb(file, NULL, &options, &diag, &history))
        fail_msg("%s", diag.text);
    out->identity = history->identity;
    assert_int_equal(vd_history_reader_open(history, &reader), 0);
    assert_int_equal(vd_history_reader_begin(reader), 0);
    assert_int_equal(vd_history_state(reader, &out->state), 0);
    assert_int_equal(
        vd_history_scan(reader, (struct vd_pos){0, 0}, VD_HISTORY_VALUES, list_event, out), VD_END);
    vd_history_reader_reset(reader);
    vd_history_reader_close(reader);
    vd_history_close(history);
}

static void assert_sound(struct client *client)
{
    uint8_t digest[VD_SHA256_BYTES];

    assert_int_equal(client->bytes, vd_snapshot_size(client->snapshot));
    assert_int_equal(client->bytes % 512, 0);
    assert_int_equal(vd_sha256_end(client->sum, digest), 0);
    assert_memory_equal(vd_snapshot_digest(client->snapshot).ptr, digest, sizeof(digest));
}

/* --- tests ------------------------------------------------------------------------------------
 */

static void it_holds_everything_that_was_published_when_it_was_asked_for(void **state)
{
    struct contents contents;
    struct client client;
    struct world world;

    open_world(state, &world);
    world_put(&world, "a", "1");
    world_put(&world, "b", "2");
    world_put(&world, "a", "3");
    world_delete(&world, "b", "");
    assert_int_equal(world_compact(&world, 4), 0);
    ask(&world, &client);
    assert_int_equal(read_all(&world, &client), VD_END);
    assert_sound(&client);
    look_into_file(&contents);
    assert_string_equal(contents.events, "b=2@3 a=3@4 -b=@5 ");
    assert_int_equal(contents.state.floor, 4);
    assert_int_equal(contents.state.head.revision, 5);
    assert_int_equal(contents.state.applied_index, 5);
    assert_int_equal(contents.identity.store_id, vd_kv_store_id(world.kv));
    assert_int_equal(contents.identity.wal_seed, 0);
    leave(&world, &client);
    close_world(&world);
}

static void of_an_empty_store_it_is_an_empty_history(void **state)
{
    struct contents contents;
    struct client client;
    struct world world;

    open_world(state, &world);
    ask(&world, &client);
    assert_int_equal(read_all(&world, &client), VD_END);
    assert_sound(&client);
    look_into_file(&contents);
    assert_int_equal(contents.count, 0);
    assert_int_equal(contents.state.head.revision, 0);
    leave(&world, &client);
    close_world(&world);
}

static void put_much(struct world *world, int count)
{
    static char value[900001];
    char key[16];

    memset(value, 'x', sizeof(value) - 1);
    for (int i = 0; i < count; i++) {
        snprintf(key, sizeof(key), "much-%03d", i);
        world_put(world, key, value);
    }
}

/* Steps of the keeper until the copy is begun. */
static void keep_until_begun(struct world *world)
{
    for (int i = 0; !world->kv->copies.copy.to; i++) {
        assert_true(i < 1000);
        vd_kv_keeper_step(world->kv, world_keeper_slot(world), world->now_ms++);
    }
}

static void what_is_written_while_it_is_made_is_not_in_it_and_waits_for_nothing(void **state)
{
    struct contents contents;
    struct client client;
    struct world world;
    unsigned steps = 0;

    open_world(state, &world);
    put_much(&world, 20);
    ask(&world, &client);
    keep_until_begun(&world);
    for (; world.kv->copies.copy.to; steps++) {
        world_put(&world, "much-000", "later");
        world_put(&world, "new", "later");
        assert_int_equal(world_compact(&world, 22 + steps), 0);
        vd_kv_keeper_step(world.kv, world_keeper_slot(&world), world.now_ms += 2000);
    }
    assert_true(steps >= 4); /* or nothing was written meanwhile */
    assert_true(atomic_load(&world.kv->applied_index) > 21);
    assert_int_equal(read_all(&world, &client), VD_END);
    assert_sound(&client);
    look_into_file(&contents);
    assert_int_equal(contents.count, 20);
    assert_int_equal(contents.state.head.revision, 21);
    assert_int_equal(contents.state.floor, 0);
    assert_null(strstr(contents.events, "later"));
    leave(&world, &client);
    world_keep(&world);
    assert_true(world.kv->keeper.history_floor >= 22); /* what had to wait has been done */
    close_world(&world);
}

static void who_asks_before_anything_else_was_written_gets_the_same_file(void **state)
{
    struct client clients[4];
    struct world world;

    open_world(state, &world);
    world_put(&world, "a", "1");
    for (int i = 0; i < 2; i++)
        ask(&world, &clients[i]);
    for (int i = 0; i < 2; i++)
        assert_int_equal(read_all(&world, &clients[i]), VD_END);
    ask(&world, &clients[2]);
    assert_int_equal(read_all(&world, &clients[2]), VD_END);
    assert_non_null(world.kv->copies.live);
    assert_null(world.kv->copies.live->next);
    assert_int_equal(atomic_load(&world.kv->copies.live->refs), 3);
    world_put(&world, "a", "2");
    ask(&world, &clients[3]);
    assert_int_equal(read_all(&world, &clients[3]), VD_END);
    assert_int_equal(atomic_load(&world.kv->copies.live->refs), 1);
    for (int i = 0; i < 4; i++)
        leave(&world, &clients[i]);
    world_keep(&world);
    assert_null(world.kv->copies.live);
    close_world(&world);
}

static void one_too_many_is_refused_and_the_next_is_not(void **state)
{
    struct client clients[VD_COPIES_MAX], late;
    struct world world;

    open_world(state, &world);
    for (int i = 0; i < VD_COPIES_MAX; i++) {
        world_put(&world, "a", "1");
        ask(&world, &clients[i]);
        assert_int_equal(read_all(&world, &clients[i]), VD_END);
    }
    world_put(&world, "a", "1");
    ask(&world, &late);
    assert_int_equal(read_all(&world, &late), VD_TOO_MANY);
    leave(&world, &late);
    leave(&world, &clients[0]);
    ask(&world, &late);
    assert_int_equal(read_all(&world, &late), VD_END);
    leave(&world, &late);
    for (int i = 1; i < VD_COPIES_MAX; i++)
        leave(&world, &clients[i]);
    close_world(&world);
}

/* At every step of its way; the last client of a copy takes the copy with it. */
static void a_client_may_leave_at_any_time(void **state)
{
    bool was_end = false;

    for (unsigned stay = 0; !was_end; stay++) {
        struct client client;
        struct world world;
        char scratch[96];

        assert_true(stay < 200);
        open_world(state, &world);
        put_much(&world, 6);
        ask(&world, &client);
        for (unsigned i = 0; i < stay && !was_end; i++) {
            was_end = take_pieces(&client) == VD_END;
            if (i % 2 || !world_run_jobs(&world))
                vd_kv_keeper_step(world.kv, world_keeper_slot(&world), world.now_ms++);
        }
        leave(&world, &client);
        if (stay % 2) {
            world_keep(&world);
            world_run_jobs(&world);
            world_keep(&world);
            assert_null(world.kv->copies.live);
            assert_null(world.kv->copies.copy.to);
        }
        snprintf(scratch, sizeof(scratch), "%s/data/" VD_STORE_SCRATCH_NAME, dir);
        assert_int_not_equal(access(scratch, F_OK), 0);
        close_world(&world);
        remove_dir(NULL);
        make_dir(NULL);
    }
}

static void a_copy_that_a_crash_left_is_removed_at_the_start(void **state)
{
    struct world world;
    char command[200], scratch[96];

    snprintf(command, sizeof(command), "mkdir %s/data && echo x >%s/data/" VD_STORE_SCRATCH_NAME,
             dir, dir);
    assert_int_equal(system(command), 0);
    open_world(state, &world);
    snprintf(scratch, sizeof(scratch), "%s/data/" VD_STORE_SCRATCH_NAME, dir);
    assert_int_not_equal(access(scratch, F_OK), 0);
    close_world(&world);
}

static void a_store_in_memory_leaves_nothing_behind(void **state)
{
    struct client client;
    struct world world;

    open_world(state, &world);
    world_put(&world, "a", "1");
    ask(&world, &client);
    assert_int_equal(read_all(&world, &client), VD_END);
    leave(&world, &client);
    close_world(&world);
    assert_int_equal(directory_entries(dir), 1); /* what the client wrote */
}

static void without_memory_it_fails_and_the_store_goes_on(void **state)
{
    bool hit = true;

    for (long after = 0; hit; after++) {
        struct client client = {.fd = -1};
        struct world world;
        int rc;

        open_world(state, &world);
        world_put(&world, "a", "1");
        vd_alloc_fail_after(after);
        rc = try_ask(&world, &client);
        if (!rc)
            client.fd = open(file, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        vd_alloc_fail_after(-1);
        hit = rc == -ENOMEM;
        if (!rc) {
            client.sum = vd_sha256_new();
            vd_alloc_fail_after(after);
            rc = read_all(&world, &client);
            hit = vd_alloc_fail_hit();
            vd_alloc_fail_after(-1);
            assert_true(rc == VD_END || (hit && rc == -ENOMEM));
            leave(&world, &client);
        }
        assert_true(world_put(&world, "b", "2") == 3);
        ask(&world, &client);
        assert_int_equal(read_all(&world, &client), VD_END);
        leave(&world, &client);
        close_world(&world);
        remove_dir(NULL);
        make_dir(NULL);
    }
}

static void a_store_that_closes_answers_who_waits(void **state)
{
    struct client client;
    struct world world;

    open_world(state, &world);
    world_put(&world, "a", "1");
    ask(&world, &client);
    leave(&world, &client);
    close_world(&world); /* the keeper never saw it */
}

/* However fast they write: each step of the keeper is followed by more than it carries. */
static void history_comes_to_a_whole_record_beside_writers_that_are_faster(void **state)
{
    struct client client;
    struct world world;
    int steps = 0;

    open_world(state, &world);
    put_much(&world, 30);
    ask(&world, &client);
    for (; !world.kv->copies.copy.to; steps++) {
        assert_true(steps < 20);
        put_much(&world, 6);
        vd_kv_keeper_step(world.kv, world_keeper_slot(&world), world.now_ms++);
    }
    assert_true(steps > 3); /* or it was no test */
    leave(&world, &client);
    close_world(&world);
}

#define BOTH(test)                                                                                 \
    {#test "_on_disk", test, make_dir, remove_dir, (void *)1},                                     \
    {                                                                                              \
#test "_in_memory", test, make_dir, remove_dir, NULL                                       \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(it_holds_everything_that_was_published_when_it_was_asked_for),
        BOTH(of_an_empty_store_it_is_an_empty_history),
        BOTH(what_is_written_while_it_is_made_is_not_in_it_and_waits_for_nothing),
        BOTH(who_asks_before_anything_else_was_written_gets_the_same_file),
        BOTH(one_too_many_is_refused_and_the_next_is_not),
        BOTH(a_client_may_leave_at_any_time),
        BOTH(without_memory_it_fails_and_the_store_goes_on),
        BOTH(a_store_that_closes_answers_who_waits),
        BOTH(history_comes_to_a_whole_record_beside_writers_that_are_faster),
        {"a_copy_that_a_crash_left_is_removed_at_the_start",
         a_copy_that_a_crash_left_is_removed_at_the_start, make_dir, remove_dir, (void *)1},
        {"a_store_in_memory_leaves_nothing_behind", a_store_in_memory_leaves_nothing_behind,
         make_dir, remove_dir, NULL},
    };

    return cmocka_run_group_tests_name("snapshot", tests, NULL, NULL);
}
