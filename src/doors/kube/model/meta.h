/* SPDX-License-Identifier: Apache-2.0 */
/*
 * metadata: what the server sets in it, what a writer may change, and what is wrong with it. As
 * k8s.io/apimachinery's pkg/api/validation/objectmeta.go and apiserver's registry/rest have it.
 * Objects here have a metadata that is an object (vd_kube_meta_of makes one).
 */
#ifndef VD_DOORS_KUBE_MODEL_META_H
#define VD_DOORS_KUBE_MODEL_META_H

#include "doors/kube/model/causes.h"
#include "doors/kube/model/doc.h"
#include "doors/kube/model/kind.h"

/* metadata, made if it is missing or null; NULL without memory (doc->rc). */
struct vd_json_value *vd_kube_meta_of(struct vd_kube_doc *doc, struct vd_json_value *object);

struct vd_slice vd_kube_meta_name(const struct vd_json_value *object);
struct vd_slice vd_kube_meta_uid(const struct vd_json_value *object);
/* Whether metadata.deletionTimestamp is set. */
bool vd_kube_meta_is_ending(const struct vd_json_value *object);
bool vd_kube_meta_has_finalizers(const struct vd_json_value *object);
bool vd_kube_meta_has_finalizer(const struct vd_json_value *object, const char *name);

/* The texts of what a new object gets. */
struct vd_kube_birth {
    struct vd_slice uid, time;
};

/* Takes out what nobody but the server sets (uid, times, selfLink, resourceVersion). */
void vd_kube_meta_wipe(struct vd_json_value *meta);
/* Sets uid and creationTimestamp, and a generation of 1 for kinds that have one. */
void vd_kube_meta_born(struct vd_kube_doc *doc, const struct vd_kube_kind *kind,
                       struct vd_json_value *meta, const struct vd_kube_birth *birth);
/* What an update leaves as it was: generation, creationTimestamp, deletion; and the uid, if none is
 * given. resourceVersion and selfLink are taken out. */
void vd_kube_meta_keep(struct vd_kube_doc *doc, struct vd_json_value *meta,
                       const struct vd_json_value *old_meta);

/* Owner references that are there twice go. True: some did, and *out_uids names them, in the
 * arena, parted by ", ". */
bool vd_kube_meta_drop_owners(struct vd_kube_doc *doc, struct vd_json_value *meta,
                              struct vd_slice *out_uids);

/* The rule for names of a kind. */
void vd_kube_meta_judge_name(const struct vd_kube_kind *kind, struct vd_slice name, bool is_prefix,
                             const struct vd_kube_path *path, struct vd_kube_causes *causes);
/* Of a new object, whose name is made already. */
void vd_kube_meta_judge(const struct vd_kube_kind *kind, const struct vd_json_value *meta,
                        struct vd_kube_causes *causes);
/* Of one that replaces another. */
void vd_kube_meta_judge_update(const struct vd_kube_kind *kind, const struct vd_json_value *meta,
                               const struct vd_json_value *old_meta, struct vd_kube_causes *causes);
void vd_kube_labels_judge(const struct vd_json_value *labels, const struct vd_kube_path *path,
                          struct vd_kube_causes *causes);

/*
 * A deletion begins, or a shorter grace is asked for: sets deletionTimestamp and
 * deletionGracePeriodSeconds, counts generation (if it has one) the first time. time: the end of
 * the grace.
 */
void vd_kube_meta_end(struct vd_kube_doc *doc, struct vd_json_value *meta, struct vd_slice time,
                      int64_t grace_s);

/* What becomes of dependents. */
enum vd_kube_propagation {
    VD_KUBE_PROPAGATE_DEFAULT, /* nothing was said */
    VD_KUBE_PROPAGATE_BACKGROUND,
    VD_KUBE_PROPAGATE_FOREGROUND,
    VD_KUBE_PROPAGATE_ORPHAN
};

/* Puts the finalizers orphan and foregroundDeletion there or takes them away, as a deletion with
 * this policy does. True: something changed. */
bool vd_kube_meta_propagate(struct vd_kube_doc *doc, struct vd_json_value *meta,
                            enum vd_kube_propagation policy);

/* An update takes the object away: it was to be deleted, and nothing holds it any more. */
bool vd_kube_meta_lets_go(const struct vd_json_value *object, const struct vd_json_value *old);

#endif
