/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/show.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "base/metrics.h"
#include "doors/kube/extract.h"
#include "doors/kube/kinds.h"
#include "doors/kube/model/scan.h"
#include "doors/kube/model/splice.h"
#include "doors/kube/render.h"
#include "doors/kube/source.h"

#include <errno.h>

enum {
    ARENA_FIRST_BYTES = 512, /* enough for a selector of a term: each node has its own */
    ARENA_MAX_BYTES = 4 << 20,
    DOCUMENT_MAX_BYTES = 64 << 20,
    KIND_BYTES = 317 /* the longest apiVersion: a group, a slash, a version */
};

/* --- keys --------------------------------------------------------------------------------------
 */

bool vd_kube_key_split(const struct vd_kube *kube, const struct vd_kube_kind *kind,
                       struct vd_slice key, struct vd_slice *out_name_space,
                       struct vd_slice *out_name)
{
    size_t skip = kube->prefix.len + kind->storage.len + 1;
    struct vd_slice rest =
        key.len > skip ? vd_slice(key.ptr + skip, key.len - skip) : VD_SLICE_EMPTY;
    const uint8_t *slash = rest.len ? memchr(rest.ptr, '/', rest.len) : NULL;
    size_t len = slash ? (size_t)(slash - rest.ptr) : 0;

    *out_name_space = VD_SLICE_EMPTY;
    *out_name = rest;
    if (kind->namespaced) {
        if (!len)
            return false;
        *out_name_space = vd_slice(rest.ptr, len);
        *out_name = vd_slice(slash + 1, rest.len - len - 1);
        slash = out_name->len ? memchr(out_name->ptr, '/', out_name->len) : NULL;
    }
    return out_name->len > 0 && !slash && vd_utf8_is_valid(rest);
}

/* --- taking ------------------------------------------------------------------------------------
 */

static void add_part(struct vd_buf *buf, struct vd_slice part)
{
    vd_buf_append(buf, &part.len, sizeof(part.len));
    vd_buf_append_slice(buf, part);
}

static struct vd_slice name_space_of(const struct vd_kube_call *call)
{
    return call->kind->namespaced ? call->name_space : VD_SLICE_EMPTY;
}

/* The kind by where it is: while somebody refers to it no other is there. */
static int write_identity(const struct vd_kube_call *call, const struct vd_kube_options *options,
                          struct vd_buf *buf)
{
    const struct vd_kube_kind *kind = call->kind;

    vd_buf_append(buf, &kind, sizeof(kind));
    vd_buf_append(buf, &call->form.as, sizeof(call->form.as));
    vd_buf_append(buf, &call->form.is_beta, sizeof(call->form.is_beta));
    vd_buf_append(buf, &options->with, sizeof(options->with));
    add_part(buf, name_space_of(call));
    add_part(buf, call->name);
    add_part(buf, options->labels);
    add_part(buf, options->fields);
    return vd_buf_status(buf);
}

static struct vd_list *bucket_of(struct vd_kube *kube, struct vd_slice identity)
{
    return &kube->shows[vd_hash(identity) % VD_KUBE_SHOW_BUCKETS];
}

static struct vd_kube_show *find_show(struct vd_kube *kube, struct vd_slice identity)
{
    struct vd_kube_show *show, *tmp;

    vd_list_each(show, tmp, bucket_of(kube, identity),
                 link) if (!show->is_gone && vd_slice_eq(show->identity, identity)) return show;
    return NULL;
}

/* The name that a selector of fields asks for, if it asks for one, narrows the keys. */
static struct vd_slice selected(const struct vd_kube_selector *selector,
                                enum vd_kube_selectable_from from)
{
    for (uint32_t i = 0; i < selector->field_count; i++)
        if (selector->fields[i].field.from == from && selector->fields[i].op == VD_KUBE_IS)
            return selector->fields[i].values[0];
    return VD_SLICE_EMPTY;
}

static int join(struct vd_arena *arena, const struct vd_slice *parts, size_t count,
                struct vd_slice *out)
{
    size_t len = 0;
    uint8_t *text, *to;

    for (size_t i = 0; i < count; i++)
        len += parts[i].len;
    text = to = vd_arena_alloc(arena, len);
    if (!text)
        return -ENOMEM;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len)
            memcpy(to, parts[i].ptr, parts[i].len);
        to += parts[i].len;
    }
    *out = vd_slice(text, len);
    return 0;
}

/* Everything that begins with the key: up to its last byte plus one, which is a slash. */
static int set_end(struct vd_kube_show *show)
{
    uint8_t *end;
    struct vd_slice copy;
    int rc = vd_arena_copy(&show->arena, show->key, &copy);

    if (rc)
        return rc;
    end = (uint8_t *)(uintptr_t)copy.ptr;
    end[copy.len - 1]++;
    show->end = copy;
    return 0;
}

static int set_keys(struct vd_kube_show *show, const struct vd_kube_call *call,
                    const struct vd_kube_selector *selector)
{
    struct vd_slice slash = VD_SLICE("/"), none = VD_SLICE_EMPTY;
    struct vd_slice name_space = call->name_space, name = call->name;
    bool is_one;
    int rc;

    if (!show->kind->namespaced)
        name_space = none;
    else if (!name_space.len)
        name_space = selected(selector, VD_KUBE_FROM_NAMESPACE);
    if (!name.len)
        name = selected(selector, VD_KUBE_FROM_NAME);
    is_one = name.len && (name_space.len || !show->kind->namespaced);
    rc = vd_arena_copy(&show->arena, name_space, &show->name_space);
    if (rc == 0 && is_one)
        rc = vd_arena_copy(&show->arena, name, &show->name);
    if (rc == 0)
        rc = join(&show->arena,
                  (const struct vd_slice[]){show->kube->prefix, show->kind->storage, slash,
                                            name_space, name_space.len ? slash : none, show->name},
                  6, &show->key);
    return rc || is_one ? rc : set_end(show);
}

/* The name of a watch that was asked for by path holds like a field that is selected. */
static int set_selector(struct vd_kube_show *show, const struct vd_kube_call *call,
                        const struct vd_kube_options *options)
{
    char fault[VD_KUBE_SELECTOR_FAULT_BYTES];
    int rc = vd_kube_selector_add_labels(&show->arena, options->labels, &show->selector, fault);

    if (rc == 0)
        rc = vd_kube_selector_add_fields(&show->arena, show->kind, options->fields, &show->selector,
                                         fault);
    if (rc == 0)
        rc = set_keys(show, call, &show->selector);
    return rc == VD_INVALID ? VD_CORRUPT : rc;
}

static void set_form(struct vd_kube_show *show, const struct vd_kube_options *options)
{
    show->with = options->with;
    show->is_spliced = show->form.as != VD_KUBE_AS_TABLE &&
                       (show->form.as != VD_KUBE_AS_OBJECT || vd_kube_splice_is_enough(show->kind));
}

static void show_free(struct vd_kube_show *show)
{
    vd_kube_extractor_drop(show->extractor);
    vd_kube_kinds_unwatch(&show->kind_watch);
    vd_kube_kind_unref(show->kind);
    vd_arena_deinit(&show->arena);
    vd_free(show);
}

static void on_kind_gone(struct vd_kube_kind_watch *watch)
{
    struct vd_kube_show *show = vd_container_of(watch, struct vd_kube_show, kind_watch);
    struct vd_kube_source *source, *tmp;

    show->is_gone = true;
    vd_list_each(source, tmp, &show->watches, peers) source->ready(source);
}

static int fill_show(struct vd_kube_show *show, const struct vd_kube_call *call,
                     const struct vd_kube_options *options, struct vd_slice identity)
{
    int rc = vd_arena_copy(&show->arena, identity, &show->identity);

    if (rc == 0)
        rc = set_selector(show, call, options);
    if (rc == 0)
        rc = vd_kube_show_set_terms(show);
    set_form(show, options);
    return rc;
}

static int new_show(struct vd_kube_call *call, const struct vd_kube_options *options,
                    struct vd_slice identity, struct vd_kube_show **out_show)
{
    struct vd_kube_show *show = vd_alloc_zero(sizeof(*show) + ARENA_FIRST_BYTES);
    int rc;

    if (!show)
        return -ENOMEM;
    show->kube = call->kube;
    show->kind = vd_kube_kind_ref(call->kind);
    show->form = call->form;
    show->number = ++call->kube->show_number;
    show->kind_watch.gone = on_kind_gone;
    vd_list_init(&show->watches);
    vd_arena_init_in(&show->arena, show + 1, ARENA_FIRST_BYTES, ARENA_MAX_BYTES);
    rc = fill_show(show, call, options, identity);
    if (rc) {
        show_free(show);
        return rc;
    }
    vd_list_append(bucket_of(call->kube, show->identity), &show->link);
    if (show->kind->custom)
        vd_kube_kinds_watch(call->kube->kinds, show->kind, &show->kind_watch);
    *out_show = show;
    return 0;
}

int vd_kube_show_take(struct vd_kube_call *call, const struct vd_kube_options *options,
                      struct vd_kube_show **out_show)
{
    struct vd_kube_show *show = NULL;
    struct vd_buf identity;
    int rc;

    vd_buf_init(&identity, 0);
    rc = write_identity(call, options, &identity);
    if (rc == 0)
        show = find_show(call->kube, vd_buf_slice(&identity));
    if (rc == 0 && !show)
        rc = new_show(call, options, vd_buf_slice(&identity), &show);
    vd_buf_deinit(&identity);
    if (rc)
        return rc;
    show->refs++;
    *out_show = show;
    return 0;
}

void vd_kube_show_drop(struct vd_kube_show *show)
{
    if (!show || --show->refs)
        return;
    vd_list_remove(&show->link);
    show_free(show);
}

/* --- whether -----------------------------------------------------------------------------------
 */

bool vd_kube_show_admits(const struct vd_kube_show *show, struct vd_slice key,
                         struct vd_slice value, bool is_ours, bool counts)
{
    struct vd_kube_subject subject = {.value = value};

    if (!vd_kube_key_split(show->kube, show->kind, key, &subject.name_space, &subject.name) ||
        !vd_kube_splice_check(show->kind, value, is_ours)) {
        if (counts)
            vd_metric_add(VD_M_KUBE_STRANGERS, 1);
        return false;
    }
    return vd_kube_selector_matches(&show->selector, &subject);
}

static bool admits_event(const struct vd_kube_show *show, const struct vd_event *event)
{
    return event && event->type == VD_EVENT_PUT &&
           vd_kube_show_admits(show, vd_event_key(event), vd_event_value(event),
                               vd_kube_is_ours(vd_event_cause(event)), false);
}

enum vd_kube_change vd_kube_show_judge(const struct vd_kube_show *show,
                                       const struct vd_event *event, const struct vd_event *prev,
                                       struct vd_slice *out_value, bool *out_is_ours)
{
    bool is_in = admits_event(show, event), was_in = admits_event(show, prev);
    const struct vd_event *shown = is_in ? event : prev;

    if (!is_in && !was_in)
        return VD_KUBE_NO_CHANGE;
    *out_value = vd_event_value(shown);
    *out_is_ours = vd_kube_is_ours(vd_event_cause(shown));
    if (!is_in)
        return VD_KUBE_DELETED;
    return was_in ? VD_KUBE_MODIFIED : VD_KUBE_ADDED;
}

const char *vd_kube_change_name(enum vd_kube_change change)
{
    static const char *const names[] = {"", "ADDED", "MODIFIED", "DELETED"};

    return names[change];
}

static bool residual(const struct vd_event *event, const struct vd_event *prev, void *arg)
{
    return admits_event(arg, event) || admits_event(arg, prev);
}

struct vd_selection vd_kube_show_selection(struct vd_kube_show *show)
{
    return (struct vd_selection){.key = show->key,
                                 .end = show->end,
                                 .terms = show->terms,
                                 .term_count = show->term_count,
                                 .extractor = vd_kube_extractor_base(show->extractor),
                                 .residual = show->has_rest ? residual : NULL,
                                 .residual_arg = show->has_rest ? show : NULL,
                                 .residual_prev = show->has_rest};
}

/* --- objects -----------------------------------------------------------------------------------
 */

size_t vd_kube_show_bound(const struct vd_kube_show *show, size_t value_len)
{
    return vd_kube_splice_bound(show->kind, value_len);
}

uint8_t *vd_kube_show_put(const struct vd_kube_show *show, uint8_t *to, struct vd_slice value,
                          bool is_ours, int64_t revision)
{
    if (show->form.as == VD_KUBE_AS_OBJECT)
        return vd_kube_splice_put(to, show->kind, value, is_ours, revision);
    return vd_kube_splice_put_partial(to, value, is_ours, revision, show->form.is_beta);
}

static void write_spliced(struct vd_kube_show *show, struct vd_buf *buf, struct vd_slice value,
                          bool is_ours, int64_t revision)
{
    uint8_t *to = vd_buf_reserve(buf, vd_kube_show_bound(show, value.len));

    if (to)
        vd_buf_advance(buf, (size_t)(vd_kube_show_put(show, to, value, is_ours, revision) - to));
}

void vd_kube_show_write(struct vd_kube_show *show, struct vd_buf *buf, struct vd_slice value,
                        bool is_ours, int64_t revision)
{
    if (show->is_spliced)
        write_spliced(show, buf, value, is_ours, revision);
    else
        vd_kube_render(show, buf, value, is_ours, revision);
}

/* --- events for many ---------------------------------------------------------------------------
 */

static const struct vd_slice TYPE = VD_SLICE("{\"type\":\""), OBJECT = VD_SLICE("\",\"object\":"),
                             EVENT_END = VD_SLICE("}\n");

static size_t bound_event(unsigned variant, const struct vd_event *event,
                          const struct vd_event *prev)
{
    size_t len = VD_MAX(event->value_len, prev ? prev->value_len : 0);

    (void)variant;
    return len + 2 * KIND_BYTES;
}

static uint8_t *put(uint8_t *to, struct vd_slice text)
{
    memcpy(to, text.ptr, text.len);
    return to + text.len;
}

static uint8_t *put_event(void *arg, unsigned variant, uint8_t *to, const struct vd_event *event,
                          const struct vd_event *prev)
{
    const struct vd_kube *kube = arg;
    const struct vd_kube_show *show = kube->showing;
    struct vd_slice value;
    bool is_ours;
    enum vd_kube_change change = vd_kube_show_judge(show, event, prev, &value, &is_ours);

    (void)variant;
    if (change == VD_KUBE_NO_CHANGE)
        return to;
    to = put(to, TYPE);
    to = put(to, vd_slice_str(vd_kube_change_name(change)));
    to = put(to, OBJECT);
    to = vd_kube_show_put(show, to, value, is_ours, event->revision);
    return put(to, EVENT_END);
}

const struct vd_run_encoder vd_kube_encoder = {bound_event, put_event};
