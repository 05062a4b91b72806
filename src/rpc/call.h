/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A gRPC call over an exchange (gRPC over HTTP/2): messages in, messages out, a status at the end.
 *
 * A method is a row of constant functions. Its state lies behind the call in one allocation, a call
 * that is answered is freed at once, and a stream that waits holds nothing but its state. Output is
 * pulled like the exchange's: `fill` writes whole messages, and what did not fit of the last one is
 * kept by the call and goes first next time, so a method never sees half a message.
 */
#ifndef VD_RPC_CALL_H
#define VD_RPC_CALL_H

#include "base/bytes.h"
#include "http/exchange.h"
#include "rpc/counts.h"

struct vd_call;

enum {
    VD_RPC_PREFIX_BYTES = 5,
    VD_RPC_TRAILERS = 4,               /* that a method adds to a status */
    VD_RPC_RECEIVE_MAX_BYTES = 2097152 /* of one message of a peer, if nothing else is said */
};

enum vd_rpc_kind { VD_RPC_UNARY, VD_RPC_SERVER_STREAM, VD_RPC_BIDI };

/* How a method works: constant functions, and a state of its own for each call. */
struct vd_rpc_ops {
    uint32_t state_bytes; /* zeroed at the start */
    /* A whole message, borrowed. */
    void (*message)(struct vd_call *call, struct vd_slice message);
    /* Write what there is. Called after vd_call_ready, until it answers VD_FILL_IDLE. */
    enum vd_fill (*fill)(struct vd_call *call, struct vd_out *out);
    /* Release what the state owns: the exchange is gone and no hold is left. NULL: nothing. */
    void (*release)(struct vd_call *call);
    /* Half-close of a bidi stream. NULL: of no consequence. */
    void (*end)(struct vd_call *call);
    /* How far behind its readers are. NULL: it has none. */
    void (*survey)(struct vd_call *call, struct vd_survey *survey);
    /* The call begins: its metadata is among the headers of the request, borrowed. NULL: it is not
     * looked at. */
    void (*open)(struct vd_call *call, const struct vd_request *request);
    /* Metadata that goes with the status, whatever that is: fills in headers, borrowed until the
     * next call of anything, and returns how many. NULL: none. */
    uint32_t (*trailers)(struct vd_call *call, struct vd_header headers[VD_RPC_TRAILERS]);
};

struct vd_rpc_method {
    const char *path;             /* "/package.Service/Method" */
    enum vd_rpc_kind kind;        /* unary and server streaming: one message comes, at most */
    const struct vd_rpc_ops *ops; /* NULL: known, and not served (UNIMPLEMENTED) */
};

struct vd_rpc_service {
    const struct vd_rpc_method *methods;
    uint32_t method_count;
    /* Looks at the metadata of every request before its call begins: VD_RPC_OK, or how it ends. */
    enum vd_rpc_code (*admit)(const struct vd_request *request, const char **out_message);
    const char *deadline_message; /* of DEADLINE_EXCEEDED */
    const char *stopped_message;  /* of UNAVAILABLE, when the server goes down under a stream */
};

/*
 * How a call is said to its peer in place of gRPC's frames and trailers: constant functions, and a
 * state of its own behind the method's. A face takes the exchange, hands the call what comes
 * (vd_call_take and the ones below it), and pulls gRPC's frames out of it to say them otherwise;
 * the method does not know.
 */
struct vd_call_face {
    const char *by;       /* how its calls are told, for a survey */
    uint32_t state_bytes; /* zeroed at the start */
    /* There are frames to pull. */
    void (*ready)(struct vd_call *call, bool urgent);
    void (*pause)(struct vd_call *call, bool paused);
    /* All frames have been pulled, and this is how it ends (message: borrowed). */
    void (*finish)(struct vd_call *call, enum vd_rpc_code code, struct vd_slice message);
    /* It is broken off; vd_call_closed is yet to come. */
    void (*reset)(struct vd_call *call);
};

/* A method as it is registered: what a call is bound to. Of one loop. */
struct vd_rpc_entry {
    const struct vd_rpc_method *method;
    const struct vd_rpc_service *service;
    void *arg;
    uint32_t receive_max_bytes;
    struct vd_call *spare; /* freed calls of this method, for those to come */
    uint32_t spare_count;
    const struct vd_call_face *face; /* NULL: gRPC itself */
    struct vd_rpc_counts *counted;   /* where its calls are counted: its own, or another's */
    struct vd_rpc_counts counts;
    struct vd_rpc_entry *next; /* in the order of registration */
};

void vd_rpc_entry_deinit(struct vd_rpc_entry *entry);

/* Takes the exchange. 0; -ENOMEM. `entry` outlives the call. timeout_ms: UINT64_MAX for none. */
VD_MUST_CHECK int vd_call_open(struct vd_exchange *x, const struct vd_request *request,
                               struct vd_rpc_entry *entry, uint64_t timeout_ms);
/* Answers an exchange that no call was opened for, with nothing but a status. */
void vd_call_refuse(struct vd_exchange *x, enum vd_rpc_code code, struct vd_slice message);

void *vd_call_state(struct vd_call *call);
struct vd_call *vd_call_of_state(void *state);
void *vd_call_arg(const struct vd_call *call);
/* NULL once the exchange is gone. */
const struct vd_principal *vd_call_principal(const struct vd_call *call);
/* How it is told to its peer: "grpc", or as its face says. */
const char *vd_call_by(const struct vd_call *call);
/* Whether an answer can still be given. */
bool vd_call_is_open(const struct vd_call *call);

/* Sends the headers of the response now, with metadata of the method's own (copied). Of no effect
 * once they are sent, or on a call that is over. */
void vd_call_start(struct vd_call *call, const struct vd_header *metadata, uint32_t count);
/* There is something to fill; urgent: somebody waits for it. Of no effect on a call that is over.
 */
void vd_call_ready(struct vd_call *call, bool urgent);
/*
 * Inside fill: writes head, then body (by reference where it is large), as far as there is room,
 * and keeps the rest: head is copied, and body too if it is a small part of `hold`, in which it
 * lies; else hold gets a reference. Nothing may be kept already. False: a rest is kept (or memory
 * was short, and the stream is reset), return VD_FILL_MORE.
 */
bool vd_call_write_piece(struct vd_call *call, struct vd_out *out, struct vd_slice head,
                         struct vd_slice body, struct vd_bytes *hold);
/* The same with a body of its own; NULL: none. */
bool vd_call_write(struct vd_call *call, struct vd_out *out, struct vd_slice head,
                   struct vd_bytes *body);
/* n messages of a stream were written otherwise than by vd_call_write, which counts for itself. */
void vd_call_count_sent(struct vd_call *call, unsigned n);
/*
 * Ends the call once what was written has left. Further messages are dropped. `message` is copied.
 * Of no effect on a call that is over.
 */
void vd_call_finish(struct vd_call *call, enum vd_rpc_code code, const char *message);
/* Breaks the stream off: an answer half written cannot be completed. */
void vd_call_break(struct vd_call *call);
/* Stop taking messages, and go on. */
void vd_call_pause(struct vd_call *call, bool paused);

/* Keeps the call's memory while something that cannot be taken back refers to it (a write). */
void vd_call_hold(struct vd_call *call);
/* May free the call. */
void vd_call_unhold(struct vd_call *call);

/*
 * For faces. begin: as vd_call_open, with a handler of the face's own (its user is the call; NULL:
 * it sees to that); NULL: no memory. take: a message of the peer; a second one of a call that takes
 * one is dropped. end: no message follows. fill: writes gRPC frames. closed: the exchange is gone,
 * and the call may be.
 */
struct vd_call *vd_call_begin(struct vd_exchange *x, const struct vd_handler *handler,
                              const struct vd_request *request, struct vd_rpc_entry *entry,
                              uint64_t timeout_ms);
void *vd_call_face_state(struct vd_call *call);
struct vd_rpc_entry *vd_call_entry(const struct vd_call *call);
struct vd_exchange *vd_call_exchange(const struct vd_call *call);
void vd_call_take(struct vd_call *call, struct vd_slice message);
void vd_call_end(struct vd_call *call);
enum vd_fill vd_call_fill(struct vd_call *call, struct vd_out *out);
void vd_call_drain(struct vd_call *call);
void vd_call_survey(struct vd_call *call, struct vd_survey *survey);
void vd_call_closed(struct vd_call *call);
/* As vd_call_finish, with a text of any bytes. */
void vd_call_fail(struct vd_call *call, enum vd_rpc_code code, struct vd_slice message);

/* The five bytes before a message. */
static inline uint8_t *vd_call_put_prefix(uint8_t *to, size_t message_bytes)
{
    to[0] = 0;
    to[1] = (uint8_t)(message_bytes >> 24);
    to[2] = (uint8_t)(message_bytes >> 16);
    to[3] = (uint8_t)(message_bytes >> 8);
    to[4] = (uint8_t)message_bytes;
    return to + VD_RPC_PREFIX_BYTES;
}

#endif
