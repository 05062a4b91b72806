/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the live door's WebSocket share. */
#ifndef VD_DOORS_LIVE_WS_INNER_H
#define VD_DOORS_LIVE_WS_INNER_H

#include "doors/live/errors.h"
#include "doors/live/resolve.h"
#include "doors/live/rest.h"
#include "doors/live/source.h"
#include "doors/live/ws.h"
#include "doors/live/ws_command.h"
#include "http/websocket.h"
#include "wire/json.h"

enum {
    VD_LIVE_WS_WATCHES = 1000,                /* on a socket */
    VD_LIVE_WS_WRITES = 64,                   /* under way on a socket: so many, */
    VD_LIVE_WS_WRITE_BYTES = 4 * 1024 * 1024, /* or so large; then no message is taken */
    VD_LIVE_WS_CODE_GONE = 4410               /* a close: the only watch's position is gone */
};

struct vd_live_ws_watch;

/* A socket. */
struct vd_live_ws {
    struct vd_live *live;
    struct vd_ws *ws;       /* NULL until it is accepted */
    struct vd_list watches; /* all, in order of subscription */
    struct vd_list ready;   /* those that may have something to say; the first is asked next */
    struct vd_list writes;
    struct vd_rest rest;              /* lines that there was no room for, */
    struct vd_live_ws_watch *writing; /* and whose they are */
    uint32_t watch_count, write_count;
    size_t write_bytes;
    bool is_granting; /* a put waits for its lease, and what is said after it for the put */
};

/* What came of asking a watch. */
enum vd_live_ws_turn {
    VD_LIVE_WS_IDLE,  /* nothing now */
    VD_LIVE_WS_MORE,  /* there may be more */
    VD_LIVE_WS_LATER, /* in the next turn */
    VD_LIVE_WS_FULL,  /* the output is; there may be more */
    VD_LIVE_WS_GONE   /* the watch has ended, and is freed */
};

/* --- ws.c ------------------------------------------------------------------------------------- */

/* A message about a watch or a request: vd_ws_send of the live door's scratch buffer; what cannot
 * be sent closes the socket. */
void vd_live_ws_send(struct vd_live_ws *socket, const struct vd_buf *message);
/* {"id":..,"type":"error",..}; id as in struct vd_live_ws_command. detail: NULL or a sentence. */
void vd_live_ws_fail(struct vd_live_ws *socket, struct vd_slice id,
                     const struct vd_live_problem *problem, const char *detail);
/* The live door's scratch buffer, which holds one line: a message, with the id put into it. */
void vd_live_ws_send_line(struct vd_live_ws *socket, struct vd_slice id);
/* What there is no going on from; that a watch has ended. */
void vd_live_ws_say_gone(struct vd_live_ws *socket, struct vd_slice id);
void vd_live_ws_say_canceled(struct vd_live_ws *socket, struct vd_slice id);
/* Begins the message {"id":..,"type":".."  in the live door's scratch buffer. */
void vd_live_ws_begin(struct vd_live_ws *socket, struct vd_json *json, struct vd_slice id,
                      const char *type);

/* --- ws_watch.c ------------------------------------------------------------------------------- */

/*
 * A watch on the socket; id: JSON, empty for the one of the URL. It says what it has to say through
 * the socket, also what becomes of a time that must be looked up.
 * 0; VD_TOO_MANY; VD_EXISTS: the id is taken; otherwise as vd_live_source_open.
 */
VD_MUST_CHECK int vd_live_ws_subscribe(struct vd_live_ws *socket,
                                       const struct vd_principal *principal, struct vd_slice id,
                                       const struct vd_live_wish *wish);
/* NULL: there is none of this id. */
struct vd_live_ws_watch *vd_live_ws_find(struct vd_live_ws *socket, struct vd_slice id);
void vd_live_ws_watch_free(struct vd_live_ws_watch *watch);
/* Says so behind what it has said, with its position. */
void vd_live_ws_watch_pause(struct vd_live_ws_watch *watch, bool paused);
/* Inside fill, taken out of the list of those that are ready: its next lines. */
enum vd_live_ws_turn vd_live_ws_watch_write(struct vd_live_ws_watch *watch, struct vd_out *out);
/* What is left of the lines before. False: there was not the room for all of it. */
bool vd_live_ws_write_rest(struct vd_live_ws *socket, struct vd_out *out);
/* It has something to say, or may have. */
void vd_live_ws_watch_line_up(struct vd_live_ws_watch *watch);
void vd_live_ws_survey_watches(struct vd_live_ws *socket, struct vd_survey *survey);
/* Puts one that has been asked in line again. */
void vd_live_ws_watch_append(struct vd_live_ws_watch *watch, struct vd_list *list);
/* The one that has been there longest; there is one. */
struct vd_live_ws_watch *vd_live_ws_first(struct vd_live_ws *socket);
/* Takes the first of a list out of it. */
struct vd_live_ws_watch *vd_live_ws_watch_take(struct vd_list *list);

/* --- ws_write.c ------------------------------------------------------------------------------- */

/* Submits a put or a delete, and says what came of it through the socket. 0; VD_TOO_LARGE; -ENOMEM.
 */
VD_MUST_CHECK int vd_live_ws_submit(struct vd_live_ws *socket,
                                    const struct vd_live_ws_command *command);
/* The socket goes: what was submitted stays until it is done. */
void vd_live_ws_forget_writes(struct vd_live_ws *socket);

#endif
