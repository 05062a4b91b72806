/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Small answers, made whole when the request comes and written as the windows open. The sources are
 * etcd's own handlers as described in its operations guide; what their clients read is kept to
 * the letter (`health` is a string, a failed probe always says which check failed).
 */
#include "doors/ops/ops.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/metrics.h"
#include "doors/ops/checks.h"
#include "wire/url.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

enum { NAMES_MAX = 64 /* of metrics; each is compared with all that there are */ };

static const struct vd_slice METRICS_TYPE = VD_SLICE("text/plain; version=0.0.4; charset=utf-8");

struct reply {
    struct vd_buf body;
    size_t sent;
    /* Of /metrics, which asks all loops first. */
    struct vd_exchange *x; /* NULL: gone, or it waits for nothing */
    bool is_asking;
    struct vd_door_survey survey;
    struct vd_buf query; /* what was asked for */
};

static void reply_free(struct reply *reply)
{
    vd_buf_deinit(&reply->body);
    vd_buf_deinit(&reply->query);
    vd_free(reply);
}

static enum vd_fill fill(struct vd_exchange *x, struct vd_out *out)
{
    struct reply *reply = vd_exchange_user(x);
    struct vd_slice rest = vd_slice(reply->body.data + reply->sent, reply->body.len - reply->sent);

    reply->sent += vd_out_copy(out, rest);
    if (reply->sent < reply->body.len)
        return VD_FILL_MORE;
    vd_exchange_finish(x, NULL, 0);
    return VD_FILL_IDLE;
}

static void closed(struct vd_exchange *x, bool aborted)
{
    struct reply *reply = vd_exchange_user(x);

    (void)aborted;
    reply->x = NULL;
    if (!reply->is_asking)
        reply_free(reply);
}

static const struct vd_handler handler = {.fill = fill, .closed = closed};

/* What to answer: body is empty and the rest set as below when it is called. */
struct answer {
    unsigned status;              /* 200 */
    struct vd_slice content_type; /* text/plain */
    struct vd_buf *body;
};

typedef void make_answer(const struct vd_door_env *env, const struct vd_request *request,
                         struct answer *answer);

static int send_answer(struct vd_exchange *x, const struct answer *answer)
{
    char length[24];
    struct vd_header headers[] = {
        {VD_SLICE("content-type"), answer->content_type},
        {VD_SLICE("content-length"), VD_SLICE_EMPTY},
        {VD_SLICE("x-content-type-options"), VD_SLICE("nosniff")},
    };

    snprintf(length, sizeof(length), "%zu", answer->body->len);
    headers[1].value = vd_slice_str(length);
    vd_exchange_start(x, answer->status, headers, VD_COUNT(headers));
    vd_exchange_ready(x, true);
    return 0;
}

static int answer(struct vd_exchange *x, const struct vd_request *request, void *arg,
                  make_answer *make)
{
    struct reply *reply = vd_alloc_zero(sizeof(*reply));
    struct answer answer = {200, VD_SLICE("text/plain; charset=utf-8"), NULL};

    if (!reply)
        return -ENOMEM;
    vd_buf_init(&reply->body, 0);
    vd_buf_init(&reply->query, 0);
    answer.body = &reply->body;
    make(arg, request, &answer);
    if (vd_buf_status(&reply->body)) {
        reply_free(reply);
        return -ENOMEM;
    }
    vd_exchange_set(x, &handler, reply);
    return send_answer(x, &answer);
}

/* Each kind of client passes over the members of the other. The build's are those of Go programs,
 * which this is not. */
#define KUBE_VERSION                                                                               \
    ",\"major\":\"" VD_DOOR_KUBE_MAJOR "\",\"minor\":\"" VD_DOOR_KUBE_MINOR                        \
    "\",\"gitVersion\":\"" VD_DOOR_KUBE_VERSION                                                    \
    "+vedette\",\"gitCommit\":\"\",\"gitTreeState\":\"\","                                         \
    "\"buildDate\":\"1970-01-01T00:00:00Z\",\"goVersion\":\"\",\"compiler\":\"\",\"platform\":"    \
    "\"linux\""

static void make_version(const struct vd_door_env *env, const struct vd_request *request,
                         struct answer *answer)
{
    (void)request;
    answer->content_type = VD_SLICE("application/json");
    vd_buf_printf(answer->body, "{\"etcdserver\":\"" VD_DOOR_ETCD_VERSION
                                "\",\"etcdcluster\":\"" VD_DOOR_ETCD_CLUSTER_VERSION
                                "\",\"storage\":\"" VD_DOOR_ETCD_CLUSTER_VERSION "\"");
    if (env->facts->kube_prefix)
        vd_buf_append_slice(answer->body, VD_SLICE(KUBE_VERSION));
    vd_buf_append(answer->body, "}", 1);
}

static void make_health(const struct vd_door_env *env, const struct vd_request *request,
                        struct answer *answer)
{
    const char *reason = vd_ops_unhealthy(env, request->query);

    answer->content_type = VD_SLICE("application/json");
    answer->status = reason ? 503 : 200;
    vd_metric_add(reason ? VD_M_HEALTH_FAILURES : VD_M_HEALTH_SUCCESS, 1);
    vd_buf_printf(answer->body, "{\"health\":\"%s\",\"reason\":\"%s\"}", reason ? "false" : "true",
                  reason ? reason : "");
}

/* The probe's own path, or one check below it. */
static void make_probe(const struct vd_door_env *env, const struct vd_request *request,
                       struct answer *answer, enum vd_ops_probe probe, size_t prefix)
{
    struct vd_slice only = VD_SLICE_EMPTY;

    if (request->path.len > prefix)
        only = vd_slice(request->path.ptr + prefix, request->path.len - prefix);
    answer->status = vd_ops_run_checks(env, probe, only, request->query, answer->body);
    if (answer->status == 404)
        vd_buf_printf(answer->body, "404 page not found\n");
}

static void make_livez(const struct vd_door_env *env, const struct vd_request *request,
                       struct answer *answer)
{
    make_probe(env, request, answer, VD_OPS_LIVE, strlen("/livez/"));
}

static void make_readyz(const struct vd_door_env *env, const struct vd_request *request,
                        struct answer *answer)
{
    make_probe(env, request, answer, VD_OPS_READY, strlen("/readyz/"));
}

/* Those that the query names; without a name, all. */
static bool wants_metric(void *arg, const char *name)
{
    struct vd_slice query = *(const struct vd_slice *)arg;
    struct vd_url_pair pair;
    unsigned names = 0;

    while (names < NAMES_MAX && vd_url_next(&query, &pair)) {
        if (!vd_url_is(pair.name, VD_SLICE("name[]")))
            continue;
        names++;
        if (vd_url_is(pair.value, vd_slice_str(name)))
            return true;
    }
    return !names;
}

/* Kubernetes' older one, which says the same. */
static void make_healthz(const struct vd_door_env *env, const struct vd_request *request,
                         struct answer *answer)
{
    make_probe(env, request, answer, VD_OPS_READY, strlen("/healthz/"));
}

static void make_metrics(const struct vd_door_env *env, const struct vd_request *request,
                         struct answer *answer)
{
    struct vd_slice query = request->query;

    (void)env;
    answer->content_type = METRICS_TYPE;
    vd_metrics_write_text(answer->body, wants_metric, &query);
}

static void on_surveyed(struct vd_door_survey *survey)
{
    struct reply *reply = vd_container_of(survey, struct reply, survey);
    struct answer answer = {200, METRICS_TYPE, &reply->body};
    struct vd_slice query = vd_buf_slice(&reply->query);

    reply->is_asking = false;
    if (!reply->x) {
        reply_free(reply);
        return;
    }
    vd_metrics_write_text(&reply->body, wants_metric, &query);
    if (vd_buf_status(&reply->body)) {
        vd_buf_clear(&reply->body);
        answer.status = 500;
    }
    send_answer(reply->x, &answer);
}

/* What only its own loop can see of a watch is asked for before the rest is written. */
static int open_metrics(struct vd_exchange *x, const struct vd_request *request, void *arg)
{
    const struct vd_door_env *env = arg;
    struct reply *reply;

    if (!env->facts->survey)
        return answer(x, request, arg, make_metrics);
    reply = vd_alloc_zero(sizeof(*reply));
    if (!reply)
        return -ENOMEM;
    vd_buf_init(&reply->body, 0);
    vd_buf_init(&reply->query, 0);
    vd_buf_append_slice(&reply->query, request->query);
    reply->x = x;
    reply->survey.loop = env->loop;
    reply->survey.done = on_surveyed;
    if (vd_buf_status(&reply->query) ||
        env->facts->survey(env->facts->survey_arg, &reply->survey) != 0) {
        reply_free(reply);
        return -ENOMEM;
    }
    reply->is_asking = true;
    vd_exchange_set(x, &handler, reply);
    return 0;
}

#define OPEN(name)                                                                                 \
    static int open_##name(struct vd_exchange *x, const struct vd_request *request, void *arg)     \
    {                                                                                              \
        return answer(x, request, arg, make_##name);                                               \
    }
OPEN(version)
OPEN(health)
OPEN(livez)
OPEN(readyz)
OPEN(healthz)
#undef OPEN

static const struct vd_route routes[] = {
    {.path = "/version", .open = open_version, .methods = "GET"},
    {.path = "/health", .open = open_health, .methods = "GET"},
    {.path = "/livez", .open = open_livez, .methods = "GET"},
    {.path = "/livez/", .open = open_livez, .methods = "GET"},
    {.path = "/readyz", .open = open_readyz, .methods = "GET"},
    {.path = "/readyz/", .open = open_readyz, .methods = "GET"},
    {.path = "/healthz", .open = open_healthz, .methods = "GET"},
    {.path = "/metrics", .open = open_metrics, .methods = "GET"},
};

/* Nothing of its own: the state is what the loop lends. */
static int open_door(const struct vd_door_env *env, void **out_state)
{
    *out_state = (void *)(uintptr_t)env;
    return 0;
}

static void close_door(void *state)
{
    (void)state;
}

const struct vd_door vd_door_ops = {.name = "ops",
                                    .open = open_door,
                                    .routes = routes,
                                    .route_count = VD_COUNT(routes),
                                    .close = close_door};
