/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd2/look.h"

#include "base/check.h"
#include "doors/etcd2/path.h"

#include <errno.h>

enum { ROWS = 2048 };

void vd_etcd2_look_init(struct vd_etcd2_look *look, struct vd_etcd2 *door,
                        const struct vd_principal *principal, struct vd_arena *arena,
                        void (*ready)(void *arg), void *arg)
{
    *look = (struct vd_etcd2_look){.door = door,
                                   .principal = principal,
                                   .arena = arena,
                                   .ready = ready,
                                   .arg = arg,
                                   .rows = ROWS};
}

void vd_etcd2_look_deinit(struct vd_etcd2_look *look)
{
    vd_lookup_free(look->lookup);
    look->lookup = NULL;
    look->passed = NULL;
}

void vd_etcd2_look_turn(struct vd_etcd2_look *look)
{
    look->rows = ROWS;
}

/* The stem and one byte behind it. */
static int key_with(struct vd_arena *arena, struct vd_slice stem, uint8_t byte,
                    struct vd_slice *out_key)
{
    uint8_t *key = vd_arena_alloc(arena, stem.len + 1);

    if (!key)
        return -ENOMEM;
    if (stem.len)
        memcpy(key, stem.ptr, stem.len);
    key[stem.len] = byte;
    *out_key = vd_slice(key, stem.len + 1);
    return 0;
}

int vd_etcd2_range(struct vd_arena *arena, struct vd_slice root, struct vd_slice stem,
                   struct vd_slice *out_key, struct vd_slice *out_end)
{
    int rc;

    if (stem.len > root.len) {
        rc = key_with(arena, stem, '/', out_key);
        return rc ? rc : key_with(arena, stem, '/' + 1, out_end);
    }
    *out_key = root.len ? root : VD_SLICE("\0");
    *out_end = VD_SLICE("\0");
    /* A root that is not empty ends in a slash. */
    return root.len ? key_with(arena, vd_slice(root.ptr, root.len - 1), '/' + 1, out_end) : 0;
}

int vd_etcd2_peek(struct vd_etcd2_look *look, struct vd_slice key, struct vd_peek *out_peek)
{
    struct vd_etcd2 *door = look->door;
    size_t rows = 1;

    if (!look->revision)
        return vd_kv_peek(door->env.kv, door->env.slot, look->principal, key, out_peek);
    if (vd_kv_peek_first(door->env.kv, door->env.slot, look->principal, key, VD_SLICE_EMPTY,
                         look->revision, &rows, out_peek) == 0)
        return 0;
    return VD_NOT_FOUND;
}

static struct vd_etcd2_passed *find_passed(const struct vd_etcd2_look *look, struct vd_slice key)
{
    struct vd_etcd2_passed *passed = look->passed;

    while (passed && !vd_slice_eq(passed->key, key))
        passed = passed->next;
    return passed;
}

/* The place from which to go on is behind the key. */
static int note_passed(struct vd_etcd2_look *look, struct vd_slice key, struct vd_slice up_to)
{
    struct vd_etcd2_passed *passed = find_passed(look, key);
    int rc;

    if (!passed) {
        passed = vd_arena_alloc_zero(look->arena, sizeof(*passed));
        rc = passed ? vd_arena_copy(look->arena, key, &passed->key) : -ENOMEM;
        if (rc)
            return rc;
        passed->next = look->passed;
        look->passed = passed;
    }
    if (up_to.len + 1 > passed->cap) {
        size_t cap = 2 * up_to.len + 16;
        uint8_t *memory = vd_arena_alloc(look->arena, cap);

        if (!memory)
            return -ENOMEM;
        passed->memory = memory;
        passed->cap = cap;
    }
    memcpy(passed->memory, up_to.ptr, up_to.len);
    passed->memory[up_to.len] = 0;
    passed->up_to = vd_slice(passed->memory, up_to.len + 1);
    return 0;
}

int vd_etcd2_peek_first(struct vd_etcd2_look *look, struct vd_slice key, struct vd_slice end,
                        struct vd_peek *out_peek)
{
    const struct vd_etcd2_passed *passed = find_passed(look, key);
    struct vd_etcd2 *door = look->door;
    int rc;

    if (!look->rows)
        return VD_AGAIN;
    rc = vd_kv_peek_first(door->env.kv, door->env.slot, look->principal,
                          passed ? passed->up_to : key, end, look->revision, &look->rows, out_peek);
    if (rc == VD_AGAIN) {
        int noted = note_passed(look, key, out_peek->key);

        return noted ? noted : rc;
    }
    return rc;
}

static int have_lookup(struct vd_etcd2_look *look)
{
    struct vd_etcd2 *door = look->door;

    if (!look->lookup)
        look->lookup = vd_lookup_new(door->env.kv, door->env.slot, look->ready, look->arg);
    return look->lookup ? 0 : -ENOMEM;
}

int vd_etcd2_look_clear(struct vd_etcd2_look *look)
{
    int rc = have_lookup(look);

    if (!rc)
        vd_lookup_clear(look->lookup);
    return rc;
}

static int want(struct vd_etcd2_look *look, const struct vd_peek *peek)
{
    int rc = have_lookup(look);

    if (rc)
        return rc;
    if (!vd_lookup_want(look->lookup, peek)) {
        vd_lookup_clear(look->lookup);
        vd_lookup_want(look->lookup, peek);
    }
    return vd_lookup_begin(look->lookup);
}

int vd_etcd2_event(struct vd_etcd2_look *look, const struct vd_peek *peek,
                   const struct vd_event **out_event)
{
    const struct vd_event *event = peek->event;

    if (!event && look->lookup && vd_lookup_is_busy(look->lookup))
        return VD_WAIT;
    if (!event && look->lookup)
        event = vd_lookup_find(look->lookup, peek->pos);
    if (!event)
        return want(look, peek);
    *out_event = event;
    return 0;
}

int vd_etcd2_look_below(struct vd_etcd2_look *look, struct vd_slice stem)
{
    struct vd_slice key, end, behind;
    struct vd_peek peek;
    int rc = vd_etcd2_range(look->arena, look->door->root, stem, &key, &end);

    if (!rc)
        rc = key_with(look->arena, key, 0, &behind);
    return rc ? rc : vd_etcd2_peek_first(look, behind, end, &peek);
}

/* --- a directory, a file, or neither ------------------------------------------------------------
 */

static int dir_found(struct vd_etcd2_look *look, struct vd_slice stem, const struct vd_peek *marker,
                     const struct vd_peek *first, struct vd_etcd2_target *target)
{
    const struct vd_event *event;
    struct vd_etcd2_cause cause;
    int rc;

    target->is_dir = true;
    if (!marker) {
        vd_etcd2_node_implied(first, stem, &target->node);
        return 0;
    }
    rc = vd_etcd2_event(look, marker, &event);
    if (rc)
        return rc;
    target->marker_revision = marker->pos.revision;
    target->marker_lease = marker->lease;
    vd_etcd2_cause_read(event, &cause);
    target->is_v2_lease = marker->lease && cause.is_v2 && cause.expires_ms;
    vd_etcd2_node_of_event(event, stem, true, 0, &target->node);
    vd_etcd2_node_ask_lease(&target->node, look->door, look->principal, marker->lease);
    return 0;
}

static int file_found(struct vd_etcd2_look *look, struct vd_slice stem, const struct vd_peek *file,
                      struct vd_etcd2_target *target)
{
    const struct vd_event *event;
    struct vd_etcd2_cause cause;
    int rc = vd_etcd2_event(look, file, &event);

    if (rc)
        return rc;
    target->is_file = true;
    vd_etcd2_cause_read(event, &cause);
    target->is_v2_lease = file->lease && cause.is_v2 && cause.expires_ms;
    vd_etcd2_node_of_event(event, stem, false, 0, &target->node);
    vd_etcd2_node_ask_lease(&target->node, look->door, look->principal, file->lease);
    return 0;
}

/* The first key below, which is the marker if there is one. 0, VD_NOT_FOUND, ... */
static int first_below(struct vd_etcd2_look *look, struct vd_slice stem, struct vd_peek *out_first,
                       bool *out_is_marker)
{
    struct vd_slice key, end;
    int rc = vd_etcd2_range(look->arena, look->door->root, stem, &key, &end);

    if (!rc)
        rc = vd_etcd2_peek_first(look, key, end, out_first);
    if (!rc)
        *out_is_marker = vd_slice_eq(out_first->key, key);
    return rc;
}

/* 0 where something is there, VD_NOT_FOUND where not. */
static int look_here(struct vd_etcd2_look *look, struct vd_slice stem,
                     struct vd_etcd2_target *target)
{
    struct vd_peek first, file;
    bool is_marker;
    int file_rc = vd_etcd2_peek(look, stem, &file), rc;

    if (file_rc && file_rc != VD_NOT_FOUND)
        return file_rc;
    if (!file_rc) {
        target->file_revision = file.pos.revision;
        target->file_lease = file.lease;
    }
    rc = first_below(look, stem, &first, &is_marker);
    if (!rc)
        return dir_found(look, stem, is_marker ? &first : NULL, &first, target);
    if (rc != VD_NOT_FOUND)
        return rc;
    return file_rc ? VD_NOT_FOUND : file_found(look, stem, &file, target);
}

/* Nothing is there: how far the way leads. */
static int look_above(struct vd_etcd2_look *look, struct vd_slice stem,
                      struct vd_etcd2_target *target)
{
    struct vd_slice root = look->door->root;

    target->missing = stem;
    for (;;) {
        struct vd_peek first, file;
        int rc;

        target->above = vd_etcd2_parent(root, target->missing);
        if (target->above.len == root.len)
            return 0;
        rc = first_below(look, target->above, &first, &target->above_has_marker);
        if (rc != VD_NOT_FOUND)
            return rc;
        target->above_has_marker = false;
        rc = vd_etcd2_peek(look, target->above, &file);
        if (rc == 0)
            target->in_way = target->above;
        if (rc != VD_NOT_FOUND)
            return rc;
        target->missing = target->above;
    }
}

int vd_etcd2_look_at(struct vd_etcd2_look *look, struct vd_slice stem,
                     struct vd_etcd2_target *out_target)
{
    int rc;

    *out_target = (struct vd_etcd2_target){0};
    if (look->lookup && vd_lookup_is_busy(look->lookup))
        return VD_WAIT;
    if (stem.len == look->door->root.len) {
        out_target->is_root = out_target->is_dir = true;
        out_target->node = (struct vd_etcd2_node){.stem = stem, .dir = true};
        return 0;
    }
    rc = look_here(look, stem, out_target);
    return rc == VD_NOT_FOUND ? look_above(look, stem, out_target) : rc;
}
