/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a pattern: a tree first (a repetition is written out as often as it says), then the
 * program. Sticky: after the first fault nothing more is read. What may be said is what Go's
 * regexp/syntax takes with its Perl flags.
 */
#include "doors/kube/model/pattern_inner.h"

#include "base/buf.h"

#include <errno.h>
#include <stdlib.h>

enum { DEPTH_MAX = 100, REPEAT_MAX = 1000, RANGES_MAX = 512, LAST_CHARACTER = 0x10ffff };

/* How much may be written out of repetitions, also of what leaves no state. */
enum { WORK_MAX = 1000000, READ_MAX_BYTES = 16 << 20 };

enum node_kind { CLASS, JOIN, EITHER, REPEAT, ASSERT };

struct node {
    enum node_kind kind;
    struct node *a, *b; /* of JOIN: the first and the last */
    struct node *next;  /* in a JOIN */
    int min, max;       /* of REPEAT; max -1: no end */
    enum vd_pattern_assert assert;
    const struct vd_pattern_class *class, *kept; /* while reading, and for good */
};

struct reader {
    struct vd_arena *keep; /* of what is made */
    struct vd_arena arena; /* of the tree */
    struct vd_slice text;
    size_t at;
    unsigned depth;
    bool folds, has_lines, dot_takes_all; /* (?i), (?m), (?s) */
    bool is_quoting;                      /* behind \Q */
    int rc;
    struct vd_slice fault;
    struct vd_pattern_state *states;
    uint32_t count, work;
};

static struct node *read_either(struct reader *r);

/* --- faults ----------------------------------------------------------------------------------- */

static void fail(struct reader *r, int rc)
{
    if (!r->rc)
        r->rc = rc;
}

/* "what: `the text`" */
static void fault(struct reader *r, const char *what, struct vd_slice text)
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

static struct vd_slice since(const struct reader *r, size_t from)
{
    return vd_slice(r->text.ptr + from, r->at - from);
}

static struct vd_slice from(const struct reader *r, size_t at)
{
    return vd_slice(r->text.ptr + at, r->text.len - at);
}

static void *make(struct reader *r, size_t size)
{
    void *memory = r->rc ? NULL : vd_arena_alloc_zero(&r->arena, size);

    if (!memory)
        fail(r, -ENOMEM);
    return memory;
}

static struct node *new_node(struct reader *r, enum node_kind kind, struct node *a, struct node *b)
{
    struct node *node = make(r, sizeof(*node));

    if (node)
        *node = (struct node){.kind = kind, .a = a, .b = b};
    return node;
}

static void append(struct node *join, struct node *node)
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

static bool is_at_end(const struct reader *r)
{
    return r->rc || r->at >= r->text.len;
}

static bool sees(const struct reader *r, const char *word)
{
    return !r->rc && vd_slice_starts_with(from(r, r->at), vd_slice_str(word));
}

static bool take(struct reader *r, const char *word)
{
    if (!sees(r, word))
        return false;
    r->at += strlen(word);
    return true;
}

/* One of UTF-8, which must not be at the end. */
static uint32_t take_character(struct reader *r)
{
    uint8_t first = r->text.ptr[r->at];
    unsigned len = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    uint32_t c = len == 1 ? first : first & (0xffu >> (len + 1));

    if ((len == 1 && first >= 0x80) || r->at + len > r->text.len) {
        fault(r, "invalid UTF-8", VD_SLICE_EMPTY);
        r->at = r->text.len;
        return 0;
    }
    for (unsigned i = 1; i < len; i++)
        c = c << 6 | (r->text.ptr[r->at + i] & 0x3f);
    r->at += len;
    return c;
}

/* --- classes ---------------------------------------------------------------------------------- */

struct ranges {
    struct vd_pattern_range list[RANGES_MAX];
    uint32_t count;
};

static void add_range(struct reader *r, struct ranges *set, uint32_t low, uint32_t high)
{
    if (set->count == RANGES_MAX) {
        fail(r, VD_TOO_LARGE);
        return;
    }
    set->list[set->count++] = (struct vd_pattern_range){low, high};
}

/* With what has the other case, of ASCII, if the pattern does not care. */
static void add_folded(struct reader *r, struct ranges *set, uint32_t low, uint32_t high)
{
    add_range(r, set, low, high);
    if (!r->folds)
        return;
    for (unsigned shift = 0; shift < 2; shift++) {
        uint32_t first = shift ? 'a' : 'A', last = shift ? 'z' : 'Z';
        uint32_t from_c = low > first ? low : first, to_c = high < last ? high : last;

        if (from_c <= to_c)
            add_range(r, set, from_c ^ 0x20, to_c ^ 0x20);
    }
}

static int by_low(const void *a, const void *b)
{
    const struct vd_pattern_range *x = a, *y = b;

    return (x->low > y->low) - (x->low < y->low);
}

/* Everything else. */
static void add_others(struct reader *r, struct ranges *set, struct ranges *without)
{
    uint32_t low = 0;

    qsort(without->list, without->count, sizeof(without->list[0]), by_low);
    for (uint32_t i = 0; i < without->count; i++) {
        if (without->list[i].low > low)
            add_range(r, set, low, without->list[i].low - 1);
        if (without->list[i].high + 1 > low)
            low = without->list[i].high + 1;
    }
    if (low <= LAST_CHARACTER)
        add_range(r, set, low, LAST_CHARACTER);
}

/* Pairs of ends, as a text. */
static void add_pairs(struct reader *r, struct ranges *set, const char *pairs, bool is_negated)
{
    struct ranges own = {.count = 0};

    for (; *pairs; pairs += 2)
        add_range(r, is_negated ? &own : set, (uint8_t)pairs[0], (uint8_t)pairs[1]);
    if (is_negated)
        add_others(r, set, &own);
}

/* \d \D \s \S \w \W: whether the letter is one. */
static bool add_perl(struct reader *r, struct ranges *set, uint8_t letter)
{
    bool is_negated = letter < 'a';

    switch (letter | 0x20) {
    case 'd':
        add_pairs(r, set, "09", is_negated);
        return true;
    case 's':
        add_pairs(r, set, "\t\n\f\r  ", is_negated);
        return true;
    case 'w':
        add_pairs(r, set, "09AZ__az", is_negated);
        return true;
    default:
        return false;
    }
}

static const struct {
    const char *name, *pairs;
} posix[] = {
    {"alnum", "09AZaz"},
    {"alpha", "AZaz"},
    {"blank", "\t\t  "},
    {"digit", "09"},
    {"graph", "!~"},
    {"lower", "az"},
    {"print", " ~"},
    {"punct", "!/:@[`{~"},
    {"space", "\t\r  "},
    {"upper", "AZ"},
    {"word", "09AZaz__"},
    {"xdigit", "09AFaf"},
    {"cntrl", "\1\37\177\177"},
    {"ascii", "\1\177"},
};

/* [:name:] or [:^name:] inside brackets. */
static bool add_posix(struct reader *r, struct ranges *set)
{
    struct vd_slice rest = from(r, r->at), name;
    const uint8_t *end = rest.len > 2 ? memmem(rest.ptr + 2, rest.len - 2, ":]", 2) : NULL;
    bool is_negated;

    if (!end || !sees(r, "[:"))
        return false;
    is_negated = rest.ptr[2] == '^';
    name = vd_slice(rest.ptr + 2 + is_negated, (size_t)(end - rest.ptr) - 2 - is_negated);
    r->at += (size_t)(end - rest.ptr) + 2;
    for (size_t i = 0; i < sizeof(posix) / sizeof(posix[0]); i++)
        if (vd_slice_eq(name, vd_slice_str(posix[i].name))) {
            add_pairs(r, set, posix[i].pairs, is_negated);
            return true;
        }
    fault(r, "invalid character class range", vd_slice(rest.ptr, (size_t)(end - rest.ptr) + 2));
    return true;
}

/* Behind \p or \P: a letter, or a name in braces; "^" negates. */
static void add_unicode(struct reader *r, struct ranges *set, bool is_negated, size_t begin)
{
    struct ranges own = {.count = 0};
    struct vd_slice name;
    size_t at;

    if (take(r, "{")) {
        is_negated ^= take(r, "^");
        at = r->at;
        while (!is_at_end(r) && !sees(r, "}"))
            r->at++;
        name = since(r, at);
        if (!take(r, "}"))
            fault(r, "invalid character class range", since(r, begin));
    } else {
        at = r->at;
        if (!is_at_end(r))
            take_character(r);
        name = since(r, at);
    }
    if (!name.len) {
        fault(r, "invalid character class range", since(r, begin));
        return;
    }
    switch (name.ptr[0]) {
    case 'N':
        add_pairs(r, &own, "09", false);
        break;
    case 'P':
        add_pairs(r, &own, "!#%*,/:;?@[]__{{}}", false);
        add_range(r, &own, 0xa1, 0xbf);
        break;
    case 'S':
        add_pairs(r, &own, "$$++<>^^``||~~", false);
        add_range(r, &own, 0xa2, 0xb8);
        break;
    case 'Z':
        add_pairs(r, &own, "  ", false);
        add_range(r, &own, 0xa0, 0xa0);
        break;
    case 'C':
        add_pairs(r, &own, "\1\37\177\177", false);
        break;
    default: /* letters, and the names of scripts */
        add_pairs(r, &own,
                  vd_slice_eq(name, VD_SLICE("Lu"))   ? "AZ"
                  : vd_slice_eq(name, VD_SLICE("Ll")) ? "az"
                                                      : "AZaz",
                  false);
        add_range(r, &own, 0xc0, LAST_CHARACTER);
        break;
    }
    if (is_negated)
        add_others(r, set, &own);
    else
        for (uint32_t i = 0; i < own.count; i++)
            add_range(r, set, own.list[i].low, own.list[i].high);
}

static struct node *class_node(struct reader *r, const struct ranges *set, bool is_negated)
{
    struct node *node = new_node(r, CLASS, NULL, NULL);
    struct vd_pattern_class *class = make(r, sizeof(*class));
    struct vd_pattern_range *ranges = make(r, (set->count + 1) * sizeof(*ranges));

    if (r->rc)
        return NULL;
    memcpy(ranges, set->list, set->count * sizeof(*ranges));
    *class = (struct vd_pattern_class){ranges, set->count, is_negated};
    node->class = class;
    return node;
}

static struct node *character_node(struct reader *r, uint32_t c)
{
    struct ranges set = {.count = 0};

    add_folded(r, &set, c, c);
    return class_node(r, &set, false);
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
static uint32_t take_hex(struct reader *r, size_t begin)
{
    bool has_brace = take(r, "{");
    uint32_t value = 0;
    unsigned digits = 0;

    while (!is_at_end(r) && hex(r->text.ptr[r->at]) >= 0 && digits < (has_brace ? 6u : 2u)) {
        value = value * 16 + (uint32_t)hex(r->text.ptr[r->at++]);
        digits++;
    }
    if ((has_brace && !take(r, "}")) || digits == 0 || (!has_brace && digits < 2) ||
        value > LAST_CHARACTER)
        fault(r, "invalid escape sequence", since(r, begin));
    return value;
}

/* Behind a backslash, which stood at `begin`: a character. */
static uint32_t take_escape(struct reader *r, size_t begin)
{
    static const char letters[] = "abfnrtv", meanings[] = "\a\b\f\n\r\t\v";
    const char *known;
    uint32_t c;

    if (is_at_end(r)) {
        fault(r, "trailing backslash at end of expression", VD_SLICE_EMPTY);
        return 0;
    }
    c = take_character(r);
    if (c == 'x')
        return take_hex(r, begin);
    if (c >= '0' && c <= '7') {
        uint32_t value = c - '0';

        /* One digit alone would be a reference back. */
        if (c != '0' && (is_at_end(r) || r->text.ptr[r->at] < '0' || r->text.ptr[r->at] > '7'))
            fault(r, "invalid escape sequence", since(r, begin));
        for (unsigned i = 0;
             i < 2 && !is_at_end(r) && hex(r->text.ptr[r->at]) >= 0 && r->text.ptr[r->at] < '8';
             i++)
            value = value * 8 + (uint32_t)(r->text.ptr[r->at++] - '0');
        return value;
    }
    known = c < 0x80 && c ? strchr(letters, (int)c) : NULL;
    if (known && c != 'b')
        return (uint8_t)meanings[known - letters];
    if (c < 0x80 && ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')))
        fault(r, "invalid escape sequence", since(r, begin));
    return c;
}

/* --- brackets --------------------------------------------------------------------------------- */

static uint32_t take_end_of_range(struct reader *r)
{
    size_t begin = r->at;

    if (is_at_end(r))
        return 0;
    return take(r, "\\") ? take_escape(r, begin) : take_character(r);
}

/* One member of a class. */
static void read_member(struct reader *r, struct ranges *set)
{
    size_t begin = r->at;
    uint32_t low, high;

    if (sees(r, "[:") && add_posix(r, set))
        return;
    if (sees(r, "\\") && r->at + 1 < r->text.len) {
        uint8_t letter = r->text.ptr[r->at + 1];

        if (add_perl(r, set, letter)) {
            r->at += 2;
            return;
        }
        if (letter == 'p' || letter == 'P') {
            r->at += 2;
            add_unicode(r, set, letter == 'P', begin);
            return;
        }
    }
    low = high = take_end_of_range(r);
    if (sees(r, "-") && r->at + 1 < r->text.len && r->text.ptr[r->at + 1] != ']') {
        r->at++;
        high = take_end_of_range(r);
    }
    if (high < low)
        fault(r, "invalid character class range", since(r, begin));
    add_folded(r, set, low, high);
}

/* Behind "[". */
static struct node *read_class(struct reader *r)
{
    size_t begin = r->at - 1;
    struct ranges set = {.count = 0};
    bool is_negated = take(r, "^");

    for (bool is_first = true; is_first || !sees(r, "]"); is_first = false) {
        if (is_at_end(r)) {
            fault(r, "missing closing ]", from(r, begin));
            return NULL;
        }
        read_member(r, &set);
    }
    take(r, "]");
    return class_node(r, &set, is_negated);
}

/* --- atoms ------------------------------------------------------------------------------------ */

static struct node *assert_node(struct reader *r, enum vd_pattern_assert assert)
{
    struct node *node = new_node(r, ASSERT, NULL, NULL);

    if (node)
        node->assert = assert;
    return node;
}

/* Behind "\". */
static struct node *read_escape(struct reader *r)
{
    size_t begin = r->at - 1;
    struct ranges set = {.count = 0};
    uint8_t letter = is_at_end(r) ? 0 : r->text.ptr[r->at];

    if (letter == 'A' || letter == 'z' || letter == 'b' || letter == 'B') {
        r->at++;
        return assert_node(r, letter == 'A'   ? VD_PATTERN_TEXT_BEGIN
                              : letter == 'z' ? VD_PATTERN_TEXT_END
                              : letter == 'b' ? VD_PATTERN_WORD
                                              : VD_PATTERN_NO_WORD);
    }
    if (add_perl(r, &set, letter)) {
        r->at++;
        return class_node(r, &set, false);
    }
    if (letter == 'p' || letter == 'P') {
        r->at++;
        add_unicode(r, &set, letter == 'P', begin);
        return class_node(r, &set, false);
    }
    return character_node(r, take_escape(r, begin));
}

/* Behind "(?": flags, which hold for this group or to the end of the one around it. True: it is a
 * group, whose inside follows. */
static bool read_flags(struct reader *r, size_t begin)
{
    bool is_on = true;

    if (take(r, "P<") || take(r, "<")) {
        while (!is_at_end(r) && !sees(r, ">"))
            r->at++;
        if (!take(r, ">"))
            fault(r, "invalid named capture", from(r, begin));
        return true;
    }
    while (!is_at_end(r)) {
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
            fault(r, "invalid or unsupported Perl syntax", since(r, begin));
            return false;
        }
    }
    fault(r, "missing argument to repetition operator", since(r, begin));
    return false;
}

/* Behind "(". */
static struct node *read_group(struct reader *r)
{
    size_t begin = r->at - 1;
    bool folds = r->folds, has_lines = r->has_lines, dot_takes_all = r->dot_takes_all;
    struct node *node;

    if (++r->depth > DEPTH_MAX) {
        fail(r, VD_TOO_LARGE);
        return NULL;
    }
    if (take(r, "?") && !read_flags(r, begin)) {
        r->depth--;
        return new_node(r, JOIN, NULL, NULL);
    }
    node = read_either(r);
    if (!take(r, ")"))
        fault(r, "missing closing )", r->text);
    r->folds = folds;
    r->has_lines = has_lines;
    r->dot_takes_all = dot_takes_all;
    r->depth--;
    return node;
}

static struct node *read_dot(struct reader *r)
{
    struct ranges set = {.count = 0};

    if (!r->dot_takes_all)
        add_range(r, &set, '\n', '\n');
    return class_node(r, &set, true);
}

static struct node *read_atom(struct reader *r)
{
    if (take(r, "("))
        return read_group(r);
    if (take(r, "["))
        return read_class(r);
    if (take(r, "."))
        return read_dot(r);
    if (take(r, "^"))
        return assert_node(r, r->has_lines ? VD_PATTERN_LINE_BEGIN : VD_PATTERN_TEXT_BEGIN);
    if (take(r, "$"))
        return assert_node(r, r->has_lines ? VD_PATTERN_LINE_END : VD_PATTERN_TEXT_END);
    if (take(r, "\\"))
        return read_escape(r);
    return character_node(r, take_character(r));
}

/* --- repetitions ------------------------------------------------------------------------------ */

static bool take_count(struct reader *r, int *out_count)
{
    size_t begin = r->at;

    *out_count = 0;
    for (; !is_at_end(r) && r->text.ptr[r->at] >= '0' && r->text.ptr[r->at] <= '9'; r->at++)
        if (*out_count <= REPEAT_MAX)
            *out_count = *out_count * 10 + (r->text.ptr[r->at] - '0');
    return r->at > begin;
}

/* {2}, {2,}, {2,5}; anything else in braces is text. */
static bool take_counts(struct reader *r, int *out_min, int *out_max)
{
    size_t begin = r->at;
    bool is_one = take(r, "{") && take_count(r, out_min);

    *out_max = *out_min;
    if (is_one && take(r, ",") && !take_count(r, out_max))
        *out_max = -1;
    if (!is_one || !take(r, "}")) {
        r->at = begin;
        return false;
    }
    if (*out_min > REPEAT_MAX || *out_max > REPEAT_MAX || (*out_max >= 0 && *out_max < *out_min))
        fault(r, "invalid repeat count", since(r, begin));
    return true;
}

static bool take_repeat(struct reader *r, int *out_min, int *out_max)
{
    *out_min = 0;
    *out_max = -1;
    if (take(r, "*"))
        return true;
    if (take(r, "+")) {
        *out_min = 1;
        return true;
    }
    if (take(r, "?")) {
        *out_max = 1;
        return true;
    }
    return take_counts(r, out_min, out_max);
}

/* Between \Q and \E everything is as it is. */
static void skip_quotes(struct reader *r)
{
    while (take(r, r->is_quoting ? "\\E" : "\\Q"))
        r->is_quoting = !r->is_quoting;
}

static struct node *read_repeat(struct reader *r)
{
    size_t begin = r->at, before;
    struct node *node;
    int min, max;

    if (!r->is_quoting && take_repeat(r, &min, &max)) {
        fault(r, "missing argument to repetition operator", since(r, begin));
        return NULL;
    }
    node = r->is_quoting ? character_node(r, take_character(r)) : read_atom(r);
    skip_quotes(r);
    if (r->is_quoting)
        return node;
    for (bool is_first = true; before = r->at, !is_at_end(r) && take_repeat(r, &min, &max);
         is_first = false) {
        struct node *repeat = new_node(r, REPEAT, node, NULL);

        if (!is_first) {
            fault(r, "invalid nested repetition operator", since(r, begin));
            return NULL;
        }
        take(r, "?"); /* which of several is found does not matter */
        if (repeat) {
            repeat->min = min;
            repeat->max = max;
        }
        node = repeat;
        begin = before;
    }
    return node;
}

static struct node *read_join(struct reader *r)
{
    struct node *join = new_node(r, JOIN, NULL, NULL);

    skip_quotes(r);
    while (!is_at_end(r) && (r->is_quoting || (!sees(r, "|") && !sees(r, ")"))))
        append(join, read_repeat(r));
    return join;
}

static struct node *read_either(struct reader *r)
{
    struct node *node = read_join(r);

    while (take(r, "|"))
        node = new_node(r, EITHER, node, read_join(r));
    return node;
}

/* --- the program ------------------------------------------------------------------------------ */

static uint32_t emit(struct reader *r, struct vd_pattern_state state)
{
    if (r->count == VD_PATTERN_STATES_MAX) {
        fail(r, VD_TOO_LARGE);
        return 0;
    }
    if (r->states)
        r->states[r->count] = state;
    return r->count++;
}

static void patch(struct reader *r, uint32_t at, uint32_t x, uint32_t y)
{
    if (r->states && !r->rc) {
        r->states[at].x = x;
        r->states[at].y = y;
    }
}

static void write_node(struct reader *r, struct node *node);

/* a|b: split to both, and a jumps over b. */
static void write_either(struct reader *r, struct node *node)
{
    uint32_t split = emit(r, (struct vd_pattern_state){.op = VD_PATTERN_SPLIT}), jump;

    write_node(r, node->a);
    jump = emit(r, (struct vd_pattern_state){.op = VD_PATTERN_JUMP});
    patch(r, split, split + 1, r->count);
    write_node(r, node->b);
    patch(r, jump, r->count, 0);
}

static void write_repeat(struct reader *r, struct node *node)
{
    for (int i = 0; i < node->min && !r->rc; i++)
        write_node(r, node->a);
    if (node->max < 0) {
        uint32_t split = emit(r, (struct vd_pattern_state){.op = VD_PATTERN_SPLIT});

        write_node(r, node->a);
        emit(r, (struct vd_pattern_state){.op = VD_PATTERN_JUMP, .x = split});
        patch(r, split, split + 1, r->count);
        return;
    }
    for (int i = node->min; i < node->max && !r->rc; i++) {
        uint32_t split = emit(r, (struct vd_pattern_state){.op = VD_PATTERN_SPLIT});

        write_node(r, node->a);
        patch(r, split, split + 1, r->count);
    }
}

static const struct vd_pattern_class *keep_class(struct reader *r, struct node *node)
{
    const struct vd_pattern_class *class = node->class;
    struct vd_pattern_class *kept;
    struct vd_slice ranges = VD_SLICE_EMPTY;

    if (node->kept || !r->states)
        return node->kept;
    kept = vd_arena_alloc(r->keep, sizeof(*kept));
    if (!kept ||
        vd_arena_copy(r->keep, vd_slice(class->ranges, class->count * sizeof(*class->ranges)),
                      &ranges)) {
        fail(r, -ENOMEM);
        return NULL;
    }
    *kept = (struct vd_pattern_class){(const struct vd_pattern_range *)(const void *)ranges.ptr,
                                      class->count, class->is_negated};
    node->kept = kept;
    return kept;
}

static void write_node(struct reader *r, struct node *node)
{
    if (++r->work > WORK_MAX)
        fail(r, VD_TOO_LARGE);
    if (r->rc)
        return;
    switch (node->kind) {
    case CLASS:
        emit(r, (struct vd_pattern_state){
                    .op = VD_PATTERN_CLASS, .x = r->count + 1, .class = keep_class(r, node)});
        break;
    case ASSERT:
        emit(r, (struct vd_pattern_state){
                    .op = VD_PATTERN_ASSERT, .assert = (uint8_t)node->assert, .x = r->count + 1});
        break;
    case JOIN:
        for (struct node *at = node->a; at; at = at->next)
            write_node(r, at);
        break;
    case EITHER:
        write_either(r, node);
        break;
    case REPEAT:
        write_repeat(r, node);
        break;
    }
}

/* Once to count, once to write. */
static void write_program(struct reader *r, struct node *node)
{
    write_node(r, node);
    emit(r, (struct vd_pattern_state){.op = VD_PATTERN_MATCH});
    if (!r->rc)
        r->states = vd_arena_alloc(r->keep, r->count * sizeof(*r->states));
    if (!r->states)
        fail(r, -ENOMEM);
    r->count = r->work = 0;
    write_node(r, node);
    emit(r, (struct vd_pattern_state){.op = VD_PATTERN_MATCH});
}

enum { TEXT_MAX_BYTES = 4096 };

static int read_pattern(struct reader *r, const struct vd_kube_pattern **out_pattern)
{
    struct node *node = read_either(r);
    struct vd_kube_pattern *pattern;

    if (sees(r, ")"))
        fault(r, "unexpected )", r->text);
    if (!r->rc)
        write_program(r, node);
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
    struct reader r = {.keep = arena, .text = text};
    int rc = VD_TOO_LARGE;

    if (text.len <= TEXT_MAX_BYTES) {
        vd_arena_init(&r.arena, READ_MAX_BYTES);
        rc = read_pattern(&r, out_pattern);
        vd_arena_deinit(&r.arena);
    }
    *out_fault = r.fault;
    return rc;
}
