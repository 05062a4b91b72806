/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a fuzz target over the files of the folders named, whole and cut short at every length below
 * 256: what once broke stays mended, without a fuzzer. A name that ends in .hex holds its bytes as
 * digits. Exits 77 (skipped) if there is no file.
 */
#include <dirent.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static int digit(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* In place; everything that is no digit is left out. */
static size_t from_hex(uint8_t *bytes, size_t len)
{
    size_t digits = 0;

    for (size_t i = 0; i < len; i++) {
        int value = digit(bytes[i]);

        if (value < 0)
            continue;
        if (digits % 2)
            bytes[digits / 2] = (uint8_t)(bytes[digits / 2] | value);
        else
            bytes[digits / 2] = (uint8_t)(value << 4);
        digits++;
    }
    return digits / 2;
}

static int run_file(const char *path)
{
    const char *dot = strrchr(path, '.');
    FILE *file = fopen(path, "rb");
    static uint8_t bytes[1 << 20];
    size_t len;

    if (!file)
        return 0;
    len = fread(bytes, 1, sizeof(bytes), file);
    fclose(file);
    if (dot && strcmp(dot, ".hex") == 0)
        len = from_hex(bytes, len);
    for (size_t cut = 0; cut < len && cut < 256; cut++) {
        uint8_t *exact = malloc(cut + 1); /* so that a sanitizer sees a byte too far */

        if (!exact)
            abort();
        for (size_t i = 0; i < cut; i++)
            exact[i] = bytes[i];
        LLVMFuzzerTestOneInput(exact, cut);
        free(exact);
    }
    LLVMFuzzerTestOneInput(bytes, len);
    return 1;
}

int main(int argc, char **argv)
{
    struct dirent *entry;
    char path[PATH_MAX];
    int ran = 0;
    DIR *dir;

    for (int i = 1; i < argc; i++) {
        dir = opendir(argv[i]);
        while (dir && (entry = readdir(dir))) {
            snprintf(path, sizeof(path), "%s/%s", argv[i], entry->d_name);
            if (entry->d_type == DT_REG)
                ran += run_file(path);
        }
        if (dir)
            closedir(dir);
    }
    printf("%d files\n", ran);
    return ran ? 0 : 77;
}
