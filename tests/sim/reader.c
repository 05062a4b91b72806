/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Range reads that take many turns. What they show is the revision they were opened at, whatever
 * is written and compacted meanwhile, and whatever has to come from the disk.
 */
#include "sim.h"

#include "base/check.h"

#include <errno.h>
#include <stdlib.h>

enum { ROWS = 16 };

struct sim_reader {
    struct sim_reader *next;
    struct sim *sim;
    struct vd_range *range;
    struct vd_range_op op;
    unsigned loop;
    bool waits, with_values, was_rewound;
    int64_t left; /* rows that are still to come */
    int key;      /* the last one seen */
};

static void on_ready(void *arg)
{
    struct sim_reader *reader = arg;

    sim_check(reader->sim, reader->waits, "a range that does not wait is told to go on");
    reader->waits = false;
    reader->sim->loops[reader->loop].woken = true;
}

static struct vd_pos position_of(const struct sim_reader *reader)
{
    return (struct vd_pos){reader->op.revision + 1, 0};
}

/* Before the first row. */
static void start_over(struct sim_reader *reader)
{
    const struct vd_range_op *op = &reader->op;

    reader->left = model_count(&reader->sim->model, op->key, op->end, position_of(reader));
    if (op->limit > 0 && reader->left > op->limit)
        reader->left = op->limit;
    reader->key = op->order == VD_SORT_DESCEND ? SIM_KEYS : -1;
}

void sim_reader_open(struct sim *sim, unsigned loop)
{
    static const char *const ranges[][2] = {
        {"", "\0"}, {"a", "b"}, {"pods/", "pods0"}, {"a/3", NULL}, {"q", "\0"}, {"c", "d"},
    };
    struct sim_reader *reader = calloc(1, sizeof(*reader));
    struct vd_principal nobody = {0};
    const struct model *model = &sim->model;
    uint64_t which = sim_roll(sim, VD_COUNT(ranges));
    int64_t floor = model->floor;
    int rc;

    vd_assert(reader);
    reader->sim = sim;
    reader->loop = loop;
    reader->with_values = sim_roll(sim, 4) != 0;
    reader->op.key = vd_slice_str(ranges[which][0]);
    if (ranges[which][1])
        reader->op.end = ranges[which][1][0] ? vd_slice_str(ranges[which][1]) : VD_SLICE("\0");
    reader->op.limit = sim_roll(sim, 3) ? 0 : 1 + (int64_t)sim_roll(sim, 20);
    reader->op.revision = VD_MAX(floor, 1);
    if (sim_roll(sim, 2))
        reader->op.revision =
            model->head - (int64_t)sim_roll(sim, (uint64_t)(model->head - reader->op.revision) + 1);
    if (sim_roll(sim, 4) == 0) {
        reader->op.order = VD_SORT_DESCEND;
        reader->op.target = VD_SORT_BY_KEY;
    }
    vd_kv_enter(sim->kv, loop);
    rc = vd_range_open(sim->kv, loop, &nobody, &reader->op, (struct vd_pos){0, 0}, on_ready, reader,
                       &reader->range);
    sim_check(sim, rc == 0, "a range at %lld, floor %lld, head %lld: %s",
              (long long)reader->op.revision, (long long)floor, (long long)model->head,
              vd_outcome_name(rc));
    vd_kv_leave(sim->kv, loop);
    start_over(reader);
    reader->next = sim->readers;
    sim->readers = reader;
}

static void reader_close(struct sim_reader *reader)
{
    struct sim_reader **link = &reader->sim->readers;

    while (*link != reader)
        link = &(*link)->next;
    *link = reader->next;
    vd_range_close(reader->range);
    free(reader);
}

void sim_readers_close(struct sim *sim)
{
    while (sim->readers) {
        unsigned loop = sim->readers->loop;

        vd_kv_enter(sim->kv, loop);
        reader_close(sim->readers);
        vd_kv_leave(sim->kv, loop);
    }
}

/* The event of the next row. */
static const struct model_event *next_expected(struct sim_reader *reader)
{
    const struct model *model = &reader->sim->model;
    int step = reader->op.order == VD_SORT_DESCEND ? -1 : 1;
    long at;

    do {
        reader->key += step;
        sim_check(reader->sim, reader->key >= 0 && reader->key < SIM_KEYS,
                  "a range has a row too many");
        at = model_at(model, (unsigned)reader->key, position_of(reader));
    } while (at < 0 || !model_in_range((unsigned)reader->key, reader->op.key, reader->op.end));
    return &model->events[at];
}

static void check_row(struct sim_reader *reader, const struct vd_row *row)
{
    const struct model_event *expected = next_expected(reader);

    sim_check(reader->sim, reader->left-- > 0, "a range has more rows than it should");
    sim_check(reader->sim,
              vd_slice_eq(row->key, model_key(expected->key)) &&
                  row->create_revision == expected->create_revision &&
                  row->mod_revision == expected->pos.revision && row->version == expected->version,
              "a range at %lld has a wrong row \"%.*s\"", (long long)reader->op.revision,
              (int)row->key.len, row->key.ptr);
    sim_check(reader->sim,
              reader->with_values ? vd_slice_eq(row->value, expected->value)
                                  : row->value.len == expected->value.len,
              "a range at %lld has a wrong value of \"%.*s\"", (long long)reader->op.revision,
              (int)row->key.len, row->key.ptr);
    reader->sim->stats.rows++;
}

/* One piece. False: the reader is gone. */
static void reader_turn(struct sim_reader *reader)
{
    struct sim *sim = reader->sim;
    struct vd_row rows[ROWS];
    size_t count = 0;
    int rc;

    sim_short_memory(sim);
    rc = vd_range_next(reader->range, reader->with_values, rows, 1 + sim_roll(sim, ROWS),
                       1 + sim_roll(sim, 5000), &count);
    sim_enough_memory(sim);
    switch (rc) {
    case 0:
        sim_check(sim, count >= 1 && count <= ROWS, "a piece of %zu rows", count);
        for (size_t i = 0; i < count; i++)
            check_row(reader, &rows[i]);
        break;
    case VD_WAIT:
        reader->waits = true;
        break;
    case VD_AGAIN:
        break;
    case VD_END:
        sim_check(sim,
                  vd_range_count(reader->range) ==
                      model_count(&sim->model, reader->op.key, reader->op.end, position_of(reader)),
                  "a range counts %lld", (long long)vd_range_count(reader->range));
        sim_check(sim, reader->left == 0, "a range at %lld ends %lld rows too early",
                  (long long)reader->op.revision, (long long)reader->left);
        sim_check(sim,
                  vd_range_has_more(reader->range) ==
                      (reader->op.limit > 0 && vd_range_count(reader->range) > reader->op.limit),
                  "a range says wrongly whether there is more");
        sim->stats.ranges++;
        if (!reader->was_rewound && sim_roll(sim, 3) == 0) {
            reader->was_rewound = true;
            vd_range_rewind(reader->range);
            start_over(reader);
            break;
        }
        reader_close(reader);
        break;
    case -ENOMEM:
        sim_check(sim, sim->options.short_memory, "a range has no memory");
        break;
    default:
        sim_fail(sim, "a range at %lld: %s", (long long)reader->op.revision, vd_outcome_name(rc));
    }
}

void sim_readers_turn(struct sim *sim, unsigned loop)
{
    struct sim_reader *reader = sim->readers, *next;

    for (; reader; reader = next) {
        next = reader->next;
        if (reader->loop == loop && !reader->waits)
            reader_turn(reader);
    }
}

bool sim_readers_want(const struct sim *sim, unsigned loop)
{
    for (const struct sim_reader *reader = sim->readers; reader; reader = reader->next)
        if (reader->loop == loop && !reader->waits)
            return true;
    return false;
}
