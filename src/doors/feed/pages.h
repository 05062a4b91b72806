/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages: the messages of a batch, encoded once for a loop, prefixes and all, so that the streams of
 * a topic are handed the same bytes. What a topic's last batch became is kept until a newer one
 * needs its place; a stream that stands where the one before it stood is moved over the batch
 * without a pull. The pages of a loop are few and bounded, whatever streams there are.
 */
#ifndef VD_DOORS_FEED_PAGES_H
#define VD_DOORS_FEED_PAGES_H

#include "base/bytes.h"
#include "core/journal.h"

/* How a stream wants its messages. */
enum vd_feed_wants {
    VD_FEED_POSITIONS = 1, /* each with its position */
    VD_FEED_LATEST = 2     /* conflated */
};

enum {
    VD_FEED_PAGES = 32,
    VD_FEED_PAGE_BYTES = 65536 /* one page of a loop may be larger */
};

/* What stands behind the last message of a page. */
enum vd_feed_end {
    VD_FEED_GOES_ON,
    VD_FEED_DELETED,
    VD_FEED_NOT_TEXT /* a value that no string field can hold */
};

struct vd_feed_page {
    const struct vd_selector *selector; /* of the cursors that it was made for; NULL: no page */
    unsigned wants;
    struct vd_batch batch;  /* its key, from, to and drained: the events are gone with the turn */
    struct vd_bytes *bytes; /* the first `len` are filled */
    uint32_t len, count;    /* of messages */
    enum vd_feed_end end;
    struct vd_pos next; /* what a stream that was handed it wants next */
    int64_t first;      /* revision of the oldest event */
};

struct vd_feed_pages {
    uint64_t store_id;
    struct vd_feed_page slots[VD_FEED_PAGES];
    uint64_t made;              /* pages that were encoded */
    struct vd_feed_page *large; /* the one of more than VD_FEED_PAGE_BYTES; NULL: there is none */
};

void vd_feed_pages_init(struct vd_feed_pages *pages, uint64_t store_id);
void vd_feed_pages_deinit(struct vd_feed_pages *pages);

/*
 * The next page of a stream, borrowed until the next call; its cursor has moved behind it.
 * *drained: that was all there is, and the cursor is armed. 0; else as the journal's pull.
 */
VD_MUST_CHECK int vd_feed_pages_next(struct vd_feed_pages *pages, struct vd_journal *journal,
                                     struct vd_cursor *cursor, unsigned wants, size_t max_bytes,
                                     const struct vd_feed_page **out_page, bool *out_drained);

/* One message in new bytes, prefix and all: a value that is text, and where a stream goes on behind
 * it. NULL: no memory. */
struct vd_bytes *vd_feed_message(uint64_t store_id, struct vd_slice value, struct vd_pos next,
                                 unsigned wants);

#endif
