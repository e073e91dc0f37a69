/* Loaded before libc: clocks that wander, as those that a time daemon keeps together do.

   WANDER_PPM fast for ten seconds, as much slow for the next ten: a triangle. CLOCK_REALTIME and
   CLOCK_MONOTONIC wander alike, as Linux steers them alike; WANDER_AT (s) is where in it one begins. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static int (*read_clock)(clockid_t, struct timespec *);
static long long ppm, at_ns;

__attribute__((constructor)) static void begin(void)
{
    const char *rate = getenv("WANDER_PPM"), *at = getenv("WANDER_AT");
    read_clock = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    ppm = rate ? atoll(rate) : 0;
    at_ns = at ? atoll(at) * 1000000000 : 0;
}

static long long ahead_ns(void)
{
    struct timespec now;
    const long long turn = 10000000000, whole = 2 * turn;
    read_clock(CLOCK_BOOTTIME, &now);
    long long in = (now.tv_sec * 1000000000LL + now.tv_nsec + at_ns) % whole;
    return (in < turn ? in : whole - in) * ppm / 1000000;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int failed = read_clock(clock, now);
    if (!failed && (clock == CLOCK_MONOTONIC || clock == CLOCK_REALTIME)) {
        long long ns = now->tv_nsec + ahead_ns();
        now->tv_sec += ns / 1000000000;
        now->tv_nsec = ns % 1000000000;
    }
    return failed;
}
