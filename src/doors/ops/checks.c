/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/ops/checks.h"

#include "base/check.h"

struct check {
    const char *name;
    unsigned probes;
    /* NULL: fine; or what is wrong. */
    const char *(*run)(const struct vd_door_env *env);
};

/* The store refuses to open when what it reads is damaged; what is found later is an alarm. */
static const char *not_corrupt(const struct vd_door_env *env)
{
    return vd_kv_alarms(env->kv) & 1u << VD_ALARM_CORRUPT ? "alarm activated: CORRUPT" : NULL;
}

static const char *reads_here(const struct vd_door_env *env)
{
    return vd_kv_view(env->kv, env->slot)->head > 0 ? NULL : "nothing is published";
}

static const char *reads_newest(const struct vd_door_env *env)
{
    if (atomic_load(env->facts->is_ending))
        return "the server is stopping";
    return reads_here(env);
}

static const char *votes(const struct vd_door_env *env)
{
    (void)env;
    return NULL;
}

static const struct check checks[] = {
    {"data_corruption", VD_OPS_READY, not_corrupt},
    {"serializable_read", VD_OPS_LIVE | VD_OPS_READY, reads_here},
    {"linearizable_read", VD_OPS_READY, reads_newest},
    {"non_learner", VD_OPS_READY, votes},
};

/* Takes the next name[=value] off a query. */
static bool next_parameter(struct vd_slice *query, struct vd_slice *name, struct vd_slice *value)
{
    const uint8_t *end, *equals;
    size_t len;

    if (!query->len)
        return false;
    end = memchr(query->ptr, '&', query->len);
    len = end ? (size_t)(end - query->ptr) : query->len;
    equals = len ? memchr(query->ptr, '=', len) : NULL;
    *name = vd_slice(query->ptr, equals ? (size_t)(equals - query->ptr) : len);
    *value = equals ? vd_slice(equals + 1, len - name->len - 1) : VD_SLICE_EMPTY;
    *query = vd_slice(query->ptr + len + (end != NULL), query->len - len - (end != NULL));
    return true;
}

static bool asks(struct vd_slice query, struct vd_slice wanted_name, const char *wanted_value)
{
    struct vd_slice name, value;

    while (next_parameter(&query, &name, &value))
        if (vd_slice_eq(name, wanted_name) &&
            (!wanted_value || vd_slice_eq(value, vd_slice_str(wanted_value))))
            return true;
    return false;
}

static bool is_chosen(const struct check *check, enum vd_ops_probe probe, struct vd_slice only,
                      struct vd_slice query)
{
    if (!(check->probes & probe))
        return false;
    if (only.len)
        return vd_slice_eq(only, vd_slice_str(check->name));
    return !asks(query, VD_SLICE("exclude"), check->name);
}

unsigned vd_ops_run_checks(const struct vd_door_env *env, enum vd_ops_probe probe,
                           struct vd_slice only, struct vd_slice query, struct vd_buf *body)
{
    unsigned run = 0, failed = 0;

    for (size_t i = 0; i < VD_COUNT(checks); i++) {
        const char *wrong;

        if (!is_chosen(&checks[i], probe, only, query))
            continue;
        run++;
        wrong = checks[i].run(env);
        failed += wrong != NULL;
        if (wrong)
            vd_buf_printf(body, "[-]%s failed: %s\n", checks[i].name, wrong);
        else
            vd_buf_printf(body, "[+]%s ok\n", checks[i].name);
    }
    if (only.len && !run)
        return 404;
    if (failed)
        return 503;
    if (!asks(query, VD_SLICE("verbose"), NULL))
        vd_buf_clear(body);
    vd_buf_printf(body, "ok\n");
    return 200;
}

static bool is_raised(const struct vd_door_env *env, struct vd_slice query, enum vd_alarm alarm)
{
    return vd_kv_alarms(env->kv) & 1u << alarm &&
           !asks(query, VD_SLICE("exclude"), vd_alarm_name(alarm));
}

const char *vd_ops_unhealthy(const struct vd_door_env *env, struct vd_slice query)
{
    if (atomic_load(env->facts->is_ending))
        return "RAFT NO LEADER";
    if (is_raised(env, query, VD_ALARM_NOSPACE))
        return "ALARM NOSPACE";
    if (is_raised(env, query, VD_ALARM_CORRUPT))
        return "ALARM CORRUPT";
    return NULL;
}
