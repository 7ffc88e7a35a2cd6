/* test/bench/listeners_bench.c — many idle listeners: listeners PORT COOKIE N SECONDS
 *
 * Opens N event streams, waits until each has its answer's head, prints how many are open, holds them for SECONDS and counts events.
 * Source addresses 127.0.0.2 and up, so that one address's ports do not run out.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static double now_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int dial(int port, int k)
{
	struct sockaddr_in from = { .sin_family = AF_INET }, to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	from.sin_addr.s_addr = htonl(0x7f000002u + (unsigned)(k / 20000));
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&from, sizeof from) != 0 || connect(fd, (struct sockaddr *)&to, sizeof to) != 0) {
		fprintf(stderr, "listener %d: %s\n", k, strerror(errno));
		exit(1);
	}
	return fd;
}

int main(int argc, char **argv)
{
	if (argc != 5)
		return fprintf(stderr, "usage: listeners_bench PORT COOKIE N SECONDS\n"), 64;
	int port = (int)strtol(argv[1], NULL, 10), n = (int)strtol(argv[3], NULL, 10);
	double seconds = strtod(argv[4], NULL);
	struct rlimit files;
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	char head[1024];
	int head_n = snprintf(head, sizeof head, "GET /api/v1/stream HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\nAccept: text/event-stream\r\n\r\n", port, argv[2]);
	int ep = epoll_create1(0), opened = 0, heads = 0, closed = 0;
	unsigned char *seen = calloc((size_t)n, 1);
	int *fds = calloc((size_t)n, sizeof *fds);
	long events = 0;
	double from = now_s(), all_open = 0, until = from + 120;
	while (now_s() < until) {
		for (int burst = 0; opened < n && burst < 100; burst++, opened++) {
			int fd = fds[opened] = dial(port, opened);
			if (write(fd, head, (size_t)head_n) != head_n)
				return perror("write"), 1;
			struct epoll_event e = { .events = EPOLLIN, .data.u32 = (unsigned)opened };
			epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e);
		}
		struct epoll_event got[256];
		int k = epoll_wait(ep, got, 256, opened < n ? 0 : 100);
		for (int i = 0; i < k; i++) {
			char data[16384];
			unsigned at = got[i].data.u32;
			ssize_t m = read(fds[at], data, sizeof data - 1);
			if (m <= 0) {
				closed++;
				epoll_ctl(ep, EPOLL_CTL_DEL, fds[at], NULL);
				continue;
			}
			data[m] = 0;
			if (!seen[at] && strncmp(data, "HTTP/1.1 200", 12) == 0)
				seen[at] = 1, heads++;
			for (char *p = data; (p = strstr(p, "event:")) != NULL; p += 6)
				events++;
		}
		if (heads == n && all_open == 0) {
			all_open = now_s() - from;
			until = now_s() + seconds;
			printf("open %d %.2f\n", heads, all_open);
			fflush(stdout);
		}
	}
	printf("held %d closed %d events %ld\n", heads - closed, closed, events);
	return heads == n && closed == 0 ? 0 : 1;
}
