/* Makes one operation on files fail, for programs that are started with it in LD_PRELOAD.
 *
 * FAULT_UNDER   the folder whose files count; others are left alone
 * FAULT_KIND    "write": what changes something (the default); "read": what reads
 * FAULT_AT      which operation fails, counted from 1; 0: none
 * FAULT_ERRNO   with which error
 * FAULT_LASTS   if set, every operation after it fails too, as on a disk that is full or gone
 * FAULT_KILLS   if set, the program is killed instead: "before" the operation, or "within" it, half of it written
 * FAULT_COUNT   a file of eight bytes that holds how many operations there were
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static const char *folder;
static int counts_reads, error_number, lasts, kills, tears;
static long failing;
static long own_count;
static long *count = &own_count;

#define REAL(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
  const char *text;
  folder = getenv("FAULT_UNDER");
  counts_reads = (text = getenv("FAULT_KIND")) && !strcmp(text, "read");
  failing = (text = getenv("FAULT_AT")) ? atol(text) : 0;
  error_number = (text = getenv("FAULT_ERRNO")) ? atoi(text) : EIO;
  lasts = getenv("FAULT_LASTS") != NULL;
  kills = (text = getenv("FAULT_KILLS")) != NULL;
  tears = text && !strcmp(text, "within");
  if ((text = getenv("FAULT_COUNT"))) {
    int file = REAL(open)(text, O_RDWR | O_CLOEXEC);
    if (file < 0) return;
    void *shared = mmap(NULL, sizeof(long), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (shared != MAP_FAILED) count = shared;
    close(file);
  }
}

/* Whether this operation is the one to fail. */
static int fails(int is_read) {
  if (is_read != counts_reads) return 0;
  long number = __sync_add_and_fetch(count, 1);
  if (failing == 0 || number < failing || (number > failing && !lasts)) return 0;
  if (kills && !tears) kill(getpid(), SIGKILL);
  errno = error_number;
  return 1;
}

static int is_under(const char *path) {
  return folder && path && !strncmp(path, folder, strlen(folder));
}

static int path_fails(const char *path) {
  if (!is_under(path) || !fails(0)) return 0;
  if (kills) kill(getpid(), SIGKILL);
  return 1;
}

static int file_fails(int file, int is_read) {
  char link[64], path[4096];
  struct stat facts;
  if (!folder || fstat(file, &facts) != 0 || !S_ISREG(facts.st_mode)) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_under(path) && fails(is_read);
}

#define OPENS(name)                                                                       \
  int name(const char *path, int flags, ...) {                                            \
    mode_t mode = 0;                                                                      \
    if (flags & (O_CREAT | __O_TMPFILE)) {                                                \
      va_list rest;                                                                       \
      va_start(rest, flags);                                                              \
      mode = va_arg(rest, mode_t);                                                        \
      va_end(rest);                                                                       \
    }                                                                                     \
    if ((flags & O_ACCMODE) != O_RDONLY && path_fails(path)) return -1;                   \
    return REAL(name)(path, flags, mode);                                                 \
  }
OPENS(open)
OPENS(open64)

/* What is torn is written by half, and then the program is gone; other operations are done or not. */
#define FAILS_WRITING(...)              \
  do {                                  \
    if (!file_fails(file, 0)) break;    \
    if (!tears) return -1;              \
    size /= 2;                          \
    (void)!(__VA_ARGS__);               \
    kill(getpid(), SIGKILL);            \
  } while (0)

ssize_t write(int file, const void *bytes, size_t size) {
  FAILS_WRITING(REAL(write)(file, bytes, size));
  return REAL(write)(file, bytes, size);
}
ssize_t pwrite(int file, const void *bytes, size_t size, off_t place) {
  FAILS_WRITING(REAL(pwrite)(file, bytes, size, place));
  return REAL(pwrite)(file, bytes, size, place);
}
ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t place) {
  FAILS_WRITING(REAL(pwrite64)(file, bytes, size, place));
  return REAL(pwrite64)(file, bytes, size, place);
}
ssize_t read(int file, void *bytes, size_t size) {
  return file_fails(file, 1) ? -1 : REAL(read)(file, bytes, size);
}
ssize_t pread(int file, void *bytes, size_t size, off_t place) {
  return file_fails(file, 1) ? -1 : REAL(pread)(file, bytes, size, place);
}
ssize_t pread64(int file, void *bytes, size_t size, off64_t place) {
  return file_fails(file, 1) ? -1 : REAL(pread64)(file, bytes, size, place);
}
/* Killed within one of these is killed before it. */
static int sync_fails(int file) {
  if (!file_fails(file, 0)) return 0;
  if (kills) kill(getpid(), SIGKILL);
  return 1;
}
int fsync(int file) { return sync_fails(file) ? -1 : REAL(fsync)(file); }
int fdatasync(int file) { return sync_fails(file) ? -1 : REAL(fdatasync)(file); }
int ftruncate(int file, off_t size) { return sync_fails(file) ? -1 : REAL(ftruncate)(file, size); }
int ftruncate64(int file, off64_t size) { return sync_fails(file) ? -1 : REAL(ftruncate64)(file, size); }
int rename(const char *from, const char *to) { return path_fails(to) ? -1 : REAL(rename)(from, to); }
int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
  return path_fails(to) ? -1 : REAL(renameat2)(from_folder, from, to_folder, to, flags);
}
ssize_t copy_file_range(int from, off64_t *from_place, int file, off64_t *place, size_t size, unsigned flags) {
  FAILS_WRITING(REAL(copy_file_range)(from, from_place, file, place, size, flags));
  return REAL(copy_file_range)(from, from_place, file, place, size, flags);
}
int link(const char *from, const char *to) { return path_fails(to) ? -1 : REAL(link)(from, to); }
int unlink(const char *path) { return path_fails(path) ? -1 : REAL(unlink)(path); }
int mkdir(const char *path, mode_t mode) { return path_fails(path) ? -1 : REAL(mkdir)(path, mode); }
