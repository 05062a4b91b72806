/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/etcd2/walk.h"

#include "base/alloc.h"
#include "base/check.h"
#include "doors/etcd2/path.h"

#include <errno.h>

enum { LEVELS_MIN = 8, FETCH_AHEAD = 100 };

struct child {
    struct vd_slice name; /* borrowed until the slot leaves */
    struct vd_peek found; /* the file, or the first key in the directory */
    bool is_dir;
};

static struct vd_etcd2_level *level_of(const struct vd_etcd2_walk *walk)
{
    return &walk->levels[walk->depth];
}

static struct vd_slice dir_of(const struct vd_etcd2_walk *walk)
{
    return vd_slice(walk->at.data, level_of(walk)->dir_len);
}

static struct vd_slice last_of(const struct vd_etcd2_walk *walk)
{
    size_t len = level_of(walk)->dir_len;

    return walk->has_last ? vd_slice(walk->at.data + len, walk->at.len - len) : VD_SLICE_EMPTY;
}

static int push_level(struct vd_etcd2_walk *walk, const struct vd_etcd2_node *dir)
{
    if (walk->depth + 1 >= walk->level_max) {
        unsigned max = VD_MAX(2 * walk->level_max, (unsigned)LEVELS_MIN);
        struct vd_etcd2_level *larger = vd_realloc(walk->levels, max * sizeof(*larger));

        if (!larger)
            return -ENOMEM;
        walk->levels = larger;
        walk->level_max = max;
    }
    walk->levels[++walk->depth] = (struct vd_etcd2_level){
        .dir_len = walk->at.len, .modified = dir->modified, .created = dir->created};
    walk->has_last = walk->has_pos = false;
    return 0;
}

int vd_etcd2_walk_init(struct vd_etcd2_walk *walk, struct vd_etcd2_look *look, struct vd_slice stem,
                       bool recursive)
{
    const struct vd_etcd2_node nobody = {0};
    int rc;

    *walk = (struct vd_etcd2_walk){.look = look, .is_recursive = recursive, .depth = UINT32_MAX};
    vd_buf_init(&walk->at, 0);
    vd_buf_init(&walk->pos, 0);
    vd_buf_init(&walk->probe, 0);
    vd_buf_append_slice(&walk->at, stem);
    if (stem.len > look->door->root.len)
        vd_buf_append(&walk->at, "/", 1);
    rc = vd_buf_status(&walk->at);
    return rc ? rc : push_level(walk, &nobody);
}

void vd_etcd2_walk_deinit(struct vd_etcd2_walk *walk)
{
    vd_buf_deinit(&walk->at);
    vd_buf_deinit(&walk->pos);
    vd_buf_deinit(&walk->probe);
    vd_free(walk->levels);
}

/* --- looking for keys ---------------------------------------------------------------------------
 */

static void set_pos(struct vd_etcd2_walk *walk, struct vd_slice dir, struct vd_slice name,
                    uint8_t byte)
{
    vd_buf_clear(&walk->pos);
    vd_buf_append_slice(&walk->pos, dir);
    vd_buf_append_slice(&walk->pos, name);
    vd_buf_append(&walk->pos, &byte, 1);
    walk->has_pos = true;
    walk->shorter = 0;
}

/* The name that was written or passed over last; what comes next follows from it. */
static int set_last(struct vd_etcd2_walk *walk, struct vd_slice name)
{
    walk->at.len = level_of(walk)->dir_len;
    vd_buf_append_slice(&walk->at, name);
    walk->has_last = true;
    walk->has_pos = false;
    return vd_buf_status(&walk->at);
}

/* The first key of the directory from pos on. */
static int seek(struct vd_etcd2_walk *walk, struct vd_peek *out_peek)
{
    struct vd_etcd2_look *look = walk->look;
    struct vd_etcd2 *door = look->door;
    struct vd_slice dir = dir_of(walk), end = VD_SLICE("\0");
    const uint8_t after = '/' + 1;
    int rc;

    if (!look->rows)
        return VD_AGAIN;
    vd_buf_clear(&walk->probe);
    if (dir.len) { /* it ends in a slash */
        vd_buf_append(&walk->probe, dir.ptr, dir.len - 1);
        vd_buf_append(&walk->probe, &after, 1);
        end = vd_buf_slice(&walk->probe);
    }
    if (vd_buf_status(&walk->probe) || vd_buf_status(&walk->pos))
        return -ENOMEM;
    rc = vd_kv_peek_first(door->env.kv, door->env.slot, look->principal, vd_buf_slice(&walk->pos),
                          end, look->revision, &look->rows, out_peek);
    if (rc == VD_AGAIN) /* many that are gone */
        set_pos(walk, VD_SLICE_EMPTY, out_peek->key, 0);
    return rc;
}

/* The first key in a directory of the present one. */
static int seek_in(struct vd_etcd2_walk *walk, struct vd_slice name, struct vd_peek *out_peek)
{
    struct vd_slice dir = dir_of(walk);
    size_t len = dir.len + name.len + 1;

    vd_buf_clear(&walk->probe);
    for (unsigned i = 0; i < 2; i++) {
        vd_buf_append_slice(&walk->probe, dir);
        vd_buf_append_slice(&walk->probe, name);
        vd_buf_append(&walk->probe, &"/0"[i], 1); /* '0' is the byte behind '/' */
    }
    if (vd_buf_status(&walk->probe))
        return -ENOMEM;
    return vd_etcd2_peek_first(walk->look, vd_slice(walk->probe.data, len),
                               vd_slice(walk->probe.data + len, len), out_peek);
}

/* --- the next child -----------------------------------------------------------------------------
 */

/* Directories whose names this one begins with, which stand behind it and come before it. 0: there
 * is one; VD_NOT_FOUND. */
static int find_shorter(struct vd_etcd2_walk *walk, struct vd_slice name, struct child *child)
{
    for (size_t len = walk->shorter + 1; len < name.len; len++) {
        struct vd_slice shorter = vd_slice(name.ptr, len);
        int rc = VD_NOT_FOUND;

        if (name.ptr[len] < '/' && vd_slice_cmp(shorter, last_of(walk)) > 0)
            rc = seek_in(walk, shorter, &child->found);
        if (rc == 0) {
            child->name = shorter;
            child->is_dir = true;
        }
        if (rc != VD_NOT_FOUND)
            return rc;
        walk->shorter = len;
    }
    return VD_NOT_FOUND;
}

/* The child to whom the key belongs: a directory, if anything lies below its name. */
static int take(struct vd_etcd2_walk *walk, const struct vd_peek *found, struct vd_slice name,
                struct child *child)
{
    int rc = seek_in(walk, name, &child->found);

    child->name = name;
    child->is_dir = rc == 0;
    if (rc != VD_NOT_FOUND)
        return rc;
    child->found = *found;
    return 0;
}

static struct vd_slice name_in(const struct vd_etcd2_walk *walk, struct vd_slice key)
{
    size_t len = level_of(walk)->dir_len;
    struct vd_slice name = vd_slice(key.ptr + len, key.len - len);
    const uint8_t *slash = name.len ? memchr(name.ptr, '/', name.len) : NULL;

    if (slash)
        name.len = (size_t)(slash - name.ptr);
    return name;
}

/* The child at pos or behind it, hidden or not. 0; VD_NOT_FOUND: there is no further one. */
static int next_child(struct vd_etcd2_walk *walk, struct child *child)
{
    for (;;) {
        struct vd_slice name;
        struct vd_peek found;
        int rc = seek(walk, &found);

        if (rc)
            return rc;
        name = name_in(walk, found.key);
        /* A directory that was written where its name stands, or keys without a name. */
        if (!name.len || (walk->has_last && vd_slice_cmp(name, last_of(walk)) <= 0)) {
            set_pos(walk, dir_of(walk), name, '/' + 1);
            continue;
        }
        rc = find_shorter(walk, name, child);
        return rc == VD_NOT_FOUND ? take(walk, &found, name, child) : rc;
    }
}

static bool is_seen(struct vd_slice name)
{
    return name.ptr[0] != '_' && !vd_slice_eq(name, VD_SLICE(".")) &&
           !vd_slice_eq(name, VD_SLICE(".."));
}

static int find_child(struct vd_etcd2_walk *walk, struct child *child)
{
    for (;;) {
        int rc;

        if (!walk->has_pos)
            set_pos(walk, dir_of(walk), last_of(walk), 0);
        rc = next_child(walk, child);
        if (rc || is_seen(child->name))
            return rc;
        rc = set_last(walk, child->name);
        if (rc)
            return rc;
    }
}

/* --- writing ------------------------------------------------------------------------------------
 */

/* What comes next is likely to be on disk too. */
static int fetch_ahead(struct vd_etcd2_walk *walk, const struct vd_peek *found)
{
    struct vd_etcd2_look *look = walk->look;
    struct vd_etcd2 *door = look->door;
    struct vd_peek peek = *found;
    bool takes = true;
    int rc = vd_etcd2_look_clear(look);

    for (int i = 0; !rc && takes && i < FETCH_AHEAD; i++) {
        size_t rows = FETCH_AHEAD;

        if (!vd_slice_starts_with(peek.key, dir_of(walk)))
            break;
        if (!peek.event)
            takes = vd_lookup_want(look->lookup, &peek);
        set_pos(walk, VD_SLICE_EMPTY, peek.key, 0);
        rc = vd_buf_status(&walk->pos) ? -ENOMEM : 0;
        if (!rc && vd_kv_peek_first(door->env.kv, door->env.slot, look->principal,
                                    vd_buf_slice(&walk->pos), VD_SLICE("\0"), look->revision, &rows,
                                    &peek))
            break;
    }
    walk->has_pos = false;
    return rc ? rc : vd_lookup_begin(look->lookup);
}

static int child_event(struct vd_etcd2_walk *walk, const struct child *child,
                       const struct vd_event **out_event)
{
    struct vd_lookup *lookup = walk->look->lookup;

    *out_event = child->found.event;
    if (!*out_event && lookup && vd_lookup_is_busy(lookup))
        return VD_WAIT;
    if (!*out_event && lookup)
        *out_event = vd_lookup_find(lookup, child->found.pos);
    return *out_event ? 0 : fetch_ahead(walk, &child->found);
}

/* What it is. Its stem is `at`, which this makes. */
static int make_node(struct vd_etcd2_walk *walk, const struct child *child,
                     struct vd_etcd2_node *node)
{
    struct vd_slice name = name_in(walk, child->found.key);
    bool is_marker =
        child->is_dir && child->found.key.len == level_of(walk)->dir_len + name.len + 1;
    const struct vd_event *event = NULL;
    int rc = !child->is_dir || is_marker ? child_event(walk, child, &event) : 0;

    if (!rc)
        rc = set_last(walk, child->name);
    if (rc)
        return rc;
    if (!event) {
        vd_etcd2_node_implied(&child->found, vd_buf_slice(&walk->at), node);
        return 0;
    }
    vd_etcd2_node_of_event(event, vd_buf_slice(&walk->at), is_marker, 0, node);
    vd_etcd2_node_ask_lease(node, walk->look->door, walk->look->principal, child->found.lease);
    return 0;
}

static void begin_list(struct vd_etcd2_walk *walk, struct vd_json *json)
{
    if (level_of(walk)->count++)
        return;
    vd_json_name(json, "nodes");
    vd_json_array(json);
}

static int write_child(struct vd_etcd2_walk *walk, struct vd_json *json, const struct child *child)
{
    struct vd_etcd2_node node;
    int rc = make_node(walk, child, &node);

    if (rc)
        return rc;
    begin_list(walk, json);
    vd_etcd2_node_begin(json, walk->look->door, &node);
    if (!node.dir || !walk->is_recursive || walk->depth >= VD_ETCD2_DEPTH_MAX) {
        vd_etcd2_node_end(json, &node);
        return 0;
    }
    vd_buf_append(&walk->at, "/", 1);
    rc = vd_buf_status(&walk->at);
    return rc ? rc : push_level(walk, &node);
}

void vd_etcd2_walk_end_list(struct vd_etcd2_walk *walk, struct vd_json *json)
{
    if (level_of(walk)->count)
        vd_json_array_end(json);
}

/* Nothing further lies in this directory. */
static void leave(struct vd_etcd2_walk *walk, struct vd_json *json)
{
    const struct vd_etcd2_level *level = level_of(walk);
    struct vd_etcd2_node node = {.modified = level->modified, .created = level->created};

    vd_etcd2_walk_end_list(walk, json);
    vd_etcd2_node_end(json, &node);
    walk->at.len = level->dir_len - 1;
    walk->depth--;
    walk->has_last = true;
    walk->has_pos = false;
}

int vd_etcd2_walk_next(struct vd_etcd2_walk *walk, struct vd_json *json)
{
    struct child child;
    int rc = find_child(walk, &child);

    if (rc == 0)
        return write_child(walk, json, &child);
    if (rc != VD_NOT_FOUND)
        return rc;
    if (!walk->depth)
        return VD_END;
    leave(walk, json);
    return 0;
}
