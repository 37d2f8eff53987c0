/*
 * What the program needs of Linux, without a C library: system calls, and the start of the process. The
 * program stands alone in its image, and must be small enough to be carried as text.
 */
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <asm/unistd.h>

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;

#if defined(__x86_64__)
__asm__(".globl _start\n_start: xor %ebp,%ebp\n mov %rsp,%rdi\n and $-16,%rsp\n call begin\n");

static long call(long number, long a, long b, long c, long d, long e, long f) {
  long result;
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
}
#elif defined(__aarch64__)
__asm__(".globl _start\n_start: mov x29, #0\n mov x30, #0\n mov x0, sp\n b begin\n");

static long call(long number, long a, long b, long c, long d, long e, long f) {
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  register long x5 __asm__("x5") = f;
  __asm__ volatile("svc #0"
                   : "+r"(x0)
                   : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                   : "memory");
  return x0;
}
#endif

#define CALL3(name, a, b, c) call(__NR_##name, (long)(a), (long)(b), (long)(c), 0, 0, 0)
#define CALL6(name, a, b, c, d, e, f) \
  call(__NR_##name, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

/* From <sys/socket.h>, <poll.h> and <errno.h>, which belong to a C library. */
enum { INTERNET = 2, NETLINK = 16, STREAM = 1, RAW = 3, NO_DELAY = 04000, NO_SIGNAL = 0x4000 };
enum { CAN_READ = 1, CAN_WRITE = 4, BROKEN = 8 | 16 };
enum { IS_INTERRUPTED = 4, WOULD_BLOCK = 11, IS_UNSUPPORTED = 95 };

struct poll_entry {
  int fd;
  short events;
  short happened;
};

/* In the order of the network. */
struct internet_address {
  u16 family;
  u16 port;
  u32 address;
  u8 rest[8];
};

static void copy(void *to, const void *from, u32 length) {
  for (u32 i = 0; i < length; i += 1) ((volatile u8 *)to)[i] = ((const u8 *)from)[i];
}

static u16 turned(u16 value) { return (u16)(value << 8 | value >> 8); }
