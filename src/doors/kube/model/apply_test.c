/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sequences of writes beside what Kubernetes' own field manager made of them: a file of lines from
 * tests/conform/kube_apply, given as the first argument. The managed fields must be the same text,
 * the objects mean the same.
 */
#include "doors/kube/model/managed.h"

#include "base/alloc.h"
#include "base/check.h"
#include "doors/kube/model/doc.h"
#include "doors/kube/model/schema.h"
#include "doors/kube/model/types.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ARENA_BYTES = 64 << 20, RESETS_MAX = 8, PATH_BYTES = 128, LINE_BYTES = 4 << 20 };

static const char *fixtures;

/* cmocka cuts what is long. */
#define FAIL(...)                                                                                  \
    do {                                                                                           \
        fprintf(stderr, __VA_ARGS__);                                                              \
        fprintf(stderr, "\n");                                                                     \
        fail();                                                                                    \
    } while (0)

/* --- one sequence --------------------------------------------------------------------------- */

struct rig {
    struct vd_arena *arena;
    struct vd_kube_shape shape;
    struct vd_slice name, api_version, kind;
    struct vd_json_value *live;
    char reset_text[RESETS_MAX][PATH_BYTES];
    const char *resets[RESETS_MAX + 1];
};

static struct vd_json_value *read_doc(struct vd_arena *arena, struct vd_slice text)
{
    struct vd_json_value *value;

    if (vd_json_read(arena, text, VD_KUBE_DOC_DEPTH_MAX, &value, NULL))
        FAIL("the fixture is no JSON: %.*s", (int)text.len, (const char *)text.ptr);
    return value;
}

static char *text_of(const struct vd_json_value *value)
{
    struct vd_json json;
    struct vd_buf buf;
    char *text;

    vd_buf_init(&buf, 0);
    vd_json_init(&json, &buf);
    if (value)
        vd_json_write(&json, value);
    vd_buf_append(&buf, "", 1);
    assert_int_equal(vd_buf_status(&buf), 0);
    text = strdup((char *)buf.data);
    vd_buf_deinit(&buf);
    return text;
}

static struct vd_kube_shape shape_of(struct vd_arena *arena, const struct vd_json_value *kind)
{
    struct vd_slice version = vd_kube_doc_string(kind, "apiVersion"), group = VD_SLICE_EMPTY;
    const uint8_t *slash = memchr(version.ptr, '/', version.len);
    const struct vd_json_value *schema = vd_kube_doc_get(kind, "schema");
    const struct vd_kube_schema *compiled = NULL;
    const struct vd_kube_type *type;

    if (vd_kube_doc_bool(kind, "custom", false)) {
        if (schema)
            assert_int_equal(vd_kube_schema_read(arena, schema, &compiled), 0);
        return vd_kube_shape_of_custom(compiled);
    }
    if (slash) {
        group = vd_slice(version.ptr, (size_t)(slash - version.ptr));
        version = vd_slice(slash + 1, version.len - group.len - 1);
    }
    type = vd_kube_type_of(group, version, vd_kube_doc_string(kind, "kind"));
    assert_non_null(type);
    return vd_kube_shape_of_type(type);
}

static vd_kube_resets resets_of(struct rig *rig, const struct vd_json_value *step)
{
    struct vd_json_value *at;
    size_t count = 0;

    vd_kube_doc_each(at, vd_kube_doc_array(step, "resets")) {
        assert_true(count < RESETS_MAX && at->text.len < PATH_BYTES);
        memcpy(rig->reset_text[count], at->text.ptr, at->text.len);
        rig->reset_text[count][at->text.len] = '\0';
        rig->resets[count] = rig->reset_text[count];
        count++;
    }
    rig->resets[count] = NULL;
    return rig->resets;
}

static bool is_zero(const struct vd_json_value *value)
{
    return value->type == VD_JSON_NULL || (value->type == VD_JSON_BOOL && !value->is_true) ||
           (value->type == VD_JSON_STRING && !value->text.len) ||
           (value->type == VD_JSON_NUMBER && vd_slice_eq(value->text, VD_SLICE("0")));
}

/* Go's structs show and hide what is zero as they like: here it is nothing. */
static bool compact(struct vd_json_value *value)
{
    struct vd_json_value *at, *next;

    if (is_zero(value))
        return false;
    if (value->type != VD_JSON_OBJECT && value->type != VD_JSON_ARRAY)
        return true;
    for (at = value->first; at; at = next) {
        next = at->next;
        if (!compact(at) && value->type == VD_JSON_OBJECT)
            vd_kube_doc_take(value, at);
        else if (!at->count && (at->type == VD_JSON_OBJECT || at->type == VD_JSON_ARRAY))
            at->type = VD_JSON_NULL;
    }
    return value->count != 0;
}

static void assert_same_object(struct rig *rig, const struct vd_json_value *step, int number)
{
    struct vd_kube_doc doc = {rig->arena, 0};
    struct vd_json_value *got = vd_kube_doc_copy(&doc, rig->live);
    struct vd_json_value *want = vd_kube_doc_copy(&doc, vd_kube_doc_get(step, "want"));
    struct vd_json_value *meta = vd_kube_doc_get(got, "metadata");
    struct vd_json_value *managed = vd_kube_doc_remove(meta, "managedFields");
    char *got_text, *want_text;

    got_text = text_of(managed);
    want_text = text_of(vd_kube_doc_get(step, "managed"));
    if (strcmp(got_text, want_text))
        FAIL("%.*s, step %d: managed fields\n  %s\nwanted\n  %s", (int)rig->name.len,
             (const char *)rig->name.ptr, number, got_text, want_text);
    free(got_text);
    free(want_text);
    (void)compact(got);
    (void)compact(want);
    if (!vd_kube_doc_equal(got, want)) {
        got_text = text_of(got);
        want_text = text_of(want);
        FAIL("%.*s, step %d: object\n  %s\nwanted\n  %s", (int)rig->name.len,
             (const char *)rig->name.ptr, number, got_text, want_text);
    }
}

static int cmp_lines(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Faults of several fields come in no order: here, in that of their texts. */
static struct vd_slice in_order(struct vd_arena *arena, struct vd_slice message)
{
    enum { LINES_MAX = 128 };
    char *text = vd_arena_alloc_zero(arena, message.len + 1), *lines[LINES_MAX], *out;
    size_t count = 0;

    assert_non_null(text);
    memcpy(text, message.ptr, message.len);
    if (!strstr(text, "errors:\n"))
        return message;
    out = vd_arena_alloc_zero(arena, message.len + 1);
    assert_non_null(out);
    for (char *at = strtok(text, "\n"); at; at = strtok(NULL, "\n")) {
        assert_true(count < LINES_MAX);
        lines[count++] = at;
    }
    qsort(lines + 1, count - 1, sizeof(*lines), cmp_lines);
    for (size_t i = 0, len = 0; i < count; i++)
        len += (size_t)sprintf(out + len, "%s%s", i ? "\n" : "", lines[i]);
    return vd_slice_str(out);
}

static void assert_same_refusal(struct rig *rig, const struct vd_json_value *step, int number,
                                int rc, const struct vd_kube_applied *applied)
{
    struct vd_slice want = vd_kube_doc_string(step, "message");
    const struct vd_kube_conflict *conflict = applied->conflicts;
    struct vd_json_value *cause;

    if (rc != VD_CONFLICT && rc != VD_INVALID)
        FAIL("%.*s, step %d: %d, wanted: %.*s", (int)rig->name.len, (const char *)rig->name.ptr,
             number, rc, (int)want.len, (const char *)want.ptr);
    assert_int_equal(vd_kube_doc_int(step, "code", 0), rc == VD_CONFLICT ? 409 : applied->code);
    if (!vd_slice_eq(in_order(rig->arena, applied->message), want))
        FAIL("%.*s, step %d: says\n  %.*s\nwanted\n  %.*s", (int)rig->name.len,
             (const char *)rig->name.ptr, number, (int)applied->message.len,
             (const char *)applied->message.ptr, (int)want.len, (const char *)want.ptr);
    if (rc != VD_CONFLICT)
        return;
    vd_kube_doc_each(cause, vd_kube_doc_array(step, "causes")) {
        struct vd_slice message = vd_kube_doc_string(cause, "message");
        static const char WITH[] = "conflict with ";

        assert_non_null(conflict);
        assert_true(vd_slice_eq(conflict->field, vd_kube_doc_string(cause, "field")));
        assert_true(vd_slice_eq(conflict->manager, vd_slice(message.ptr + sizeof(WITH) - 1,
                                                            message.len - sizeof(WITH) + 1)));
        conflict = conflict->next;
    }
    assert_null(conflict);
}

static int do_step(struct rig *rig, const struct vd_json_value *step,
                   struct vd_kube_applied *applied)
{
    struct vd_kube_doc doc = {rig->arena, 0};
    struct vd_json_value *object = vd_kube_doc_copy(&doc, vd_kube_doc_get(step, "object"));
    struct vd_kube_writer writer = {
        .manager = vd_kube_doc_string(step, "manager"),
        .api_version = rig->api_version,
        .kind = rig->kind,
        .subresource = vd_kube_doc_string(step, "subresource"),
        .time = vd_kube_doc_string(step, "time"),
        .resets = resets_of(rig, step),
    };
    bool is_apply = vd_slice_eq(vd_kube_doc_string(step, "op"), VD_SLICE("apply"));
    int rc = doc.rc;

    if (rc)
        return -ENOMEM;
    if (!is_apply && rig->live)
        vd_kube_doc_set_str(&doc, vd_kube_doc_get(object, "metadata"), "uid", "u");
    if (!rc && !is_apply) {
        applied->object = object;
        rc = vd_kube_managed_update(rig->arena, rig->shape, rig->live, object, &writer);
    } else if (!rc) {
        rc = vd_kube_apply(rig->arena, rig->shape, rig->live, object, &writer,
                           vd_kube_doc_bool(step, "force", false), applied);
    }
    if (!rc && !rig->live)
        vd_kube_doc_set_str(&doc, vd_kube_doc_get(applied->object, "metadata"), "uid", "u");
    return rc ? rc : doc.rc;
}

static void run_sequence(struct vd_arena *arena, const struct vd_json_value *sequence)
{
    const struct vd_json_value *kind = vd_kube_doc_get(sequence, "kind");
    struct rig rig = {
        .arena = arena,
        .shape = shape_of(arena, kind),
        .name = vd_kube_doc_string(sequence, "name"),
        .api_version = vd_kube_doc_string(kind, "apiVersion"),
        .kind = vd_kube_doc_string(kind, "kind"),
    };
    struct vd_json_value *step;
    int number = 0;

    vd_kube_doc_each(step, vd_kube_doc_array(sequence, "steps")) {
        struct vd_kube_applied applied = {0};
        int rc = do_step(&rig, step, &applied);

        if (vd_kube_doc_get(step, "message")) {
            assert_same_refusal(&rig, step, number, rc, &applied);
        } else {
            if (rc)
                FAIL("%.*s, step %d: %d %.*s", (int)rig.name.len, (const char *)rig.name.ptr,
                     number, rc, (int)applied.message.len, (const char *)applied.message.ptr);
            rig.live = applied.object;
            assert_same_object(&rig, step, number);
        }
        number++;
    }
}

static void writes_leave_what_kubernetes_leaves(void **state)
{
    char *line = malloc(LINE_BYTES);
    FILE *file = fopen(fixtures, "r");
    size_t count = 0;

    (void)state;
    assert_non_null(file);
    assert_non_null(line);
    while (fgets(line, LINE_BYTES, file)) {
        struct vd_arena arena;

        vd_arena_init(&arena, ARENA_BYTES);
        run_sequence(&arena, read_doc(&arena, vd_slice_str(line)));
        vd_arena_deinit(&arena);
        count++;
    }
    fclose(file);
    free(line);
    assert_true(count > 0);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(writes_leave_what_kubernetes_leaves),
    };

    vd_assert(argc > 1);
    fixtures = argv[1];
    return cmocka_run_group_tests(TESTS, NULL, NULL);
}
