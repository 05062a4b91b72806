/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A show: which objects somebody wants, and how they are shown. All watches of a loop that want the
 * same in the same way have one between them, and through it the work: one selector in the hub, one
 * encoding of each event. A list has one too, while it is read.
 *
 * Equality of labels and fields is the hub's to match (terms); what else a selector asks is judged
 * here. Whole objects and metadata are shown by splicing (model/splice.h); tables, and kinds whose
 * versions differ by more than their names, are made of documents, for each reader by itself.
 */
#ifndef VD_DOORS_KUBE_SHOW_H
#define VD_DOORS_KUBE_SHOW_H

#include "core/range.h"
#include "doors/kube/call.h"
#include "doors/kube/options.h"

struct vd_kube_extractor;

struct vd_kube_show {
    struct vd_list link; /* in a bucket of kube->shows */
    struct vd_kube *kube;
    unsigned refs;
    uint32_t number; /* never that of another: the variant of its runs */
    const struct vd_kube_kind *kind;
    struct vd_kube_shown form;
    enum vd_kube_with with;   /* rows of tables */
    bool is_spliced;          /* else made of documents */
    bool is_gone;             /* its kind is no more, or another */
    struct vd_slice identity; /* what it was found by */
    struct vd_slice key, end;
    struct vd_slice name_space, name; /* that the keys say; empty: of all */
    struct vd_kube_selector selector;
    const struct vd_term *terms;
    uint32_t term_count;
    bool has_rest;                       /* the selector asks more than the terms */
    struct vd_kube_extractor *extractor; /* with terms */
    struct vd_list watches;              /* struct vd_kube_source.peers */
    struct vd_kube_kind_watch kind_watch;
    struct vd_arena arena; /* what it consists of */
};

/* Of a call: its kind, path and form, and what its options select. A reference. 0; VD_TOO_LARGE,
 * -ENOMEM. */
VD_MUST_CHECK int vd_kube_show_take(struct vd_kube_call *call,
                                    const struct vd_kube_options *options,
                                    struct vd_kube_show **out_show);
void vd_kube_show_drop(struct vd_kube_show *show); /* NULL is fine */

/* What a cursor of it wants; borrowed from the show. */
struct vd_selection vd_kube_show_selection(struct vd_kube_show *show);

/* Whether a value at a key is an object of the kind that is selected. What is no object of the kind
 * is counted, if `counts`. */
bool vd_kube_show_admits(const struct vd_kube_show *show, struct vd_slice key,
                         struct vd_slice value, bool is_ours, bool counts);

/* --- one object, that is admitted ------------------------------------------------------------- */

/* Of a show that is spliced: at most so many bytes, written at `to`. */
size_t vd_kube_show_bound(const struct vd_kube_show *show, size_t value_len);
uint8_t *vd_kube_show_put(const struct vd_kube_show *show, uint8_t *to, struct vd_slice value,
                          bool is_ours, int64_t revision);
/* Of any show: at the end of the buffer, which says if memory was short. Of tables: a row. */
void vd_kube_show_write(struct vd_kube_show *show, struct vd_buf *buf, struct vd_slice value,
                        bool is_ours, int64_t revision);

/* --- events ----------------------------------------------------------------------------------- */

enum vd_kube_change { VD_KUBE_NO_CHANGE, VD_KUBE_ADDED, VD_KUBE_MODIFIED, VD_KUBE_DELETED };

/* What an event is to this show; the value that is shown is in *out_value. */
enum vd_kube_change vd_kube_show_judge(const struct vd_kube_show *show,
                                       const struct vd_event *event, const struct vd_event *prev,
                                       struct vd_slice *out_value, bool *out_is_ours);
const char *vd_kube_change_name(enum vd_kube_change change);

/* For vd_runs: shows that are spliced; arg is the kube, whose `showing` is set beforehand. */
extern const struct vd_run_encoder vd_kube_encoder;

/* Whether a row or event was written by this door. */
static inline bool vd_kube_is_ours(struct vd_slice cause)
{
    return cause.len == 1 && cause.ptr[0] == VD_CAUSE_KUBE;
}

/* For the extractor and tests: namespace and name of a key, which lies under the show's prefix.
 * False: it is no key of an object of the kind. */
bool vd_kube_key_split(const struct vd_kube *kube, const struct vd_kube_kind *kind,
                       struct vd_slice key, struct vd_slice *out_name_space,
                       struct vd_slice *out_name);

#endif
