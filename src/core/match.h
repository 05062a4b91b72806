/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which of many ranges concern one key?
 *
 * A range of exactly one key lies in a hash; a prefix (nearly all real ranges) in a hash that is
 * asked once for each length of prefix that is present; what is left lies in an interval tree
 * with wide nodes. Entries of one range that also compare attributes are found by a second hash,
 * over (name, value), under their range. So a lookup costs the same however many entries do not
 * match.
 *
 * Not in here: the residual predicate, which is the owner's to ask last, and sharing (two equal
 * entries are two entries).
 */
#ifndef VD_CORE_MATCH_H
#define VD_CORE_MATCH_H

#include "base/list.h"
#include "core/journal.h"

struct vd_match;

enum vd_match_kind { VD_MATCH_KEY, VD_MATCH_PREFIX, VD_MATCH_RANGE };
enum { VD_MATCH_PREFIX_MAX = 255 }; /* longer prefixes are ranges like any other */

/* A range in its shortest words: VD_MATCH_KEY and VD_MATCH_PREFIX have only `key`; an empty end
 * of a VD_MATCH_RANGE is infinity. */
struct vd_match_range {
    enum vd_match_kind kind;
    struct vd_slice key, end;
};

/* key and end as in core/access.h. 0; VD_INVALID: the range is empty; VD_TOO_LARGE. */
VD_MUST_CHECK int vd_match_range(struct vd_slice key, struct vd_slice end,
                                 struct vd_match_range *out_range);
bool vd_match_range_has(const struct vd_match_range *range, struct vd_slice key);

/* What an entry wants of the attributes, all of it. The owner's, as long as the entry is in. */
struct vd_match_terms {
    const struct vd_extractor *extractor;
    const struct vd_term *terms; /* at least one */
    uint32_t count;
};

/*
 * Embedded in what it stands for, as its last member: the bytes of the range follow it directly.
 */
struct vd_match_entry {
    struct vd_list peers;               /* of the same range, when it has several entries */
    const struct vd_match_terms *terms; /* NULL: none */
    uint32_t key_len;
    uint32_t end_len : 28;
    uint32_t kind : 3;
    uint32_t is_group : 1; /* the index's own */
    uint8_t bytes[];
};

/* How many bytes must follow an entry of this range. */
static inline size_t vd_match_entry_bytes(const struct vd_match_range *range)
{
    return range->key.len + range->end.len;
}
/* Writes the range behind the entry. */
void vd_match_entry_init(struct vd_match_entry *entry, const struct vd_match_range *range,
                         const struct vd_match_terms *terms);
struct vd_match_range vd_match_entry_range(const struct vd_match_entry *entry);

/* NULL: no memory. */
struct vd_match *vd_match_new(void);
/* The entries are the caller's. NULL is fine. */
void vd_match_free(struct vd_match *match);
/* 0; -ENOMEM: it is not in. */
VD_MUST_CHECK int vd_match_insert(struct vd_match *match, struct vd_match_entry *entry);
/* It must be in. */
void vd_match_remove(struct vd_match *match, struct vd_match_entry *entry);
size_t vd_match_count(const struct vd_match *match);
/* Calls fn for every entry; it must not change the index. What it returns, if not 0, ends it. */
int vd_match_each(struct vd_match *match, int (*fn)(void *arg, struct vd_match_entry *entry),
                  void *arg);

/* An entry of this range and with these terms (compared as bytes, in order; NULL: without terms)
 * for which same(entry, arg) says yes, or NULL. Gives up after a few entries that it refused. */
struct vd_match_entry *
vd_match_find(struct vd_match *match, const struct vd_match_range *range,
              const struct vd_match_terms *terms,
              bool (*same)(const struct vd_match_entry *entry, const void *arg), const void *arg);

/* The attributes of an event and of the value before it. */
struct vd_match_attributes {
    const struct vd_term *now, *before;
    uint32_t now_count, before_count;
};

/* Where a lookup gets attributes from; asked only if a range that holds the key has terms, and
 * once for each extractor at most. 0, or what the lookup then returns. */
struct vd_match_probe {
    int (*attributes)(void *arg, const struct vd_extractor *extractor,
                      struct vd_match_attributes *out_attributes);
    void *arg;
};

/*
 * All entries whose range holds the key and whose terms all hold for the event or all hold for
 * the value before, each once, in no order. The array is the index's, until the next lookup.
 * 0; -ENOMEM; or what probe->attributes said (there are no hits then).
 */
VD_MUST_CHECK int vd_match_lookup(struct vd_match *match, struct vd_slice key,
                                  const struct vd_match_probe *probe,
                                  struct vd_match_entry *const **out_hits, size_t *out_count);

/* Whether the terms hold, as a lookup would say. */
bool vd_match_terms_hold(const struct vd_match_terms *terms,
                         const struct vd_match_attributes *attributes);

#endif
