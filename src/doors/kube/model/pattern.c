/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a pattern: a tree first (a repetition is written out as often as it says), then the
 * program. Sticky: after the first fault nothing more is read. What may be said is what Go's
 * regexp/syntax takes with its Perl flags.
 */
#include "doors/kube/model/pattern_tree.h"

#include "base/buf.h"

#include <errno.h>

enum { DEPTH_MAX = 100, REPEAT_MAX = 1000, READ_MAX_BYTES = 16 << 20, LAST_CHARACTER = 0x10ffff };

static struct vd_pattern_node *read_either(struct vd_pattern_reader *r);

/* --- faults ----------------------------------------------------------------------------------- */

void vd_pattern_fail(struct vd_pattern_reader *r, int rc)
{
    if (!r->rc)
        r->rc = rc;
}

/* "what: `the text`" */
void vd_pattern_fault(struct vd_pattern_reader *r, const char *what, struct vd_slice text)
{
    struct vd_buf buf;
    struct vd_slice copy = VD_SLICE_EMPTY;

    if (r->rc)
        return;
    r->rc = VD_INVALID;
    vd_buf_init(&buf, 4096);
    vd_buf_printf(&buf, "%s: `%.*s`", what, (int)text.len, (const char *)text.ptr);
    if (vd_buf_status(&buf) == 0 && vd_arena_copy(r->keep, vd_buf_slice(&buf), &copy) == 0)
        r->fault = copy;
    vd_buf_deinit(&buf);
}

struct vd_slice vd_pattern_since(const struct vd_pattern_reader *r, size_t from)
{
    return vd_slice(r->text.ptr + from, r->at - from);
}

struct vd_slice vd_pattern_from(const struct vd_pattern_reader *r, size_t at)
{
    return vd_slice(r->text.ptr + at, r->text.len - at);
}

void *vd_pattern_make(struct vd_pattern_reader *r, size_t size)
{
    void *memory = r->rc ? NULL : vd_arena_alloc_zero(&r->arena, size);

    if (!memory)
        vd_pattern_fail(r, -ENOMEM);
    return memory;
}

struct vd_pattern_node *vd_pattern_new_node(struct vd_pattern_reader *r,
                                            enum vd_pattern_node_kind kind,
                                            struct vd_pattern_node *a, struct vd_pattern_node *b)
{
    struct vd_pattern_node *node = vd_pattern_make(r, sizeof(*node));

    if (node)
        *node = (struct vd_pattern_node){.kind = kind, .a = a, .b = b};
    return node;
}

static void append(struct vd_pattern_node *join, struct vd_pattern_node *node)
{
    if (!join || !node)
        return;
    if (join->b)
        join->b->next = node;
    else
        join->a = node;
    join->b = node;
}

/* --- characters ------------------------------------------------------------------------------- */

bool vd_pattern_is_at_end(const struct vd_pattern_reader *r)
{
    return r->rc || r->at >= r->text.len;
}

bool vd_pattern_sees(const struct vd_pattern_reader *r, const char *word)
{
    return !r->rc && vd_slice_starts_with(vd_pattern_from(r, r->at), vd_slice_str(word));
}

bool vd_pattern_take(struct vd_pattern_reader *r, const char *word)
{
    if (!vd_pattern_sees(r, word))
        return false;
    r->at += strlen(word);
    return true;
}

/* One of UTF-8, which must not be at the end. */
uint32_t vd_pattern_take_character(struct vd_pattern_reader *r)
{
    uint8_t first = r->text.ptr[r->at];
    unsigned len = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    uint32_t c = len == 1 ? first : first & (0xffu >> (len + 1));

    if ((len == 1 && first >= 0x80) || r->at + len > r->text.len) {
        vd_pattern_fault(r, "invalid UTF-8", VD_SLICE_EMPTY);
        r->at = r->text.len;
        return 0;
    }
    for (unsigned i = 1; i < len; i++)
        c = c << 6 | (r->text.ptr[r->at + i] & 0x3f);
    r->at += len;
    return c;
}

/* --- escapes ---------------------------------------------------------------------------------- */

static int hex(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Behind \x: two digits, or more in braces. */
static uint32_t take_hex(struct vd_pattern_reader *r, size_t begin)
{
    bool has_brace = vd_pattern_take(r, "{");
    uint32_t value = 0;
    unsigned digits = 0;

    while (!vd_pattern_is_at_end(r) && hex(r->text.ptr[r->at]) >= 0 &&
           digits < (has_brace ? 6u : 2u)) {
        value = value * 16 + (uint32_t)hex(r->text.ptr[r->at++]);
        digits++;
    }
    if ((has_brace && !vd_pattern_take(r, "}")) || digits == 0 || (!has_brace && digits < 2) ||
        value > LAST_CHARACTER)
        vd_pattern_fault(r, "invalid escape sequence", vd_pattern_since(r, begin));
    return value;
}

/* Behind a backslash, which stood at `begin`: a character. */
static uint32_t take_escape(struct vd_pattern_reader *r, size_t begin)
{
    static const char letters[] = "abfnrtv", meanings[] = "\a\b\f\n\r\t\v";
    const char *known;
    uint32_t c;

    if (vd_pattern_is_at_end(r)) {
        vd_pattern_fault(r, "trailing backslash at end of expression", VD_SLICE_EMPTY);
        return 0;
    }
    c = vd_pattern_take_character(r);
    if (c == 'x')
        return take_hex(r, begin);
    if (c >= '0' && c <= '7') {
        uint32_t value = c - '0';

        /* One digit alone would be a reference back. */
        if (c != '0' &&
            (vd_pattern_is_at_end(r) || r->text.ptr[r->at] < '0' || r->text.ptr[r->at] > '7'))
            vd_pattern_fault(r, "invalid escape sequence", vd_pattern_since(r, begin));
        for (unsigned i = 0; i < 2 && !vd_pattern_is_at_end(r) && hex(r->text.ptr[r->at]) >= 0 &&
                             r->text.ptr[r->at] < '8';
             i++)
            value = value * 8 + (uint32_t)(r->text.ptr[r->at++] - '0');
        return value;
    }
    known = c < 0x80 && c ? strchr(letters, (int)c) : NULL;
    if (known && c != 'b')
        return (uint8_t)meanings[known - letters];
    if (c < 0x80 && ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')))
        vd_pattern_fault(r, "invalid escape sequence", vd_pattern_since(r, begin));
    return c;
}

/* --- brackets --------------------------------------------------------------------------------- */

static uint32_t take_end_of_range(struct vd_pattern_reader *r)
{
    size_t begin = r->at;

    if (vd_pattern_is_at_end(r))
        return 0;
    return vd_pattern_take(r, "\\") ? take_escape(r, begin) : vd_pattern_take_character(r);
}

/* One member of a class. */
static void read_member(struct vd_pattern_reader *r, struct vd_pattern_ranges *set)
{
    size_t begin = r->at;
    uint32_t low, high;

    if (vd_pattern_sees(r, "[:") && vd_pattern_add_posix(r, set))
        return;
    if (vd_pattern_sees(r, "\\") && r->at + 1 < r->text.len) {
        uint8_t letter = r->text.ptr[r->at + 1];

        if (vd_pattern_add_perl(r, set, letter)) {
            r->at += 2;
            return;
        }
        if (letter == 'p' || letter == 'P') {
            r->at += 2;
            vd_pattern_add_unicode(r, set, letter == 'P', begin);
            return;
        }
    }
    low = high = take_end_of_range(r);
    if (vd_pattern_sees(r, "-") && r->at + 1 < r->text.len && r->text.ptr[r->at + 1] != ']') {
        r->at++;
        high = take_end_of_range(r);
    }
    if (high < low)
        vd_pattern_fault(r, "invalid character class range", vd_pattern_since(r, begin));
    vd_pattern_add_folded(r, set, low, high);
}

/* Behind "[". */
static struct vd_pattern_node *read_class(struct vd_pattern_reader *r)
{
    size_t begin = r->at - 1;
    struct vd_pattern_ranges set = {.count = 0};
    bool is_negated = vd_pattern_take(r, "^");

    for (bool is_first = true; is_first || !vd_pattern_sees(r, "]"); is_first = false) {
        if (vd_pattern_is_at_end(r)) {
            vd_pattern_fault(r, "missing closing ]", vd_pattern_from(r, begin));
            return NULL;
        }
        read_member(r, &set);
    }
    vd_pattern_take(r, "]");
    return vd_pattern_class_node(r, &set, is_negated);
}

/* --- atoms ------------------------------------------------------------------------------------ */

static struct vd_pattern_node *assert_node(struct vd_pattern_reader *r,
                                           enum vd_pattern_assert assert)
{
    struct vd_pattern_node *node = vd_pattern_new_node(r, VD_NODE_ASSERT, NULL, NULL);

    if (node)
        node->assert = assert;
    return node;
}

/* Behind "\". */
static struct vd_pattern_node *read_escape(struct vd_pattern_reader *r)
{
    size_t begin = r->at - 1;
    struct vd_pattern_ranges set = {.count = 0};
    uint8_t letter = vd_pattern_is_at_end(r) ? 0 : r->text.ptr[r->at];

    if (letter == 'A' || letter == 'z' || letter == 'b' || letter == 'B') {
        r->at++;
        return assert_node(r, letter == 'A'   ? VD_PATTERN_TEXT_BEGIN
                              : letter == 'z' ? VD_PATTERN_TEXT_END
                              : letter == 'b' ? VD_PATTERN_WORD
                                              : VD_PATTERN_NO_WORD);
    }
    if (vd_pattern_add_perl(r, &set, letter)) {
        r->at++;
        return vd_pattern_class_node(r, &set, false);
    }
    if (letter == 'p' || letter == 'P') {
        r->at++;
        vd_pattern_add_unicode(r, &set, letter == 'P', begin);
        return vd_pattern_class_node(r, &set, false);
    }
    return vd_pattern_character_node(r, take_escape(r, begin));
}

/* Behind "(?": flags, which hold for this group or to the end of the one around it. True: it is a
 * group, whose inside follows. */
static bool read_flags(struct vd_pattern_reader *r, size_t begin)
{
    bool is_on = true;

    if (vd_pattern_take(r, "P<") || vd_pattern_take(r, "<")) {
        while (!vd_pattern_is_at_end(r) && !vd_pattern_sees(r, ">"))
            r->at++;
        if (!vd_pattern_take(r, ">"))
            vd_pattern_fault(r, "invalid named capture", vd_pattern_from(r, begin));
        return true;
    }
    while (!vd_pattern_is_at_end(r)) {
        switch (r->text.ptr[r->at++]) {
        case 'i':
            r->folds = is_on;
            break;
        case 'm':
            r->has_lines = is_on;
            break;
        case 's':
            r->dot_takes_all = is_on;
            break;
        case 'U': /* which of several matches is found does not matter */
            break;
        case '-':
            is_on = false;
            break;
        case ':':
            return true;
        case ')':
            return false;
        default:
            vd_pattern_fault(r, "invalid or unsupported Perl syntax", vd_pattern_since(r, begin));
            return false;
        }
    }
    vd_pattern_fault(r, "missing argument to repetition operator", vd_pattern_since(r, begin));
    return false;
}

/* Behind "(". */
static struct vd_pattern_node *read_group(struct vd_pattern_reader *r)
{
    size_t begin = r->at - 1;
    bool folds = r->folds, has_lines = r->has_lines, dot_takes_all = r->dot_takes_all;
    struct vd_pattern_node *node;

    if (++r->depth > DEPTH_MAX) {
        vd_pattern_fail(r, VD_TOO_LARGE);
        return NULL;
    }
    if (vd_pattern_take(r, "?") && !read_flags(r, begin)) {
        r->depth--;
        return vd_pattern_new_node(r, VD_NODE_JOIN, NULL, NULL);
    }
    node = read_either(r);
    if (!vd_pattern_take(r, ")"))
        vd_pattern_fault(r, "missing closing )", r->text);
    r->folds = folds;
    r->has_lines = has_lines;
    r->dot_takes_all = dot_takes_all;
    r->depth--;
    return node;
}

static struct vd_pattern_node *read_dot(struct vd_pattern_reader *r)
{
    struct vd_pattern_ranges set = {.count = 0};

    if (!r->dot_takes_all)
        vd_pattern_add_range(r, &set, '\n', '\n');
    return vd_pattern_class_node(r, &set, true);
}

static struct vd_pattern_node *read_atom(struct vd_pattern_reader *r)
{
    if (vd_pattern_take(r, "("))
        return read_group(r);
    if (vd_pattern_take(r, "["))
        return read_class(r);
    if (vd_pattern_take(r, "."))
        return read_dot(r);
    if (vd_pattern_take(r, "^"))
        return assert_node(r, r->has_lines ? VD_PATTERN_LINE_BEGIN : VD_PATTERN_TEXT_BEGIN);
    if (vd_pattern_take(r, "$"))
        return assert_node(r, r->has_lines ? VD_PATTERN_LINE_END : VD_PATTERN_TEXT_END);
    if (vd_pattern_take(r, "\\"))
        return read_escape(r);
    return vd_pattern_character_node(r, vd_pattern_take_character(r));
}

/* --- repetitions ------------------------------------------------------------------------------ */

static bool take_count(struct vd_pattern_reader *r, int *out_count)
{
    size_t begin = r->at;

    *out_count = 0;
    for (; !vd_pattern_is_at_end(r) && r->text.ptr[r->at] >= '0' && r->text.ptr[r->at] <= '9';
         r->at++)
        if (*out_count <= REPEAT_MAX)
            *out_count = *out_count * 10 + (r->text.ptr[r->at] - '0');
    return r->at > begin;
}

/* {2}, {2,}, {2,5}; anything else in braces is text. */
static bool take_counts(struct vd_pattern_reader *r, int *out_min, int *out_max)
{
    size_t begin = r->at;
    bool is_one = vd_pattern_take(r, "{") && take_count(r, out_min);

    *out_max = *out_min;
    if (is_one && vd_pattern_take(r, ",") && !take_count(r, out_max))
        *out_max = -1;
    if (!is_one || !vd_pattern_take(r, "}")) {
        r->at = begin;
        return false;
    }
    if (*out_min > REPEAT_MAX || *out_max > REPEAT_MAX || (*out_max >= 0 && *out_max < *out_min))
        vd_pattern_fault(r, "invalid repeat count", vd_pattern_since(r, begin));
    return true;
}

static bool take_repeat(struct vd_pattern_reader *r, int *out_min, int *out_max)
{
    *out_min = 0;
    *out_max = -1;
    if (vd_pattern_take(r, "*"))
        return true;
    if (vd_pattern_take(r, "+")) {
        *out_min = 1;
        return true;
    }
    if (vd_pattern_take(r, "?")) {
        *out_max = 1;
        return true;
    }
    return take_counts(r, out_min, out_max);
}

/* Between \Q and \E everything is as it is. */
static void skip_quotes(struct vd_pattern_reader *r)
{
    while (vd_pattern_take(r, r->is_quoting ? "\\E" : "\\Q"))
        r->is_quoting = !r->is_quoting;
}

static struct vd_pattern_node *read_repeat(struct vd_pattern_reader *r)
{
    size_t begin = r->at, before;
    struct vd_pattern_node *node;
    int min, max;

    if (!r->is_quoting && take_repeat(r, &min, &max)) {
        vd_pattern_fault(r, "missing argument to repetition operator", vd_pattern_since(r, begin));
        return NULL;
    }
    node =
        r->is_quoting ? vd_pattern_character_node(r, vd_pattern_take_character(r)) : read_atom(r);
    skip_quotes(r);
    if (r->is_quoting)
        return node;
    for (bool is_first = true;
         before = r->at, !vd_pattern_is_at_end(r) && take_repeat(r, &min, &max); is_first = false) {
        struct vd_pattern_node *repeat = vd_pattern_new_node(r, VD_NODE_REPEAT, node, NULL);

        if (!is_first) {
            vd_pattern_fault(r, "invalid nested repetition operator", vd_pattern_since(r, begin));
            return NULL;
        }
        vd_pattern_take(r, "?"); /* which of several is found does not matter */
        if (repeat) {
            repeat->min = min;
            repeat->max = max;
        }
        node = repeat;
        begin = before;
    }
    return node;
}

static struct vd_pattern_node *read_join(struct vd_pattern_reader *r)
{
    struct vd_pattern_node *join = vd_pattern_new_node(r, VD_NODE_JOIN, NULL, NULL);

    skip_quotes(r);
    while (!vd_pattern_is_at_end(r) &&
           (r->is_quoting || (!vd_pattern_sees(r, "|") && !vd_pattern_sees(r, ")"))))
        append(join, read_repeat(r));
    return join;
}

static struct vd_pattern_node *read_either(struct vd_pattern_reader *r)
{
    struct vd_pattern_node *node = read_join(r);

    while (vd_pattern_take(r, "|"))
        node = vd_pattern_new_node(r, VD_NODE_EITHER, node, read_join(r));
    return node;
}

enum { TEXT_MAX_BYTES = 4096 };

static int read_pattern(struct vd_pattern_reader *r, const struct vd_kube_pattern **out_pattern)
{
    struct vd_pattern_node *node = read_either(r);
    struct vd_kube_pattern *pattern;

    if (vd_pattern_sees(r, ")"))
        vd_pattern_fault(r, "unexpected )", r->text);
    if (!r->rc)
        vd_pattern_write_program(r, node);
    if (r->rc)
        return r->rc;
    pattern = vd_arena_alloc(r->keep, sizeof(*pattern));
    if (!pattern)
        return -ENOMEM;
    *pattern = (struct vd_kube_pattern){r->states, r->count};
    *out_pattern = pattern;
    return 0;
}

int vd_kube_pattern_read(struct vd_arena *arena, struct vd_slice text,
                         const struct vd_kube_pattern **out_pattern, struct vd_slice *out_fault)
{
    struct vd_pattern_reader r = {.keep = arena, .text = text};
    int rc = VD_TOO_LARGE;

    if (text.len <= TEXT_MAX_BYTES) {
        vd_arena_init(&r.arena, READ_MAX_BYTES);
        rc = read_pattern(&r, out_pattern);
        vd_arena_deinit(&r.arena);
    }
    *out_fault = r.fault;
    return rc;
}
