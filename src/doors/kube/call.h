/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A call: one request of this door from its parse to its answer.
 *
 * Its life. route.c makes it, fills in all that the path and the headers say, takes a reference to
 * its kind and hands it to whoever has its verb: get.c, list.c, watch.c, discovery, or
 * vd_kube_write_open. Whoever has it answers it once (status.h, answer.h); after that call it is
 * not to be touched any more. It is freed when its exchange is closed.
 *
 * No coroutines: what cannot be done at once is begun with a *step* to go on with, and the step is
 * called when it has come (the body, a stored value, a write, a barrier). One thing is under way at
 * a time. While something is, the call lives, even if its peer has gone: then it is freed when
 * that comes back, its step is not called, and nothing has to be looked at. So a step never
 * finds call->x gone.
 *
 *     static void on_written(struct vd_kube_call *call) { ... vd_kube_answer_... }
 *     static void on_done(struct vd_write *write)
 *     {
 *         vd_kube_call_resume(vd_container_of(write, struct my_write, write)->call);
 *     }
 *     ...
 *     vd_kube_call_begin(call, on_written);     // then make it happen, e.g. vd_kv_submit
 *
 * Memory: call->arena, which goes with the call and is bounded; call->state is of whoever has the
 * verb, and call->forget is called before the call is freed for what that holds beside the arena.
 */
#ifndef VD_DOORS_KUBE_CALL_H
#define VD_DOORS_KUBE_CALL_H

#include "base/arena.h"
#include "base/buf.h"
#include "core/range.h"
#include "doors/kube/accept.h"
#include "doors/kube/kinds.h"
#include "doors/kube/mishap.h"
#include "doors/kube/state.h"
#include "doors/kube/steward.h"
#include "http/exchange.h"

enum {
    VD_KUBE_BODY_MAX_BYTES = 3 << 20,
    /* Documents take about 64 bytes a value and their texts; several of them are made of a body. */
    VD_KUBE_ARENA_MAX_BYTES = 96 << 20,
    VD_KUBE_CALL_INLINE_BYTES = 2048,
    VD_KUBE_WARNINGS_MAX = 16,
    VD_KUBE_DEPTH_MAX = 512 /* of documents */
};

enum vd_kube_verb {
    VD_KUBE_GET,
    VD_KUBE_LIST,
    VD_KUBE_WATCH,
    VD_KUBE_CREATE,            /* POST to a collection, or to a subresource of a name */
    VD_KUBE_UPDATE,            /* PUT */
    VD_KUBE_PATCH,             /* PATCH */
    VD_KUBE_DELETE,            /* DELETE of a name */
    VD_KUBE_DELETE_COLLECTION, /* DELETE of a collection */
    VD_KUBE_OTHER              /* a path that is no resource's: discovery, OpenAPI */
};

typedef void vd_kube_step(struct vd_kube_call *call);

/*
 * The cause (struct vd_write) of everything that this door writes into the store. It is a promise
 * to who reads, which then only looks for the place of the resourceVersion: the value is a JSON
 * object without white space between its parts, of the kind that lies at that key, with kind,
 * apiVersion and metadata, each once, and neither resourceVersion nor selfLink in metadata. Values
 * without it are looked through each time.
 */
#define VD_KUBE_CAUSE VD_SLICE("\3")
_Static_assert(VD_CAUSE_KUBE == 3, "as VD_KUBE_CAUSE has it");

/* A stored value, in the arena of its call. */
struct vd_kube_stored {
    int rc; /* 0; VD_NOT_FOUND: there is no such key; otherwise it failed */
    struct vd_slice value;
    bool is_ours; /* it has VD_KUBE_CAUSE */
    int64_t create_revision, mod_revision, version, lease;
    int64_t head; /* the store's revision that this was true at, or before it */
};

struct vd_kube_call {
    struct vd_kube *kube;
    struct vd_exchange *x; /* NULL: of a chore (chore.h), or its peer has gone */
    const struct vd_principal *principal;
    enum vd_kube_verb verb;
    const struct vd_kube_kind *kind; /* a reference; NULL with VD_KUBE_OTHER */
    /* Of the path, decoded; empty where it has none. */
    struct vd_slice path; /* as it came */
    struct vd_slice method;
    struct vd_slice group, version, plural, name_space, name, subresource;
    struct vd_slice query; /* as it came; vd_kube_query and options.h read it */
    /* Headers, as they came; empty: not sent. */
    struct vd_slice accept, content_type, user_agent, if_none_match, authority, authorization;
    bool accepts_gzip;
    bool is_websocket; /* it asks to go on as one, with these headers of its request: */
    struct vd_header ws_headers[3];
    uint32_t ws_header_count;
    bool is_watch_path;          /* /api/v1/watch/... */
    bool is_pretty;              /* ?pretty=true, or a client that shows text to people */
    struct vd_kube_mishap fault; /* that befalls its watch */
    struct vd_kube_shown form;   /* how objects are answered; set before the verb's owner has it */

    struct vd_buf body; /* what has come so far */
    bool has_body;      /* some has or will come */
    bool is_body_complete;
    struct vd_kube_stored loaded;                   /* by vd_kube_load */
    struct vd_slice warnings[VD_KUBE_WARNINGS_MAX]; /* in the arena */
    unsigned warning_count;

    void *state;
    /* It has been answered: what others wait for is let go of. May be NULL, like the next. */
    void (*over)(struct vd_kube_call *call);
    void (*forget)(struct vd_kube_call *call);

    struct vd_arena arena;

    /* call.c's. */
    vd_kube_step *step; /* NULL: nothing is under way */
    vd_kube_step *body_step, *load_step, *await_step;
    int64_t await_revision;
    uint64_t await_until_ms;
    struct vd_timer timer;
    bool is_too_new;        /* what was awaited did not come */
    struct vd_range *range; /* of a load */
    struct vd_kube_kinds_wait kinds_wait;
    struct vd_kube_steward_wait steward_wait;
    /* Of a chore, in place of an exchange: it is answered, with call->answer as its body. */
    void (*answered)(struct vd_kube_call *call, unsigned status);
    void *state_of_chore;
    bool is_answered;
    uint32_t retry_after_s; /* of the answer; 0: not said */
    struct vd_buf answer;   /* what is being sent, */
    size_t answer_at;       /* and how much of it was */
    uint8_t memory[VD_KUBE_CALL_INLINE_BYTES];
};

/* --- steps ------------------------------------------------------------------------------------ */

/* Something is under way: `step` is called by vd_kube_call_resume. Nothing else may be. */
void vd_kube_call_begin(struct vd_kube_call *call, vd_kube_step *step);
/* It has come back. In the turn of the loop, with its slot entered. The call may be gone after. */
void vd_kube_call_resume(struct vd_kube_call *call);

/* Goes on with `step` (which may be called from inside) when the whole body is in call->body. One
 * larger than VD_KUBE_BODY_MAX_BYTES is refused (413), and the step is not called. */
void vd_kube_call_body(struct vd_kube_call *call, vd_kube_step *step);

/* Reads the value of a key as it is now, from memory or disk, then goes on with `step` (which may
 * be called from inside): call->loaded says what was found. `key` is copied. */
void vd_kube_load(struct vd_kube_call *call, struct vd_slice key, vd_kube_step *step);

/* Goes on when everything committed before now is visible on this loop. */
void vd_kube_call_barrier(struct vd_kube_call *call, vd_kube_step *step);

/* Goes on (perhaps from inside) when the store has come to this revision; or, with is_too_new set,
 * when it has not in the time that Kubernetes waits for that. */
enum { VD_KUBE_AWAIT_MS = 3000 };
void vd_kube_call_await(struct vd_kube_call *call, int64_t revision, vd_kube_step *step);

/* --- what it says ----------------------------------------------------------------------------- */

/* The key of the call's object, in the arena: prefix, storage, namespace, name. Without a name: of
 * its collection, with the slash at its end. Empty: no memory. */
struct vd_slice vd_kube_call_key(struct vd_kube_call *call);
struct vd_slice vd_kube_key(struct vd_kube_call *call, const struct vd_kube_kind *kind,
                            struct vd_slice name_space, struct vd_slice name);

/* A parameter of the query, decoded into the arena; the first of that name. 0; VD_NOT_FOUND: it is
 * not there; VD_INVALID: it does not decode; -ENOMEM. */
VD_MUST_CHECK int vd_kube_query(struct vd_kube_call *call, struct vd_slice name,
                                struct vd_slice *out_value);
/* A flag as Kubernetes reads them: "", "true", "1" ... are true where it is there; "0" and "false"
 * are false. */
bool vd_kube_query_flag(struct vd_kube_call *call, struct vd_slice name);

/* A header Warning of the answer; copied. What is too much is left out. */
void vd_kube_warn(struct vd_kube_call *call, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A text in the arena. Empty if there is no memory. */
struct vd_slice vd_kube_text(struct vd_kube_call *call, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
