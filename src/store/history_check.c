/* SPDX-License-Identifier: Apache-2.0 */
/*
 * LMDB trusts its file: a page that is not what its parent says makes it crash, loop or write
 * somewhere else. So before each open the trees are walked once, over the same mapping that the
 * index is about to be built from: every page within the file, once, with its own number, of the
 * kind and depth its tree says; every node within its page; the free list ordered and disjoint
 * from the trees. Contents are not looked at (rows carry their own sums) and values that stand
 * apart are not touched. About 0.1 us a page.
 *
 * The layout is that of LMDB 0.9 on a 64-bit little-endian machine: data version 1.
 */
#include "store/history_check.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC        0xBEEFC0DEu
#define DATA_VERSION 1
#define DEPTH_MAX    32
#define KEY_MAX      511
#define NO_ROOT      UINT64_MAX
#define META_OFFSET  16

enum { PAGE_BRANCH = 1, PAGE_LEAF = 2, PAGE_META = 8 };
enum { NODE_BIG = 1, NODE_TREE = 2, NODE_DUP = 4 };

struct page_head {
    uint64_t number;
    uint16_t pad, flags, lower, upper;
};
_Static_assert(sizeof(struct page_head) == 16, "LMDB page header");

struct tree {
    uint32_t pad; /* of the free tree: the page size */
    uint16_t flags, depth;
    uint64_t branch_pages, leaf_pages, overflow_pages, entries, root;
};
_Static_assert(sizeof(struct tree) == 48, "LMDB tree");

struct meta {
    uint32_t magic, version;
    uint64_t address, map_bytes;
    struct tree free, main;
    uint64_t last_page, txn;
};
_Static_assert(sizeof(struct meta) == 136, "LMDB meta");

struct node {
    uint16_t low, high, flags, key_len;
};

struct checker {
    const uint8_t *map;
    uint64_t size_bytes, page_bytes, last_page;
    uint8_t *seen; /* a bit a page */
    uint64_t bad_page;
    const char *fault; /* the first one */
};

static bool fail(struct checker *c, uint64_t page, const char *fault)
{
    if (!c->fault) {
        c->fault = fault;
        c->bad_page = page;
    }
    return false;
}

/* Notes that a run of pages is in use; each may be in use once. */
static bool claim(struct checker *c, uint64_t page, uint64_t count)
{
    if (page < 2 || page > c->last_page || count > c->last_page - page + 1)
        return fail(c, page, "a page number past the end");
    for (; count; count--, page++) {
        uint8_t bit = (uint8_t)(1u << page % 8);

        if (c->seen[page / 8] & bit)
            return fail(c, page, "a page used twice");
        c->seen[page / 8] |= bit;
    }
    return true;
}

enum kind { KIND_FREE, KIND_MAIN, KIND_ROWS };

static bool check_tree(struct checker *c, const struct tree *tree, enum kind kind);

/* A list of free pages: a count, then page numbers in descending order. */
static bool check_free_list(struct checker *c, uint64_t page, const uint8_t *data, uint64_t len)
{
    uint64_t count, number, before = UINT64_MAX;

    memcpy(&count, data, len >= 8 ? 8 : 0);
    if (len < 8 || len % 8 || count > len / 8 - 1)
        return fail(c, page, "a free list longer than its row");
    for (uint64_t i = 1; i <= count; i++) {
        memcpy(&number, data + i * 8, 8);
        if (number >= before)
            return fail(c, page, "a free list out of order");
        if (!claim(c, number, 1))
            return false;
        before = number;
    }
    return true;
}

static bool check_big(struct checker *c, uint64_t page, const uint8_t *at, uint64_t len,
                      enum kind kind)
{
    uint64_t first, pages = (sizeof(struct page_head) + len + c->page_bytes - 1) / c->page_bytes;

    memcpy(&first, at, 8);
    if (!claim(c, first, pages))
        return false;
    if (first * c->page_bytes + sizeof(struct page_head) + len > c->size_bytes)
        return fail(c, page, "a value past the end of the file");
    if (kind == KIND_FREE)
        return check_free_list(c, first, c->map + first * c->page_bytes + sizeof(struct page_head),
                               len);
    return true;
}

/* at: the node; room: bytes from it to the end of its page. */
static bool check_leaf_node(struct checker *c, uint64_t page, const uint8_t *at, uint64_t room,
                            enum kind kind)
{
    struct tree tree;
    struct node node;
    uint64_t len;

    memcpy(&node, at, sizeof(node));
    len = node.low | (uint64_t)node.high << 16;
    if (node.key_len > KEY_MAX || node.flags & ~(NODE_BIG | NODE_TREE) ||
        sizeof(node) + node.key_len + (node.flags & NODE_BIG ? 8 : len) > room)
        return fail(c, page, "a row past the end of its page");
    at += sizeof(node) + node.key_len;
    if (node.flags & NODE_TREE) {
        if (kind != KIND_MAIN || node.flags & NODE_BIG || len != sizeof(tree))
            return fail(c, page, "a tree where a row belongs");
        memcpy(&tree, at, sizeof(tree));
        return check_tree(c, &tree, KIND_ROWS);
    }
    if (kind == KIND_MAIN)
        return fail(c, page, "a row where a tree belongs");
    if (node.flags & NODE_BIG)
        return check_big(c, page, at, len, kind);
    return kind == KIND_FREE ? check_free_list(c, page, at, len) : true;
}

static bool check_page(struct checker *c, uint64_t number, unsigned levels_below, enum kind kind);

static bool check_branch_node(struct checker *c, uint64_t page, const uint8_t *at, uint64_t room,
                              unsigned levels_below, enum kind kind)
{
    struct node node;

    memcpy(&node, at, sizeof(node));
    if (node.key_len > KEY_MAX || sizeof(node) + node.key_len > room)
        return fail(c, page, "a row past the end of its page");
    return check_page(c, node.low | (uint64_t)node.high << 16 | (uint64_t)node.flags << 32,
                      levels_below - 1, kind);
}

static bool check_page(struct checker *c, uint64_t number, unsigned levels_below, enum kind kind)
{
    const uint8_t *page;
    uint16_t want = levels_below ? PAGE_BRANCH : PAGE_LEAF, at;
    struct page_head head;
    unsigned count;

    if (!claim(c, number, 1))
        return false;
    if ((number + 1) * c->page_bytes > c->size_bytes)
        return fail(c, number, "the file ends before this page: truncated");
    page = c->map + number * c->page_bytes;
    memcpy(&head, page, sizeof(head));
    if (head.number != number || head.flags != want)
        return fail(c, number, "not the page that its parent names");
    if (head.lower < sizeof(head) || head.lower > head.upper || head.upper > c->page_bytes ||
        head.lower % 2)
        return fail(c, number, "bounds that make no sense");
    count = (unsigned)(head.lower - sizeof(head)) / 2;
    if (count == 0 || (levels_below && count < 2))
        return fail(c, number, "a page with too few rows");
    for (unsigned i = 0; i < count; i++) {
        memcpy(&at, page + sizeof(head) + 2 * i, 2);
        if (at < head.upper || at % 2 || at + sizeof(struct node) > c->page_bytes)
            return fail(c, number, "a row outside of its page");
        if (!(levels_below
                  ? check_branch_node(c, number, page + at, c->page_bytes - at, levels_below, kind)
                  : check_leaf_node(c, number, page + at, c->page_bytes - at, kind)))
            return false;
    }
    return true;
}

static bool check_tree(struct checker *c, const struct tree *tree, enum kind kind)
{
    if (tree->root == NO_ROOT)
        return tree->depth == 0 && tree->entries == 0 ? true
                                                      : fail(c, 0, "an empty tree with rows");
    if (tree->depth < 1 || tree->depth > DEPTH_MAX)
        return fail(c, 0, "a tree without end");
    return check_page(c, tree->root, tree->depth - 1u, kind);
}

static bool read_meta(struct checker *c, uint64_t page, struct meta *out_meta)
{
    struct page_head head;
    uint64_t psize;

    memcpy(&head, c->map + page * c->page_bytes, sizeof(head));
    memcpy(out_meta, c->map + page * c->page_bytes + META_OFFSET, sizeof(*out_meta));
    psize = out_meta->free.pad;
    if (head.flags != PAGE_META || out_meta->magic != MAGIC || out_meta->version != DATA_VERSION)
        return fail(c, page, "not the head of an LMDB file");
    if (psize < 512 || psize > 65536 || (psize & (psize - 1)) || psize != c->page_bytes)
        return fail(c, page, "a page size that makes no sense");
    return true;
}

static bool check_map(struct checker *c)
{
    struct meta first, second, *meta;

    memcpy(&first, c->map + META_OFFSET, sizeof(first));
    c->page_bytes = first.free.pad;
    if (c->page_bytes < 512 || 2 * c->page_bytes > c->size_bytes)
        return fail(c, 0, "not the head of an LMDB file");
    if (!read_meta(c, 0, &first) || !read_meta(c, 1, &second))
        return false;
    meta = first.txn > second.txn ? &first : &second;
    c->last_page = meta->last_page;
    /* A page that was never written may lie past the end, so this bound is not exact. */
    if (c->last_page < 1 || c->last_page / 2 > c->size_bytes / c->page_bytes + 4096)
        return fail(c, 0, "more pages than the file can have: truncated");
    c->seen = vd_alloc_zero(c->last_page / 8 + 1);
    if (!c->seen)
        return false;
    return check_tree(c, &meta->free, KIND_FREE) && check_tree(c, &meta->main, KIND_MAIN);
}

static int check_file(const char *name, uint64_t size_bytes, int fd, struct vd_diag *diag)
{
    struct checker c = {.size_bytes = size_bytes};
    bool sound;

    if (size_bytes < META_OFFSET + sizeof(struct meta)) {
        vd_diag_set(diag, "%s: damaged: truncated to %" PRIu64 " bytes", name, size_bytes);
        return VD_CORRUPT;
    }
    c.map = mmap(NULL, size_bytes, PROT_READ, MAP_SHARED, fd, 0);
    if (c.map == MAP_FAILED)
        return -errno;
    sound = check_map(&c);
    munmap((void *)(uintptr_t)c.map, size_bytes);
    vd_free(c.seen);
    if (sound)
        return 0;
    if (!c.fault)
        return -ENOMEM;
    vd_diag_set(diag, "%s: damaged: page %" PRIu64 ": %s", name, c.bad_page, c.fault);
    return VD_CORRUPT;
}

int vd_history_check(const char *file, struct vd_diag *diag)
{
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    struct stat st;
    int rc = 0;

    if (fd < 0)
        return errno == ENOENT ? 0 : -errno;
    if (fstat(fd, &st) < 0)
        rc = -errno;
    else if (st.st_size > 0) /* an empty one is a creation that a crash cut short */
        rc = check_file(file, (uint64_t)st.st_size, fd, diag);
    close(fd);
    return rc;
}
