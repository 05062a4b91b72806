/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A patch is read into no type, but a strict reader still finds members that come twice. Where they
 * are is said from the outside in, so each level knows the one around it.
 */
#include "base/check.h"
#include "doors/kube/model/go_words.h"
#include "doors/kube/model/patch.h"
#include "doors/kube/model/type_check.h"

struct place {
    const struct place *up; /* NULL: the whole */
    struct vd_slice name;
    uint32_t index;
    bool is_index;
};

struct strict {
    struct vd_kube_doc doc;
    const char *before; /* each text */
    struct vd_kube_strict *first, **end;
    uint32_t count;
    struct vd_kube_words words, path; /* not on the stack of what recurses */
};

/* --- saying --------------------------------------------------------------------------------- */

static void say_path(struct vd_kube_words *words, const struct place *place)
{
    if (!place)
        return;
    say_path(words, place->up);
    if (place->is_index) {
        vd_kube_words_str(words, "[");
        vd_kube_words_uint(words, place->index);
        vd_kube_words_str(words, "]");
        return;
    }
    if (place->up)
        vd_kube_words_str(words, ".");
    vd_kube_words_add(words, place->name);
}

static bool is_said(const struct strict *strict, struct vd_slice text)
{
    for (const struct vd_kube_strict *at = strict->first; at; at = at->next)
        if (vd_slice_eq(at->text, text))
            return true;
    return false;
}

/* Adds what the words say, unless it has been said. */
static void keep(struct strict *strict)
{
    struct vd_slice said = vd_kube_words_slice(&strict->words);
    struct vd_kube_strict *entry;
    uint8_t *text;

    if (strict->count == VD_KUBE_STRICT_MAX || is_said(strict, said))
        return;
    entry = vd_kube_doc_alloc(&strict->doc, sizeof(*entry));
    text = vd_kube_doc_alloc(&strict->doc, said.len);
    if (!entry || !text)
        return;
    memcpy(text, said.ptr, said.len);
    *entry = (struct vd_kube_strict){vd_slice(text, said.len), NULL};
    *strict->end = entry;
    strict->end = &entry->next;
    strict->count++;
}

static void say(struct strict *strict, const char *what, const struct place *place)
{
    vd_kube_words_init(&strict->words);
    vd_kube_words_init(&strict->path);
    say_path(&strict->path, place);
    vd_kube_words_str(&strict->words, strict->before);
    vd_kube_words_str(&strict->words, what);
    vd_kube_words_str(&strict->words, " ");
    vd_kube_words_quote(&strict->words, vd_kube_words_slice(&strict->path));
    keep(strict);
}

/* --- finding -------------------------------------------------------------------------------- */

static void judge(struct strict *strict, const struct place *up, const struct vd_json_value *value)
{
    const struct vd_json_value *at;
    uint32_t index = 0;

    vd_kube_doc_each(at, value) {
        struct place place = {up, at->name, index++, value->type == VD_JSON_ARRAY};

        if (at->is_duplicate)
            say(strict, "duplicate field", &place);
        judge(strict, &place, at);
    }
}

static bool is_of_operation(struct vd_slice name)
{
    return vd_slice_eq(name, VD_SLICE("op")) || vd_slice_eq(name, VD_SLICE("path")) ||
           vd_slice_eq(name, VD_SLICE("from")) || vd_slice_eq(name, VD_SLICE("value"));
}

static void judge_operation(struct strict *strict, const struct place *up,
                            const struct vd_json_value *operation)
{
    const struct vd_json_value *at;

    if (operation->type != VD_JSON_OBJECT)
        return;
    vd_kube_doc_each(at, operation) {
        struct place place = {up, at->name, 0, false};

        if (!is_of_operation(at->name)) {
            say(strict, "unknown field", &place);
            continue;
        }
        if (at->is_duplicate)
            say(strict, "duplicate field", &place);
        if (vd_slice_eq(at->name, VD_SLICE("value")))
            judge(strict, &place, at);
    }
}

static void judge_operations(struct strict *strict, const struct vd_json_value *patch)
{
    const struct vd_json_value *at;
    uint32_t index = 0;

    if (patch->type != VD_JSON_ARRAY)
        return;
    vd_kube_doc_each(at, patch) {
        struct place place = {NULL, VD_SLICE_EMPTY, index++, true};

        judge_operation(strict, &place, at);
    }
}

int vd_kube_patch_strict(struct vd_arena *arena, bool is_json_patch,
                         const struct vd_json_value *patch, struct vd_kube_strict **out_strict)
{
    struct strict strict = {.doc = {arena, 0}, .before = is_json_patch ? "json patch " : ""};

    strict.end = &strict.first;
    if (is_json_patch)
        judge_operations(&strict, patch);
    else if (patch->type == VD_JSON_OBJECT)
        judge(&strict, NULL, patch);
    if (strict.doc.rc == 0)
        *out_strict = strict.first;
    return strict.doc.rc;
}
