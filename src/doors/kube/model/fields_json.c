/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sets as FieldsV1 documents. A step is the name of a member, its kind in front: keys and values
 * are JSON inside that name, nearly always an object of one or two short texts, which are read
 * here; whatever else they are goes to the full reader.
 */
#include "doors/kube/model/fields_make.h"

#include "doors/kube/model/doc.h"
#include "doors/kube/model/kit.h"

#include <errno.h>

enum { KEYS_MAX = 64, KEY_DEPTH = 8, RUN = 16 };

/* --- putting in order ----------------------------------------------------------------------- */

static void sort_few(struct vd_kube_fields_entry *entries, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct vd_kube_fields_entry entry = entries[i];
        size_t k = i;

        for (; k && vd_kube_step_cmp(&entries[k - 1].step, &entry.step) > 0; k--)
            entries[k] = entries[k - 1];
        entries[k] = entry;
    }
}

static void merge_halves(struct vd_kube_fields_entry *to, const struct vd_kube_fields_entry *from,
                         size_t middle, size_t end)
{
    size_t i = 0, k = middle;

    for (size_t n = 0; n < end; n++) {
        bool is_first =
            k >= end || (i < middle && vd_kube_step_cmp(&from[i].step, &from[k].step) <= 0);

        to[n] = from[is_first ? i++ : k++];
    }
}

static int sort_many(struct vd_arena *arena, struct vd_kube_fields_maker *maker)
{
    struct vd_kube_fields_entry *from = maker->entries, *to;
    size_t count = maker->count;

    to = vd_arena_alloc(arena, count * sizeof(*to));
    if (!to)
        return -ENOMEM;
    for (size_t i = 0; i < count; i += RUN)
        sort_few(from + i, VD_MIN(count - i, (size_t)RUN));
    for (size_t width = RUN; width < count; width *= 2) {
        struct vd_kube_fields_entry *swap = from;

        for (size_t i = 0; i < count; i += 2 * width)
            merge_halves(to + i, from + i, VD_MIN(width, count - i), VD_MIN(2 * width, count - i));
        from = to;
        to = swap;
    }
    maker->entries = from;
    return 0;
}

static int unite_doubles(struct vd_arena *arena, struct vd_kube_fields_maker *maker)
{
    uint32_t kept = 0;

    for (uint32_t i = 1; i < maker->count; i++) {
        struct vd_kube_fields_entry *last = &maker->entries[kept], *entry = &maker->entries[i];

        if (vd_kube_step_cmp(&last->step, &entry->step)) {
            maker->entries[++kept] = *entry;
            continue;
        }
        last->is_member |= entry->is_member;
        if (vd_kube_fields_union(arena, last->below, entry->below, &last->below))
            return -ENOMEM;
    }
    maker->count = maker->count ? kept + 1 : 0;
    return 0;
}

static bool is_sorted(const struct vd_kube_fields_maker *maker)
{
    for (uint32_t i = 1; i < maker->count; i++)
        if (vd_kube_step_cmp(&maker->entries[i - 1].step, &maker->entries[i].step) >= 0)
            return false;
    return true;
}

int vd_kube_fields_sorted(struct vd_arena *arena, struct vd_kube_fields_maker *maker,
                          const struct vd_kube_fields **out_set)
{
    if (!is_sorted(maker)) {
        if (maker->count <= RUN)
            sort_few(maker->entries, maker->count);
        else if (sort_many(arena, maker))
            return -ENOMEM;
        if (unite_doubles(arena, maker))
            return -ENOMEM;
    }
    return vd_kube_fields_made(arena, maker, out_set);
}

/* --- steps ---------------------------------------------------------------------------------- */

static void sort_keys(struct vd_kube_key *keys, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        struct vd_kube_key key = keys[i];
        uint32_t k = i;

        for (; k && vd_slice_cmp(keys[k - 1].name, key.name) > 0; k--)
            keys[k] = keys[k - 1];
        keys[k] = key;
    }
}

int vd_kube_step_of_keys(struct vd_arena *arena, const struct vd_kube_key *keys, uint32_t count,
                         struct vd_kube_step *out_step)
{
    struct vd_kube_key *own = vd_arena_alloc(arena, count * sizeof(*own));

    if (!own)
        return -ENOMEM;
    memcpy(own, keys, count * sizeof(*own));
    sort_keys(own, count);
    *out_step = (struct vd_kube_step){.kind = VD_KUBE_STEP_KEY, .keys = own, .key_count = count};
    return 0;
}

int vd_kube_step_of_value(struct vd_arena *arena, const struct vd_json_value *value,
                          struct vd_kube_step *out_step)
{
    struct vd_kube_key *own = vd_arena_alloc(arena, sizeof(*own));

    if (!own)
        return -ENOMEM;
    *own = (struct vd_kube_key){.value = value};
    *out_step = (struct vd_kube_step){.kind = VD_KUBE_STEP_VALUE, .keys = own, .key_count = 1};
    return 0;
}

/* A text without escapes, behind its opening quote; false: leave it to the full reader. */
static bool take_plain(struct vd_slice *text, struct vd_slice *out)
{
    const uint8_t *end;

    if (!text->len || text->ptr[0] != '"')
        return false;
    end = memchr(text->ptr + 1, '"', text->len - 1);
    if (!end || memchr(text->ptr + 1, '\\', (size_t)(end - text->ptr - 1)))
        return false;
    *out = vd_slice(text->ptr + 1, (size_t)(end - text->ptr - 1));
    text->len -= (size_t)(end + 1 - text->ptr);
    text->ptr = end + 1;
    return true;
}

static bool take_digits(struct vd_slice *text, struct vd_slice *out)
{
    size_t n = 0;

    while (n < text->len && text->ptr[n] >= '0' && text->ptr[n] <= '9')
        n++;
    if (!n || (n > 1 && text->ptr[0] == '0'))
        return false;
    *out = vd_slice(text->ptr, n);
    text->ptr += n;
    text->len -= n;
    return true;
}

static bool take_char(struct vd_slice *text, char c)
{
    if (!text->len || text->ptr[0] != (uint8_t)c)
        return false;
    text->ptr++;
    text->len--;
    return true;
}

static bool take_scalar(struct vd_arena *arena, struct vd_slice *text, struct vd_slice name,
                        const struct vd_json_value **out)
{
    struct vd_json_value *value;
    struct vd_slice chars;
    enum vd_json_type type = VD_JSON_STRING;

    if (!take_plain(text, &chars)) {
        type = VD_JSON_NUMBER;
        if (!take_digits(text, &chars))
            return false;
    }
    value = vd_arena_alloc_zero(arena, sizeof(*value));
    if (!value)
        return false;
    value->type = type;
    value->text = chars;
    value->name = name;
    *out = value;
    return true;
}

/* {"name":"text","port":80} and the like. 0: as many; else the full reader must see it. */
static uint32_t read_few_keys(struct vd_arena *arena, struct vd_slice text,
                              struct vd_kube_key keys[KEYS_MAX])
{
    uint32_t count = 0;

    if (!take_char(&text, '{'))
        return 0;
    do {
        struct vd_kube_key *key = &keys[count++];

        if (!take_plain(&text, &key->name) || !take_char(&text, ':') ||
            !take_scalar(arena, &text, key->name, &key->value))
            return 0;
    } while (count < KEYS_MAX && take_char(&text, ','));
    return text.len == 1 && text.ptr[0] == '}' ? count : 0;
}

static int read_keys(struct vd_arena *arena, struct vd_slice text, struct vd_kube_step *out_step)
{
    struct vd_kube_key keys[KEYS_MAX];
    uint32_t count = read_few_keys(arena, text, keys);
    struct vd_json_value *value, *at;
    int rc;

    if (!count) {
        rc = vd_json_read(arena, text, KEY_DEPTH, &value, NULL);
        if (rc)
            return rc;
        if (value->type != VD_JSON_OBJECT || value->count > KEYS_MAX || value->has_duplicates)
            return VD_INVALID;
        vd_kube_doc_each(at, value)
            keys[count++] = (struct vd_kube_key){at->name, at};
    }
    if (!count || vd_kube_step_of_keys(arena, keys, count, out_step))
        return count ? -ENOMEM : VD_INVALID;
    for (uint32_t i = 1; i < count; i++)
        if (vd_slice_eq(out_step->keys[i - 1].name, out_step->keys[i].name))
            return VD_INVALID;
    return 0;
}

static int read_value(struct vd_arena *arena, struct vd_slice text, struct vd_kube_step *out_step)
{
    const struct vd_json_value *value;
    struct vd_slice rest = text;
    struct vd_json_value *any;
    int rc;

    if (!take_scalar(arena, &rest, VD_SLICE_EMPTY, &value) || rest.len) {
        rc = vd_json_read(arena, text, KEY_DEPTH, &any, NULL);
        if (rc)
            return rc;
        value = any;
    }
    return vd_kube_step_of_value(arena, value, out_step);
}

/* VD_END: a kind that nobody knows. */
static int read_step(struct vd_arena *arena, struct vd_slice text, struct vd_kube_step *out_step)
{
    struct vd_slice rest;

    if (text.len < 2 || text.ptr[1] != ':')
        return VD_INVALID;
    rest = vd_slice(text.ptr + 2, text.len - 2);
    switch (text.ptr[0]) {
    case 'f':
        *out_step = vd_kube_step_field(rest);
        return 0;
    case 'k':
        return read_keys(arena, rest, out_step);
    case 'v':
        return read_value(arena, rest, out_step);
    case 'i':
        *out_step = (struct vd_kube_step){.kind = VD_KUBE_STEP_INDEX};
        return vd_json_number_int(rest, &out_step->index) ? 0 : VD_INVALID;
    default:
        return VD_END;
    }
}

/* --- sets ----------------------------------------------------------------------------------- */

static int read_level(struct vd_arena *arena, const struct vd_json_value *json,
                      const struct vd_kube_fields **out_set, bool *out_has_self)
{
    struct vd_kube_fields_maker maker = {0};
    struct vd_json_value *at;
    int rc = 0;

    *out_has_self = false;
    if (json->type != VD_JSON_OBJECT && json->type != VD_JSON_NULL)
        return VD_INVALID;
    vd_kube_doc_each(at, json) {
        const struct vd_kube_fields *below;
        struct vd_kube_step step;
        bool has_self;

        if (vd_slice_eq(at->name, VD_SLICE("."))) {
            *out_has_self = true;
            continue;
        }
        rc = read_step(arena, at->name, &step);
        if (rc == VD_END)
            continue;
        if (!rc)
            rc = read_level(arena, at, &below, &has_self);
        if (!rc)
            rc = vd_kube_fields_add(arena, &maker, &step, has_self || !below, below);
        if (rc)
            return rc;
    }
    return vd_kube_fields_sorted(arena, &maker, out_set);
}

int vd_kube_fields_read(struct vd_arena *arena, const struct vd_json_value *json,
                        const struct vd_kube_fields **out_set)
{
    bool has_self;

    return read_level(arena, json, out_set, &has_self);
}

void vd_kube_step_write(struct vd_buf *buf, const struct vd_kube_step *step)
{
    struct vd_json json;

    vd_json_init(&json, buf);
    switch (step->kind) {
    case VD_KUBE_STEP_FIELD:
        vd_buf_append(buf, "f:", 2);
        vd_buf_append_slice(buf, step->name);
        return;
    case VD_KUBE_STEP_INDEX:
        vd_buf_printf(buf, "i:%lld", (long long)step->index);
        return;
    case VD_KUBE_STEP_VALUE:
        vd_buf_append(buf, "v:", 2);
        vd_json_write(&json, step->keys[0].value);
        return;
    case VD_KUBE_STEP_KEY:
        break;
    }
    vd_buf_append(buf, "k:", 2);
    vd_json_object(&json);
    for (uint32_t i = 0; i < step->key_count; i++) {
        vd_json_name_of(&json, step->keys[i].name);
        vd_json_write(&json, step->keys[i].value);
    }
    vd_json_object_end(&json);
}

static int name_of_step(struct vd_arena *arena, struct vd_buf *buf, const struct vd_kube_step *step,
                        struct vd_slice *out_name)
{
    if (step->kind == VD_KUBE_STEP_FIELD) {
        uint8_t *text = vd_arena_alloc(arena, step->name.len + 2);

        if (!text)
            return -ENOMEM;
        memcpy(text, "f:", 2);
        if (step->name.len)
            memcpy(text + 2, step->name.ptr, step->name.len);
        *out_name = vd_slice(text, step->name.len + 2);
        return 0;
    }
    vd_buf_clear(buf);
    vd_kube_step_write(buf, step);
    return vd_buf_status(buf) ? -ENOMEM : vd_arena_copy(arena, vd_buf_slice(buf), out_name);
}

static struct vd_json_value *add_member(struct vd_arena *arena, struct vd_json_value *object,
                                        struct vd_slice name)
{
    struct vd_json_value *member = vd_kube_new(arena, VD_JSON_OBJECT);

    if (!member)
        return NULL;
    member->name = name;
    vd_kube_append(object, member);
    return member;
}

static int write_level(struct vd_arena *arena, struct vd_buf *buf, struct vd_json_value *object,
                       const struct vd_kube_fields *set)
{
    for (uint32_t i = 0; set && i < set->count; i++) {
        const struct vd_kube_fields_entry *entry = &set->entries[i];
        struct vd_json_value *member;
        struct vd_slice name;

        if (name_of_step(arena, buf, &entry->step, &name))
            return -ENOMEM;
        member = add_member(arena, object, name);
        if (!member)
            return -ENOMEM;
        if (entry->below && entry->is_member && !add_member(arena, member, VD_SLICE(".")))
            return -ENOMEM;
        if (entry->below && write_level(arena, buf, member, entry->below))
            return -ENOMEM;
    }
    return 0;
}

struct vd_json_value *vd_kube_fields_document(struct vd_arena *arena,
                                              const struct vd_kube_fields *set)
{
    struct vd_json_value *object = vd_kube_new(arena, VD_JSON_OBJECT);
    struct vd_buf buf;
    int rc;

    vd_buf_init(&buf, 0);
    rc = object ? write_level(arena, &buf, object, set) : -ENOMEM;
    vd_buf_deinit(&buf);
    return rc ? NULL : object;
}
