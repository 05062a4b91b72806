/* SPDX-License-Identifier: Apache-2.0 */
#include "core/hub_world.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct hub_world *of(struct kit *kit)
{
    return vd_container_of(kit, struct hub_world, kit);
}

static void hw_enter(struct kit *kit)
{
    vd_kv_enter(of(kit)->world.kv, 0);
}

static void hw_leave(struct kit *kit)
{
    vd_kv_leave(of(kit)->world.kv, 0);
}

void hub_world_log(struct hub_world *hw)
{
    struct vd_block *block;
    uint32_t i;

    vd_kv_enter(hw->world.kv, 0);
    while (!vd_kv_tail_block(hw->world.kv, 0, hw->logged, &block, &i))
        for (; i < block->count; i++) {
            const struct vd_event *event = &block->events[i];
            struct kit_event own = {
                .pos = vd_event_pos(event),
                .prev = {event->prev_revision, event->prev_sub},
                .key = vd_event_key(event),
                .value = vd_event_value(event),
                .is_delete = event->type == VD_EVENT_DELETE,
                .is_last = event->last,
            };

            kit_log(&hw->kit, &own);
            hw->logged = event->last ? (struct vd_pos){event->revision + 1, 0}
                                     : (struct vd_pos){event->revision, event->sub + 1};
        }
    vd_kv_leave(hw->world.kv, 0);
}

static int64_t hw_put(struct kit *kit, const char *key, const char *value)
{
    int64_t revision = world_put(&of(kit)->world, key, value);

    hub_world_log(of(kit));
    return revision;
}

static int64_t hw_remove(struct kit *kit, const char *key)
{
    assert_int_equal(world_delete(&of(kit)->world, key, ""), 1);
    hub_world_log(of(kit));
    return kit_head(kit);
}

static int64_t hw_put_many(struct kit *kit, const char *const *keys, size_t count,
                           const char *value)
{
    struct vd_op *ops = test_calloc(count, sizeof(*ops));
    struct vd_txn txn = {.success = ops, .success_count = (uint32_t)count};
    struct vd_write write = world_txn_write(&of(kit)->world, &txn);

    for (size_t i = 0; i < count; i++)
        ops[i] = world_put_op(keys[i], value);
    assert_int_equal(world_write(&of(kit)->world, &write), 0);
    test_free(ops);
    hub_world_log(of(kit));
    return write.revision;
}

static void hw_compact(struct kit *kit, int64_t revision)
{
    assert_int_equal(world_compact(&of(kit)->world, revision), 0);
}

static bool hw_turn(struct kit *kit)
{
    of(kit)->wakes = 0;
    return vd_hub_turn(of(kit)->hub);
}

static bool hw_elsewhere(struct kit *kit)
{
    struct hub_world *hw = of(kit);
    bool did = world_run_jobs(&hw->world);

    if (hw->keeps)
        world_keep(&hw->world);
    return did || hw->wakes;
}

static const struct kit_ops hub_kit_ops = {hw_enter,    hw_leave,   hw_put,  hw_remove,
                                           hw_put_many, hw_compact, hw_turn, hw_elsewhere};

static void submit_job(void *arg, struct vd_job *job)
{
    struct hub_world *hw = arg;

    job->next = hw->world.jobs;
    hw->world.jobs = job;
}

static void wake(void *arg)
{
    ((struct hub_world *)arg)->wakes++;
}

void hub_world_init(struct hub_world *hw, struct vd_store *store,
                    const struct vd_kv_options *options)
{
    struct vd_hub_options hub_options = {.submit_job = submit_job, .wake = wake, .arg = hw};

    *hw = (struct hub_world){.logged = {2, 0}};
    world_init(&hw->world, store, options);
    hub_options.kv = hw->world.kv;
    vd_kv_enter(hw->world.kv, 0);
    assert_int_equal(vd_hub_new(&hub_options, &hw->hub), 0);
    vd_kv_leave(hw->world.kv, 0);
    kit_init(&hw->kit, vd_hub_journal(hw->hub), &hub_kit_ops);
}

void hub_world_deinit(struct hub_world *hw)
{
    while (world_run_jobs(&hw->world))
        ;
    vd_hub_free(hw->hub);
    kit_deinit(&hw->kit);
    world_deinit(&hw->world);
}
