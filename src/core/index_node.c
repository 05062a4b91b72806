/* SPDX-License-Identifier: Apache-2.0 */
#include "core/index_node.h"

#include "base/check.h"
#include "core/index_pool.h"

_Static_assert(sizeof(struct vd_version) == 40, "five words");
_Static_assert(sizeof(struct vd_index_row) == 56, "with its key, one cache line");
_Static_assert(offsetof(struct vd_index_node, heads) % 4 == 0, "heads follow the header");

enum { PREFETCH_LINES = 6 };

static size_t entry_bytes(unsigned level)
{
    return sizeof(uint32_t) + sizeof(struct vd_key *) +
           (level ? sizeof(struct vd_index_kid) : sizeof(struct vd_index_row));
}

/* The header ends in the middle of a word, so an odd number of heads brings the keys to one. */
_Static_assert(offsetof(struct vd_index_node, heads) % sizeof(void *) == sizeof(uint32_t), "odd");

struct vd_index_node *vd_node_new(struct vd_index_pool *pool, unsigned level, unsigned cap,
                                  uint64_t batch)
{
    size_t bytes = offsetof(struct vd_index_node, heads) + (cap | 1u) * entry_bytes(level);
    uint8_t size;
    struct vd_index_node *node = vd_index_pool_take(pool, &bytes, &size);

    if (!node)
        return NULL;
    cap = (unsigned)((bytes - offsetof(struct vd_index_node, heads)) / entry_bytes(level));
    *node = (struct vd_index_node){
        .batch = batch,
        .pool = pool,
        .level = (uint8_t)level,
        .size = size,
        .cap = (uint16_t)(cap - (cap + 1) % 2),
    };
    return node;
}

void vd_node_free(void *ptr)
{
    struct vd_index_node *node = ptr;

    if (node)
        vd_index_pool_give(node->pool, node, node->size);
}

size_t vd_common_prefix(struct vd_slice a, struct vd_slice b)
{
    size_t n = VD_MIN(a.len, b.len), i = 0;

    for (; i + sizeof(uint64_t) <= n; i += sizeof(uint64_t)) {
        uint64_t x, y;

        memcpy(&x, a.ptr + i, sizeof(x));
        memcpy(&y, b.ptr + i, sizeof(y));
        if (x != y)
            break;
    }
    while (i < n && a.ptr[i] == b.ptr[i])
        i++;
    return i;
}

/* Four bytes after the prefix as a number in the order of the bytes; missing ones count as 0. */
static inline uint32_t head_of(struct vd_slice key, size_t prefix_len)
{
    uint32_t head = 0;

    if (key.len >= prefix_len + sizeof(head)) {
        memcpy(&head, key.ptr + prefix_len, sizeof(head));
        return __builtin_bswap32(head);
    }
    for (size_t i = 0; i < sizeof(head); i++)
        head = head << 8 | (prefix_len + i < key.len ? key.ptr[prefix_len + i] : 0u);
    return head;
}

/* kid 0 has no separator. */
static inline unsigned first_key(const struct vd_index_node *node)
{
    return node->level ? 1 : 0;
}

static void fill_heads(struct vd_index_node *node)
{
    struct vd_key *const *keys = vd_node_keys(node);

    if (node->level)
        node->heads[0] = 0;
    for (unsigned i = first_key(node); i < node->count; i++)
        node->heads[i] = head_of(vd_key_slice(keys[i]), node->prefix_len);
}

void vd_node_append(struct vd_index_node *to, const struct vd_index_node *node, unsigned from,
                    unsigned n)
{
    vd_assert(to->level == node->level && to->count + n <= to->cap && from + n <= node->count);
    memcpy(to->heads + to->count, node->heads + from, n * sizeof(*to->heads));
    memcpy(vd_node_keys(to) + to->count, vd_node_keys(node) + from, n * sizeof(struct vd_key *));
    if (node->level)
        memcpy(vd_node_kids(to) + to->count, vd_node_kids(node) + from,
               n * sizeof(struct vd_index_kid));
    else
        memcpy(vd_node_rows(to) + to->count, vd_node_rows(node) + from,
               n * sizeof(struct vd_index_row));
    to->count = (uint16_t)(to->count + n);
}

void vd_node_retell(struct vd_index_node *node, const struct vd_index_node *known, unsigned from)
{
    struct vd_key *const *keys = vd_node_keys(node);
    unsigned first = first_key(node);
    size_t common = 0;

    if (node->count > first)
        common = vd_common_prefix(vd_key_slice(keys[first]), vd_key_slice(keys[node->count - 1]));
    if (known && common <= known->prefix_len + 1) {
        node->prefix_len = known->prefix_len;
        memcpy(node->heads, known->heads + from, node->count * sizeof(*node->heads));
        return;
    }
    node->prefix_len = (uint32_t)common;
    fill_heads(node);
}

/* The prefix must hold for a key that comes in. */
static void admit(struct vd_index_node *node, struct vd_slice key)
{
    unsigned first = first_key(node);
    size_t common;

    if (node->count <= first) {
        node->prefix_len = (uint32_t)key.len;
        return;
    }
    common = vd_common_prefix(key, vd_key_slice(vd_node_keys(node)[first]));
    if (common < node->prefix_len) {
        node->prefix_len = (uint32_t)common;
        fill_heads(node);
    }
}

void vd_node_insert(struct vd_index_node *node, unsigned at, struct vd_key *key)
{
    struct vd_key **keys = vd_node_keys(node);
    size_t behind = node->count - at;

    vd_assert(at <= node->count && node->count < node->cap);
    if (key)
        admit(node, vd_key_slice(key));
    memmove(node->heads + at + 1, node->heads + at, behind * sizeof(*node->heads));
    memmove(keys + at + 1, keys + at, behind * sizeof(*keys));
    if (node->level)
        memmove(vd_node_kids(node) + at + 1, vd_node_kids(node) + at,
                behind * sizeof(struct vd_index_kid));
    else
        memmove(vd_node_rows(node) + at + 1, vd_node_rows(node) + at,
                behind * sizeof(struct vd_index_row));
    keys[at] = key;
    node->heads[at] = key ? head_of(vd_key_slice(key), node->prefix_len) : 0;
    node->count++;
}

void vd_node_remove(struct vd_index_node *node, unsigned at)
{
    struct vd_key **keys = vd_node_keys(node);
    size_t behind;

    vd_assert(at < node->count);
    behind = node->count - at - 1u;
    memmove(node->heads + at, node->heads + at + 1, behind * sizeof(*node->heads));
    memmove(keys + at, keys + at + 1, behind * sizeof(*keys));
    if (node->level)
        memmove(vd_node_kids(node) + at, vd_node_kids(node) + at + 1,
                behind * sizeof(struct vd_index_kid));
    else
        memmove(vd_node_rows(node) + at, vd_node_rows(node) + at + 1,
                behind * sizeof(struct vd_index_row));
    node->count--;
}

struct vd_index_sum vd_node_sum(const struct vd_index_node *node)
{
    struct vd_index_sum sum = {.purge_at = INT64_MAX};

    for (unsigned i = 0; node->level && i < node->count; i++) {
        const struct vd_index_sum *below = &vd_node_kids(node)[i].sum;

        sum.live += below->live;
        sum.size += below->size;
        sum.max_mod = VD_MAX(sum.max_mod, below->max_mod);
        sum.purge_at = VD_MIN(sum.purge_at, below->purge_at);
    }
    for (unsigned i = 0; !node->level && i < node->count; i++) {
        const struct vd_index_row *row = &vd_node_rows(node)[i];
        int64_t purge_at = vd_row_purge_at(row);

        sum.live += row->newest.version != 0;
        sum.size++;
        sum.max_mod = VD_MAX(sum.max_mod, row->newest.revision);
        sum.purge_at = VD_MIN(sum.purge_at, purge_at);
    }
    return sum;
}

/* First of [from, to) with a head not below `head`. No branch depends on a head: half of them
 * would be guessed wrong, and a wrong guess waits for the memory it was made about. */
static unsigned lower_head(const uint32_t *heads, unsigned from, unsigned to, uint32_t head)
{
    unsigned n = to - from;

    while (n > 0) {
        unsigned half = (n + 1) / 2;

        from += half * (heads[from + half - 1] < head);
        n -= half;
    }
    return from;
}

/* First of [from, to), whose heads are all equal, that is not below `key`. */
static unsigned lower_key(struct vd_key *const *keys, unsigned from, unsigned to,
                          struct vd_slice key, bool *out_equal)
{
    while (from < to) {
        unsigned middle = (from + to) / 2;
        int c = vd_slice_cmp(vd_key_slice(keys[middle]), key);

        if (c == 0) {
            *out_equal = true;
            return middle;
        }
        if (c < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

unsigned vd_node_search(const struct vd_index_node *node, struct vd_slice key, bool *out_equal)
{
    struct vd_key *const *keys = vd_node_keys(node);
    unsigned first = first_key(node), count = node->count, at, to;
    size_t prefix_len = node->prefix_len;
    uint32_t head;
    int c;

    *out_equal = false;
    if (count <= first)
        return count;
    head = head_of(key, prefix_len);
    at = lower_head(node->heads, first, count, head);
    if (node->level)
        __builtin_prefetch(&vd_node_kids(node)[at - 1]);
    else
        __builtin_prefetch(&vd_node_rows(node)[at]);

    /* The heads mean something only if the key shares the prefix, which any key of the node can
     * tell; best the one that is wanted next. */
    c = memcmp(key.ptr ? (const void *)key.ptr : "", keys[at < count ? at : count - 1]->bytes,
               VD_MIN(key.len, prefix_len));
    if (c != 0)
        return c < 0 ? first : count;
    if (key.len < prefix_len)
        return first;

    for (to = at; to < count && node->heads[to] == head;)
        to++;
    return lower_key(keys, at, to, key, out_equal);
}

unsigned vd_node_route(const struct vd_index_node *node, struct vd_slice key)
{
    bool equal;
    unsigned at = vd_node_search(node, key, &equal);
    const char *kid;

    at = equal ? at : at - 1;
    /* The search in there will want the header, any of the heads, and one of the keys. */
    kid = (const char *)vd_node_kids(node)[at].node;
    for (size_t line = 0; line < PREFETCH_LINES; line++)
        __builtin_prefetch(kid + line * 64);
    return at;
}

int64_t vd_row_purge_at(const struct vd_index_row *row)
{
    const struct vd_version *oldest = vd_row_version(row, 0);
    int64_t at = INT64_MAX;

    if (row->older_count)
        at = vd_row_version(row, 1)->revision;
    if (oldest->version == 0)
        at = VD_MIN(at, oldest->revision + 1);
    return at;
}

uint32_t vd_row_purgeable(const struct vd_index_row *row, int64_t floor)
{
    uint32_t drop = 0;

    while (drop < row->older_count && vd_row_version(row, drop + 1)->revision <= floor)
        drop++;
    if (vd_row_version(row, drop)->version == 0 && vd_row_version(row, drop)->revision < floor)
        drop++;
    return drop;
}

const struct vd_version *vd_row_at(const struct vd_index_row *row, struct vd_pos before,
                                   uint32_t *out_at)
{
    uint32_t from = 0, to = row->older_count;

    if (vd_pos_cmp(vd_version_pos(&row->newest), before) < 0) {
        *out_at = row->older_count;
        return &row->newest;
    }
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;

        if (vd_pos_cmp(vd_version_pos(&row->older[middle]), before) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    *out_at = from ? from - 1 : 0;
    return from ? &row->older[from - 1] : NULL;
}
