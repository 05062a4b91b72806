/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One call that writes, from its body to its answer; for write*.c, create.c, update.c and their
 * neighbours only.
 *
 * The way of a write: the body is decoded in the version of the request (body.c), what is there is
 * loaded, both become the object that is to be stored (create.c, update.c, patch.c), that is
 * judged, and a transaction puts it there if what was judged is still so (write.c). If it is not,
 * the attempt begins anew with what is there now, as long as the client has not said which version
 * it means.
 *
 * Everything lies in the call's arena, attempts included; their number is bounded, and so is it.
 */
#ifndef VD_DOORS_KUBE_WRITE_INNER_H
#define VD_DOORS_KUBE_WRITE_INNER_H

#include "doors/kube/answer.h"
#include "doors/kube/call.h"
#include "doors/kube/model/causes.h"
#include "doors/kube/model/doc.h"
#include "doors/kube/model/kind.h"
#include "doors/kube/model/managed.h"
#include "doors/kube/model/meta.h"
#include "doors/kube/status.h"
#include "doors/kube/write.h"

enum {
    VD_KUBE_WRITE_TRIES = 32, /* attempts of an update that nobody versioned */
    VD_KUBE_NAME_TRIES = 8,   /* of a name that is made */
    VD_KUBE_COMPARES = 3
};

enum vd_kube_field_validation { VD_KUBE_IGNORE, VD_KUBE_WARN, VD_KUBE_STRICT };

struct vd_kube_strict;
struct vd_kube_type;

/* What the query of a create, update or patch says. */
struct vd_kube_write_options {
    bool is_dry_run, is_forced, has_force;
    enum vd_kube_field_validation validation;
    struct vd_slice manager; /* who is said to write: fieldManager, or from the user agent */
    bool has_manager;
};

/* DeleteOptions, of a body or a query. */
struct vd_kube_delete_options {
    bool is_dry_run, has_grace, has_orphan, orphans;
    int64_t grace_s;
    enum vd_kube_propagation propagation;
    struct vd_slice uid, version; /* preconditions; ptr NULL: none */
};

struct vd_kube_writing {
    struct vd_kube_call *call;
    struct vd_kube_doc doc;
    const struct vd_kube_kind *kind;   /* of the request; the stored object is of stored_kind */
    const struct vd_kube_kind *stored; /* what the object is in the store */
    enum vd_kube_sub sub;
    struct vd_kube_write_options options;
    struct vd_kube_delete_options ending;
    struct vd_principal principal; /* outlives the exchange */
    struct vd_slice key, name;
    int64_t now_ms;
    uint8_t time[24];
    struct vd_slice now; /* RFC 3339, seconds */

    /* What is there. */
    struct vd_json_value *old; /* in the stored version; NULL: nothing */
    struct vd_slice old_text;
    int64_t old_revision, old_lease;

    /* The namespace that it is made in, as it was judged. */
    struct vd_slice space_key;
    int64_t space_revision;

    /* What is to be there. */
    struct vd_json_value *object;
    struct vd_slice text;
    bool is_versioned; /* the client says which version it means */
    bool is_made_name, is_applied;
    unsigned tries;
    vd_kube_step *settled; /* of a definition */
    vd_kube_step *again;   /* of an update: what begins the next attempt, after a load */

    /* What was given out in an attempt. */
    bool gave_address;
    uint64_t gave_ports; /* bits by index */
    /* Addresses are given out only if no service has changed since. */
    bool guards_services;
    struct taking *taking; /* service.c's, while it looks */
    struct vd_kube_writing *next_turn;
    vd_kube_step *given;
    struct vd_slice services_key, services_end;
    int64_t services_revision;

    /* The transaction. */
    vd_kube_step *committed;
    struct vd_write write, grant;
    struct vd_txn txn;
    struct vd_compare compares[VD_KUBE_COMPARES];
    struct vd_op op;
    unsigned flying;
    int64_t lease;
    struct vd_buf buf; /* the text that is stored */
    /* Of an update: what answers it, if not the object itself. */
    void (*saved)(struct vd_kube_writing *w, const struct vd_json_value *object, int64_t revision);
    void (*ended)(struct vd_kube_writing *w, bool is_deleted); /* of a deletion: what follows */
    void *more;                                                /* of who has the verb */
    void (*forget_more)(struct vd_kube_writing *w);
};

static inline struct vd_kube_writing *vd_kube_writing_of(const struct vd_kube_call *call)
{
    return call->state;
}

/* --- write.c ----------------------------------------------------------------------------------
 */

/* The transaction that makes the key what w->text says (or takes it away), if it still is as w->old
 * says; then `step`, which finds w->write's outcome, unless it is a dry run, where nothing is
 * written and `step` is called at once. */
void vd_kube_commit_put(struct vd_kube_writing *w, vd_kube_step *step);
void vd_kube_commit_delete(struct vd_kube_writing *w, vd_kube_step *step);
/* The text of w->object, in w->text. False: refused. */
bool vd_kube_write_text(struct vd_kube_writing *w);
/* Whether the transaction went through; if core refused it, the call is refused and *out_refused
 * set. */
bool vd_kube_committed(struct vd_kube_writing *w, bool *out_refused);
/* The revision that an answer shows. */
int64_t vd_kube_write_revision(const struct vd_kube_writing *w);
/* What w->doc.rc or a return value says, if not 0. True: it was refused. */
bool vd_kube_write_failed(struct vd_kube_writing *w, int rc);
/* Of what was loaded: w->old and its revision. False: refused (it is no object of its kind, or
 * could not be read); NOT_FOUND is not refused: w->old is NULL. */
bool vd_kube_write_old(struct vd_kube_writing *w);
uint64_t vd_kube_write_random(void);
/* Sets managedFields for what was worked out; not of an apply. False: refused. */
bool vd_kube_write_manage(struct vd_kube_writing *w);
/* How fields of the kind are told apart. False: refused. */
bool vd_kube_write_shape(struct vd_kube_writing *w, struct vd_kube_shape *out_shape);
struct vd_kube_writer vd_kube_write_writer(struct vd_kube_writing *w);

/* --- options.c, body.c ------------------------------------------------------------------------
 */

/* `what`: "CreateOptions" and so on. False: refused. */
bool vd_kube_write_options_read(struct vd_kube_writing *w, const char *what, bool is_apply);
/* From the body or, without one, the query. False: refused. */
bool vd_kube_delete_options_read(struct vd_kube_writing *w);
/* From a document, which may be NULL. */
bool vd_kube_delete_options_of(struct vd_kube_writing *w, const struct vd_json_value *options);

/* The body as a document of `kind` in the request's version: judged by its type, tidied, with kind
 * and apiVersion in front; not defaulted. is_subresource: it may be of any kind. NULL: refused. */
struct vd_json_value *vd_kube_body_object(struct vd_kube_writing *w,
                                          const struct vd_kube_kind *kind);
/* The same of another message than the kind's own (Scale, Binding …). */
struct vd_json_value *vd_kube_body_message(struct vd_kube_writing *w, const char *group,
                                           const char *version, const char *kind);
/* A body of JSON or YAML that is a patch or an applied configuration, and what a strict reader of
 * YAML holds against it (empty: nothing). NULL: refused. */
struct vd_json_value *vd_kube_body_patch(struct vd_kube_writing *w, bool is_yaml,
                                         struct vd_slice *out_strict);
/* Tells or refuses what is held against a patch as such; `made` is what came of it. False: refused.
 */
bool vd_kube_body_judge_patch(struct vd_kube_writing *w, const struct vd_json_value *made,
                              struct vd_kube_strict *strict);
/* Judges a document that is no body (what a patch has made) by the type of the kind, and tidies it.
 * False: refused. */
bool vd_kube_body_check(struct vd_kube_writing *w, const struct vd_kube_kind *kind,
                        struct vd_json_value *object, bool is_patched);
/* The media type of the content type, in lower case and without parameters. */
struct vd_slice vd_kube_body_media(struct vd_kube_call *call);
void vd_kube_refuse_media(struct vd_kube_call *call, const char *accepted);

/* --- turn.c -----------------------------------------------------------------------------------
 */

/* Goes on with `step` when it has the turn, which may be at once, or its own already. */
void vd_kube_turn_take(struct vd_kube_writing *w, vd_kube_step *step);
/* It is written, or will not be: others have theirs. Fine for who has none. */
void vd_kube_turn_release(struct vd_kube_writing *w);

/* --- the verbs --------------------------------------------------------------------------------
 */

void vd_kube_create_open(struct vd_kube_writing *w);
void vd_kube_update_open(struct vd_kube_writing *w);
void vd_kube_patch_open(struct vd_kube_writing *w);
void vd_kube_delete_open(struct vd_kube_writing *w);
void vd_kube_delete_collection_open(struct vd_kube_writing *w);
/* What a patch makes of a document; form as the media type says. NULL: refused. */
struct vd_json_value *vd_kube_patch_made(struct vd_kube_writing *w, const struct vd_kube_type *type,
                                         const struct vd_json_value *object);
/* Reads the patch of the body and its options. False: refused. is_apply: whether it is one. */
bool vd_kube_patch_read(struct vd_kube_writing *w, bool *out_is_apply);
void vd_kube_review_open(struct vd_kube_writing *w);
/* w->object is a Binding of this pod. */
void vd_kube_binding_object(struct vd_kube_writing *w, struct vd_slice pod);
/* A subresource that is none of the object itself: binding, eviction, scale, token, exec … */
void vd_kube_part_open(struct vd_kube_writing *w);
/* What needs a kubelet. */
void vd_kube_kubelet_open(struct vd_kube_writing *w);

/* w->object, of the request's version, is made: in its namespace, under its name. Answers 201. */
void vd_kube_create_object(struct vd_kube_writing *w);
/* w->object replaces w->old; `again` begins anew, after a load. Answers 200. */
void vd_kube_update_object(struct vd_kube_writing *w, vd_kube_step *again);
/* Deletes w->old, or marks it, as w->ending says; then w->ended: w->text is what it was or is.
 * `again` begins anew, after a load. */
void vd_kube_delete_object(struct vd_kube_writing *w, vd_kube_step *again);

/* In place: the version of the request to the stored one, and defaults. False: refused. */
bool vd_kube_write_store_form(struct vd_kube_writing *w, struct vd_json_value *object);

/* What definitions and schemas have against w->object. False: refused. */
bool vd_kube_write_judge_more(struct vd_kube_writing *w, struct vd_kube_causes *causes);
/* The part of it about a CustomResourceDefinition (definition.c). */
bool vd_kube_definition_judge(struct vd_kube_writing *w, struct vd_kube_causes *causes);

/* Goes on with `step` when addresses and ports of the service w->object are given out; or refuses.
 * At once for all other kinds. */
void vd_kube_service_allocate(struct vd_kube_writing *w, vd_kube_step *step);
/* That, and what a definition gets: the last before an object is written. */
void vd_kube_write_last(struct vd_kube_writing *w, vd_kube_step *step);
void vd_kube_service_forget(struct vd_kube_writing *w);

#endif
