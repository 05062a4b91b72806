/* SPDX-License-Identifier: Apache-2.0 */
/* metrics_page FILE: fails when FILE is not the page of the table; metrics_page --write FILE writes
 * it. */
#include "base/metrics.h"

#include <stdio.h>

static int write_page(const char *path, struct vd_slice page)
{
    FILE *file = fopen(path, "w");
    size_t n = file ? fwrite(page.ptr, 1, page.len, file) : 0;

    if (!file || fclose(file) || n != page.len) {
        perror(path);
        return 1;
    }
    return 0;
}

static int compare_page(const char *path, struct vd_slice page)
{
    static uint8_t found[1 << 20];
    FILE *file = fopen(path, "r");
    size_t n = file ? fread(found, 1, sizeof(found), file) : 0;

    if (file)
        fclose(file);
    if (vd_slice_eq(vd_slice(found, n), page))
        return 0;
    fprintf(stderr, "%s is not what the table says: run ninja metrics-page\n", path);
    return 1;
}

int main(int argc, char **argv)
{
    struct vd_buf buf;
    int rc;

    if (argc < 2)
        return 2;
    vd_buf_init(&buf, 0);
    vd_metrics_write_page(&buf);
    if (vd_buf_status(&buf))
        return 1;
    rc = argc == 3 ? write_page(argv[2], vd_buf_slice(&buf))
                   : compare_page(argv[1], vd_buf_slice(&buf));
    vd_buf_deinit(&buf);
    return rc;
}
