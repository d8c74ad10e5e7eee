// Calls that glibc declares for _GNU_SOURCE alone, which Swift's module of it is built without, or not in what that
// module takes in.
#include <sys/types.h>
#include <sys/xattr.h>

ssize_t copy_file_range(int from, off_t *from_place, int to, off_t *to_place, size_t count, unsigned flags);
int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags);
int sched_getaffinity(pid_t process, size_t size, void *cores);
