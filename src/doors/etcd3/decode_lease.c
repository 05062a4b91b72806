/* SPDX-License-Identifier: Apache-2.0 */
/* Requests of the lease service, and of Maintenance.Alarm. */
#include "doors/etcd3/decode.h"

#include "wire/protobuf.h"

#define VARINT(number) VD_PB_TAG(number, VD_PB_VARINT)

/* Nothing but numbers is in these requests. */
struct numbers {
    uint64_t first, second, third;
};

static int read_numbers(struct vd_slice message, struct numbers *out_numbers)
{
    struct vd_pb_reader reader;
    struct vd_pb_field field;

    *out_numbers = (struct numbers){0};
    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        switch (field.tag) {
        case VARINT(1):
            out_numbers->first = field.value;
            break;
        case VARINT(2):
            out_numbers->second = field.value;
            break;
        case VARINT(3):
            out_numbers->third = field.value;
            break;
        default:
            break;
        }
    return vd_pb_status(&reader);
}

int vd_etcd3_read_lease_grant(struct vd_slice message, struct vd_etcd3_lease_request *out_request)
{
    struct numbers numbers;
    int rc = read_numbers(message, &numbers);

    *out_request = (struct vd_etcd3_lease_request){.ttl_s = (int64_t)numbers.first,
                                                   .id = (int64_t)numbers.second};
    return rc;
}

int vd_etcd3_read_lease(struct vd_slice message, struct vd_etcd3_lease_request *out_request)
{
    struct numbers numbers;
    int rc = read_numbers(message, &numbers);

    *out_request =
        (struct vd_etcd3_lease_request){.id = (int64_t)numbers.first, .keys = numbers.second != 0};
    return rc;
}

int vd_etcd3_read_alarm(struct vd_slice message, struct vd_etcd3_alarm_request *out_request)
{
    struct numbers numbers;
    int rc = read_numbers(message, &numbers);

    *out_request = (struct vd_etcd3_alarm_request){.action = (uint32_t)numbers.first,
                                                   .member_id = numbers.second,
                                                   .alarm = (uint32_t)numbers.third};
    return rc;
}
