/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a reader of Kubernetes objects sends, and what somebody may have stored: the first line is a
 * selector of labels, the second one of fields, the third a continue token, the rest a stored
 * value. Whatever the value, nothing outside of it is read, and what is shown of it is sound JSON
 * on one line; whatever the selectors, they answer; a token that is understood is written as it was
 * meant.
 */
#include "base/check.h"
#include "doors/kube/model/pretty.h"
#include "doors/kube/model/scan.h"
#include "doors/kube/model/selector.h"
#include "doors/kube/model/splice.h"
#include "doors/kube/token.h"
#include "wire/json_read.h"

#include <stdlib.h>

enum { ARENA_BYTES = 16 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static struct vd_slice take_line(struct vd_slice *rest)
{
    const uint8_t *end = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;
    struct vd_slice line = vd_slice(rest->ptr, end ? (size_t)(end - rest->ptr) : rest->len);

    *rest = end ? vd_slice(end + 1, rest->len - line.len - 1) : VD_SLICE_EMPTY;
    return line;
}

static void check_token(struct vd_arena *arena, struct vd_slice text)
{
    struct vd_kube_token token, again;
    struct vd_buf written;
    const char *why;

    if (vd_kube_token_read(arena, text, &token, &why))
        return;
    vd_buf_init(&written, 0);
    vd_kube_token_write(&written, &token);
    vd_assert(vd_buf_status(&written) == 0);
    if (written.len <= VD_KUBE_TOKEN_MAX_BYTES) {
        vd_assert(vd_kube_token_read(arena, vd_buf_slice(&written), &again, &why) == 0);
        vd_assert(again.revision == token.revision && vd_slice_eq(again.start, token.start));
    }
    vd_buf_deinit(&written);
}

static void check_shown(struct vd_slice shown)
{
    struct vd_kube_pretty pretty = {0};
    struct vd_buf page;

    vd_assert(vd_kube_scan_check(shown) && !memchr(shown.ptr, '\n', shown.len));
    vd_buf_init(&page, 0);
    vd_kube_pretty_feed(&pretty, &page, shown);
    vd_assert(vd_kube_scan_check(vd_buf_slice(&page)));
    vd_buf_deinit(&page);
}

static void check_value(const struct vd_kube_kind *kind, struct vd_slice value)
{
    size_t bound = vd_kube_splice_bound(kind, value.len);
    uint8_t *to = malloc(bound), *end;

    if (vd_kube_splice_check(kind, value, false)) {
        end = vd_kube_splice_put(to, kind, value, false, INT64_MAX);
        vd_assert((size_t)(end - to) <= bound);
        check_shown(vd_slice(to, (size_t)(end - to)));
        end = vd_kube_splice_put_partial(to, value, false, INT64_MAX, true);
        vd_assert((size_t)(end - to) <= bound);
        check_shown(vd_slice(to, (size_t)(end - to)));
    }
    end = vd_kube_splice_put(to, kind, value, true, 7); /* as if it had been promised */
    vd_assert((size_t)(end - to) <= bound);
    free(to);
}

static void check_selectors(struct vd_arena *arena, const struct vd_kube_kind *kind,
                            struct vd_slice labels, struct vd_slice fields, struct vd_slice value)
{
    struct vd_kube_subject subject = {
        .name_space = VD_SLICE("ns"), .name = VD_SLICE("n"), .value = value};
    struct vd_kube_selector selector = {.label_count = 0};
    char fault[VD_KUBE_SELECTOR_FAULT_BYTES] = "";
    int rc = vd_kube_selector_add_labels(arena, labels, &selector, fault);

    vd_assert(rc != VD_INVALID || fault[0]);
    if (rc == 0)
        rc = vd_kube_selector_add_fields(arena, kind, fields, &selector, fault);
    vd_assert(rc != VD_INVALID || fault[0]);
    if (rc == 0)
        (void)vd_kube_selector_matches(&selector, &subject);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    const struct vd_kube_kind *pods =
        vd_kube_builtin_find(VD_SLICE(""), VD_SLICE("v1"), VD_SLICE("pods"));
    struct vd_slice rest = vd_slice(bytes, len);
    struct vd_slice labels = take_line(&rest), fields = take_line(&rest), token = take_line(&rest);
    struct vd_json_value *document;
    struct vd_arena arena;
    int rc;

    vd_arena_init(&arena, ARENA_BYTES);
    check_token(&arena, token);
    check_selectors(&arena, pods, labels, fields, rest);
    check_value(pods, rest);
    rc = vd_json_read(&arena, rest, VD_KUBE_SCAN_DEPTH_MAX, &document, NULL);
    vd_assert(rc == VD_TOO_LARGE || (rc == 0) == vd_kube_scan_check(rest));
    vd_arena_deinit(&arena);
    return 0;
}
