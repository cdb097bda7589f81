/* A library that stands between a process and its files: it writes down what is done to one folder, and can make the
 * nth deed fail. Loaded with LD_PRELOAD and steered through ctypes by shim.py; everything outside the folder passes.
 *
 * A record is one line "op inode a path_length other_length data_length\n", then the path, the other path and the
 * data: C created, W written (a = offset), T truncated (a = size), S synced, R renamed, U unlinked, M folder made,
 * D folder removed. */
#define _GNU_SOURCE
#undef _FILE_OFFSET_BITS
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static char root[PATH_MAX];
static int record = -1;
static long at = -1, seen, reads;
static int number, sticky, halves, failing_reads;

void faults_watch(const char *folder, int descriptor) {
    snprintf(root, sizeof root, "%s", folder);
    record = descriptor;
}

/* From the nth deed on (0 is the next one) fail with `error`; once or always; 0 as error: write the half of it. */
void faults_fail(long nth, int error, int always, int of_reads) {
    at = nth, number = error, sticky = always, halves = error == 0, failing_reads = of_reads, seen = reads = 0;
}

long faults_seen(int of_reads) { return of_reads ? reads : seen; }

static int ours(const char *path) { return root[0] && !strncmp(path, root, strlen(root)); }

static int place_of(int descriptor, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = 0;
    return ours(path);
}

static void join(int folder, const char *name, char *path) {
    char base[PATH_MAX];
    if (name[0] == '/' || folder == AT_FDCWD) { snprintf(path, PATH_MAX, "%s", name); return; }
    place_of(folder, base);
    if (snprintf(path, PATH_MAX, "%s/%s", base, name) >= PATH_MAX) path[0] = 0;
}

static unsigned long inode_of(int descriptor) {
    struct stat found;
    return fstat(descriptor, &found) ? 0 : found.st_ino;
}

static unsigned long inode_at(const char *path) {
    struct stat found;
    return lstat(path, &found) ? 0 : found.st_ino;
}

static void note(char op, unsigned long inode, long a, const char *path, const char *other, const void *data,
                 size_t size) {
    char head[128];
    int kept = errno;
    if (record < 0) return;
    int length = snprintf(head, sizeof head, "%c %lu %ld %zu %zu %zu\n", op, inode, a, strlen(path),
                          strlen(other), size);
    struct iovec parts[4] = {{head, length}, {(void *)path, strlen(path)}, {(void *)other, strlen(other)},
                             {(void *)data, size}};
    syscall(SYS_writev, record, parts, 4);
    errno = kept;
}

static int fails(int reading) {
    long now = reading ? reads++ : seen++;
    if (at < 0 || halves || reading != failing_reads) return 0;
    if (!(now == at || (sticky && now > at))) return 0;
    errno = number;
    return 1;
}

static int opened(int folder, const char *name, int flags, mode_t mode) {
    char path[PATH_MAX];
    join(folder, name, path);
    if (!ours(path) || !(flags & (O_CREAT | O_TRUNC))) return syscall(SYS_openat, folder, name, flags, mode);
    unsigned long before = inode_at(path);
    if ((!before || flags & O_TRUNC) && fails(0)) return -1;
    int descriptor = syscall(SYS_openat, folder, name, flags, mode);
    if (descriptor >= 0 && !before) note('C', inode_of(descriptor), 0, path, "", "", 0);
    else if (descriptor >= 0 && flags & O_TRUNC) note('T', before, 0, path, "", "", 0);
    return descriptor;
}

static mode_t mode_in(int flags, va_list rest) { return flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, unsigned int) : 0; }

#define OPENS(folder) \
    { va_list rest; va_start(rest, flags); mode_t mode = mode_in(flags, rest); va_end(rest); \
      return opened(folder, path, flags, mode); }
int open(const char *path, int flags, ...) OPENS(AT_FDCWD)
int open64(const char *path, int flags, ...) OPENS(AT_FDCWD)
int openat(int folder, const char *path, int flags, ...) OPENS(folder)
int openat64(int folder, const char *path, int flags, ...) OPENS(folder)

static ssize_t written(int descriptor, const void *data, size_t size, off_t offset) {
    char path[PATH_MAX];
    int placed = offset >= 0;
    if (!place_of(descriptor, path))
        return placed ? syscall(SYS_pwrite64, descriptor, data, size, offset) : syscall(SYS_write, descriptor, data, size);
    long now = seen;
    if (fails(0)) return -1;
    if (at >= 0 && halves && (now == at || (sticky && now > at)) && size > 1) size /= 2;
    if (!placed) {
        offset = lseek(descriptor, 0, SEEK_CUR);
        if (fcntl(descriptor, F_GETFL) & O_APPEND) offset = lseek(descriptor, 0, SEEK_END);
    }
    ssize_t done = placed ? syscall(SYS_pwrite64, descriptor, data, size, offset)
                          : syscall(SYS_write, descriptor, data, size);
    if (done > 0) note('W', inode_of(descriptor), offset, path, "", data, done);
    return done;
}

ssize_t write(int descriptor, const void *data, size_t size) { return written(descriptor, data, size, -1); }
ssize_t pwrite(int descriptor, const void *data, size_t size, off_t offset) {
    return written(descriptor, data, size, offset);
}
ssize_t pwrite64(int descriptor, const void *data, size_t size, off_t offset) {
    return written(descriptor, data, size, offset);
}

ssize_t pread64(int descriptor, void *data, size_t size, off_t offset) {
    char path[PATH_MAX];
    if (place_of(descriptor, path) && fails(1)) return -1;
    return syscall(SYS_pread64, descriptor, data, size, offset);
}
ssize_t pread(int descriptor, void *data, size_t size, off_t offset) { return pread64(descriptor, data, size, offset); }

static int synced(int descriptor, long call) {
    char path[PATH_MAX];
    if (!place_of(descriptor, path)) return syscall(call, descriptor);
    if (fails(0)) return -1;
    int done = syscall(call, descriptor);
    if (!done) note('S', inode_of(descriptor), 0, path, "", "", 0);
    return done;
}
int fsync(int descriptor) { return synced(descriptor, SYS_fsync); }
int fdatasync(int descriptor) { return synced(descriptor, SYS_fdatasync); }

int ftruncate64(int descriptor, off_t size) {
    char path[PATH_MAX];
    if (!place_of(descriptor, path)) return syscall(SYS_ftruncate, descriptor, size);
    if (fails(0)) return -1;
    int done = syscall(SYS_ftruncate, descriptor, size);
    if (!done) note('T', inode_of(descriptor), size, path, "", "", 0);
    return done;
}
int ftruncate(int descriptor, off_t size) { return ftruncate64(descriptor, size); }

int rename(const char *from, const char *to) {
    if (!ours(from) && !ours(to)) return syscall(SYS_rename, from, to);
    if (fails(0)) return -1;
    unsigned long inode = inode_at(from);
    int done = syscall(SYS_rename, from, to);
    if (!done) note('R', inode, 0, from, to, "", 0);
    return done;
}

int unlinkat(int folder, const char *name, int flags) {
    char path[PATH_MAX];
    join(folder, name, path);
    if (!ours(path)) return syscall(SYS_unlinkat, folder, name, flags);
    unsigned long inode = inode_at(path);
    if (inode && fails(0)) return -1;
    int done = syscall(SYS_unlinkat, folder, name, flags);
    if (!done) note(flags & AT_REMOVEDIR ? 'D' : 'U', inode, 0, path, "", "", 0);
    return done;
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

int mkdir(const char *path, mode_t mode) {
    if (!ours(path)) return syscall(SYS_mkdir, path, mode);
    if (fails(0)) return -1;
    int done = syscall(SYS_mkdir, path, mode);
    if (!done) note('M', inode_at(path), 0, path, "", "", 0);
    return done;
}
