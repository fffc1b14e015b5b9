/* SPDX-License-Identifier: Apache-2.0
 *
 * A library to preload (LD_PRELOAD): the N-th call of a kind fails.
 *
 *   FAULT_CALL    open, read, write, mmap, sync or rename: calls on files below a folder;
 *                 malloc: memory that our own code asks for, directly or through the C++ library;
 *                 malloc_any: memory that any code asks for
 *   FAULT_NUMBER  which of these calls fails, from 1
 *   FAULT_BELOW   the start of the paths that count
 *
 * Prints a line to the descriptor FAULT_REPORT when it has made a call fail, and at the end how
 * many calls there were.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdarg.h>
#include <stdint.h>
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

static void begin_memory(void);

static int note(int file, const char *path) {
  if (file >= 0 && is_below(path)) begin_memory();
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

/* Where the code of the program and of our library lies. */
#define MOST_RANGES 8
static struct {
  uintptr_t start, end;
} ours[MOST_RANGES];
static int ranges;
static int memory_counts; /* 1: what our code asks for, 2: any */

static int add_ranges(struct dl_phdr_info *module, size_t size, void *data) {
  (void)size;
  (void)data;
  const char *name = strrchr(module->dlpi_name, '/');
  const int is_program = module->dlpi_name[0] == '\0';
  if (!is_program && (name == NULL || strncmp(name, "/libfastdeploy", 14) != 0)) return 0;
  for (int i = 0; i < module->dlpi_phnum && ranges < MOST_RANGES; ++i) {
    const ElfW(Phdr) *part = &module->dlpi_phdr[i];
    if (part->p_type != PT_LOAD || !(part->p_flags & PF_X)) continue;
    ours[ranges].start = module->dlpi_addr + part->p_vaddr;
    ours[ranges++].end = module->dlpi_addr + part->p_vaddr + part->p_memsz;
  }
  return 0;
}

/* Memory counts from the first file below the folder that is opened: what comes before (the
 * initialisers of libraries, the parsing of the command line) is not ours. */
static void begin_memory(void) {
  const char *chosen = getenv("FAULT_CALL");
  if (ranges > 0 || chosen == NULL) return;
  dl_iterate_phdr(add_ranges, NULL);
  memory_counts = strcmp(chosen, "malloc") == 0 ? 1 : strcmp(chosen, "malloc_any") == 0 ? 2 : 0;
}

__attribute__((destructor)) static void end(void) {
  memory_counts = 0;
  const char *report = getenv("FAULT_REPORT");
  if (report != NULL) dprintf(atoi(report), "%d calls\n", calls);
}

/* Whether our code is among the next callers: operator new and std::string are in a library of
 * their own. The words of the stack are looked at, for a few frames. */
static int is_ours(const uintptr_t *frame) {
  enum { WORDS = 40 };
  for (int word = 0; word < WORDS; ++word) {
    for (int i = 0; i < ranges; ++i) {
      if (frame[word] >= ours[i].start && frame[word] < ours[i].end) return 1;
    }
  }
  return 0;
}

static int no_memory(const uintptr_t *frame) {
  if (memory_counts == 0) return 0;
  if (memory_counts == 2) return fails("malloc_any", 1, ENOMEM);
  return fails("malloc", is_ours(frame), ENOMEM);
}

/* glibc's own names; dlsym itself asks for memory. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

#define FRAME ((const uintptr_t *)__builtin_frame_address(0))

void *malloc(size_t size) { return no_memory(FRAME) ? NULL : __libc_malloc(size); }

void *calloc(size_t count, size_t size) {
  return no_memory(FRAME) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
  return no_memory(FRAME) ? NULL : __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  return no_memory(FRAME) ? NULL : __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  if (no_memory(FRAME)) return ENOMEM;
  *memory = __libc_memalign(alignment, size);
  return *memory == NULL ? ENOMEM : 0;
}
