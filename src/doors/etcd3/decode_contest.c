/* SPDX-License-Identifier: Apache-2.0 */
/* Requests of the lock and the election service; their messages share their field numbers. */
#include "doors/etcd3/decode.h"

#include "wire/protobuf.h"

#define LEN(number)    VD_PB_TAG(number, VD_PB_LEN)
#define VARINT(number) VD_PB_TAG(number, VD_PB_VARINT)

int vd_etcd3_read_contest(struct vd_slice message, struct vd_etcd3_contest_request *out_request)
{
    struct vd_etcd3_contest_request request = {0};
    struct vd_pb_reader reader;
    struct vd_pb_field field;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        switch (field.tag) {
        case LEN(1):
            request.name = field.bytes;
            break;
        case VARINT(2):
            request.lease = (int64_t)field.value;
            break;
        case LEN(3):
            request.value = field.bytes;
            break;
        default:
            break;
        }
    *out_request = request;
    return vd_pb_status(&reader);
}

static int read_leader(struct vd_slice message, struct vd_etcd3_leader_request *request)
{
    struct vd_pb_reader reader;
    struct vd_pb_field field;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        switch (field.tag) {
        case LEN(2):
            request->key = field.bytes;
            break;
        case VARINT(3):
            request->revision = (int64_t)field.value;
            break;
        case VARINT(4):
            request->lease = (int64_t)field.value;
            break;
        default:
            break;
        }
    request->has_leader = true;
    return vd_pb_status(&reader);
}

int vd_etcd3_read_leader(struct vd_slice message, struct vd_etcd3_leader_request *out_request)
{
    struct vd_etcd3_leader_request request = {0};
    struct vd_pb_reader reader;
    struct vd_pb_field field;
    int rc = 0;

    vd_pb_reader_init(&reader, message);
    while (rc == 0 && vd_pb_next(&reader, &field))
        switch (field.tag) {
        case LEN(1):
            rc = read_leader(field.bytes, &request);
            break;
        case LEN(2):
            request.value = field.bytes;
            break;
        default:
            break;
        }
    *out_request = request;
    return rc ? rc : vd_pb_status(&reader);
}
