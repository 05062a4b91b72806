/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The Date of answers (RFC 9110, 5.6.7 and 6.6.1): written once a second, however many there are.
 * The names in it are English, as everywhere in a program that sets no locale.
 */
#include "http/inner.h"

#include <time.h>

struct vd_slice vd_http_date(struct vd_http *http)
{
    time_t now;
    struct tm tm;

    if (!http->wall_ms)
        return VD_SLICE_EMPTY;
    now = (time_t)(http->wall_ms() / 1000);
    if ((now != http->date_s || !http->date[0]) && gmtime_r(&now, &tm)) {
        (void)!strftime(http->date, sizeof(http->date), "%a, %d %b %Y %H:%M:%S GMT", &tm);
        http->date_s = now;
    }
    return vd_slice_str(http->date);
}
