/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A gRPC method, called in JSON over plain HTTP or a WebSocket, as grpc-gateway says it. The method
 * does not know.
 *
 * Over HTTP the body is one JSON object, for a bidirectional stream one or several, one after the
 * other; an empty body is an empty message. A single answer is its message, with the status that
 * belongs to the gRPC code and {"error":…,"code":…,"message":…} if it is not OK. A stream is lines
 * of {"result":…}, and {"error":{…}} last if it ends otherwise than OK after its first line.
 * Over a WebSocket each text of the peer is JSON objects, and each line a text of ours.
 *
 * A long message leaves as it is made, so nothing is held whole. What many streams of a loop are
 * sent alike is made into JSON once: the last texts are kept, and known by the bytes of the
 * messages.
 */
#ifndef VD_RPC_JSON_CALL_H
#define VD_RPC_JSON_CALL_H

#include "rpc/call.h"
#include "rpc/schema.h"

/* What the JSON calls of a loop share. */
struct vd_json_calls;

/* NULL: no memory. The schema outlives it; no call may be open when it is freed. */
struct vd_json_calls *vd_json_calls_new(const struct vd_schema *schema);
void vd_json_calls_free(struct vd_json_calls *calls);

/* A method as it can be called in JSON. */
struct vd_json_method {
    struct vd_rpc_entry entry;    /* like that of the gRPC method, whose calls it counts with */
    struct vd_rpc_entry ws_entry; /* over a WebSocket */
    const struct vd_schema_method *schema;
    struct vd_json_calls *calls;
};

/* 0; VD_NOT_FOUND: the schema does not have it. `grpc` outlives the method. */
VD_MUST_CHECK int vd_json_method_init(struct vd_json_method *method, struct vd_json_calls *calls,
                                      const struct vd_rpc_entry *grpc);
void vd_json_method_deinit(struct vd_json_method *method);

/* In a route's `open`: takes the exchange, over a WebSocket if the request asks for one. 0;
 * -ENOMEM. Whatever is wrong with the request is answered. */
VD_MUST_CHECK int vd_json_method_open(struct vd_json_method *method, struct vd_exchange *x,
                                      const struct vd_request *request);

/* The HTTP status of a gRPC code, as grpc-gateway maps them. */
unsigned vd_json_http_status(enum vd_rpc_code code);
/* Answers an exchange with an error, as grpc-gateway writes it; http_status: 0 is the code's. */
void vd_json_refuse(struct vd_exchange *x, unsigned http_status, enum vd_rpc_code code,
                    struct vd_slice message);

#endif
