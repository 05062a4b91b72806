/* SPDX-License-Identifier: Apache-2.0 */
/* The claims of every journal, on one that answers from elsewhere as a file tree does. */
#include "core/journal_kit.h"
#include "core/toy_journal.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct toy_kit {
    struct kit kit;
    struct toy *toy;
    size_t logged;
};

static struct toy_kit *of(struct kit *kit)
{
    return vd_container_of(kit, struct toy_kit, kit);
}

static void nothing(struct kit *kit)
{
}

static void log_new(struct toy_kit *tk)
{
    const struct vd_event *event;

    for (; (event = toy_event(tk->toy, tk->logged)); tk->logged++) {
        struct kit_event own = {
            .pos = vd_event_pos(event),
            .prev = {event->prev_revision, event->prev_sub},
            .key = vd_event_key(event),
            .value = vd_event_value(event),
            .is_delete = event->type == VD_EVENT_DELETE,
            .is_last = event->last,
        };

        kit_log(&tk->kit, &own);
    }
}

static int64_t put_many(struct kit *kit, const char *const *keys, size_t count, const char *value)
{
    int64_t revision = toy_put(of(kit)->toy, keys, count, value);

    log_new(of(kit));
    return revision;
}

static int64_t put(struct kit *kit, const char *key, const char *value)
{
    return put_many(kit, &key, 1, value);
}

static int64_t remove_key(struct kit *kit, const char *key)
{
    int64_t revision = toy_remove(of(kit)->toy, key);

    log_new(of(kit));
    return revision;
}

static void compact(struct kit *kit, int64_t revision)
{
    toy_compact(of(kit)->toy, revision);
}

static bool turn(struct kit *kit)
{
    toy_turn(of(kit)->toy);
    return false;
}

static bool elsewhere(struct kit *kit)
{
    return toy_owner_step(of(kit)->toy);
}

static const struct kit_ops toy_kit_ops = {nothing,  nothing, put,  remove_key,
                                           put_many, compact, turn, elsewhere};

#define CLAIM(claim)                                                                               \
    static void toy_##claim(void **state)                                                          \
    {                                                                                              \
        struct toy_kit tk = {.toy = toy_new()};                                                    \
                                                                                                   \
        kit_init(&tk.kit, toy_journal(tk.toy), &toy_kit_ops);                                      \
        kit_claim_##claim(&tk.kit);                                                                \
        kit_deinit(&tk.kit);                                                                       \
        toy_free(tk.toy);                                                                          \
    }

CLAIM(now_is_exact)
CLAIM(history_is_replayed)
CLAIM(latest_leaves_out_what_has_a_newer_one)
CLAIM(latest_of_a_revision_that_is_split)
CLAIM(ready_is_called_once)
CLAIM(future_shows_nothing_before)
CLAIM(compacted_is_refused)
CLAIM(seek_shows_the_same_again)
CLAIM(revisions_stay_whole)
CLAIM(large_revision_is_split)
CLAIM(close_in_ready_is_safe)
CLAIM(pull_in_ready_is_safe)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(toy_now_is_exact),
        cmocka_unit_test(toy_history_is_replayed),
        cmocka_unit_test(toy_latest_leaves_out_what_has_a_newer_one),
        cmocka_unit_test(toy_latest_of_a_revision_that_is_split),
        cmocka_unit_test(toy_ready_is_called_once),
        cmocka_unit_test(toy_future_shows_nothing_before),
        cmocka_unit_test(toy_compacted_is_refused),
        cmocka_unit_test(toy_seek_shows_the_same_again),
        cmocka_unit_test(toy_revisions_stay_whole),
        cmocka_unit_test(toy_large_revision_is_split),
        cmocka_unit_test(toy_close_in_ready_is_safe),
        cmocka_unit_test(toy_pull_in_ready_is_safe),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
