/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules are hand-written automata rather than regular expressions: each looks at every byte
 * once. The texts name the expressions that the original uses, because that is what it says.
 */
#include "doors/kube/model/names.h"

#define LABEL_RE     "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
#define SUBDOMAIN_RE LABEL_RE "(\\." LABEL_RE ")*"
#define KEY_RE       "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"

#define LABEL_TEXT                                                                                 \
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and "   \
    "must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex "     \
    "used for validation is '" LABEL_RE "')"
#define SUBDOMAIN_TEXT                                                                             \
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or "   \
    "'.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used "  \
    "for validation is '" SUBDOMAIN_RE "')"
#define RFC1035_TEXT                                                                               \
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an "   \
    "alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or "           \
    "'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"
#define KEY_PART_TEXT                                                                              \
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "    \
    "alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for "         \
    "validation is '" KEY_RE "')"
#define VALUE_TEXT                                                                                 \
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or "    \
    "'.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value', " \
    " or '12345', regex used for validation is '(" KEY_RE ")?')"

enum { LABEL_MAX = 63, SUBDOMAIN_MAX = 253, PORT_MAX = 15 };

static void add(struct vd_kube_faults *faults, const char *text)
{
    if (faults->count < sizeof(faults->texts) / sizeof(faults->texts[0]))
        faults->texts[faults->count++] = text;
}

/* --- classes -----------------------------------------------------------------------------------
 */

static bool is_lower(uint8_t c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_lower_alnum(uint8_t c)
{
    return is_lower(c) || is_digit(c);
}

static bool is_alnum(uint8_t c)
{
    return is_lower_alnum(c) || (c >= 'A' && c <= 'Z');
}

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

/* Labels parted by dots; with no dots, one label. masked: an "a" follows that is not there. */
static bool is_dns(struct vd_slice s, bool dots, bool caseless, bool masked)
{
    bool was_inside = false; /* the byte before is a letter or a digit */

    for (size_t i = 0; i < s.len; i++) {
        uint8_t c = caseless ? lower(s.ptr[i]) : s.ptr[i];

        if (is_lower_alnum(c)) {
            was_inside = true;
        } else if (c == '-') {
            if (i == 0 || s.ptr[i - 1] == '.')
                return false;
            was_inside = false;
        } else if (c == '.' && dots && was_inside) {
            was_inside = false;
        } else {
            return false;
        }
    }
    return was_inside || masked;
}

/* What is masked when a prefix ends in a dash: the two bytes before the made part become one that
 * is allowed. */
static struct vd_slice without_dash(struct vd_slice name, bool prefix)
{
    if (prefix && name.len > 1 && name.ptr[name.len - 1] == '-')
        return vd_slice(name.ptr, name.len - 2);
    return name;
}

static bool was_masked(struct vd_slice name, bool prefix)
{
    return prefix && name.len > 1 && name.ptr[name.len - 1] == '-';
}

/* --- names -------------------------------------------------------------------------------------
 */

static void check_path(struct vd_kube_faults *faults, struct vd_slice name, bool prefix)
{
    if (!prefix && vd_slice_eq(name, VD_SLICE("."))) {
        add(faults, "may not be '.'");
    } else if (!prefix && vd_slice_eq(name, VD_SLICE(".."))) {
        add(faults, "may not be '..'");
    } else {
        if (name.len && memchr(name.ptr, '/', name.len))
            add(faults, "may not contain '/'");
        if (name.len && memchr(name.ptr, '%', name.len))
            add(faults, "may not contain '%'");
    }
}

static void check_label(struct vd_kube_faults *faults, struct vd_slice name, bool masked)
{
    if (name.len + masked > LABEL_MAX)
        add(faults, "must be no more than 63 characters");
    if (!is_dns(name, false, false, masked))
        add(faults, is_dns(name, true, false, masked) ? "must not contain dots" : LABEL_TEXT);
}

struct vd_kube_faults vd_kube_name_check(enum vd_kube_name_rule rule, struct vd_slice name,
                                         bool prefix)
{
    struct vd_kube_faults faults = {.count = 0};
    bool masked = was_masked(name, prefix);
    struct vd_slice rest = without_dash(name, prefix);

    switch (rule) {
    case VD_KUBE_NAME_SUBDOMAIN_RULE:
        if (rest.len + masked > SUBDOMAIN_MAX)
            add(&faults, "must be no more than 253 characters");
        if (!is_dns(rest, true, false, masked))
            add(&faults, SUBDOMAIN_TEXT);
        break;
    case VD_KUBE_NAME_LABEL_RULE:
        check_label(&faults, rest, masked);
        break;
    case VD_KUBE_NAME_RFC1035_RULE:
        if (rest.len + masked > LABEL_MAX)
            add(&faults, "must be no more than 63 characters");
        if (!is_dns(rest, false, false, masked) || (rest.len && !is_lower(rest.ptr[0])))
            add(&faults, RFC1035_TEXT);
        break;
    case VD_KUBE_NAME_PATH_RULE:
        check_path(&faults, name, prefix);
        break;
    }
    return faults;
}

/* --- labels ------------------------------------------------------------------------------------
 */

static bool is_key_part(struct vd_slice s)
{
    if (!s.len || !is_alnum(s.ptr[0]) || !is_alnum(s.ptr[s.len - 1]))
        return false;
    for (size_t i = 0; i < s.len; i++) {
        uint8_t c = s.ptr[i];

        if (!is_alnum(c) && c != '-' && c != '_' && c != '.')
            return false;
    }
    return true;
}

static void check_key_prefix(struct vd_kube_faults *faults, struct vd_slice prefix, bool caseless)
{
    if (!prefix.len) {
        add(faults, "prefix part must be non-empty");
        return;
    }
    if (prefix.len > SUBDOMAIN_MAX)
        add(faults, "prefix part must be no more than 253 bytes");
    if (!is_dns(prefix, true, caseless, false))
        add(faults, "prefix part " SUBDOMAIN_TEXT);
}

struct vd_kube_faults vd_kube_label_key_check(struct vd_slice key, bool caseless)
{
    struct vd_kube_faults faults = {.count = 0};
    const uint8_t *slash = key.len ? memchr(key.ptr, '/', key.len) : NULL;
    struct vd_slice name = key;

    if (slash) {
        size_t prefix_len = (size_t)(slash - key.ptr);

        name = vd_slice(slash + 1, key.len - prefix_len - 1);
        if (name.len && memchr(name.ptr, '/', name.len)) {
            add(&faults,
                "a valid label key " KEY_PART_TEXT
                " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
            return faults;
        }
        check_key_prefix(&faults, vd_slice(key.ptr, prefix_len), caseless);
    }
    if (!name.len)
        add(&faults, "name part must be non-empty");
    else if (name.len > LABEL_MAX)
        add(&faults, "name part must be no more than 63 bytes");
    if (!is_key_part(name))
        add(&faults, "name part " KEY_PART_TEXT);
    return faults;
}

struct vd_kube_faults vd_kube_label_value_check(struct vd_slice value)
{
    struct vd_kube_faults faults = {.count = 0};

    if (value.len > LABEL_MAX)
        add(&faults, "must be no more than 63 bytes");
    if (value.len && !is_key_part(value))
        add(&faults, VALUE_TEXT);
    return faults;
}

/* --- others ------------------------------------------------------------------------------------
 */

struct vd_kube_faults vd_kube_port_name_check(struct vd_slice name)
{
    struct vd_kube_faults faults = {.count = 0};
    bool has_letter = false, has_other = !name.len, has_double = false;

    for (size_t i = 0; i < name.len; i++) {
        has_letter |= is_lower(name.ptr[i]);
        has_other |= !is_lower_alnum(name.ptr[i]) && name.ptr[i] != '-';
        has_double |= i && name.ptr[i] == '-' && name.ptr[i - 1] == '-';
    }
    if (name.len > PORT_MAX)
        add(&faults, "must be no more than 15 characters");
    if (has_other)
        add(&faults, "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    if (!has_letter)
        add(&faults, "must contain at least one letter (a-z)");
    if (has_double)
        add(&faults, "must not contain consecutive hyphens");
    if (name.len && (name.ptr[0] == '-' || name.ptr[name.len - 1] == '-'))
        add(&faults, "must not begin or end with a hyphen");
    return faults;
}

static void check_dots(struct vd_kube_faults *faults, struct vd_slice key)
{
    if (vd_slice_eq(key, VD_SLICE(".")))
        add(faults, "must not be '.'");
    else if (vd_slice_eq(key, VD_SLICE("..")))
        add(faults, "must not be '..'");
    else if (vd_slice_starts_with(key, VD_SLICE("..")))
        add(faults, "must not start with '..'");
}

struct vd_kube_faults vd_kube_config_key_check(struct vd_slice key)
{
    struct vd_kube_faults faults = {.count = 0};
    bool is_fine = key.len > 0;

    for (size_t i = 0; i < key.len; i++) {
        uint8_t c = key.ptr[i];

        is_fine &= is_alnum(c) || c == '-' || c == '_' || c == '.';
    }
    if (key.len > SUBDOMAIN_MAX)
        add(&faults, "must be no more than 253 characters");
    if (!is_fine)
        add(&faults, "a valid config key must consist of alphanumeric characters, '-', '_' or '.' "
                     "(e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation "
                     "is '[-._a-zA-Z0-9]+')");
    check_dots(&faults, key);
    return faults;
}

struct vd_kube_faults vd_kube_env_name_check(struct vd_slice name)
{
    struct vd_kube_faults faults = {.count = 0};

    if (!name.len)
        add(&faults, "environment variable name must be non-empty");
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] < 0x20 || name.ptr[i] > 0x7e || name.ptr[i] == '=') {
            add(&faults, "a valid environment variable name must consist only of printable ASCII "
                         "characters other than '='");
            break;
        }
    }
    return faults;
}

/* --- made --------------------------------------------------------------------------------------
 */

size_t vd_kube_name_make(struct vd_slice prefix, uint64_t random, uint8_t out[VD_KUBE_MADE_BYTES])
{
    static const char letters[] = "bcdfghjklmnpqrstvwxz2456789";
    size_t len = prefix.len < VD_KUBE_MADE_BASE_BYTES ? prefix.len : VD_KUBE_MADE_BASE_BYTES;

    if (len)
        memcpy(out, prefix.ptr, len);
    for (int i = 0; i < VD_KUBE_MADE_SUFFIX_BYTES; i++) {
        out[len++] = (uint8_t)letters[random % (sizeof(letters) - 1)];
        random /= sizeof(letters) - 1;
    }
    return len;
}

void vd_kube_uid_make(const uint64_t random[2], uint8_t out[VD_KUBE_UID_BYTES])
{
    static const char digits[] = "0123456789abcdef";
    uint8_t bytes[16], *to = out;

    memcpy(bytes, random, sizeof(bytes));
    bytes[6] = (uint8_t)((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (uint8_t)((bytes[8] & 0x3f) | 0x80);
    for (unsigned i = 0; i < sizeof(bytes); i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *to++ = '-';
        *to++ = (uint8_t)digits[bytes[i] >> 4];
        *to++ = (uint8_t)digits[bytes[i] & 15];
    }
}
