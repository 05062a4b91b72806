/* SPDX-License-Identifier: Apache-2.0 */
#include "model.h"

#include "base/check.h"

#include <errno.h>
#include <stdlib.h>

/* Four folders, keys that are prefixes of others, and a few on their own. In order. */
static const char *const names[SIM_KEYS] = {
    "a",         "a/",        "a/0",       "a/00",      "a/01",      "a/1",       "a/2",
    "a/3",       "a/4",       "a/5",       "a/6",       "a/7",       "a/8",       "a/9",
    "b/0",       "b/1",       "b/2",       "b/3",       "b/4",       "b/5",       "b/6",
    "b/7",       "b/8",       "b/9",       "bb",        "pods/d/00", "pods/d/01", "pods/d/02",
    "pods/d/03", "pods/d/04", "pods/d/05", "pods/d/06", "pods/d/07", "pods/d/08", "pods/d/09",
    "pods/d/10", "pods/d/11", "pods/d/12", "pods/d/13", "pods/d/14", "pods/d/15", "pods/e/00",
    "pods/e/01", "pods/e/02", "pods/e/03", "pods/e/04", "pods/e/05", "pods/e/06", "pods/e/07",
    "pods/f",    "q",         "qq",        "qqq",       "qqqq",      "r0",        "r1",
    "r2",        "r3",        "r4",        "r5",        "s",         "t",         "u",
    "v",
};

void model_init(struct model *model)
{
    *model = (struct model){.head = 1};
    for (unsigned i = 0; i < SIM_KEYS; i++)
        model->newest[i] = -1;
    for (unsigned i = 1; i < SIM_KEYS; i++)
        vd_assert(vd_slice_cmp(model_key(i - 1), model_key(i)) < 0);
}

void model_deinit(struct model *model)
{
    for (size_t i = 0; i < model->count; i++)
        free((void *)(uintptr_t)model->events[i].value.ptr);
    free(model->events);
    *model = (struct model){0};
}

struct vd_slice model_key(unsigned key)
{
    return vd_slice_str(names[key]);
}

bool model_in_range(unsigned key, struct vd_slice from, struct vd_slice end)
{
    struct vd_slice name = model_key(key);

    if (end.len == 0)
        return vd_slice_eq(name, from);
    if (vd_slice_cmp(name, from) < 0)
        return false;
    return vd_slice_eq(end, VD_SLICE("\0")) || vd_slice_cmp(name, end) < 0;
}

static unsigned key_number(struct vd_slice key)
{
    for (unsigned i = 0; i < SIM_KEYS; i++)
        if (vd_slice_eq(model_key(i), key))
            return i;
    vd_assert(false && "a key of the simulation");
    return 0;
}

size_t model_find(const struct model *model, struct vd_pos pos)
{
    size_t from = 0, to = model->count;

    while (from < to) {
        size_t middle = (from + to) / 2;

        if (vd_pos_cmp(model->events[middle].pos, pos) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

long model_at(const struct model *model, unsigned key, struct vd_pos before)
{
    long i = model->newest[key];

    while (i >= 0 && vd_pos_cmp(model->events[i].pos, before) >= 0)
        i = model->events[i].older;
    return i >= 0 && model->events[i].type == VD_EVENT_PUT ? i : -1;
}

int64_t model_count(const struct model *model, struct vd_slice key, struct vd_slice end,
                    struct vd_pos before)
{
    int64_t n = 0;

    for (unsigned i = 0; i < SIM_KEYS; i++)
        n += model_in_range(i, key, end) && model_at(model, i, before) >= 0;
    return n;
}

/* Attributes and predicates, said once for events of the store and of the model. */

static struct vd_slice shade_of(struct vd_slice value)
{
    if (value.len < 3 || memcmp(value.ptr, "s=", 2) != 0)
        return VD_SLICE_EMPTY;
    return vd_slice(value.ptr + 2, 1);
}

static int extract(const struct vd_extractor *extractor, const struct vd_event *event,
                   struct vd_arena *arena, const struct vd_term **out_terms, uint32_t *out_count)
{
    struct vd_slice shade = shade_of(vd_event_value(event));
    struct vd_term *term;

    *out_count = 0;
    if (shade.len == 0)
        return 0;
    term = vd_arena_alloc(arena, sizeof(*term));
    if (!term)
        return -ENOMEM;
    *term = (struct vd_term){.name = VD_SLICE("s"), .value = shade};
    *out_terms = term;
    *out_count = 1;
    return 0;
}

const struct vd_extractor sim_extractor = {.extract = extract};

static bool value_is_even(struct vd_slice value)
{
    return value.len % 2 == 0;
}

bool sim_residual_even(const struct vd_event *event, const struct vd_event *prev, void *arg)
{
    return value_is_even(vd_event_value(event));
}

bool sim_residual_grows(const struct vd_event *event, const struct vd_event *prev, void *arg)
{
    return !prev || vd_event_value(event).len >= vd_event_value(prev).len;
}

static bool terms_hold(const struct vd_selection *selection, struct vd_slice value)
{
    for (uint32_t i = 0; i < selection->term_count; i++)
        if (!vd_slice_eq(selection->terms[i].value, shade_of(value)))
            return false;
    return true;
}

static bool is_shown(const struct model_event *event, const struct model_event *prev,
                     const struct vd_selection *selection)
{
    if (selection->term_count &&
        !(event->type == VD_EVENT_PUT && terms_hold(selection, event->value)) &&
        !(prev && terms_hold(selection, prev->value)))
        return false;
    if (selection->residual == sim_residual_even)
        return value_is_even(event->value);
    if (selection->residual == sim_residual_grows)
        return !prev || event->value.len >= prev->value.len;
    return true;
}

enum model_match model_match(const struct model *model, const struct model_event *event,
                             const struct vd_selection *selection)
{
    const struct model_event *prev = event->prev >= 0 ? &model->events[event->prev] : NULL;
    bool shown;

    if (!model_in_range(event->key, selection->key, selection->end))
        return MODEL_HIDDEN;
    shown = is_shown(event, prev, selection);
    if (event->pos.revision <= model->floor && is_shown(event, NULL, selection) != shown)
        return MODEL_EITHER;
    return shown ? MODEL_SHOWN : MODEL_HIDDEN;
}

long model_next_match(const struct model *model, const struct vd_selection *selection, size_t from,
                      struct vd_pos to, enum model_match at_least)
{
    for (; from < model->count && vd_pos_cmp(model->events[from].pos, to) < 0; from++)
        if (model_match(model, &model->events[from], selection) >= at_least)
            return (long)from;
    return -1;
}

/* Transactions. All comparisons, those of nested ones too, are of the state before. */

static bool compare_number(enum vd_compare_result result, int64_t a, int64_t b)
{
    switch (result) {
    case VD_CMP_EQUAL:
        return a == b;
    case VD_CMP_GREATER:
        return a > b;
    case VD_CMP_LESS:
        return a < b;
    case VD_CMP_NOT_EQUAL:
        return a != b;
    case VD_CMP_ALWAYS:
        return true;
    }
    return true;
}

static bool compare_key(const struct model *model, const struct vd_compare *compare, long at)
{
    const struct model_event *event = at >= 0 ? &model->events[at] : NULL;

    switch (compare->target) {
    case VD_CMP_VERSION:
        return compare_number(compare->result, event ? event->version : 0, compare->number);
    case VD_CMP_CREATE:
        return compare_number(compare->result, event ? event->create_revision : 0, compare->number);
    case VD_CMP_MOD:
        return compare_number(compare->result, event ? event->pos.revision : 0, compare->number);
    case VD_CMP_LEASE:
        return compare_number(compare->result, event ? event->lease : 0, compare->number);
    case VD_CMP_VALUE:
        return event &&
               compare_number(compare->result, vd_slice_cmp(event->value, compare->value), 0);
    }
    return true;
}

static bool compare_holds(const struct model *model, const struct vd_compare *compare,
                          struct vd_pos before)
{
    bool any = false;

    if (compare->end.len == 0)
        return compare_key(model, compare, model_at(model, key_number(compare->key), before));
    for (unsigned i = 0; i < SIM_KEYS; i++) {
        long at = model_at(model, i, before);

        if (at < 0 || !model_in_range(i, compare->key, compare->end))
            continue;
        any = true;
        if (!compare_key(model, compare, at))
            return false;
    }
    /* No key at all is judged like one that is not there. */
    return any || compare_key(model, compare, -1);
}

static bool succeeds(const struct model *model, const struct vd_txn *txn, struct vd_pos before)
{
    for (uint32_t i = 0; i < txn->compare_count; i++)
        if (!compare_holds(model, &txn->compares[i], before))
            return false;
    return true;
}

struct judging {
    const struct model *model;
    struct vd_pos before;
    enum model_lease (*lease)(void *arg, int64_t id);
    void *arg;
    struct model_judged judged;
};

static int judge_put(struct judging *judging, const struct vd_put_op *put)
{
    enum model_lease lease = MODEL_THERE;

    if (put->lease && !put->ignore_lease)
        lease = judging->lease(judging->arg, put->lease);
    if (lease == MODEL_GONE)
        return VD_LEASE_GONE;
    judging->judged.may_be_gone |= lease == MODEL_MAYBE;
    if ((put->ignore_value || put->ignore_lease) &&
        model_at(judging->model, key_number(put->key), judging->before) < 0)
        return VD_NOT_FOUND;
    judging->judged.changes = true;
    return 0;
}

static int judge(struct judging *judging, const struct vd_txn *txn)
{
    bool ok = succeeds(judging->model, txn, judging->before);
    const struct vd_op *ops = ok ? txn->success : txn->failure;
    uint32_t count = ok ? txn->success_count : txn->failure_count;
    int rc = 0;

    for (uint32_t i = 0; !rc && i < count; i++) {
        switch (ops[i].type) {
        case VD_OP_PUT:
            rc = judge_put(judging, &ops[i].put);
            break;
        case VD_OP_DELETE:
            if (model_count(judging->model, ops[i].del.key, ops[i].del.end, judging->before) > 0)
                judging->judged.changes = true;
            break;
        case VD_OP_TXN:
            rc = judge(judging, ops[i].txn);
            break;
        case VD_OP_RANGE:
            break;
        }
    }
    return rc;
}

struct model_judged model_judge(const struct model *model, const struct vd_txn *txn,
                                int64_t revision, enum model_lease (*lease)(void *arg, int64_t id),
                                void *arg)
{
    struct judging judging = {
        .model = model, .before = {revision + 1, 0}, .lease = lease, .arg = arg};

    judging.judged.outcome = judge(&judging, txn);
    return judging.judged;
}

static struct vd_slice copy(struct vd_slice bytes)
{
    uint8_t *ptr = malloc(bytes.len + 1);

    vd_assert(ptr);
    if (bytes.len)
        memcpy(ptr, bytes.ptr, bytes.len);
    return vd_slice(ptr, bytes.len);
}

static struct model_event *add(struct model *model, unsigned key, enum vd_event_type type,
                               struct vd_pos *at, uint64_t write_id)
{
    struct model_event *event;
    long older = model->newest[key];

    if (model->count == model->cap) {
        model->cap = model->cap ? 2 * model->cap : 1024;
        model->events = realloc(model->events, model->cap * sizeof(*model->events));
        vd_assert(model->events);
    }
    event = &model->events[model->count];
    *event = (struct model_event){
        .pos = *at, .type = type, .key = key, .older = older, .prev = -1, .write_id = write_id};
    if (older >= 0 && model->events[older].type == VD_EVENT_PUT)
        event->prev = older;
    model->newest[key] = (long)model->count++;
    at->sub++;
    return event;
}

static void apply_put(struct model *model, const struct vd_put_op *op, struct vd_pos *at,
                      uint64_t write_id)
{
    struct model_event *event = add(model, key_number(op->key), VD_EVENT_PUT, at, write_id);
    const struct model_event *prev = event->prev >= 0 ? &model->events[event->prev] : NULL;

    event->create_revision = prev ? prev->create_revision : event->pos.revision;
    event->version = prev ? prev->version + 1 : 1;
    event->value = copy(op->ignore_value ? prev->value : op->value);
    event->lease = op->ignore_lease ? prev->lease : op->lease;
}

static void apply_delete(struct model *model, const struct vd_delete_op *op, struct vd_pos *at,
                         uint64_t write_id)
{
    for (unsigned i = 0; i < SIM_KEYS; i++)
        if (model_in_range(i, op->key, op->end) &&
            model_at(model, i, (struct vd_pos){INT64_MAX, 0}) >= 0)
            add(model, i, VD_EVENT_DELETE, at, write_id);
}

static void apply(struct model *model, const struct vd_txn *txn, struct vd_pos before,
                  struct vd_pos *at, uint64_t write_id)
{
    bool ok = succeeds(model, txn, before);
    const struct vd_op *ops = ok ? txn->success : txn->failure;
    uint32_t count = ok ? txn->success_count : txn->failure_count;

    for (uint32_t i = 0; i < count; i++) {
        switch (ops[i].type) {
        case VD_OP_PUT:
            apply_put(model, &ops[i].put, at, write_id);
            break;
        case VD_OP_DELETE:
            apply_delete(model, &ops[i].del, at, write_id);
            break;
        case VD_OP_TXN:
            apply(model, ops[i].txn, before, at, write_id);
            break;
        case VD_OP_RANGE:
            break;
        }
    }
}

void model_apply(struct model *model, const struct vd_txn *txn, uint64_t write_id)
{
    struct vd_pos at = {model->head + 1, 0};

    apply(model, txn, at, &at, write_id);
    vd_assert(at.sub > 0);
    model->events[model->count - 1].last = true;
    model->head++;
}

bool model_has_lease(const struct model *model, unsigned key, int64_t lease)
{
    long at = model_at(model, key, (struct vd_pos){INT64_MAX, 0});

    return at >= 0 && model->events[at].lease == lease;
}

bool model_revoke(struct model *model, int64_t lease, uint64_t write_id)
{
    struct vd_pos at = {model->head + 1, 0};

    for (unsigned i = 0; i < SIM_KEYS; i++)
        if (model_has_lease(model, i, lease))
            add(model, i, VD_EVENT_DELETE, &at, write_id);
    if (!at.sub)
        return false;
    model->events[model->count - 1].last = true;
    model->head++;
    return true;
}

/* Answers. The walk is the one of apply, with the position where each operation stood. */

struct check {
    const struct model *model;
    struct vd_pos before, at;
    int64_t (*count)(void *arg, struct vd_slice key, struct vd_slice end, struct vd_pos before);
    void *arg;
};

static const char *check_put(struct check *check, const struct vd_put_op *op,
                             const struct vd_op_result *result)
{
    long prev = model_at(check->model, key_number(op->key), check->at);
    struct vd_pos expected = {0, 0};

    check->at.sub++;
    if (prev >= 0)
        expected = check->model->events[prev].pos;
    if (op->prev_kv && vd_pos_cmp(expected, result->prev) != 0)
        return "a put names another value before";
    return NULL;
}

static const char *check_delete(struct check *check, const struct vd_delete_op *op,
                                const struct vd_op_result *result)
{
    int64_t deleted = model_count(check->model, op->key, op->end, check->at);

    if (result->deleted != deleted)
        return "a delete says another number of keys";
    if (op->prev_kv && deleted && check->count(check->arg, op->key, op->end, result->at) != deleted)
        return "a delete's keys are not there where it stood";
    check->at.sub += (uint32_t)deleted;
    return NULL;
}

static const char *check_range(struct check *check, const struct vd_range_op *op,
                               const struct vd_op_result *result)
{
    struct vd_pos at = check->at;

    if (op->revision > 0)
        at = (struct vd_pos){op->revision + 1, 0};
    if (check->count(check->arg, op->key, op->end, result->at) !=
        model_count(check->model, op->key, op->end, at))
        return "a range of a transaction stands elsewhere";
    return NULL;
}

static const char *check_txn(struct check *check, const struct vd_txn *txn,
                             const struct vd_txn_result *result)
{
    bool ok = succeeds(check->model, txn, check->before);
    const struct vd_op *ops = ok ? txn->success : txn->failure;
    uint32_t count = ok ? txn->success_count : txn->failure_count;
    const char *wrong = NULL;

    if (result->succeeded != ok)
        return "the other branch was taken";
    if (result->count != count)
        return "another number of results";
    for (uint32_t i = 0; !wrong && i < count; i++) {
        switch (ops[i].type) {
        case VD_OP_PUT:
            wrong = check_put(check, &ops[i].put, &result->ops[i]);
            break;
        case VD_OP_DELETE:
            wrong = check_delete(check, &ops[i].del, &result->ops[i]);
            break;
        case VD_OP_RANGE:
            wrong = check_range(check, &ops[i].range, &result->ops[i]);
            break;
        case VD_OP_TXN:
            wrong = check_txn(check, ops[i].txn, result->ops[i].txn);
            break;
        }
    }
    return wrong;
}

const char *model_check_result(const struct model *model, const struct vd_txn *txn,
                               const struct vd_txn_result *result, int64_t revision,
                               int64_t (*count)(void *arg, struct vd_slice key, struct vd_slice end,
                                                struct vd_pos before),
                               void *arg)
{
    struct check check = {
        .model = model,
        .before = {revision + 1, 0},
        .at = {revision + 1, 0},
        .count = count,
        .arg = arg,
    };

    return check_txn(&check, txn, result);
}
