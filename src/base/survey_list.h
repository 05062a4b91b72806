/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The watches that a survey names: of all that it meets, the `limit` that come first in an order.
 * It never holds more, so a server with a million of them is asked page by page; a list belongs to
 * one thread, and the lists of several are joined at the end.
 */
#ifndef VD_BASE_SURVEY_LIST_H
#define VD_BASE_SURVEY_LIST_H

#include "base/outcome.h"
#include "base/survey.h"

enum {
    VD_SURVEY_TEXT_BYTES = 512, /* of a key, an end, an id, options: the rest is cut */
    VD_SURVEY_ITEMS_MAX = 5000
};

enum vd_survey_order {
    VD_SURVEY_BY_LAG,  /* the one that is furthest behind first, in revisions; then by place */
    VD_SURVEY_BY_PLACE /* to be paged through */
};

/* How a range of keys is said in words. */
enum vd_survey_kind {
    VD_SURVEY_KEY,
    VD_SURVEY_PREFIX, /* all keys that begin with it */
    VD_SURVEY_RANGE,
    VD_SURVEY_FROM, /* it and all keys behind it */
    VD_SURVEY_ALL
};

/* What is asked for. */
struct vd_survey_wish {
    enum vd_survey_order order;
    uint32_t limit; /* 1 .. VD_SURVEY_ITEMS_MAX */
    uint32_t doors; /* a bit (1 << enum vd_door_id) for each that is wanted */
    bool has_after; /* only what lies behind this place */
    struct vd_survey_place after;
    bool has_key; /* only watches that see this key; borrowed */
    struct vd_slice key;
};

/* One of them, with its bytes behind it. */
struct vd_survey_item {
    uint64_t behind;
    struct vd_survey_place place;
    struct vd_pos next; /* {0, 0}: what comes after the head */
    uint64_t unsent_bytes;
    const char *by;
    struct vd_slice id, key, end, options;
    size_t key_bytes, end_bytes; /* of the whole */
    uint8_t door, state, kind;
    char peer[VD_SURVEY_PEER_BYTES];
    uint8_t bytes[];
};

struct vd_survey_list {
    struct vd_survey_wish wish;
    struct vd_survey_item **items; /* a heap, the last one in the order first; later sorted */
    uint32_t count, cap;
    bool more;      /* some that match are not in it */
    bool no_memory; /* some are missing for that reason */
    /* Of the watch that was added and is yet to be named. */
    uint64_t behind;
    uint8_t door, state;
};

const char *vd_survey_kind_name(enum vd_survey_kind kind);

void vd_survey_list_init(struct vd_survey_list *list, const struct vd_survey_wish *wish);
void vd_survey_list_deinit(struct vd_survey_list *list);
/* Takes the items of `from`, which is empty then. */
void vd_survey_list_join(struct vd_survey_list *list, struct vd_survey_list *from);
/* Puts them in order. The last thing that is done to it. */
void vd_survey_list_sort(struct vd_survey_list *list);

#endif
