/* SPDX-License-Identifier: Apache-2.0 */
/* Errors as grpc-gateway says them. Its first version and its second put other members into one;
 * clients read those of either, so both are there. */
#include "rpc/json_inner.h"
#include "wire/json.h"

enum { H2_INTERNAL_ERROR = 2 };

static const char *status_text(unsigned status)
{
    switch (status) {
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 409:
        return "Conflict";
    case 429:
        return "Too Many Requests";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    default:
        return "Internal Server Error";
    }
}

unsigned vd_json_http_status(enum vd_rpc_code code)
{
    static const uint16_t STATUSES[VD_RPC_CODES] = {
        [VD_RPC_OK] = 200,
        [VD_RPC_CANCELED] = 499,
        [VD_RPC_UNKNOWN] = 500,
        [VD_RPC_INVALID_ARGUMENT] = 400,
        [VD_RPC_DEADLINE_EXCEEDED] = 504,
        [VD_RPC_NOT_FOUND] = 404,
        [VD_RPC_ALREADY_EXISTS] = 409,
        [VD_RPC_PERMISSION_DENIED] = 403,
        [VD_RPC_RESOURCE_EXHAUSTED] = 429,
        [VD_RPC_FAILED_PRECONDITION] = 400,
        [VD_RPC_ABORTED] = 409,
        [VD_RPC_OUT_OF_RANGE] = 400,
        [VD_RPC_UNIMPLEMENTED] = 501,
        [VD_RPC_INTERNAL] = 500,
        [VD_RPC_UNAVAILABLE] = 503,
        [VD_RPC_DATA_LOSS] = 500,
        [VD_RPC_UNAUTHENTICATED] = 401,
    };

    return STATUSES[code];
}

void vd_json_put_error(struct vd_buf *buf, enum vd_rpc_code code, struct vd_slice message)
{
    struct vd_json json;

    vd_json_init(&json, buf);
    vd_json_object(&json);
    vd_json_add_string(&json, "error", message);
    vd_json_add_int(&json, "code", code);
    vd_json_add_string(&json, "message", message);
    vd_json_object_end(&json);
}

void vd_json_put_stream_error(struct vd_buf *buf, enum vd_rpc_code code, struct vd_slice message)
{
    unsigned status = vd_json_http_status(code);
    struct vd_json json;

    vd_json_init(&json, buf);
    vd_json_object(&json);
    vd_json_name(&json, "error");
    vd_json_object(&json);
    vd_json_add_int(&json, "grpc_code", code);
    vd_json_add_uint(&json, "http_code", status);
    vd_json_add_string(&json, "message", message);
    vd_json_add_str(&json, "http_status", status_text(status));
    vd_json_add_int(&json, "code", code);
    vd_json_object_end(&json);
    vd_json_object_end(&json);
}

void vd_json_refuse(struct vd_exchange *x, unsigned http_status, enum vd_rpc_code code,
                    struct vd_slice message)
{
    struct vd_header headers[] = {{VD_SLICE("content-type"), VD_SLICE("application/json")},
                                  {VD_SLICE("allow"), VD_SLICE("POST, OPTIONS")}};
    unsigned status = http_status ? http_status : vd_json_http_status(code);
    struct vd_buf body;

    vd_buf_init(&body, 0);
    vd_json_put_error(&body, code, message);
    vd_exchange_start(x, status, headers, status == 405 ? 2 : 1);
    if (vd_buf_status(&body) || vd_exchange_body(x, vd_buf_slice(&body)))
        vd_exchange_reset(x, H2_INTERNAL_ERROR);
    else
        vd_exchange_finish(x, NULL, 0);
    vd_buf_deinit(&body);
}
