/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a client says on a WebSocket (docs/doors/live.md, "WebSocket"): a JSON object whose `type`
 * names the command. A subscription has the parameters of the URL as members, and is turned into
 * the query that says the same, so that there is one grammar.
 */
#ifndef VD_DOORS_LIVE_WS_COMMAND_H
#define VD_DOORS_LIVE_WS_COMMAND_H

#include "base/arena.h"
#include "base/outcome.h"

enum { VD_LIVE_WS_ID_BYTES = 64 };

enum vd_live_ws_verb {
    VD_LIVE_WS_SUBSCRIBE,
    VD_LIVE_WS_CANCEL,
    VD_LIVE_WS_PAUSE,
    VD_LIVE_WS_RESUME,
    VD_LIVE_WS_PUT,
    VD_LIVE_WS_DELETE
};

/* Slices are of the arena. */
struct vd_live_ws_command {
    enum vd_live_ws_verb verb;
    struct vd_slice id;    /* a JSON string or number, as it is written; empty: none */
    struct vd_slice key;   /* encoded as in a URL for SUBSCRIBE, plain for PUT and DELETE */
    struct vd_slice query; /* of SUBSCRIBE: its parameters, as in a URL */
    struct vd_slice value; /* of PUT */
    int64_t lease;         /* of PUT; 0: none */
    int64_t ttl_ms;        /* the same: it goes by itself after so long */
    int64_t revision;      /* only if the key was last changed there; 0: if it is not there */
    bool is_conditional, is_prefix;
};

/*
 * 0; VD_INVALID: *out_what says in a sentence what is wrong, and out_command->id is set if that
 * much was understood; VD_TOO_LARGE: the arena's cap; -ENOMEM.
 */
VD_MUST_CHECK int vd_live_ws_command_parse(struct vd_arena *arena, struct vd_slice text,
                                           struct vd_live_ws_command *out_command,
                                           const char **out_what);

#endif
