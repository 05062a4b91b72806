/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A rule is words: the first two say which requests, the last what befalls them, those between are
 * options. Nothing is guessed: what is not understood, given twice, or without effect is refused.
 */
#include "doors/kube/model/mishaps.h"

#include "base/check.h"
#include "wire/json.h"

#include <stdarg.h>
#include <stdio.h>

enum { RETRY_MAX_S = 3600, DELAY_MAX_MS = 600000 };

#define WRITES                                                                                     \
    (VD_KUBE_MAY_CREATE | VD_KUBE_MAY_UPDATE | VD_KUBE_MAY_PATCH | VD_KUBE_MAY_DELETE |            \
     VD_KUBE_MAY_DELETE_COLLECTION)

static const struct {
    struct vd_slice word;
    uint32_t verbs;
} verbs[] = {
    {VD_SLICE("get"), VD_KUBE_MAY_GET},
    {VD_SLICE("list"), VD_KUBE_MAY_LIST},
    {VD_SLICE("watch"), VD_KUBE_MAY_WATCH},
    {VD_SLICE("create"), VD_KUBE_MAY_CREATE},
    {VD_SLICE("update"), VD_KUBE_MAY_UPDATE},
    {VD_SLICE("patch"), VD_KUBE_MAY_PATCH},
    {VD_SLICE("delete"), VD_KUBE_MAY_DELETE},
    {VD_SLICE("deletecollection"), VD_KUBE_MAY_DELETE_COLLECTION},
    {VD_SLICE("read"), VD_KUBE_MAY_GET | VD_KUBE_MAY_LIST | VD_KUBE_MAY_WATCH},
    {VD_SLICE("write"), WRITES},
    {VD_SLICE("any"), VD_KUBE_MAY_ALL},
};

enum value { NO_VALUE, MAY_SECONDS, TIME };

static const struct act {
    struct vd_slice word;
    enum vd_kube_mishap_act act;
    uint32_t verbs; /* that it can befall */
    enum value value;
    bool has_after, has_bookmark; /* options that mean something to it */
} acts[] = {
    {VD_SLICE("conflict"), VD_KUBE_MISHAP_CONFLICT, WRITES, NO_VALUE, false, false},
    {VD_SLICE("throttle"), VD_KUBE_MISHAP_THROTTLE, VD_KUBE_MAY_ALL, MAY_SECONDS, false, false},
    {VD_SLICE("expire"), VD_KUBE_MISHAP_EXPIRE, VD_KUBE_MAY_LIST | VD_KUBE_MAY_WATCH, NO_VALUE,
     true, false},
    {VD_SLICE("cut"), VD_KUBE_MISHAP_CUT, VD_KUBE_MAY_WATCH, NO_VALUE, true, false},
    {VD_SLICE("drop-bookmarks"), VD_KUBE_MISHAP_DROP, VD_KUBE_MAY_WATCH, NO_VALUE, false, true},
    {VD_SLICE("delay-bookmarks"), VD_KUBE_MISHAP_DELAY, VD_KUBE_MAY_WATCH, TIME, false, true},
};

struct parser {
    struct vd_kube_mishap_rule *rule;
    char *error;
    unsigned number; /* of the rule */
    bool has_nth, has_times, has_after, has_bookmark;
};

__attribute__((format(printf, 2, 3))) static int fail(const struct parser *parser,
                                                      const char *format, ...)
{
    va_list args;
    int n = snprintf(parser->error, VD_KUBE_MISHAPS_ERROR_BYTES, "rule %u: ", parser->number);

    va_start(args, format);
    vsnprintf(parser->error + n, VD_KUBE_MISHAPS_ERROR_BYTES - (size_t)n, format, args);
    va_end(args);
    return VD_INVALID;
}

#define SHOWN(slice) (int)VD_MIN((slice).len, (size_t)60), (slice).ptr

/* --- pieces of text ----------------------------------------------------------------------------
 */

/* What stands before the first of these, which is passed over; all of it if there is none. */
static struct vd_slice take_until(struct vd_slice *rest, const char *ends)
{
    struct vd_slice piece = *rest;

    for (size_t i = 0; i < rest->len; i++)
        if (strchr(ends, rest->ptr[i])) {
            piece.len = i;
            *rest = vd_slice(rest->ptr + i + 1, rest->len - i - 1);
            return piece;
        }
    *rest = VD_SLICE_EMPTY;
    return piece;
}

static struct vd_slice take_word(struct vd_slice *rest)
{
    struct vd_slice word = VD_SLICE_EMPTY;

    while (rest->len && !word.len)
        word = take_until(rest, " \t\r");
    return word;
}

static struct vd_slice trimmed(struct vd_slice text)
{
    while (text.len && strchr(" \t\r", text.ptr[0]))
        text = vd_slice(text.ptr + 1, text.len - 1);
    while (text.len && strchr(" \t\r", text.ptr[text.len - 1]))
        text.len--;
    return text;
}

static bool read_number(struct vd_slice text, uint64_t max, uint64_t *out)
{
    uint64_t number = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        number = number * 10 + (uint64_t)(text.ptr[i] - '0');
        if (number > max)
            return false;
    }
    *out = number;
    return text.len > 0;
}

/* 500ms, 2s, 1m. */
static bool read_time_ms(struct vd_slice text, uint64_t *out_ms)
{
    static const struct {
        struct vd_slice word;
        uint64_t ms;
    } units[] = {{VD_SLICE("ms"), 1}, {VD_SLICE("s"), 1000}, {VD_SLICE("m"), 60000}};
    size_t digits = 0;
    uint64_t number;

    while (digits < text.len && text.ptr[digits] >= '0' && text.ptr[digits] <= '9')
        digits++;
    for (size_t i = 0; i < VD_COUNT(units); i++)
        if (vd_slice_eq(units[i].word, vd_slice(text.ptr + digits, text.len - digits))) {
            if (!read_number(vd_slice(text.ptr, digits), DELAY_MAX_MS / units[i].ms, &number))
                return false;
            *out_ms = number * units[i].ms;
            return true;
        }
    return false;
}

/* --- which requests ----------------------------------------------------------------------------
 */

static int parse_verbs(struct parser *parser, struct vd_slice text)
{
    while (text.len) {
        struct vd_slice word = take_until(&text, ",");
        uint32_t found = 0;

        for (size_t i = 0; i < VD_COUNT(verbs); i++)
            if (vd_slice_eq(verbs[i].word, word))
                found = verbs[i].verbs;
        if (!found)
            return fail(parser, "%.*s: no such verb", SHOWN(word));
        parser->rule->verbs |= found;
    }
    return 0;
}

static int parse_resource(struct parser *parser, struct vd_slice text)
{
    struct vd_kube_mishap_rule *rule = parser->rule;
    struct vd_slice rest = text;
    bool has_sub = memchr(text.ptr, '/', text.len) != NULL, has_group;

    if (vd_slice_eq(text, VD_SLICE("*")))
        return 0;
    rule->group = take_until(&rest, "/");
    rule->subresource = rest;
    has_group = memchr(rule->group.ptr, '.', rule->group.len) != NULL;
    rule->plural = take_until(&rule->group, ".");
    if (!rule->plural.len || (has_sub && !rule->subresource.len) || (has_group && !rule->group.len))
        return fail(parser, "%.*s: not a resource; write it like pods or deployments.apps/status",
                    SHOWN(text));
    return 0;
}

/* --- options -----------------------------------------------------------------------------------
 */

static int set_name(struct parser *parser, struct vd_slice word, struct vd_slice value,
                    struct vd_slice *to)
{
    if (to->len)
        return fail(parser, "%.*s: stands there twice", SHOWN(word));
    if (!value.len)
        return fail(parser, "%.*s: needs a name", SHOWN(word));
    *to = value;
    return 0;
}

static int read_count(struct parser *parser, struct vd_slice word, struct vd_slice value,
                      uint64_t min, bool *has, uint64_t *out)
{
    if (*has)
        return fail(parser, "%.*s: stands there twice", SHOWN(word));
    if (!read_number(value, UINT32_MAX, out) || *out < min)
        return fail(parser, "%.*s: needs a number, %llu or more", SHOWN(word),
                    (unsigned long long)min);
    *has = true;
    return 0;
}

static int parse_option(struct parser *parser, struct vd_slice word)
{
    struct vd_kube_mishap_rule *rule = parser->rule;
    struct vd_slice value = word, name = take_until(&value, "=");
    uint64_t number = 0;
    int rc;

    if (vd_slice_eq(name, VD_SLICE("namespace")))
        return set_name(parser, word, value, &rule->name_space);
    if (vd_slice_eq(name, VD_SLICE("name")))
        return set_name(parser, word, value, &rule->name);
    if (vd_slice_eq(name, VD_SLICE("nth")))
        return read_count(parser, word, value, 1, &parser->has_nth, &rule->nth);
    if (vd_slice_eq(name, VD_SLICE("times")))
        return read_count(parser, word, value, 1, &parser->has_times, &rule->times);
    if (vd_slice_eq(name, VD_SLICE("after"))) {
        rc = read_count(parser, word, value, 0, &parser->has_after, &number);
        rule->fault.after = (uint32_t)number;
        return rc;
    }
    if (vd_slice_eq(name, VD_SLICE("bookmark"))) {
        rc = read_count(parser, word, value, 1, &parser->has_bookmark, &number);
        rule->fault.bookmark = (uint32_t)number;
        return rc;
    }
    return fail(parser, "%.*s: no such option", SHOWN(word));
}

/* --- what befalls them -------------------------------------------------------------------------
 */

static int parse_amount(struct parser *parser, const struct act *act, struct vd_slice word,
                        bool has_value, struct vd_slice value)
{
    uint64_t amount = 1;

    switch (act->value) {
    case NO_VALUE:
        if (has_value)
            return fail(parser, "%.*s: takes no value", SHOWN(word));
        break;
    case MAY_SECONDS:
        if (has_value && (!read_number(value, RETRY_MAX_S, &amount) || !amount))
            return fail(parser, "%.*s: needs seconds, from 1 to %d", SHOWN(word), RETRY_MAX_S);
        break;
    case TIME:
        if (!has_value || !read_time_ms(value, &amount))
            return fail(parser, "%.*s: needs a time like 500ms or 2s, at most 10m", SHOWN(word));
        break;
    }
    parser->rule->fault.amount = (uint32_t)amount;
    return 0;
}

static int check(const struct parser *parser, const struct act *act)
{
    if (parser->rule->verbs & ~act->verbs && act->verbs != VD_KUBE_MAY_ALL)
        return fail(parser, "%.*s cannot befall all of these verbs", SHOWN(act->word));
    if (parser->has_after && (!act->has_after || parser->rule->verbs != VD_KUBE_MAY_WATCH))
        return fail(parser, "after= is for what befalls a watch: expire and cut");
    if (parser->has_bookmark && !act->has_bookmark)
        return fail(parser, "bookmark= is for drop-bookmarks and delay-bookmarks");
    return 0;
}

static int parse_fault(struct parser *parser, struct vd_slice word)
{
    struct vd_slice value = word, name = take_until(&value, "=");
    bool has_value = name.len < word.len;

    for (size_t i = 0; i < VD_COUNT(acts); i++)
        if (vd_slice_eq(acts[i].word, name)) {
            parser->rule->fault.act = acts[i].act;
            if (parse_amount(parser, &acts[i], word, has_value, value))
                return VD_INVALID;
            return check(parser, &acts[i]);
        }
    return fail(parser, "%.*s: no such fault", SHOWN(word));
}

/* --- the whole ---------------------------------------------------------------------------------
 */

static int parse_rule(struct parser *parser, struct vd_slice text)
{
    struct vd_slice word, rest = text;
    int rc = parse_verbs(parser, take_word(&rest));

    parser->rule->text = text;
    word = take_word(&rest);
    if (rc == 0 && !word.len)
        return fail(parser, "which resource? write it like: watch pods after=3 expire");
    if (rc == 0)
        rc = parse_resource(parser, word);
    word = take_word(&rest);
    if (rc == 0 && !word.len)
        return fail(parser, "what is to happen? write it like: watch pods after=3 expire");
    while (rc == 0 && (rest = trimmed(rest)).len) {
        rc = parse_option(parser, word);
        word = take_word(&rest);
    }
    if (rc == 0)
        rc = parse_fault(parser, word);
    if (parser->has_nth && !parser->has_times)
        parser->rule->times = 1;
    if (!parser->has_nth)
        parser->rule->nth = 1;
    return rc;
}

int vd_kube_mishaps_parse(struct vd_slice text, struct vd_kube_mishaps *out_faults,
                          char out_error[VD_KUBE_MISHAPS_ERROR_BYTES])
{
    struct parser parser = {.error = out_error, .number = 0};
    struct vd_slice rest;

    out_faults->count = 0;
    if (text.len > sizeof(out_faults->text)) {
        snprintf(out_error, VD_KUBE_MISHAPS_ERROR_BYTES, "more than %d bytes of rules",
                 VD_KUBE_MISHAPS_TEXT_BYTES);
        return VD_INVALID;
    }
    if (text.len)
        memcpy(out_faults->text, text.ptr, text.len);
    rest = vd_slice(out_faults->text, text.len);
    while (rest.len) {
        struct vd_slice rule = trimmed(take_until(&rest, ";\n"));

        if (!rule.len)
            continue;
        parser = (struct parser){.error = out_error, .number = out_faults->count + 1};
        if (out_faults->count == VD_KUBE_MISHAPS_MAX)
            return fail(&parser, "one too many; there may be %d", VD_KUBE_MISHAPS_MAX);
        parser.rule = &out_faults->rules[out_faults->count++];
        *parser.rule = (struct vd_kube_mishap_rule){.text = rule};
        if (parse_rule(&parser, rule))
            return VD_INVALID;
    }
    return 0;
}

static bool is_or_any(struct vd_slice wanted, struct vd_slice is)
{
    return !wanted.len || vd_slice_eq(wanted, is);
}

static bool fits(const struct vd_kube_mishap_rule *rule,
                 const struct vd_kube_mishap_request *request)
{
    if (!(rule->verbs & request->verb) || !is_or_any(rule->name_space, request->name_space) ||
        !is_or_any(rule->name, request->name))
        return false;
    return !rule->plural.len ||
           (vd_slice_eq(rule->plural, request->plural) && is_or_any(rule->group, request->group) &&
            vd_slice_eq(rule->subresource, request->subresource));
}

struct vd_kube_mishap vd_kube_mishaps_meet(struct vd_kube_mishaps *faults,
                                           const struct vd_kube_mishap_request *request)
{
    struct vd_kube_mishap_rule *striking = NULL;

    for (unsigned i = 0; i < faults->count; i++) {
        struct vd_kube_mishap_rule *rule = &faults->rules[i];

        if (!fits(rule, request))
            continue;
        rule->seen++;
        if (!striking && rule->seen >= rule->nth &&
            (!rule->times || rule->seen - rule->nth < rule->times))
            striking = rule;
    }
    if (!striking)
        return (struct vd_kube_mishap){.act = VD_KUBE_MISHAP_NONE};
    striking->struck++;
    return striking->fault;
}

void vd_kube_mishaps_write(const struct vd_kube_mishaps *faults, struct vd_buf *buf)
{
    struct vd_json json;

    vd_json_init(&json, buf);
    vd_json_object(&json);
    vd_json_name(&json, "faults");
    vd_json_array(&json);
    for (unsigned i = 0; i < faults->count; i++) {
        const struct vd_kube_mishap_rule *rule = &faults->rules[i];

        vd_json_object(&json);
        vd_json_add_string(&json, "rule", rule->text);
        vd_json_add_uint(&json, "seen", rule->seen);
        vd_json_add_uint(&json, "struck", rule->struck);
        vd_json_object_end(&json);
    }
    vd_json_array_end(&json);
    vd_json_object_end(&json);
}
