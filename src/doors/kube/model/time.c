/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Days are counted from the first of March of the year 0, so that a leap day ends its year; the
 * calendar is the proleptic Gregorian one, without leap seconds.
 */
#include "doors/kube/model/time.h"

#include "base/check.h"

#include <stdio.h>

enum { S_PER_DAY = 86400, DAYS_TO_1970 = 719468, DAYS_PER_400_YEARS = 146097 };

static const int64_t US = 1000000, NS = 1000000000;

/* --- calendar ------------------------------------------------------------------------------- */

/* Days since 1970. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    int64_t from_march = (month + 9) % 12, era, of_era;

    year -= month <= 2;
    era = year >= 0 ? year / 400 : (year - 399) / 400;
    of_era = year - era * 400;
    return era * DAYS_PER_400_YEARS + of_era * 365 + of_era / 4 - of_era / 100 +
           (153 * from_march + 2) / 5 + day - 1 - DAYS_TO_1970;
}

static void date_of(int64_t days, int64_t *year, int *month, int *day)
{
    int64_t shifted = days + DAYS_TO_1970;
    int64_t era =
        (shifted >= 0 ? shifted : shifted - (DAYS_PER_400_YEARS - 1)) / DAYS_PER_400_YEARS;
    int64_t of_era = shifted - era * DAYS_PER_400_YEARS;
    int64_t years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * years + years / 4 - years / 100);
    int64_t from_march = (5 * of_year + 2) / 153;

    *day = (int)(of_year - (153 * from_march + 2) / 5 + 1);
    *month = (int)(from_march < 10 ? from_march + 3 : from_march - 9);
    *year = years + era * 400 + (*month <= 2);
}

static int days_in(int64_t year, int64_t month)
{
    return (int)(days_of(month == 12 ? year + 1 : year, month % 12 + 1, 1) -
                 days_of(year, month, 1));
}

/* --- reading -------------------------------------------------------------------------------- */

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static bool take(struct vd_slice *text, char c)
{
    if (!text->len || text->ptr[0] != (uint8_t)c)
        return false;
    text->ptr++;
    text->len--;
    return true;
}

/* Just so many digits, of a number in these bounds. */
static bool take_number(struct vd_slice *text, size_t digits, int64_t least, int64_t most,
                        int64_t *out)
{
    int64_t value = 0;

    if (text->len < digits)
        return false;
    for (size_t i = 0; i < digits; i++) {
        if (!is_digit(text->ptr[i]))
            return false;
        value = value * 10 + (text->ptr[i] - '0');
    }
    text->ptr += digits;
    text->len -= digits;
    *out = value;
    return value >= least && value <= most;
}

/* Digits behind the point, in millionths; finer ones are cut off. */
static bool take_fraction(struct vd_slice *text, int64_t *out_us)
{
    int64_t unit = US / 10;

    *out_us = 0;
    if (!take(text, '.') && !take(text, ','))
        return true;
    if (!text->len || !is_digit(text->ptr[0]))
        return false;
    for (; text->len && is_digit(text->ptr[0]); unit /= 10) {
        *out_us += (text->ptr[0] - '0') * unit;
        (void)take(text, (char)text->ptr[0]);
    }
    return true;
}

static bool take_zone(struct vd_slice *text, int64_t *out_seconds)
{
    int64_t hours, minutes;
    bool is_west;

    *out_seconds = 0;
    if (take(text, 'Z'))
        return true;
    is_west = take(text, '-');
    if ((!is_west && !take(text, '+')) || !take_number(text, 2, 0, 24, &hours) ||
        !take(text, ':') || !take_number(text, 2, 0, 60, &minutes))
        return false;
    *out_seconds = (hours * 60 + minutes) * (is_west ? -60 : 60);
    return true;
}

int vd_kube_time_parse(struct vd_slice text, int64_t *out_us)
{
    int64_t year, month, day, hour, minute, second, us, zone, at;

    if (!take_number(&text, 4, 0, 9999, &year) || !take(&text, '-') ||
        !take_number(&text, 2, 1, 12, &month) || !take(&text, '-') ||
        !take_number(&text, 2, 1, days_in(year, month), &day) || !take(&text, 'T') ||
        !take_number(&text, 2, 0, 23, &hour) || !take(&text, ':') ||
        !take_number(&text, 2, 0, 59, &minute) || !take(&text, ':') ||
        !take_number(&text, 2, 0, 59, &second) || !take_fraction(&text, &us) ||
        !take_zone(&text, &zone) || text.len)
        return VD_INVALID;
    at = days_of(year, month, day) * S_PER_DAY + (hour * 60 + minute) * 60 + second - zone;
    if (at < days_of(0, 1, 1) * S_PER_DAY || at >= days_of(10000, 1, 1) * S_PER_DAY)
        return VD_INVALID;
    *out_us = at * US + us;
    return 0;
}

/* --- writing -------------------------------------------------------------------------------- */

static char *put_number(char *to, int64_t value, int digits, char after)
{
    for (int i = digits - 1; i >= 0; i--) {
        to[i] = (char)('0' + value % 10);
        value /= 10;
    }
    to[digits] = after;
    return to + digits + 1;
}

/* Up to the seconds, without the zone: `after` stands in its place. */
static char *print(int64_t us, char *to, char after)
{
    int64_t seconds = us / US - (us % US < 0), days, of_day, year;
    int month, day;

    days = seconds / S_PER_DAY - (seconds % S_PER_DAY < 0);
    of_day = seconds - days * S_PER_DAY;
    date_of(days, &year, &month, &day);
    vd_assert(year >= 0 && year <= 9999);
    to = put_number(to, year, 4, '-');
    to = put_number(to, month, 2, '-');
    to = put_number(to, day, 2, 'T');
    to = put_number(to, of_day / 3600, 2, ':');
    to = put_number(to, of_day / 60 % 60, 2, ':');
    return put_number(to, of_day % 60, 2, after);
}

void vd_kube_time_print(int64_t us, char out_text[VD_KUBE_TIME_BYTES])
{
    (void)print(us, out_text, 'Z');
}

void vd_kube_micro_time_print(int64_t us, char out_text[VD_KUBE_MICRO_TIME_BYTES])
{
    (void)put_number(print(us, out_text, '.'), (us % US + US) % US, 6, 'Z');
}

/* --- durations ------------------------------------------------------------------------------ */

/* Two units, the second only if it is something; or one. */
static int print_units(char *to, int64_t large, char of_large, int64_t small, char of_small)
{
    char text[VD_KUBE_DURATION_BYTES * 2];
    int len = small ? snprintf(text, sizeof(text), "%lld%c%lld%c", (long long)large, of_large,
                               (long long)small, of_small)
                    : snprintf(text, sizeof(text), "%lld%c", (long long)large, of_large);

    vd_assert(len > 0 && len <= VD_KUBE_DURATION_BYTES);
    memcpy(to, text, (size_t)len);
    return len;
}

size_t vd_kube_age_print(int64_t seconds, char out_text[VD_KUBE_DURATION_BYTES])
{
    static const char INVALID[] = "<invalid>";
    int64_t minutes = seconds / 60, hours = seconds / 3600, days = hours / 24;
    int len;

    if (seconds < -1) {
        memcpy(out_text, INVALID, sizeof(INVALID) - 1);
        return sizeof(INVALID) - 1;
    }
    if (seconds < 120)
        len = print_units(out_text, VD_MAX(seconds, 0), 's', 0, 0);
    else if (minutes < 10)
        len = print_units(out_text, minutes, 'm', seconds % 60, 's');
    else if (minutes < 180)
        len = print_units(out_text, minutes, 'm', 0, 0);
    else if (hours < 8)
        len = print_units(out_text, hours, 'h', minutes % 60, 'm');
    else if (hours < 48)
        len = print_units(out_text, hours, 'h', 0, 0);
    else if (hours < 24 * 8)
        len = print_units(out_text, days, 'd', hours % 24, 'h');
    else if (hours < 24 * 365 * 2)
        len = print_units(out_text, days, 'd', 0, 0);
    else if (hours < 24 * 365 * 8)
        len = print_units(out_text, days / 365, 'y', days % 365, 'd');
    else
        len = print_units(out_text, days / 365, 'y', 0, 0);
    return (size_t)len;
}

static const struct {
    const char *name;
    int64_t ns;
} UNITS[] = {{"ns", 1},       {"us", 1000},      {"\xc2\xb5s", 1000}, {"\xce\xbcs", 1000},
             {"ms", 1000000}, {"s", 1000000000}, {"m", 60000000000},  {"h", 3600000000000}};

static bool take_unit(struct vd_slice *text, int64_t *out_ns)
{
    size_t len = 0;

    while (len < text->len && text->ptr[len] != '.' && !is_digit(text->ptr[len]))
        len++;
    for (size_t i = 0; i < VD_COUNT(UNITS); i++)
        if (vd_slice_eq(vd_slice(text->ptr, len), vd_slice_str(UNITS[i].name))) {
            text->ptr += len;
            text->len -= len;
            *out_ns = UNITS[i].ns;
            return true;
        }
    return false;
}

/* 1.5h: a number with a unit, in nanoseconds; what is behind the point as Go computes it. */
static bool take_part(struct vd_slice *text, __int128 *out_ns)
{
    __int128 whole = 0;
    bool has_digits = false;
    double scale = 1;
    int64_t fraction = 0;
    int64_t unit;

    for (; text->len && is_digit(text->ptr[0]); has_digits = true) {
        whole = whole * 10 + (text->ptr[0] - '0');
        if (whole > (__int128)INT64_MAX + 1)
            return false;
        (void)take(text, (char)text->ptr[0]);
    }
    if (take(text, '.'))
        for (; text->len && is_digit(text->ptr[0]); has_digits = true) {
            if (fraction <= (INT64_MAX - 9) / 10) {
                fraction = fraction * 10 + (text->ptr[0] - '0');
                scale *= 10;
            }
            (void)take(text, (char)text->ptr[0]);
        }
    if (!has_digits || !take_unit(text, &unit))
        return false;
    *out_ns = whole * unit + (int64_t)((double)fraction * ((double)unit / scale));
    return *out_ns <= (__int128)INT64_MAX + 1;
}

int vd_kube_duration_parse(struct vd_slice text, int64_t *out_ns)
{
    bool is_negative = take(&text, '-');
    __int128 sum = 0, part;

    if (!is_negative)
        (void)take(&text, '+');
    if (vd_slice_eq(text, VD_SLICE("0"))) {
        *out_ns = 0;
        return 0;
    }
    if (!text.len)
        return VD_INVALID;
    while (text.len) {
        if (!take_part(&text, &part))
            return VD_INVALID;
        sum += part;
        if (sum > (__int128)INT64_MAX + is_negative)
            return VD_INVALID;
    }
    *out_ns = (int64_t)(is_negative ? -sum : sum);
    return 0;
}

/* A number of `unit`s with up to nine digits behind the point. */
static int print_fraction(char *to, uint64_t ns, uint64_t unit, int digits, const char *name)
{
    char text[32];
    int len = snprintf(text, sizeof(text), "%llu.%0*llu", (unsigned long long)(ns / unit), digits,
                       (unsigned long long)(ns % unit));

    while (text[len - 1] == '0')
        len--;
    if (text[len - 1] == '.')
        len--;
    return sprintf(to, "%.*s%s", len, text, name);
}

size_t vd_kube_duration_print(int64_t ns, char out_text[VD_KUBE_DURATION_BYTES + 8])
{
    uint64_t left = ns < 0 ? 0 - (uint64_t)ns : (uint64_t)ns, second = (uint64_t)NS;
    char text[64];
    int len = 0;

    if (ns < 0)
        text[len++] = '-';
    if (left == 0) {
        len += sprintf(text + len, "0s");
    } else if (left < 1000) {
        len += sprintf(text + len, "%lluns", (unsigned long long)left);
    } else if (left < 1000000) {
        len += print_fraction(text + len, left, 1000, 3, "\xc2\xb5s");
    } else if (left < second) {
        len += print_fraction(text + len, left, 1000000, 6, "ms");
    } else {
        if (left >= second * 3600)
            len += sprintf(text + len, "%lluh", (unsigned long long)(left / second / 3600));
        if (left >= second * 60)
            len += sprintf(text + len, "%llum", (unsigned long long)(left / second / 60 % 60));
        len += print_fraction(text + len, left % (second * 60), second, 9, "s");
    }
    vd_assert(len <= VD_KUBE_DURATION_BYTES + 8);
    memcpy(out_text, text, (size_t)len);
    return (size_t)len;
}
