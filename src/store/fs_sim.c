/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The simulated disk. A file is two byte arrays, `durable` and `seen`; flushing copies a range
 * from the second to the first, a crash mixes them sector by sector. A directory is two lists of
 * names and the changes between them; flushing forgets the changes, a crash replays any of them.
 */
#include "store/fs_sim.h"

#include "base/check.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define SECTOR         512
#define NAME_MAX_BYTES 64
#define PATH_MAX_BYTES 128
#define ENTRIES_MAX    512
#define CHANGES_MAX    4096
#define DIRS_MAX       8
#define FILES_MAX      4096
#define HANDLES_MAX    256

struct content {
    uint8_t *bytes;
    size_t len;
};

struct inode {
    struct content seen, durable;
};

struct entry {
    char name[NAME_MAX_BYTES];
    int inode;
};

struct names {
    struct entry entries[ENTRIES_MAX];
    int count;
};

/* name := inode (-1: removed), and from a rename also the removal of `old`. */
struct change {
    char name[NAME_MAX_BYTES], old[NAME_MAX_BYTES];
    int inode;
};

struct directory {
    char path[PATH_MAX_BYTES];
    struct names seen, durable;
    struct change changes[CHANGES_MAX];
    int change_count;
};

struct vd_fs_sim {
    struct vd_fs fs;
    uint64_t random, steps, cut_at, fail_at, limit;
    int fail_error;
    bool cut;
    struct directory dirs[DIRS_MAX];
    int dir_count;
    struct inode files[FILES_MAX];
    int file_count;
    int handles[HANDLES_MAX]; /* inode + 1; 0: free */
    bool locked[HANDLES_MAX];
};

static uint64_t draw(struct vd_fs_sim *sim)
{
    uint64_t x = (sim->random += 0x9e3779b97f4a7c15ULL);

    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

static struct vd_fs_sim *sim_of(struct vd_fs *fs)
{
    return vd_container_of(fs, struct vd_fs_sim, fs);
}

static void *must(void *ptr)
{
    vd_assert(ptr);
    return ptr;
}

static void resize(struct content *content, size_t len)
{
    if (len > content->len) {
        content->bytes = must(realloc(content->bytes, len));
        memset(content->bytes + content->len, 0, len - content->len);
    }
    content->len = len;
}

static void put(struct content *content, size_t offset, const void *bytes, size_t len)
{
    if (offset + len > content->len)
        resize(content, offset + len);
    if (len)
        memcpy(content->bytes + offset, bytes, len);
}

static struct entry *find(struct names *names, const char *name)
{
    for (int i = 0; i < names->count; i++) {
        if (strcmp(names->entries[i].name, name) == 0)
            return &names->entries[i];
    }
    return NULL;
}

static void set_name(struct names *names, const char *name, int inode)
{
    struct entry *entry = find(names, name);

    if (inode < 0) {
        if (entry)
            *entry = names->entries[--names->count];
        return;
    }
    if (!entry) {
        vd_assert(names->count < ENTRIES_MAX);
        entry = &names->entries[names->count++];
        snprintf(entry->name, sizeof(entry->name), "%s", name);
    }
    entry->inode = inode;
}

static void apply(struct names *names, const struct change *change)
{
    if (change->old[0])
        set_name(names, change->old, -1);
    set_name(names, change->name, change->inode);
}

static void change_names(struct directory *dir, const char *name, const char *old, int inode)
{
    struct change *change;

    vd_assert(dir->change_count < CHANGES_MAX);
    change = &dir->changes[dir->change_count++];
    *change = (struct change){.inode = inode};
    snprintf(change->name, sizeof(change->name), "%s", name);
    snprintf(change->old, sizeof(change->old), "%s", old ? old : "");
    apply(&dir->seen, change);
}

/* Counts a step; says whether it is done, done and lost, or refused. */
enum fate { FATE_DONE, FATE_CUT, FATE_DEAD, FATE_FAIL };

static enum fate step(struct vd_fs_sim *sim)
{
    if (sim->cut)
        return FATE_DEAD;
    sim->steps++;
    if (sim->steps == sim->cut_at) {
        sim->cut = true;
        return FATE_CUT;
    }
    return sim->steps == sim->fail_at ? FATE_FAIL : FATE_DONE;
}

/* A step that has no half: a cut leaves it done but not durable. */
static int whole_step(struct vd_fs_sim *sim, bool *out_happens)
{
    enum fate fate = step(sim);

    *out_happens = fate == FATE_DONE || fate == FATE_CUT;
    if (fate == FATE_FAIL)
        return -sim->fail_error;
    return fate == FATE_DONE ? 0 : -EIO;
}

static struct inode *inode_of(struct vd_fs_sim *sim, int handle)
{
    vd_assert(handle >= 0 && handle < HANDLES_MAX && sim->handles[handle]);
    return &sim->files[sim->handles[handle] - 1];
}

static int new_inode(struct vd_fs_sim *sim)
{
    vd_assert(sim->file_count < FILES_MAX);
    return sim->file_count++;
}

static struct directory *directory(struct vd_fs_sim *sim, const char *path)
{
    struct directory *dir;

    for (int i = 0; i < sim->dir_count; i++) {
        if (strcmp(sim->dirs[i].path, path) == 0)
            return &sim->dirs[i];
    }
    vd_assert(sim->dir_count < DIRS_MAX);
    dir = &sim->dirs[sim->dir_count++];
    snprintf(dir->path, sizeof(dir->path), "%s", path);
    return dir;
}

static int sim_dir_open(struct vd_fs *fs, const char *path, int *out_dir)
{
    struct vd_fs_sim *sim = sim_of(fs);

    if (sim->cut)
        return -EIO;
    *out_dir = (int)(directory(sim, path) - sim->dirs);
    return 0;
}

static void sim_dir_close(struct vd_fs *fs, int dir)
{
}

static int sim_dir_sync(struct vd_fs *fs, int handle)
{
    struct vd_fs_sim *sim = sim_of(fs);
    struct directory *dir = &sim->dirs[handle];
    bool happens;
    int rc = whole_step(sim, &happens);

    if (rc)
        return rc;
    dir->durable = dir->seen;
    dir->change_count = 0;
    return 0;
}

static int sim_dir_list(struct vd_fs *fs, int handle, vd_fs_name_fn *each, void *arg)
{
    struct vd_fs_sim *sim = sim_of(fs);
    struct names names = sim->dirs[handle].seen; /* each may change it */
    int rc = sim->cut ? -EIO : 0;

    for (int i = 0; i < names.count && !rc; i++)
        rc = each(arg, names.entries[i].name);
    return rc;
}

static int sim_rename(struct vd_fs *fs, int handle, const char *from, const char *to)
{
    struct vd_fs_sim *sim = sim_of(fs);
    struct directory *dir = &sim->dirs[handle];
    struct entry *entry = find(&dir->seen, from);
    bool happens;
    int rc;

    if (!entry)
        return -ENOENT;
    rc = whole_step(sim, &happens);
    if (happens)
        change_names(dir, to, from, entry->inode);
    return rc;
}

static int sim_unlink(struct vd_fs *fs, int handle, const char *name)
{
    struct vd_fs_sim *sim = sim_of(fs);
    struct directory *dir = &sim->dirs[handle];
    bool happens;
    int rc;

    if (!find(&dir->seen, name))
        return -ENOENT;
    rc = whole_step(sim, &happens);
    if (happens)
        change_names(dir, name, NULL, -1);
    return rc;
}

static int new_handle(struct vd_fs_sim *sim, int inode)
{
    int handle = 0;

    while (handle < HANDLES_MAX && sim->handles[handle])
        handle++;
    vd_assert(handle < HANDLES_MAX);
    sim->handles[handle] = inode + 1;
    sim->locked[handle] = false;
    return handle;
}

static int sim_open(struct vd_fs *fs, int handle, const char *name, unsigned flags, int *out_file,
                    bool *out_direct)
{
    struct vd_fs_sim *sim = sim_of(fs);
    struct directory *dir = &sim->dirs[handle];
    struct entry *entry = find(&dir->seen, name);
    bool happens;
    int rc, inode;

    if (sim->cut)
        return -EIO;
    if (entry && (flags & VD_FS_EXCLUSIVE))
        return -EEXIST;
    if (!entry && !(flags & VD_FS_CREATE))
        return -ENOENT;
    if (entry) {
        inode = entry->inode;
    } else {
        rc = whole_step(sim, &happens);
        inode = happens ? new_inode(sim) : -1;
        if (happens)
            change_names(dir, name, NULL, inode);
        if (rc)
            return rc;
    }
    *out_file = new_handle(sim, inode);
    *out_direct = flags & VD_FS_DIRECT;
    return 0;
}

static void sim_close(struct vd_fs *fs, int file)
{
    struct vd_fs_sim *sim = sim_of(fs);

    sim->handles[file] = 0;
    sim->locked[file] = false;
}

static int sim_lock(struct vd_fs *fs, int file)
{
    struct vd_fs_sim *sim = sim_of(fs);

    for (int i = 0; i < HANDLES_MAX; i++) {
        if (i != file && sim->locked[i] && sim->handles[i] == sim->handles[file])
            return VD_CONFLICT;
    }
    sim->locked[file] = true;
    return 0;
}

static int sim_size(struct vd_fs *fs, int file, uint64_t *out_bytes)
{
    *out_bytes = inode_of(sim_of(fs), file)->seen.len;
    return 0;
}

static int sim_read(struct vd_fs *fs, int file, void *buf, size_t len, uint64_t offset,
                    size_t *out_len)
{
    struct vd_fs_sim *sim = sim_of(fs);
    const struct content *seen = &inode_of(sim, file)->seen;

    if (sim->cut)
        return -EIO;
    *out_len = offset < seen->len ? VD_MIN(len, seen->len - (size_t)offset) : 0;
    if (*out_len)
        memcpy(buf, seen->bytes + offset, *out_len);
    return 0;
}

static bool over_limit(const struct vd_fs_sim *sim, const struct inode *inode, uint64_t end)
{
    uint64_t sum = 0;

    if (!sim->limit || end <= inode->seen.len)
        return false;
    for (int d = 0; d < sim->dir_count; d++) {
        for (int i = 0; i < sim->dirs[d].seen.count; i++)
            sum += sim->files[sim->dirs[d].seen.entries[i].inode].seen.len;
    }
    return sum + end - inode->seen.len > sim->limit;
}

static int sim_write(struct vd_fs *fs, int file, const void *buf, size_t len, uint64_t offset,
                     bool durable)
{
    struct vd_fs_sim *sim = sim_of(fs);
    struct inode *inode = inode_of(sim, file);
    enum fate fate = step(sim);

    if (fate == FATE_DEAD)
        return -EIO;
    if (over_limit(sim, inode, offset + len))
        return -ENOSPC;
    put(&inode->seen, (size_t)offset, buf, fate == FATE_FAIL ? len / 2 : len);
    if (fate == FATE_FAIL)
        return -sim->fail_error;
    if (fate == FATE_CUT)
        return -EIO;
    if (durable)
        put(&inode->durable, (size_t)offset, buf, len);
    return 0;
}

static int sim_truncate(struct vd_fs *fs, int file, uint64_t size_bytes)
{
    struct vd_fs_sim *sim = sim_of(fs);
    struct inode *inode = inode_of(sim, file);
    bool happens;
    int rc = whole_step(sim, &happens);

    if (happens && over_limit(sim, inode, size_bytes))
        return -ENOSPC;
    if (happens)
        resize(&inode->seen, (size_t)size_bytes);
    return rc;
}

static int sim_sync(struct vd_fs *fs, int file)
{
    struct vd_fs_sim *sim = sim_of(fs);
    struct inode *inode = inode_of(sim, file);
    bool happens;
    int rc = whole_step(sim, &happens);

    if (rc)
        return rc;
    resize(&inode->durable, inode->seen.len);
    put(&inode->durable, 0, inode->seen.bytes, inode->seen.len);
    return 0;
}

static uint64_t sim_random(struct vd_fs *fs)
{
    return draw(sim_of(fs));
}

static const struct vd_fs_ops sim_ops = {
    .dir_open = sim_dir_open,
    .dir_close = sim_dir_close,
    .dir_sync = sim_dir_sync,
    .dir_list = sim_dir_list,
    .rename = sim_rename,
    .unlink = sim_unlink,
    .open = sim_open,
    .close = sim_close,
    .lock = sim_lock,
    .size = sim_size,
    .read = sim_read,
    .write = sim_write,
    .truncate = sim_truncate,
    .sync = sim_sync,
    .random = sim_random,
};

struct vd_fs_sim *vd_fs_sim_new(uint64_t seed)
{
    struct vd_fs_sim *sim = must(calloc(1, sizeof(*sim)));

    sim->fs.ops = &sim_ops;
    sim->random = seed;
    return sim;
}

static struct content copy(const struct content *from)
{
    struct content to = {.bytes = must(malloc(from->len + 1)), .len = from->len};

    if (from->len)
        memcpy(to.bytes, from->bytes, from->len);
    return to;
}

struct vd_fs_sim *vd_fs_sim_clone(const struct vd_fs_sim *sim, uint64_t seed)
{
    struct vd_fs_sim *clone = must(malloc(sizeof(*clone)));

    *clone = *sim;
    clone->random = seed;
    for (int i = 0; i < sim->file_count; i++) {
        clone->files[i].seen = copy(&sim->files[i].seen);
        clone->files[i].durable = copy(&sim->files[i].durable);
    }
    return clone;
}

void vd_fs_sim_free(struct vd_fs_sim *sim)
{
    if (!sim)
        return;
    for (int i = 0; i < sim->file_count; i++) {
        free(sim->files[i].seen.bytes);
        free(sim->files[i].durable.bytes);
    }
    free(sim);
}

struct vd_fs *vd_fs_sim_fs(struct vd_fs_sim *sim)
{
    return &sim->fs;
}

uint64_t vd_fs_sim_steps(const struct vd_fs_sim *sim)
{
    return sim->steps;
}

void vd_fs_sim_cut_at(struct vd_fs_sim *sim, uint64_t step_number)
{
    sim->cut_at = step_number;
}

bool vd_fs_sim_is_cut(const struct vd_fs_sim *sim)
{
    return sim->cut;
}

void vd_fs_sim_fail_at(struct vd_fs_sim *sim, uint64_t step_number, int error)
{
    sim->fail_at = step_number;
    sim->fail_error = error;
}

void vd_fs_sim_limit(struct vd_fs_sim *sim, uint64_t bytes)
{
    sim->limit = bytes;
}

/* What a sector holds that the file owns but that was never written: zeros, noise, or what once
 * stood in some file. */
static void fill_unwritten(struct vd_fs_sim *sim, uint8_t *to, size_t len)
{
    const struct content *other = &sim->files[draw(sim) % (uint64_t)sim->file_count].durable;
    uint64_t kind = draw(sim) % 3;

    memset(to, 0, len);
    if (kind == 1) {
        for (size_t i = 0; i < len; i++)
            to[i] = (uint8_t)draw(sim);
    } else if (kind == 2 && other->len >= SECTOR) {
        memcpy(to, other->bytes + draw(sim) % (other->len / SECTOR) * SECTOR, len);
    }
}

static void crash_sector(struct vd_fs_sim *sim, const struct inode *inode, struct content *after,
                         size_t at, unsigned keep_of_8)
{
    size_t len = VD_MIN((size_t)SECTOR, after->len - at);
    bool keep = draw(sim) % 8 < keep_of_8;

    if (keep && at + len <= inode->seen.len)
        memcpy(after->bytes + at, inode->seen.bytes + at, len);
    else if (at + len <= inode->durable.len)
        memcpy(after->bytes + at, inode->durable.bytes + at, len);
    else
        fill_unwritten(sim, after->bytes + at, len);
}

static bool same(const struct content *a, const struct content *b)
{
    return a->len == b->len && (a->len == 0 || memcmp(a->bytes, b->bytes, a->len) == 0);
}

static void crash_file(struct vd_fs_sim *sim, struct inode *inode, enum vd_fs_sim_loss loss)
{
    struct content after = {0};
    unsigned keep_of_8 = (unsigned)(draw(sim) % 9);

    if (same(&inode->seen, &inode->durable))
        return;
    if (loss == VD_FS_SIM_LOSE_ALL) {
        after = copy(&inode->durable);
    } else if (loss == VD_FS_SIM_KEEP_ALL) {
        after = copy(&inode->seen);
    } else {
        resize(&after, draw(sim) % 2 ? inode->seen.len : inode->durable.len);
        for (size_t at = 0; at < after.len; at += SECTOR)
            crash_sector(sim, inode, &after, at, keep_of_8);
    }
    free(inode->seen.bytes);
    inode->seen = after;
    /* A killed process leaves the page cache: seen, and still not durable. */
    if (loss != VD_FS_SIM_KEEP_ALL) {
        free(inode->durable.bytes);
        inode->durable = copy(&after);
    }
}

static void crash_dir(struct vd_fs_sim *sim, struct directory *dir, enum vd_fs_sim_loss loss)
{
    uint64_t whole = draw(sim) % 2, upto = draw(sim) % (uint64_t)(dir->change_count + 1);

    if (loss == VD_FS_SIM_KEEP_ALL)
        return;
    for (int i = 0; i < dir->change_count && loss == VD_FS_SIM_RANDOM; i++) {
        /* Half of the time what a journal would leave, otherwise any of the changes. */
        if (whole ? (uint64_t)i < upto : draw(sim) % 2)
            apply(&dir->durable, &dir->changes[i]);
    }
    dir->seen = dir->durable;
    dir->change_count = 0;
}

void vd_fs_sim_crash(struct vd_fs_sim *sim, enum vd_fs_sim_loss loss)
{
    for (int i = 0; i < sim->file_count; i++)
        crash_file(sim, &sim->files[i], loss);
    for (int i = 0; i < sim->dir_count; i++)
        crash_dir(sim, &sim->dirs[i], loss);
    memset(sim->handles, 0, sizeof(sim->handles));
    memset(sim->locked, 0, sizeof(sim->locked));
    sim->cut = false;
    sim->cut_at = sim->fail_at = 0;
}

static struct inode *named(struct vd_fs_sim *sim, const char *dir, const char *name)
{
    struct entry *entry = find(&directory(sim, dir)->seen, name);

    return entry ? &sim->files[entry->inode] : NULL;
}

uint8_t *vd_fs_sim_bytes(struct vd_fs_sim *sim, const char *dir, const char *name, size_t *out_len)
{
    struct inode *inode = named(sim, dir, name);

    if (!inode)
        return NULL;
    *out_len = inode->seen.len;
    return inode->seen.bytes;
}

void vd_fs_sim_spoil(struct vd_fs_sim *sim, const char *dir, const char *name, size_t offset,
                     const void *bytes, size_t len)
{
    struct inode *inode = named(sim, dir, name);

    vd_assert(inode && offset + len <= inode->seen.len);
    put(&inode->seen, offset, bytes, len);
    put(&inode->durable, offset, bytes, len);
}

void vd_fs_sim_resize(struct vd_fs_sim *sim, const char *dir, const char *name, size_t len)
{
    struct inode *inode = named(sim, dir, name);

    vd_assert(inode);
    resize(&inode->seen, len);
    resize(&inode->durable, len);
}

void vd_fs_sim_put(struct vd_fs_sim *sim, const char *path, const char *name, const void *bytes,
                   size_t len)
{
    struct directory *dir = directory(sim, path);
    int inode = new_inode(sim);

    put(&sim->files[inode].seen, 0, bytes, len);
    put(&sim->files[inode].durable, 0, bytes, len);
    set_name(&dir->seen, name, inode);
    set_name(&dir->durable, name, inode);
}
