/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Discovery, written anew for each question from the kinds that there are at that moment: the
 * legacy lists that every client reads, and the aggregated document (apidiscovery.k8s.io/v2) for
 * those who accept it. What was said is named by an ETag, so that a client that has it already is
 * told only that.
 */
#include "doors/kube/discovery.h"

#include "base/check.h"
#include "base/sha256.h"
#include "doors/kube/answer.h"
#include "doors/kube/openapi.h"
#include "doors/kube/status.h"

#include <errno.h>
#include <stdio.h>

enum { ETAG_BYTES = 2 * VD_SHA256_BYTES + 3 };

/* --- walking the kinds -------------------------------------------------------------------------
 */

/* Kinds from `from` on that share group and version with the one there: the index behind them. */
static size_t end_of_version(struct vd_kube_kinds *kinds, size_t from)
{
    const struct vd_kube_kind *first = vd_kube_kinds_at(kinds, from), *kind;

    for (size_t i = from + 1;; i++) {
        kind = vd_kube_kinds_at(kinds, i);
        if (!kind || !vd_slice_eq(kind->group, first->group) ||
            !vd_slice_eq(kind->version, first->version))
            return i;
    }
}

static size_t end_of_group(struct vd_kube_kinds *kinds, size_t from)
{
    const struct vd_kube_kind *first = vd_kube_kinds_at(kinds, from), *kind;

    for (size_t i = from + 1;; i++) {
        kind = vd_kube_kinds_at(kinds, i);
        if (!kind || !vd_slice_eq(kind->group, first->group))
            return i;
    }
}

/* Where a group begins (version empty), or a version of it; false: there is none. */
static bool find_first(struct vd_kube_kinds *kinds, struct vd_slice group, struct vd_slice version,
                       size_t *out_index)
{
    const struct vd_kube_kind *kind;

    for (size_t i = 0; (kind = vd_kube_kinds_at(kinds, i)) != NULL; i++)
        if (vd_slice_eq(kind->group, group) &&
            (!version.len || vd_slice_eq(kind->version, version))) {
            *out_index = i;
            return true;
        }
    return false;
}

/* --- pieces ------------------------------------------------------------------------------------
 */

static void add_verbs(struct vd_json *json, uint32_t verbs)
{
    vd_json_name(json, "verbs");
    vd_json_array(json);
    for (unsigned bit = 1; bit <= VD_KUBE_MAY_WATCH; bit <<= 1)
        if (verbs & bit)
            vd_json_string(json, vd_slice_str(vd_kube_may_name((enum vd_kube_may)bit)));
    vd_json_array_end(json);
}

static void add_words(struct vd_json *json, const char *name, const struct vd_slice *words,
                      uint32_t count)
{
    if (count == 0)
        return;
    vd_json_name(json, name);
    vd_json_array(json);
    for (uint32_t i = 0; i < count; i++)
        vd_json_string(json, words[i]);
    vd_json_array_end(json);
}

/* What a subresource takes and gives. */
static struct vd_kube_sub_facts facts_of(const struct vd_kube_kind *kind, enum vd_kube_sub sub)
{
    struct vd_kube_sub_facts facts = *vd_kube_sub_facts(sub);

    if (!facts.kind.len) {
        facts.group = kind->group;
        facts.version = kind->version;
        facts.kind = kind->kind;
    }
    return facts;
}

/* --- legacy ------------------------------------------------------------------------------------
 */

static void add_resource(struct vd_json *json, const struct vd_kube_kind *kind)
{
    vd_json_object(json);
    vd_json_add_string(json, "name", kind->plural);
    vd_json_add_string(json, "singularName", kind->singular);
    vd_json_add_bool(json, "namespaced", kind->namespaced);
    vd_json_add_string(json, "kind", kind->kind);
    add_verbs(json, kind->verbs);
    add_words(json, "shortNames", kind->short_names, kind->short_name_count);
    add_words(json, "categories", kind->categories, kind->category_count);
    vd_json_object_end(json);
}

static void add_subresource(struct vd_json *json, const struct vd_kube_kind *kind,
                            enum vd_kube_sub sub)
{
    struct vd_kube_sub_facts facts = facts_of(kind, sub);
    char name[256];

    snprintf(name, sizeof(name), "%.*s/%.*s", (int)kind->plural.len, (const char *)kind->plural.ptr,
             (int)facts.name.len, (const char *)facts.name.ptr);
    vd_json_object(json);
    vd_json_add_str(json, "name", name);
    vd_json_add_str(json, "singularName", "");
    vd_json_add_bool(json, "namespaced", kind->namespaced);
    if (!vd_slice_eq(facts.group, kind->group)) {
        vd_json_add_string(json, "group", facts.group);
        vd_json_add_string(json, "version", facts.version);
    }
    vd_json_add_string(json, "kind", facts.kind);
    add_verbs(json, facts.verbs);
    vd_json_object_end(json);
}

static void write_resources(struct vd_json *json, struct vd_kube_kinds *kinds, size_t from)
{
    size_t end = end_of_version(kinds, from);

    vd_json_object(json);
    vd_json_add_str(json, "kind", "APIResourceList");
    vd_json_add_str(json, "apiVersion", "v1");
    vd_json_add_string(json, "groupVersion", vd_kube_kinds_at(kinds, from)->api_version);
    vd_json_name(json, "resources");
    vd_json_array(json);
    for (size_t i = from; i < end; i++) {
        const struct vd_kube_kind *kind = vd_kube_kinds_at(kinds, i);

        add_resource(json, kind);
        for (unsigned sub = 1; sub < VD_KUBE_SUBS; sub++)
            if (vd_kube_kind_has_sub(kind, (enum vd_kube_sub)sub))
                add_subresource(json, kind, (enum vd_kube_sub)sub);
    }
    vd_json_array_end(json);
    vd_json_object_end(json);
}

static void add_version(struct vd_json *json, const struct vd_kube_kind *kind)
{
    vd_json_object(json);
    vd_json_add_string(json, "groupVersion", kind->api_version);
    vd_json_add_string(json, "version", kind->version);
    vd_json_object_end(json);
}

/* The members of an APIGroup, behind its kind. */
static void add_group(struct vd_json *json, struct vd_kube_kinds *kinds, size_t from)
{
    size_t end = end_of_group(kinds, from);

    vd_json_add_string(json, "name", vd_kube_kinds_at(kinds, from)->group);
    vd_json_name(json, "versions");
    vd_json_array(json);
    for (size_t i = from; i < end; i = end_of_version(kinds, i))
        add_version(json, vd_kube_kinds_at(kinds, i));
    vd_json_array_end(json);
    vd_json_name(json, "preferredVersion");
    add_version(json, vd_kube_kinds_at(kinds, from));
}

static void write_group(struct vd_json *json, struct vd_kube_kinds *kinds, size_t from)
{
    vd_json_object(json);
    vd_json_add_str(json, "kind", "APIGroup");
    vd_json_add_str(json, "apiVersion", "v1");
    add_group(json, kinds, from);
    vd_json_object_end(json);
}

static void write_groups(struct vd_json *json, struct vd_kube_kinds *kinds)
{
    vd_json_object(json);
    vd_json_add_str(json, "kind", "APIGroupList");
    vd_json_add_str(json, "apiVersion", "v1");
    vd_json_name(json, "groups");
    vd_json_array(json);
    for (size_t i = end_of_group(kinds, 0); vd_kube_kinds_at(kinds, i);
         i = end_of_group(kinds, i)) {
        vd_json_object(json);
        add_group(json, kinds, i);
        vd_json_object_end(json);
    }
    vd_json_array_end(json);
    vd_json_object_end(json);
}

static void write_versions(struct vd_json *json, struct vd_slice authority)
{
    vd_json_object(json);
    vd_json_add_str(json, "kind", "APIVersions");
    vd_json_name(json, "versions");
    vd_json_array(json);
    vd_json_string(json, VD_SLICE("v1"));
    vd_json_array_end(json);
    vd_json_name(json, "serverAddressByClientCIDRs");
    vd_json_array(json);
    vd_json_object(json);
    vd_json_add_str(json, "clientCIDR", "0.0.0.0/0");
    vd_json_add_string(json, "serverAddress", authority);
    vd_json_object_end(json);
    vd_json_array_end(json);
    vd_json_object_end(json);
}

/* --- aggregated --------------------------------------------------------------------------------
 */

static void add_response_kind(struct vd_json *json, struct vd_slice group, struct vd_slice version,
                              struct vd_slice kind)
{
    vd_json_name(json, "responseKind");
    vd_json_object(json);
    vd_json_add_string(json, "group", group);
    vd_json_add_string(json, "version", version);
    vd_json_add_string(json, "kind", kind);
    vd_json_object_end(json);
}

static void add_subresources(struct vd_json *json, const struct vd_kube_kind *kind)
{
    if (!kind->subresources)
        return;
    vd_json_name(json, "subresources");
    vd_json_array(json);
    for (unsigned sub = 1; sub < VD_KUBE_SUBS; sub++) {
        struct vd_kube_sub_facts facts;

        if (!vd_kube_kind_has_sub(kind, (enum vd_kube_sub)sub))
            continue;
        facts = facts_of(kind, (enum vd_kube_sub)sub);
        vd_json_object(json);
        vd_json_add_string(json, "subresource", facts.name);
        add_response_kind(json, facts.group, facts.version, facts.kind);
        add_verbs(json, facts.verbs);
        vd_json_object_end(json);
    }
    vd_json_array_end(json);
}

static void add_discovered(struct vd_json *json, const struct vd_kube_kind *kind)
{
    vd_json_object(json);
    vd_json_add_string(json, "resource", kind->plural);
    add_response_kind(json, kind->group, kind->version, kind->kind);
    vd_json_add_str(json, "scope", kind->namespaced ? "Namespaced" : "Cluster");
    vd_json_add_string(json, "singularResource", kind->singular);
    add_verbs(json, kind->verbs);
    add_words(json, "shortNames", kind->short_names, kind->short_name_count);
    add_words(json, "categories", kind->categories, kind->category_count);
    add_subresources(json, kind);
    vd_json_object_end(json);
}

static void add_discovered_group(struct vd_json *json, struct vd_kube_kinds *kinds, size_t from,
                                 size_t end)
{
    vd_json_object(json);
    vd_json_name(json, "metadata");
    vd_json_object(json);
    if (vd_kube_kinds_at(kinds, from)->group.len)
        vd_json_add_string(json, "name", vd_kube_kinds_at(kinds, from)->group);
    vd_json_object_end(json);
    vd_json_name(json, "versions");
    vd_json_array(json);
    for (size_t i = from; i < end;) {
        size_t last = end_of_version(kinds, i);

        vd_json_object(json);
        vd_json_add_string(json, "version", vd_kube_kinds_at(kinds, i)->version);
        vd_json_name(json, "resources");
        vd_json_array(json);
        for (; i < last; i++)
            add_discovered(json, vd_kube_kinds_at(kinds, i));
        vd_json_array_end(json);
        vd_json_add_str(json, "freshness", "Current");
        vd_json_object_end(json);
    }
    vd_json_array_end(json);
    vd_json_object_end(json);
}

/* The core group alone, or all others. */
static void write_discovered(struct vd_json *json, struct vd_kube_kinds *kinds, bool is_core)
{
    size_t core_end = end_of_group(kinds, 0);

    vd_json_object(json);
    vd_json_add_str(json, "kind", "APIGroupDiscoveryList");
    vd_json_add_str(json, "apiVersion", "apidiscovery.k8s.io/v2");
    vd_json_name(json, "metadata");
    vd_json_object(json);
    vd_json_object_end(json);
    vd_json_name(json, "items");
    vd_json_array(json);
    if (is_core)
        add_discovered_group(json, kinds, 0, core_end);
    else
        for (size_t i = core_end; vd_kube_kinds_at(kinds, i);) {
            size_t end = end_of_group(kinds, i);

            add_discovered_group(json, kinds, i, end);
            i = end;
        }
    vd_json_array_end(json);
    vd_json_object_end(json);
}

/* --- what is accepted --------------------------------------------------------------------------
 */

static struct vd_slice trim(struct vd_slice text)
{
    while (text.len && (text.ptr[0] == ' ' || text.ptr[0] == '\t'))
        text = vd_slice(text.ptr + 1, text.len - 1);
    while (text.len && (text.ptr[text.len - 1] == ' ' || text.ptr[text.len - 1] == '\t'))
        text.len--;
    return text;
}

/* Takes what stands before the next `stop`. False: nothing is left. */
static bool cut(struct vd_slice *rest, uint8_t stop, struct vd_slice *out_piece)
{
    size_t len = 0;

    if (!rest->ptr)
        return false;
    while (len < rest->len && rest->ptr[len] != stop)
        len++;
    *out_piece = trim(vd_slice(rest->ptr, len));
    *rest = len < rest->len ? vd_slice(rest->ptr + len + 1, rest->len - len - 1) : VD_SLICE_EMPTY;
    return true;
}

enum clause { OTHER, PLAIN, AGGREGATED };

static enum clause judge_clause(struct vd_slice clause)
{
    unsigned seen = 0;
    bool has_as = false;
    struct vd_slice piece;

    if (!cut(&clause, ';', &piece) ||
        !(vd_slice_eq(piece, VD_SLICE("application/json")) || vd_slice_eq(piece, VD_SLICE("*/*")) ||
          vd_slice_eq(piece, VD_SLICE("application/*"))))
        return OTHER;
    while (cut(&clause, ';', &piece)) {
        seen += vd_slice_eq(piece, VD_SLICE("g=apidiscovery.k8s.io"));
        seen += vd_slice_eq(piece, VD_SLICE("v=v2"));
        seen += vd_slice_eq(piece, VD_SLICE("as=APIGroupDiscoveryList"));
        has_as |= vd_slice_starts_with(piece, VD_SLICE("as="));
    }
    if (seen == 3)
        return AGGREGATED;
    return has_as ? OTHER : PLAIN;
}

/* The first clause that can be served decides. */
static bool wants_aggregated(struct vd_slice accept)
{
    struct vd_slice clause;

    while (cut(&accept, ',', &clause)) {
        enum clause is = judge_clause(clause);

        if (is != OTHER)
            return is == AGGREGATED;
    }
    return false;
}

/* --- answering ---------------------------------------------------------------------------------
 */

static int sum_of(struct vd_slice body, uint8_t digest[VD_SHA256_BYTES])
{
    struct vd_sha256 *sum = vd_sha256_new();
    int rc = sum ? vd_sha256_add(sum, body) : -ENOMEM;

    if (rc == 0)
        rc = vd_sha256_end(sum, digest);
    vd_sha256_free(sum);
    return rc;
}

void vd_kube_answer_tagged(struct vd_kube_call *call, const char *type, struct vd_slice body)
{
    uint8_t digest[VD_SHA256_BYTES];
    char etag[ETAG_BYTES] = "\"";
    struct vd_header headers[] = {{VD_SLICE("content-type"), vd_slice_str(type)},
                                  {VD_SLICE("etag"), VD_SLICE_EMPTY},
                                  {VD_SLICE("vary"), VD_SLICE("Accept")}};

    if (sum_of(body, digest)) {
        vd_kube_refuse_outcome(call, -ENOMEM);
        return;
    }
    for (size_t i = 0; i < VD_SHA256_BYTES; i++)
        snprintf(etag + 1 + 2 * i, 3, "%02X", digest[i]);
    strcat(etag, "\"");
    headers[1].value = vd_slice_str(etag);
    if (vd_slice_eq(call->if_none_match, headers[1].value))
        vd_kube_answer_bytes(call, 304, headers + 1, 2, VD_SLICE_EMPTY);
    else
        vd_kube_answer_bytes(call, 200, headers, VD_COUNT(headers), body);
}

/* What the scratch holds, if all of it went in. */
static void answer(struct vd_kube_call *call, const char *type)
{
    struct vd_buf *buf = &call->kube->scratch;

    if (vd_buf_status(buf))
        vd_kube_refuse_outcome(call, vd_buf_status(buf));
    else
        vd_kube_answer_tagged(call, type, vd_buf_slice(buf));
}

#define JSON_TYPE       "application/json"
#define AGGREGATED_TYPE "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"

/* /api, /apis */
static void answer_root(struct vd_kube_call *call, struct vd_json *json, bool is_core)
{
    bool is_aggregated = wants_aggregated(call->accept);

    if (is_aggregated)
        write_discovered(json, call->kube->kinds, is_core);
    else if (is_core)
        write_versions(json, call->authority);
    else
        write_groups(json, call->kube->kinds);
    answer(call, is_aggregated ? AGGREGATED_TYPE : JSON_TYPE);
}

/* /api/V, /apis/G, /apis/G/V */
static void answer_part(struct vd_kube_call *call, struct vd_json *json)
{
    struct vd_kube_kinds *kinds = call->kube->kinds;
    size_t from;

    if (!find_first(kinds, call->group, call->version, &from)) {
        vd_kube_refuse_unknown(call);
        return;
    }
    if (call->version.len)
        write_resources(json, kinds, from);
    else
        write_group(json, kinds, from);
    answer(call, JSON_TYPE);
}

static void answer_discovery(struct vd_kube_call *call)
{
    bool is_core = !vd_slice_starts_with(call->path, VD_SLICE("/apis"));
    struct vd_json json;

    vd_json_init(&json, vd_kube_scratch(call->kube));
    if (!call->group.len && !call->version.len)
        answer_root(call, &json, is_core);
    else
        answer_part(call, &json);
}

static void begin(struct vd_kube_call *call);

static void on_settled(struct vd_kube_kinds_wait *wait)
{
    begin(vd_container_of(wait, struct vd_kube_call, kinds_wait));
}

static void begin(struct vd_kube_call *call)
{
    int rc;

    call->kinds_wait.done = on_settled;
    rc = vd_kube_kinds_settle(call->kube->kinds, &call->kinds_wait);
    if (rc == VD_WAIT)
        return;
    if (rc)
        vd_kube_refuse_outcome(call, rc);
    else if (vd_slice_starts_with(call->path, VD_SLICE("/api")))
        answer_discovery(call);
    else
        vd_kube_openapi_answer(call);
}

void vd_kube_discovery_open(struct vd_kube_call *call)
{
    begin(call);
}
