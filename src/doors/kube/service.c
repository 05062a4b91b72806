/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Addresses of services: clusterIP out of 10.96.0.0/12, node ports out of 30000 to 32767.
 *
 * What is taken is read from the services themselves, there is no list beside them. So that two
 * loops cannot give out the same, the transaction compares that no service is newer than the
 * revision they were read at; whoever is second reads them again. Within a loop they have turns
 * (turn.c). An
 * address begins its search at a place that its name decides: the same service gets the same
 * address in an empty store.
 */
#include "doors/kube/write_inner.h"

#include "base/alloc.h"
#include "core/range.h"
#include "doors/kube/model/prepare.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>

enum {
    ADDRESS_BITS = 20, /* 10.96.0.0/12 */
    ADDRESSES = 1 << ADDRESS_BITS,
    PORT_FIRST = 30000,
    PORTS = 2768,
    ROWS = 64,
    ROW_BYTES = 256 << 10,
    RESERVED = 256 /* the first ones are for those who ask for them by number */
};

static const uint32_t network = 10u << 24 | 96u << 16;

struct taking {
    struct vd_range *range;
    struct vd_range_op op;
    vd_kube_step *then;
    uint8_t ports[(PORTS + 7) / 8];
    uint8_t addresses[ADDRESSES / 8];
};

static bool has_type(const struct vd_json_value *spec, const char *type)
{
    return vd_kube_doc_says(vd_kube_doc_get(spec, "type"), type);
}

static bool has_node_ports(const struct vd_json_value *spec)
{
    return has_type(spec, "NodePort") ||
           (has_type(spec, "LoadBalancer") &&
            vd_kube_doc_bool(spec, "allocateLoadBalancerNodePorts", true));
}

/* --- what is taken -----------------------------------------------------------------------------
 */

/* False: it is none of the range. */
static bool address_of(struct vd_slice text, uint32_t *out_index)
{
    char copy[INET_ADDRSTRLEN];
    struct in_addr address;

    if (!text.len || text.len >= sizeof(copy))
        return false;
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    if (inet_pton(AF_INET, copy, &address) != 1)
        return false;
    *out_index = ntohl(address.s_addr) - network;
    return *out_index < ADDRESSES;
}

static bool is_set(const uint8_t *bits, uint32_t index)
{
    return bits[index / 8] & 1u << (index % 8);
}

static void set(uint8_t *bits, uint32_t index)
{
    bits[index / 8] |= (uint8_t)(1u << (index % 8));
}

static void take_port(struct taking *taking, int64_t port)
{
    if (port >= PORT_FIRST && port < PORT_FIRST + PORTS)
        set(taking->ports, (uint32_t)(port - PORT_FIRST));
}

static void take_service(struct taking *taking, const struct vd_json_value *service)
{
    const struct vd_json_value *spec = vd_kube_doc_object(service, "spec"), *at;
    uint32_t index;

    if (address_of(vd_kube_doc_string(spec, "clusterIP"), &index))
        set(taking->addresses, index);
    vd_kube_doc_each(at, vd_kube_doc_array(spec, "clusterIPs"))
        if (address_of(vd_kube_doc_text(at), &index))
            set(taking->addresses, index);
    vd_kube_doc_each(at, vd_kube_doc_array(spec, "ports"))
        take_port(taking, vd_kube_doc_int(at, "nodePort", 0));
    take_port(taking, vd_kube_doc_int(spec, "healthCheckNodePort", 0));
}

/* A row is read into memory of its own: there may be many. */
static int take_row(struct vd_kube_writing *w, struct taking *taking, const struct vd_row *row)
{
    struct vd_json_value *service;
    struct vd_arena arena;
    int rc;

    if (vd_slice_eq(row->key, w->key))
        return 0;
    vd_arena_init(&arena, VD_KUBE_ARENA_MAX_BYTES);
    rc = vd_json_read(&arena, row->value, VD_KUBE_DOC_DEPTH_MAX, &service, NULL);
    if (rc == 0)
        take_service(taking, service);
    vd_arena_deinit(&arena);
    return rc == -ENOMEM ? rc : 0; /* what is none has no address */
}

/* --- giving ------------------------------------------------------------------------------------
 */

/* The same for the same key in every process (FNV-1a). */
static uint64_t place_of(struct vd_slice key)
{
    uint64_t hash = 14695981039346656037u;

    for (size_t i = 0; i < key.len; i++)
        hash = (hash ^ key.ptr[i]) * 1099511628211u;
    return hash ^ hash >> 32;
}

static bool give_address(struct vd_kube_writing *w, struct taking *taking,
                         struct vd_json_value *spec)
{
    uint32_t start = (uint32_t)(place_of(w->key) % (ADDRESSES - RESERVED - 1)), index;
    struct in_addr address;
    char text[INET_ADDRSTRLEN];
    struct vd_json_value *list;

    for (uint32_t i = 0; i < ADDRESSES - RESERVED - 1; i++) {
        index = RESERVED + (start + i) % (ADDRESSES - RESERVED - 1);
        if (is_set(taking->addresses, index))
            continue;
        address.s_addr = htonl(network + index);
        vd_assert(inet_ntop(AF_INET, &address, text, sizeof(text)));
        vd_kube_doc_set_str(&w->doc, spec, "clusterIP", text);
        list = vd_kube_doc_new_array(&w->doc);
        vd_kube_doc_append_string(&w->doc, list, vd_slice_str(text));
        vd_kube_doc_set(&w->doc, spec, "clusterIPs", list);
        w->gave_address = true;
        return true;
    }
    vd_kube_refuse(w->call, 500, "InternalError",
                   "Internal error occurred: failed to allocate a "
                   "serviceIP: range is full");
    return false;
}

static int64_t give_port(struct vd_kube_writing *w, struct taking *taking, unsigned index)
{
    uint32_t start = (uint32_t)((place_of(w->key) + index) % PORTS);

    for (uint32_t i = 0; i < PORTS; i++) {
        uint32_t at = (start + i) % PORTS;

        if (is_set(taking->ports, at))
            continue;
        set(taking->ports, at);
        return PORT_FIRST + at;
    }
    return 0;
}

static void judge_address(const struct taking *taking, struct vd_slice text,
                          struct vd_kube_causes *causes)
{
    struct vd_kube_path spec = VD_KUBE_PATH(NULL, "spec");
    struct vd_kube_path path = VD_KUBE_PATH(&spec, "clusterIPs");
    const char *why = "provided IP is already allocated";
    uint32_t index;

    if (vd_slice_eq(text, VD_SLICE("None")) || (text.len && memchr(text.ptr, ':', text.len)))
        return;
    if (!address_of(text, &index))
        why = "the provided IP is not in the valid range. The range of valid IPs is 10.96.0.0/12";
    else if (!is_set(taking->addresses, index))
        return;
    vd_kube_cause_add(causes, VD_KUBE_VALUE_INVALID, &path,
                      "[\"%.*s\"]: failed to allocate IP %.*s: %s", (int)text.len,
                      (const char *)text.ptr, (int)text.len, (const char *)text.ptr, why);
}

/* A number that is asked for; it may stand at several ports of one service. */
static void judge_port(const struct taking *taking, int64_t port, unsigned index,
                       struct vd_kube_causes *causes)
{
    struct vd_kube_path spec = VD_KUBE_PATH(NULL, "spec");
    struct vd_kube_path ports = VD_KUBE_PATH(&spec, "ports");
    struct vd_kube_path element = vd_kube_path_at(&ports, index);
    struct vd_kube_path path = VD_KUBE_PATH(&element, "nodePort");

    if (port < PORT_FIRST || port >= PORT_FIRST + PORTS)
        vd_kube_invalid_int(causes, &path, port,
                            "provided port is not in the valid range. The range of valid ports is "
                            "30000-32767");
    else if (is_set(taking->ports, (uint32_t)(port - PORT_FIRST)))
        vd_kube_invalid_int(causes, &path, port, "provided port is already allocated");
}

static void give_families(struct vd_kube_writing *w, struct vd_json_value *spec)
{
    struct vd_json_value *list;

    if (!vd_kube_doc_get(spec, "ipFamilies")) {
        list = vd_kube_doc_ensure_array(&w->doc, spec, "ipFamilies");
        vd_kube_doc_append_string(&w->doc, list, VD_SLICE("IPv4"));
    }
    if (!vd_kube_doc_string(spec, "ipFamilyPolicy").len)
        vd_kube_doc_set_str(&w->doc, spec, "ipFamilyPolicy", "SingleStack");
}

/* The two ways to say it say the same. */
static void agree(struct vd_kube_writing *w, struct vd_json_value *spec)
{
    struct vd_slice one = vd_kube_doc_string(spec, "clusterIP");
    const struct vd_json_value *list = vd_kube_doc_array(spec, "clusterIPs");
    struct vd_json_value *made;

    if (!one.len && list && list->first) {
        vd_kube_doc_set_string(&w->doc, spec, "clusterIP", vd_kube_doc_text(list->first));
    } else if (one.len && (!list || !list->first)) {
        made = vd_kube_doc_new_array(&w->doc);
        vd_kube_doc_append_string(&w->doc, made, one);
        vd_kube_doc_set(&w->doc, spec, "clusterIPs", made);
    }
}

static void give_ports(struct vd_kube_writing *w, struct taking *taking, struct vd_json_value *spec,
                       struct vd_kube_causes *causes)
{
    const struct vd_json_value *old_ports = vd_kube_doc_at(w->old, "spec", "ports", NULL), *had;
    struct vd_json_value *at;
    unsigned i = 0;

    vd_kube_doc_each(at, vd_kube_doc_array(spec, "ports")) {
        int64_t port = vd_kube_doc_int(at, "nodePort", 0);
        bool is_old = false;

        vd_kube_doc_each(had, old_ports)
            is_old |= port && vd_kube_doc_int(had, "nodePort", 0) == port;
        if (port && !is_old)
            judge_port(taking, port, i, causes);
        i++;
    }
    vd_kube_doc_each(at, vd_kube_doc_array(spec, "ports"))
        take_port(taking, vd_kube_doc_int(at, "nodePort", 0));
    i = 0;
    vd_kube_doc_each(at, vd_kube_doc_array(spec, "ports")) {
        if (!vd_kube_doc_int(at, "nodePort", 0) && i < 64) {
            vd_kube_doc_set_int(&w->doc, at, "nodePort", give_port(w, taking, i));
            w->gave_ports |= 1ull << i;
        }
        i++;
    }
}

static bool give(struct vd_kube_writing *w, struct taking *taking)
{
    struct vd_json_value *spec = vd_kube_doc_object(w->object, "spec");
    struct vd_slice old = vd_kube_doc_string(vd_kube_doc_get(w->old, "spec"), "clusterIP"), now;
    struct vd_kube_causes causes;

    vd_kube_causes_init(&causes, &w->call->arena);
    agree(w, spec);
    now = vd_kube_doc_string(spec, "clusterIP");
    if (now.len && !vd_slice_eq(now, old))
        judge_address(taking, now, &causes);
    if (has_node_ports(spec))
        give_ports(w, taking, spec, &causes);
    if (!now.len && !give_address(w, taking, spec))
        return false;
    give_families(w, spec);
    if (vd_kube_write_failed(w, w->doc.rc) ||
        vd_kube_write_failed(w, vd_kube_causes_status(&causes)))
        return false;
    if (!vd_kube_causes_has(&causes))
        return true;
    w->call->name = w->name;
    vd_kube_refuse_invalid(w->call, &causes);
    return false;
}

/* An attempt that was second: what it was given may be somebody's by now. */
static void give_back(struct vd_kube_writing *w)
{
    struct vd_json_value *spec = vd_kube_doc_object(w->object, "spec"), *at;
    unsigned i = 0;

    if (w->gave_address) {
        (void)vd_kube_doc_remove(spec, "clusterIP");
        (void)vd_kube_doc_remove(spec, "clusterIPs");
    }
    vd_kube_doc_each(at, vd_kube_doc_array(spec, "ports")) {
        if (i < 64 && w->gave_ports >> i & 1)
            (void)vd_kube_doc_remove(at, "nodePort");
        i++;
    }
    w->gave_address = false;
    w->gave_ports = 0;
}

/* --- looking -----------------------------------------------------------------------------------
 */

static void finish(struct vd_kube_writing *w)
{
    struct taking *taking = w->taking;

    if (taking) {
        vd_range_close(taking->range);
        vd_free(taking);
    }
    w->taking = NULL;
}

void vd_kube_service_forget(struct vd_kube_writing *w)
{
    finish(w);
}

static void look(struct vd_kube_call *call);

static void on_ready(void *arg)
{
    vd_kube_call_resume(arg);
}

static void look(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);
    struct taking *taking = w->taking;
    vd_kube_step *then = taking->then;
    struct vd_row rows[ROWS];
    size_t count = 0;
    int rc;

    do {
        rc = vd_range_next(taking->range, true, rows, ROWS, ROW_BYTES, &count);
        for (size_t i = 0; rc == 0 && i < count; i++)
            rc = take_row(w, taking, &rows[i]);
    } while (rc == 0 || rc == VD_AGAIN);
    if (rc == VD_WAIT) {
        vd_kube_call_begin(call, look);
        return;
    }
    if (rc != VD_END)
        vd_kube_refuse_outcome(call, rc);
    else if (give(w, taking)) {
        finish(w);
        then(call);
        return;
    }
    finish(w);
    vd_kube_turn_release(w);
}

static bool is_new_port(const struct vd_kube_writing *w, const struct vd_json_value *spec)
{
    const struct vd_json_value *old_ports = vd_kube_doc_at(w->old, "spec", "ports", NULL), *at,
                               *had;

    if (!has_node_ports(spec))
        return false;
    vd_kube_doc_each(at, vd_kube_doc_array(spec, "ports")) {
        int64_t port = vd_kube_doc_int(at, "nodePort", 0);
        bool is_old = false;

        vd_kube_doc_each(had, old_ports)
            is_old |= port && vd_kube_doc_int(had, "nodePort", 0) == port;
        if (!is_old)
            return true;
    }
    return false;
}

static bool needs(const struct vd_kube_writing *w)
{
    const struct vd_json_value *spec = vd_kube_doc_object(w->object, "spec");
    struct vd_slice now = vd_kube_doc_string(spec, "clusterIP");
    struct vd_slice old = vd_kube_doc_string(vd_kube_doc_get(w->old, "spec"), "clusterIP");

    if (!vd_kube_kind_is(w->stored, "", "Service") || !spec || has_type(spec, "ExternalName") ||
        w->sub != VD_KUBE_SUB_NONE)
        return false;
    return !now.len || !vd_slice_eq(now, old) || is_new_port(w, spec);
}

static int begin(struct vd_kube_writing *w, vd_kube_step *step)
{
    const struct vd_door_env *env = &w->call->kube->env;
    struct taking *taking = vd_alloc_zero(sizeof(*taking));
    uint8_t *end;
    int rc;

    if (!taking)
        return -ENOMEM;
    w->taking = taking;
    taking->then = step;
    w->services_key = vd_kube_key(w->call, w->stored, VD_SLICE_EMPTY, VD_SLICE_EMPTY);
    end = vd_arena_alloc(&w->call->arena, w->services_key.len + 1);
    if (!w->services_key.len || !end)
        return -ENOMEM;
    memcpy(end, w->services_key.ptr, w->services_key.len);
    end[w->services_key.len - 1]++; /* the slash at its end */
    w->services_end = vd_slice(end, w->services_key.len);
    taking->op = (struct vd_range_op){.key = w->services_key, .end = w->services_end};
    rc = vd_range_open(env->kv, env->slot, &w->principal, &taking->op, (struct vd_pos){0, 0},
                       on_ready, w->call, &taking->range);
    if (rc)
        return rc;
    w->guards_services = true;
    w->services_revision = vd_range_head(taking->range);
    return 0;
}

static void on_turn(struct vd_kube_call *call)
{
    struct vd_kube_writing *w = vd_kube_writing_of(call);
    int rc = begin(w, w->given);

    if (rc == 0) {
        look(call);
        return;
    }
    finish(w);
    vd_kube_refuse_outcome(call, rc);
    vd_kube_turn_release(w);
}

void vd_kube_service_allocate(struct vd_kube_writing *w, vd_kube_step *step)
{
    if (vd_kube_kind_is(w->stored, "", "Service"))
        give_back(w);
    w->guards_services = false;
    if (!needs(w)) {
        step(w->call);
        return;
    }
    w->given = step;
    vd_kube_turn_take(w, on_turn);
}
