/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/ops/wish.h"

#include "base/check.h"
#include "wire/url.h"

enum { LIMIT_DEFAULT = 1000 };

struct reading {
    struct vd_survey_wish *wish;
    struct vd_buf *key;
};

/* A number and what stands behind it. */
static bool take_number(struct vd_slice *text, uint64_t max, uint64_t *out_number)
{
    uint64_t number = 0;
    size_t n = 0;

    for (; n < text->len && text->ptr[n] >= '0' && text->ptr[n] <= '9'; n++) {
        if (number > (max - (uint64_t)(text->ptr[n] - '0')) / 10)
            return false;
        number = number * 10 + (uint64_t)(text->ptr[n] - '0');
    }
    *text = vd_slice(text->ptr + n, text->len - n);
    *out_number = number;
    return n > 0;
}

static bool take_point(struct vd_slice *text)
{
    if (!text->len || text->ptr[0] != '.')
        return false;
    *text = vd_slice(text->ptr + 1, text->len - 1);
    return true;
}

static bool read_place(struct vd_slice text, struct vd_survey_place *out_place)
{
    uint64_t loop, conn, stream, slot;

    if (!take_number(&text, UINT32_MAX, &loop) || !take_point(&text) ||
        !take_number(&text, UINT64_MAX / 2, &conn) || !take_point(&text) ||
        !take_number(&text, UINT32_MAX, &stream) || !take_point(&text) ||
        !take_number(&text, UINT32_MAX, &slot) || text.len)
        return false;
    *out_place = (struct vd_survey_place){
        .loop = (uint32_t)loop, .stream = (uint32_t)stream, .conn = conn, .slot = (uint32_t)slot};
    return true;
}

static bool read_limit(struct reading *reading, struct vd_slice text)
{
    uint64_t limit;

    if (!take_number(&text, UINT32_MAX, &limit) || text.len || limit < 1 ||
        limit > VD_SURVEY_ITEMS_MAX)
        return false;
    reading->wish->limit = (uint32_t)limit;
    return true;
}

static bool read_sort(struct reading *reading, struct vd_slice text)
{
    bool by_lag = vd_slice_eq(text, VD_SLICE("lag"));

    reading->wish->order = by_lag ? VD_SURVEY_BY_LAG : VD_SURVEY_BY_PLACE;
    return by_lag || vd_slice_eq(text, VD_SLICE("place"));
}

static bool read_after(struct reading *reading, struct vd_slice text)
{
    reading->wish->has_after = true;
    return read_place(text, &reading->wish->after);
}

static bool read_door(struct reading *reading, struct vd_slice text)
{
    for (unsigned door = 0; door < VD_DOOR_ID_COUNT; door++)
        if (vd_slice_eq(text, vd_slice_str(vd_door_id_name((enum vd_door_id)door)))) {
            reading->wish->doors |= 1u << door;
            return true;
        }
    return false;
}

static bool read_key(struct reading *reading, struct vd_slice text)
{
    uint8_t *to = vd_buf_reserve(reading->key, text.len + 1);
    size_t len;

    if (!to || vd_url_decode(VD_URL_FORM, text, to, &len))
        return false;
    vd_buf_advance(reading->key, len);
    reading->wish->has_key = true;
    reading->wish->key = vd_buf_slice(reading->key);
    return true;
}

static const struct {
    const char *name;
    bool (*read)(struct reading *reading, struct vd_slice text);
    const char *wrong;
} parameters[] = {
    {"limit", read_limit, "limit is a number from 1 to 5000, once"},
    {"sort", read_sort, "sort is lag or place, once"},
    {"after", read_after, "after is the place of a watch, once"},
    {"door", read_door, "door is the name of one: they stand in the answer without it"},
    {"key", read_key, "key is a key, percent-encoded, once"},
};
_Static_assert(VD_SURVEY_ITEMS_MAX == 5000, "the sentence about limit says so");

const char *vd_ops_read_wish(struct vd_slice query, struct vd_buf *key,
                             struct vd_survey_wish *out_wish)
{
    struct reading reading = {out_wish, key};
    struct vd_url_pair pair;
    unsigned seen = 0;

    *out_wish = (struct vd_survey_wish){.limit = LIMIT_DEFAULT};
    while (vd_url_next(&query, &pair)) {
        unsigned i = 0;

        while (i < VD_COUNT(parameters) && !vd_url_is(pair.name, vd_slice_str(parameters[i].name)))
            i++;
        if (i == VD_COUNT(parameters))
            return "there is no such parameter; the parameters are limit, sort, after, door and "
                   "key";
        if ((seen & 1u << i && parameters[i].read != read_door) ||
            !parameters[i].read(&reading, pair.value))
            return parameters[i].wrong;
        seen |= 1u << i;
    }
    if (out_wish->has_after) /* a place in no other order */
        out_wish->order = VD_SURVEY_BY_PLACE;
    if (!out_wish->doors)
        out_wish->doors = (1u << VD_DOOR_ID_COUNT) - 1;
    return NULL;
}
