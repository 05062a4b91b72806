/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every reader below takes what it understands off the front of a slice and says whether it did; a
 * text is valid when nothing is left. Days are counted in the proleptic Gregorian calendar, from
 * March on, so that the leap day is a year's last (Hinnant, "chrono-compatible low-level date
 * algorithms").
 */
#include "doors/live/position.h"

#include "base/check.h"
#include "wire/json.h"

enum {
    SECOND_MS = 1000,
    MINUTE_MS = 60 * SECOND_MS,
    HOUR_MS = 60 * MINUTE_MS,
    DAY_MS = 24 * HOUR_MS,
    NUMBER_DIGITS = 18
};

static const int64_t LONGEST_MS = INT64_C(36525) * DAY_MS;

/* --- reading ------------------------------------------------------------------------------------
 */

static bool take_byte(struct vd_slice *text, char byte)
{
    if (!text->len || *text->ptr != (uint8_t)byte)
        return false;
    *text = vd_slice(text->ptr + 1, text->len - 1);
    return true;
}

/* Between min and max digits, as many as there are. */
static bool take_number(struct vd_slice *text, unsigned min, unsigned max, int64_t *out)
{
    int64_t number = 0;
    unsigned digits = 0;

    while (digits < max && text->len && *text->ptr >= '0' && *text->ptr <= '9') {
        number = number * 10 + (*text->ptr - '0');
        *text = vd_slice(text->ptr + 1, text->len - 1);
        digits++;
    }
    *out = number;
    return digits >= min && !(text->len && *text->ptr >= '0' && *text->ptr <= '9');
}

int vd_live_number_parse(struct vd_slice text, int64_t *out_number)
{
    int64_t number;

    if (!take_number(&text, 1, NUMBER_DIGITS, &number) || text.len)
        return VD_INVALID;
    *out_number = number;
    return 0;
}

static int hex_digit(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool take_store(struct vd_slice *text, uint64_t *out_store)
{
    uint64_t store = 0;

    if (text->len <= VD_LIVE_STORE_BYTES || text->ptr[VD_LIVE_STORE_BYTES] != ':')
        return false;
    for (size_t i = 0; i < VD_LIVE_STORE_BYTES; i++) {
        int digit = hex_digit(text->ptr[i]);

        if (digit < 0)
            return false;
        store = store << 4 | (unsigned)digit;
    }
    *text = vd_slice(text->ptr + VD_LIVE_STORE_BYTES + 1, text->len - VD_LIVE_STORE_BYTES - 1);
    *out_store = store;
    return true;
}

int vd_live_position_parse(struct vd_slice text, struct vd_live_point *out_point)
{
    struct vd_live_point point = {.kind = VD_LIVE_POSITION};
    int64_t revision, sub;

    point.has_store = take_store(&text, &point.store);
    if (!take_number(&text, 1, NUMBER_DIGITS, &revision))
        return VD_INVALID;
    point.pos = (struct vd_pos){revision + 1, 0};
    if (take_byte(&text, '.')) {
        if (!take_number(&text, 1, 10, &sub) || sub >= UINT32_MAX || revision == 0)
            return VD_INVALID;
        point.pos = (struct vd_pos){revision, (uint32_t)sub + 1};
    }
    if (text.len)
        return VD_INVALID;
    *out_point = point;
    return 0;
}

static bool take_unit(struct vd_slice *text, int64_t *out_ms)
{
    if (take_byte(text, 'm')) {
        *out_ms = take_byte(text, 's') ? 1 : MINUTE_MS;
        return true;
    }
    *out_ms = take_byte(text, 's')   ? SECOND_MS
              : take_byte(text, 'h') ? HOUR_MS
              : take_byte(text, 'd') ? DAY_MS
                                     : 0;
    return *out_ms != 0;
}

int vd_live_duration_parse(struct vd_slice text, bool bare_is_seconds, int64_t *out_ms)
{
    int64_t sum = 0;

    do {
        int64_t number, unit;
        bool is_first = sum == 0;

        if (!take_number(&text, 1, 13, &number))
            return VD_INVALID;
        if (!text.len && bare_is_seconds && is_first)
            unit = SECOND_MS;
        else if (!take_unit(&text, &unit))
            return VD_INVALID;
        if (number > LONGEST_MS / unit || sum + number * unit > LONGEST_MS)
            return VD_INVALID;
        sum += number * unit;
    } while (text.len);
    *out_ms = sum;
    return 0;
}

/* Days since 1970-01-01. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int64_t days_in(int64_t year, int64_t month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month == 2 && leap ? 29 : days[month - 1];
}

/* Any number of digits; what is below a millisecond is dropped. */
static bool take_fraction(struct vd_slice *text, int64_t *out_ms)
{
    int64_t ms = 0, weight = 100;
    bool any = false;

    for (; text->len && *text->ptr >= '0' && *text->ptr <= '9'; weight /= 10, any = true) {
        ms += (*text->ptr - '0') * weight;
        *text = vd_slice(text->ptr + 1, text->len - 1);
    }
    *out_ms = ms;
    return any;
}

/* "Z", or how far ahead of it the clock is. */
static bool take_offset(struct vd_slice *text, int64_t *out_ms)
{
    int64_t hour, minute;
    bool is_west;

    *out_ms = 0;
    if (take_byte(text, 'Z') || take_byte(text, 'z'))
        return true;
    is_west = take_byte(text, '-');
    /* A '+' that was not encoded has become a space in a query. */
    if (!is_west && !take_byte(text, '+') && !take_byte(text, ' '))
        return false;
    if (!take_number(text, 2, 2, &hour) || !take_byte(text, ':') ||
        !take_number(text, 2, 2, &minute) || hour > 23 || minute > 59)
        return false;
    *out_ms = (hour * HOUR_MS + minute * MINUTE_MS) * (is_west ? -1 : 1);
    return true;
}

static bool take_date(struct vd_slice *text, int64_t *out_ms)
{
    int64_t year, month, day;

    if (!take_number(text, 4, 4, &year) || !take_byte(text, '-') ||
        !take_number(text, 2, 2, &month) || !take_byte(text, '-') || !take_number(text, 2, 2, &day))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > days_in(year, month))
        return false;
    *out_ms = days_of(year, month, day) * DAY_MS;
    return true;
}

static bool take_clock(struct vd_slice *text, int64_t *out_ms)
{
    int64_t hour, minute, second, ms = 0;

    if (!take_number(text, 2, 2, &hour) || !take_byte(text, ':') ||
        !take_number(text, 2, 2, &minute) || !take_byte(text, ':') ||
        !take_number(text, 2, 2, &second))
        return false;
    if (hour > 23 || minute > 59 || second > 60)
        return false;
    if (take_byte(text, '.') && !take_fraction(text, &ms))
        return false;
    *out_ms = hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS + ms;
    return true;
}

/* RFC 3339 section 5.6. */
static int parse_time(struct vd_slice text, int64_t *out_ms)
{
    int64_t date, clock, offset;

    if (!take_date(&text, &date) || !(take_byte(&text, 'T') || take_byte(&text, 't')) ||
        !take_clock(&text, &clock) || !take_offset(&text, &offset) || text.len)
        return VD_INVALID;
    *out_ms = date + clock - offset;
    return 0;
}

int vd_live_point_parse(struct vd_slice text, int64_t now_ms, struct vd_live_point *out_point)
{
    struct vd_live_point point = {.kind = VD_LIVE_TIME};
    struct vd_slice rest = text;
    int64_t ago;
    int rc;

    if (take_byte(&rest, '-')) {
        rc = vd_live_duration_parse(rest, false, &ago);
        point.time_ms = rc ? 0 : now_ms - ago;
    } else if (text.len > 4 && text.ptr[4] == '-') {
        rc = parse_time(text, &point.time_ms);
    } else {
        return vd_live_position_parse(text, out_point);
    }
    if (rc == 0)
        *out_point = point;
    return rc;
}

/* --- writing ------------------------------------------------------------------------------------
 */

uint8_t *vd_live_pos_put(uint8_t *to, struct vd_pos pos)
{
    if (pos.sub == 0)
        return vd_json_put_int(to, pos.revision - 1);
    to = vd_json_put_int(to, pos.revision);
    *to++ = '.';
    return vd_json_put_uint(to, pos.sub - 1);
}

uint8_t *vd_live_store_put(uint8_t *to, uint64_t store)
{
    for (unsigned shift = 64; shift;)
        *to++ = (uint8_t) "0123456789abcdef"[store >> (shift -= 4) & 15];
    return to;
}

uint8_t *vd_live_full_pos_put(uint8_t *to, uint64_t store, struct vd_pos pos)
{
    to = vd_live_store_put(to, store);
    *to++ = ':';
    return vd_live_pos_put(to, pos);
}

static uint8_t *put_digits(uint8_t *to, int64_t number, unsigned digits, char behind)
{
    for (unsigned i = digits; i-- > 0; number /= 10)
        to[i] = (uint8_t)('0' + number % 10);
    to[digits] = (uint8_t)behind;
    return to + digits + 1;
}

uint8_t *vd_live_time_put(uint8_t *to, int64_t time_ms)
{
    /* Years of four digits, whatever a clock said. */
    int64_t t = VD_MIN(VD_MAX(time_ms, 0), INT64_C(253402300799999)), day = t / DAY_MS;
    int64_t z = day + 719468, era = z / 146097, of_era = z - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t mp = (5 * of_year + 2) / 153, month = mp < 10 ? mp + 3 : mp - 9;

    t -= day * DAY_MS;
    to = put_digits(to, year + era * 400 + (month <= 2), 4, '-');
    to = put_digits(to, month, 2, '-');
    to = put_digits(to, of_year - (153 * mp + 2) / 5 + 1, 2, 'T');
    to = put_digits(to, t / HOUR_MS, 2, ':');
    to = put_digits(to, t / MINUTE_MS % 60, 2, ':');
    to = put_digits(to, t / SECOND_MS % 60, 2, '.');
    return put_digits(to, t % SECOND_MS, 3, 'Z');
}
