/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/test_kube.h"

#include "core/get.h"

#include <stdio.h>
#include <stdlib.h>

enum { ARENA_BYTES = 64 << 20, TAIL_BYTES = 2000 };

static void init(struct test_kube *test, unsigned accept, bool by_itself)
{
    struct vd_kv_options options = {
        .slots = 3, .loops = 1, .tail_bytes = TAIL_BYTES, .cache_bytes = 1};

    *test = (struct test_kube){.arena = {NULL}};
    world_init(&test->world, NULL, &options);
    test_door_begin(&test->d, &test->world, TEST_KUBE_PEERS);
    test->d.own_cursors = 1; /* the registry of kinds */
    test->d.facts.kube_prefix = "/registry";
    test->d.facts.kube_accept = accept;
    if (by_itself) {
        test->d.facts.kube_steward = &test->has_steward;
        test->d.own_cursors++;
    }
    test_door_open(&test->d, &vd_door_kube);
    vd_arena_init(&test->arena, ARENA_BYTES);
}

void test_kube_init(struct test_kube *test, unsigned accept)
{
    init(test, accept, false);
}

void test_kube_init_by_itself(struct test_kube *test)
{
    init(test, 0, true);
}

void test_kube_drop(struct test_kube *test)
{
    test_door_drop(&test->d, 0);
    vd_arena_deinit(&test->arena);
    vd_arena_init(&test->arena, ARENA_BYTES);
}

void test_kube_deinit(struct test_kube *test)
{
    test_door_let_go(&test->d);
    test_door_end(&test->d);
    world_deinit(&test->world);
    vd_arena_deinit(&test->arena);
}

/* --- requests ----------------------------------------------------------------------------------
 */

void test_kube_begin(struct test_kube *test, const char *method, const char *target,
                     const char *type, struct vd_slice body)
{
    test_kube_drop(test);
    test_door_ask(&test->d, 0,
                  &(struct test_request){.method = method,
                                         .target = target,
                                         .headers = "user-agent: tester/1.0\n",
                                         .content_type = type,
                                         .body = body});
}

unsigned test_kube_run(struct test_kube *test)
{
    const struct vd_exchange *x = &test->d.x[0];

    test_door_run(&test->d);
    return x->finished && !x->reset ? x->status : 0;
}

unsigned test_kube_send_bytes(struct test_kube *test, const char *method, const char *target,
                              const char *type, struct vd_slice body)
{
    test_kube_begin(test, method, target, type, body);
    return test_kube_run(test);
}

unsigned test_kube_send(struct test_kube *test, const char *method, const char *target,
                        const char *type, const char *body)
{
    return test_kube_send_bytes(test, method, target, type,
                                body ? vd_slice_str(body) : VD_SLICE_EMPTY);
}

unsigned test_kube_json(struct test_kube *test, const char *method, const char *target,
                        const char *body)
{
    return test_kube_send(test, method, target, "application/json", body);
}

/* --- answers -----------------------------------------------------------------------------------
 */

static const char *kept(struct vd_slice text)
{
    static char *copy;

    free(copy);
    copy = strndup((const char *)text.ptr, text.len);
    return copy;
}

const char *test_kube_body(struct test_kube *test)
{
    return kept(vd_slice(test->d.x[0].body.data ? (const char *)test->d.x[0].body.data : "",
                         test->d.x[0].body.len));
}

static const struct vd_json_value *read(struct test_kube *test, struct vd_slice text)
{
    struct vd_json_value *value;

    if (!text.len || vd_json_read(&test->arena, text, VD_KUBE_DOC_DEPTH_MAX, &value, NULL))
        return NULL;
    return value;
}

const struct vd_json_value *test_kube_document(struct test_kube *test)
{
    return read(test, vd_buf_slice(&test->d.x[0].body));
}

/* A name may hold dots if they are written as '|'. */
static const struct vd_json_value *step(const struct vd_json_value *value, struct vd_slice name)
{
    char word[200];

    snprintf(word, sizeof(word), "%.*s", (int)name.len, (const char *)name.ptr);
    for (char *c = word; *c; c++)
        *c = *c == '|' ? '.' : *c;
    if (vd_kube_doc_is(value, VD_JSON_ARRAY))
        return vd_kube_doc_element(value, strtoul(word, NULL, 10));
    return vd_kube_doc_get_slice(value, vd_slice_str(word));
}

static const char *text_at(const struct vd_json_value *value, const char *path)
{
    struct vd_json json;
    struct vd_buf buf;
    const char *text;

    while (value && *path) {
        size_t len = strcspn(path, ".");

        value = step(value, vd_slice(path, len));
        path += len + (path[len] == '.');
    }
    if (!value)
        return "";
    if (value->type == VD_JSON_STRING)
        return kept(value->text);
    vd_buf_init(&buf, 0);
    vd_json_init(&json, &buf);
    vd_json_write(&json, value);
    text = kept(vd_buf_slice(&buf));
    vd_buf_deinit(&buf);
    return text;
}

const char *test_kube_at(struct test_kube *test, const char *path)
{
    return text_at(test_kube_document(test), path);
}

static int look(struct test_kube *test, const char *key, struct vd_row *out_row)
{
    struct vd_principal nobody = {VD_SLICE_EMPTY};

    return vd_kv_get(test->world.kv, 0, &nobody, vd_slice_str(key), true, out_row);
}

const char *test_kube_value(struct test_kube *test, const char *key)
{
    struct vd_row row;
    const char *text;

    vd_kv_enter(test->world.kv, 0);
    text = look(test, key, &row) ? "" : kept(row.value);
    vd_kv_leave(test->world.kv, 0);
    return text;
}

int64_t test_kube_revision(struct test_kube *test, const char *key)
{
    struct vd_row row = {.mod_revision = 0};

    vd_kv_enter(test->world.kv, 0);
    if (look(test, key, &row))
        row.mod_revision = 0;
    vd_kv_leave(test->world.kv, 0);
    return row.mod_revision;
}

int64_t test_kube_head(struct test_kube *test)
{
    int64_t head;

    vd_kv_enter(test->world.kv, 0);
    head = vd_kv_view(test->world.kv, 0)->head;
    vd_kv_leave(test->world.kv, 0);
    return head;
}

const char *test_kube_stored(struct test_kube *test, const char *key, const char *path)
{
    const char *value = test_kube_value(test, key);

    return text_at(read(test, vd_slice_str(value)), path);
}

const char *test_kube_warning(struct test_kube *test)
{
    const char *value = vd_test_header(&test->d.x[0], "warning");

    return value ? value : "";
}
