/* SPDX-License-Identifier: Apache-2.0
 *
 * A library to preload (LD_PRELOAD): the N-th call of a kind on files below a folder fails.
 *
 *   FAULT_CALL    open, read, write, mmap, sync or rename
 *   FAULT_NUMBER  which of these calls fails, from 1
 *   FAULT_BELOW   the start of the paths that count
 *
 * Prints a line to the descriptor FAULT_REPORT when it has made a call fail.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_FILES 4096

static char watched[MOST_FILES]; /* by descriptor: whether its path counts */
static int calls;

static void *next(const char *name) { return dlsym(RTLD_NEXT, name); }

static int is_below(const char *path) {
  const char *below = getenv("FAULT_BELOW");
  return below != NULL && path != NULL && strncmp(path, below, strlen(below)) == 0;
}

/* Whether this call, of a kind, on something that counts, is the one that fails. */
static int fails(const char *call, int counts, int code) {
  const char *chosen = getenv("FAULT_CALL");
  const char *number = getenv("FAULT_NUMBER");
  if (!counts || chosen == NULL || number == NULL || strcmp(chosen, call) != 0) return 0;
  if (__atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST) != atoi(number)) return 0;
  const char *report = getenv("FAULT_REPORT");
  if (report != NULL) dprintf(atoi(report), "%s failed\n", call);
  errno = code;
  return 1;
}

static int is_watched(int file) { return file >= 0 && file < MOST_FILES && watched[file]; }

static int note(int file, const char *path) {
  if (file >= 0 && file < MOST_FILES) watched[file] = (char)is_below(path);
  return file;
}

#define OPEN(name)                                                        \
  int name(const char *path, int flags, ...) {                            \
    va_list rest;                                                         \
    va_start(rest, flags);                                                \
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                                         \
    if (fails("open", is_below(path), EMFILE)) return -1;                 \
    int (*real)(const char *, int, ...) = next(#name);                    \
    return note(real(path, flags, mode), path);                           \
  }
OPEN(open)
OPEN(open64)

#define FOPEN(name)                                           \
  FILE *name(const char *path, const char *mode) {            \
    if (fails("open", is_below(path), EMFILE)) return NULL;   \
    FILE *(*real)(const char *, const char *) = next(#name);  \
    FILE *file = real(path, mode);                            \
    if (file != NULL) note(fileno(file), path);               \
    return file;                                              \
  }
FOPEN(fopen)
FOPEN(fopen64)

ssize_t read(int file, void *bytes, size_t size) {
  if (fails("read", is_watched(file), EIO)) return -1;
  ssize_t (*real)(int, void *, size_t) = next("read");
  return real(file, bytes, size);
}

ssize_t write(int file, const void *bytes, size_t size) {
  if (fails("write", is_watched(file), ENOSPC)) return -1;
  ssize_t (*real)(int, const void *, size_t) = next("write");
  return real(file, bytes, size);
}

ssize_t writev(int file, const struct iovec *parts, int count) {
  if (fails("write", is_watched(file), ENOSPC)) return -1;
  ssize_t (*real)(int, const struct iovec *, int) = next("writev");
  return real(file, parts, count);
}

size_t fwrite(const void *bytes, size_t size, size_t count, FILE *file) {
  if (fails("write", is_watched(fileno(file)), ENOSPC)) return 0;
  size_t (*real)(const void *, size_t, size_t, FILE *) = next("fwrite");
  return real(bytes, size, count, file);
}

#define MMAP(name, offset_type)                                                      \
  void *name(void *at, size_t size, int access, int flags, int file, offset_type from) { \
    if (fails("mmap", is_watched(file), ENOMEM)) return MAP_FAILED;                  \
    void *(*real)(void *, size_t, int, int, int, offset_type) = next(#name);         \
    return real(at, size, access, flags, file, from);                                \
  }
MMAP(mmap, off_t)
MMAP(mmap64, off64_t)

int fsync(int file) {
  if (fails("sync", is_watched(file), EIO)) return -1;
  int (*real)(int) = next("fsync");
  return real(file);
}

int fclose(FILE *file) {
  const int failed = fails("sync", is_watched(fileno(file)), ENOSPC);
  int (*real)(FILE *) = next("fclose");
  const int result = real(file);
  if (failed) errno = ENOSPC;
  return failed ? EOF : result;
}

int rename(const char *from, const char *to) {
  if (fails("rename", is_below(from) || is_below(to), EIO)) return -1;
  int (*real)(const char *, const char *) = next("rename");
  return real(from, to);
}
