/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Services and what leads to them.
 */
#include "base/check.h"
#include "doors/kube/model/columns.h"

enum { SHOWN = 3 };

/* Of a list of which the first three are shown. */
static void say_more(struct vd_kube_row *row, uint64_t count, const char *otherwise)
{
    if (count > SHOWN)
        vd_kube_row_say(row, " + %llu more...", (unsigned long long)(count - SHOWN));
    vd_kube_row_done(row, otherwise);
}

/* --- services ------------------------------------------------------------------------------- */

static void service_ip(struct vd_kube_row *row)
{
    const struct vd_json_value *ips = vd_kube_find(row->doc, "spec.clusterIPs");

    if (!ips)
        vd_kube_row_add(row, vd_kube_find_text(row->doc, "spec.clusterIP"));
    else
        vd_kube_row_add(row, vd_kube_doc_text(vd_kube_doc_element(ips, 0)));
    vd_kube_row_done(row, "<none>");
}

/* The addresses of a load balancer, each once and in order. */
static void say_balancer(struct vd_kube_row *row)
{
    struct vd_kube_names names = {0};
    struct vd_json_value *at;

    vd_kube_doc_each(at, vd_kube_find(row->doc, "status.loadBalancer.ingress")) {
        struct vd_slice ip = vd_kube_doc_string(at, "ip");
        struct vd_slice name = ip.len ? ip : vd_kube_doc_string(at, "hostname");

        if (name.len)
            vd_kube_names_add(row, &names, name, VD_SLICE_EMPTY);
    }
    vd_kube_names_say(row, &names, ",");
}

static void service_external(struct vd_kube_row *row)
{
    struct vd_slice type = vd_kube_find_text(row->doc, "spec.type");
    bool is_balanced = vd_slice_eq(type, VD_SLICE("LoadBalancer"));
    struct vd_json_value *at;

    if (vd_slice_eq(type, VD_SLICE("ExternalName"))) {
        vd_kube_row_add(row, vd_kube_find_text(row->doc, "spec.externalName"));
        vd_kube_row_done(row, NULL);
        return;
    }
    if (!is_balanced && !vd_slice_eq(type, VD_SLICE("ClusterIP")) &&
        !vd_slice_eq(type, VD_SLICE("NodePort"))) {
        vd_kube_row_done(row, "<unknown>");
        return;
    }
    if (is_balanced)
        say_balancer(row);
    vd_kube_doc_each(at, vd_kube_find(row->doc, "spec.externalIPs")) {
        vd_kube_row_comma(row, ",");
        vd_kube_row_add(row, at->text);
    }
    vd_kube_row_done(row, is_balanced ? "<pending>" : "<none>");
}

static void service_ports(struct vd_kube_row *row)
{
    struct vd_json_value *at;

    vd_kube_doc_each(at, vd_kube_find(row->doc, "spec.ports")) {
        struct vd_slice protocol = vd_kube_doc_string(at, "protocol");
        long long node_port = (long long)vd_kube_doc_int(at, "nodePort", 0);

        vd_kube_row_comma(row, ",");
        vd_kube_row_say(row, "%lld", (long long)vd_kube_doc_int(at, "port", 0));
        if (node_port > 0)
            vd_kube_row_say(row, ":%lld", node_port);
        vd_kube_row_say(row, "/");
        vd_kube_row_add(row, protocol);
    }
    vd_kube_row_done(row, "<none>");
}

static const struct vd_kube_column OF_SERVICE[] = {
    VD_KUBE_NAME_COLUMN,
    {"Type", vd_kube_cell_text, "spec.type"},
    {"Cluster-IP", service_ip},
    {"External-IP", service_external},
    {"Port(s)", service_ports},
    VD_KUBE_AGE_COLUMN,
    {"Selector", vd_kube_cell_labels, "spec.selector", .priority = 1},
};

/* --- endpoints ------------------------------------------------------------------------------ */

static void say_address(struct vd_kube_row *row, const struct vd_json_value *address,
                        const struct vd_json_value *port)
{
    struct vd_slice ip = vd_kube_doc_string(address, "ip");
    bool is_six = port && ip.len && memchr(ip.ptr, ':', ip.len);

    vd_kube_row_comma(row, ",");
    if (is_six)
        vd_kube_row_say(row, "[");
    vd_kube_row_add(row, ip);
    if (is_six)
        vd_kube_row_say(row, "]");
    if (port)
        vd_kube_row_say(row, ":%lld", (long long)vd_kube_doc_int(port, "port", 0));
}

static uint64_t say_addresses(struct vd_kube_row *row, const struct vd_json_value *subset,
                              const struct vd_json_value *port, uint64_t said)
{
    struct vd_json_value *at;

    vd_kube_doc_each(at, vd_kube_doc_array(subset, "addresses")) {
        if (said++ < SHOWN)
            say_address(row, at, port);
    }
    return said;
}

static void endpoints_addresses(struct vd_kube_row *row)
{
    const struct vd_json_value *subsets = vd_kube_find(row->doc, "subsets");
    struct vd_json_value *subset, *port;
    uint64_t said = 0;

    vd_kube_doc_each(subset, subsets) {
        const struct vd_json_value *ports = vd_kube_doc_array(subset, "ports");

        if (!ports || !ports->count)
            said = say_addresses(row, subset, NULL, said);
        vd_kube_doc_each(port, ports)
            said = say_addresses(row, subset, port, said);
    }
    say_more(row, said, subsets && subsets->count ? NULL : "<none>");
}

static const struct vd_kube_column OF_ENDPOINTS[] = {
    VD_KUBE_NAME_COLUMN,
    {"Endpoints", endpoints_addresses},
    VD_KUBE_AGE_COLUMN,
};

static void slice_ports(struct vd_kube_row *row)
{
    struct vd_json_value *at;
    uint64_t said = 0;

    vd_kube_doc_each(at, vd_kube_find(row->doc, "ports")) {
        const struct vd_json_value *port = vd_kube_find(at, "port"),
                                   *name = vd_kube_find(at, "name");

        if (said++ >= SHOWN)
            continue;
        vd_kube_row_comma(row, ",");
        if (port || name)
            vd_kube_row_scalar(row, port ? port : name);
        else
            vd_kube_row_say(row, "*");
    }
    say_more(row, said, "<unset>");
}

static void slice_addresses(struct vd_kube_row *row)
{
    struct vd_json_value *endpoint, *at;
    uint64_t said = 0;

    vd_kube_doc_each(endpoint, vd_kube_find(row->doc, "endpoints")) {
        vd_kube_doc_each(at, vd_kube_doc_array(endpoint, "addresses")) {
            if (said++ >= SHOWN)
                continue;
            vd_kube_row_comma(row, ",");
            vd_kube_row_add(row, at->text);
        }
    }
    say_more(row, said, "<unset>");
}

static const struct vd_kube_column OF_ENDPOINT_SLICE[] = {
    VD_KUBE_NAME_COLUMN,    {"AddressType", vd_kube_cell_text, "addressType"},
    {"Ports", slice_ports}, {"Endpoints", slice_addresses},
    VD_KUBE_AGE_COLUMN,
};

/* --- ingresses ------------------------------------------------------------------------------ */

static void ingress_hosts(struct vd_kube_row *row)
{
    const struct vd_json_value *rules = vd_kube_find(row->doc, "spec.rules");
    struct vd_json_value *at;
    uint32_t said = 0;
    bool has_more = false;

    vd_kube_doc_each(at, rules) {
        struct vd_slice host = vd_kube_doc_string(at, "host");

        has_more |= said == SHOWN;
        if (has_more || !host.len)
            continue;
        vd_kube_row_comma(row, ",");
        vd_kube_row_add(row, host);
        said++;
    }
    if (has_more)
        vd_kube_row_say(row, " + %u more...", rules->count - SHOWN);
    vd_kube_row_done(row, "*");
}

static void ingress_address(struct vd_kube_row *row)
{
    say_balancer(row);
    vd_kube_row_done(row, NULL);
}

static void ingress_ports(struct vd_kube_row *row)
{
    vd_kube_row_say(row, "%s", vd_kube_find_count(row->doc, "spec.tls") ? "80, 443" : "80");
    vd_kube_row_done(row, NULL);
}

static const struct vd_kube_column OF_INGRESS[] = {
    VD_KUBE_NAME_COLUMN,      {"Class", vd_kube_cell_text, "spec.ingressClassName", "<none>"},
    {"Hosts", ingress_hosts}, {"Address", ingress_address},
    {"Ports", ingress_ports}, VD_KUBE_AGE_COLUMN,
};

static void class_name(struct vd_kube_row *row)
{
    const struct vd_json_value *mark =
        vd_kube_doc_get(vd_kube_find(row->doc, "metadata.annotations"),
                        "ingressclass.kubernetes.io/is-default-class");

    vd_kube_row_add(row, vd_kube_find_text(row->doc, "metadata.name"));
    if (vd_kube_doc_says(mark, "true"))
        vd_kube_row_say(row, " (default)");
    vd_kube_row_done(row, NULL);
}

static void class_parameters(struct vd_kube_row *row)
{
    const struct vd_json_value *parameters = vd_kube_find(row->doc, "spec.parameters");
    const struct vd_json_value *group = vd_kube_find(parameters, "apiGroup");

    if (parameters) {
        vd_kube_row_add(row, vd_kube_find_text(parameters, "kind"));
        if (group) {
            vd_kube_row_say(row, ".");
            vd_kube_row_add(row, vd_kube_doc_text(group));
        }
        vd_kube_row_say(row, "/");
        vd_kube_row_add(row, vd_kube_find_text(parameters, "name"));
    }
    vd_kube_row_done(row, "<none>");
}

static const struct vd_kube_column OF_INGRESS_CLASS[] = {
    {"Name", class_name, .is_name = true},
    {"Controller", vd_kube_cell_text, "spec.controller"},
    {"Parameters", class_parameters},
    VD_KUBE_AGE_COLUMN,
};

/* --- the rest of it ------------------------------------------------------------------------- */

static const struct vd_kube_column OF_NETWORK_POLICY[] = {
    VD_KUBE_NAME_COLUMN,
    {"Pod-Selector", vd_kube_cell_selector, "spec.podSelector", "<none>"},
    VD_KUBE_AGE_COLUMN,
};

static const struct vd_kube_column OF_SERVICE_CIDR[] = {
    VD_KUBE_NAME_COLUMN,
    {"CIDRs", vd_kube_cell_list, "spec.cidrs"},
    VD_KUBE_AGE_COLUMN,
};

static void address_parent(struct vd_kube_row *row)
{
    const struct vd_json_value *parent = vd_kube_find(row->doc, "spec.parentRef");
    struct vd_slice group = vd_kube_find_text(parent, "group");
    struct vd_slice name_space = vd_kube_find_text(parent, "namespace");

    if (parent) {
        vd_kube_row_add(row, vd_kube_find_text(parent, "resource"));
        if (group.len) {
            vd_kube_row_say(row, ".");
            vd_kube_row_add(row, group);
        }
        if (name_space.len) {
            vd_kube_row_say(row, "/");
            vd_kube_row_add(row, name_space);
        }
        vd_kube_row_say(row, "/");
        vd_kube_row_add(row, vd_kube_find_text(parent, "name"));
    }
    vd_kube_row_done(row, "<none>");
}

/* The real server gives a third cell for two columns; clients print two. */
static const struct vd_kube_column OF_IP_ADDRESS[] = {
    VD_KUBE_NAME_COLUMN,
    {"ParentRef", address_parent},
};

const struct vd_kube_columns vd_kube_columns_of_net[] = {
    VD_KUBE_COLUMNS("", "Service", OF_SERVICE),
    VD_KUBE_COLUMNS("", "Endpoints", OF_ENDPOINTS),
    VD_KUBE_COLUMNS("discovery.k8s.io", "EndpointSlice", OF_ENDPOINT_SLICE),
    VD_KUBE_COLUMNS("networking.k8s.io", "Ingress", OF_INGRESS),
    VD_KUBE_COLUMNS("networking.k8s.io", "IngressClass", OF_INGRESS_CLASS),
    VD_KUBE_COLUMNS("networking.k8s.io", "NetworkPolicy", OF_NETWORK_POLICY),
    VD_KUBE_COLUMNS("networking.k8s.io", "ServiceCIDR", OF_SERVICE_CIDR),
    VD_KUBE_COLUMNS("networking.k8s.io", "IPAddress", OF_IP_ADDRESS),
    {0},
};
