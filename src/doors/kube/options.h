/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the query of a list or watch asks for (metav1.ListOptions), and what it may not ask for
 * (apimachinery, pkg/apis/meta/internalversion/validation).
 */
#ifndef VD_DOORS_KUBE_OPTIONS_H
#define VD_DOORS_KUBE_OPTIONS_H

#include "doors/kube/call.h"
#include "doors/kube/model/selector.h"
#include "doors/kube/token.h"

enum vd_kube_match { VD_KUBE_MATCH_UNSET, VD_KUBE_MATCH_EXACT, VD_KUBE_MATCH_NOT_OLDER };
/* What a row of a table has besides its cells (includeObject). */
enum vd_kube_with { VD_KUBE_WITH_METADATA, VD_KUBE_WITH_NONE, VD_KUBE_WITH_OBJECT };
enum vd_kube_flag { VD_KUBE_UNSET, VD_KUBE_FALSE, VD_KUBE_TRUE };

struct vd_kube_options {
    struct vd_slice labels, fields; /* as they came, decoded */
    struct vd_kube_selector selector;
    bool has_revision; /* it was said, and not empty */
    int64_t revision;  /* 0: any */
    enum vd_kube_match match;
    int64_t limit;     /* 0: none */
    bool has_continue; /* then token is set, and revision is not */
    struct vd_kube_token token;
    bool wants_bookmarks;
    enum vd_kube_flag initial_events;
    int64_t timeout_s;      /* 0: not said */
    enum vd_kube_with with; /* of tables */
};

/* Reads the query of a call, whose kind is known, into its arena. True: *out is set; false: the
 * call has been answered. */
bool vd_kube_options_read(struct vd_kube_call *call, struct vd_kube_options *out);

/* includeObject alone; a word that nobody knows, and none, are metadata. */
enum vd_kube_with vd_kube_options_with(struct vd_kube_call *call);

/* The resourceVersion alone; 0: any. As vd_kube_options_read. */
bool vd_kube_options_revision(struct vd_kube_call *call, int64_t *out_revision);

#endif
