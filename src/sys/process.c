#include "sys/process.h"

#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

void process_keep_private(void)
{
	(void)umask(077);
	(void)setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

static void blot(char *from, const char *to)
{
	for (; from < to; from++)
		*from = 'x';
}

static void hide(char *word)
{
	char *user = strstr(word, "://"), *parameter = strstr(word, "password=");
	if (user) {
		user += 3;
		char *at = user + strcspn(user, "@/"), *colon = memchr(user, ':', (size_t)(at - user));
		if (*at == '@' && colon)
			blot(colon + 1, at);
	}
	if (parameter) {
		parameter += strlen("password=");
		blot(parameter, parameter + strcspn(parameter, "& "));
	}
}

char **process_take_arguments(int argc, char **argv)
{
	char **taken = calloc((size_t)argc + 1, sizeof *taken);
	if (!taken)
		abort();
	for (int i = 0; i < argc; i++) {
		taken[i] = strdup(argv[i]);
		if (!taken[i])
			abort();
		hide(argv[i]);
	}
	return taken;
}

void process_drop_arguments(int argc, char **taken)
{
	for (int i = 0; i < argc; i++) {
		explicit_bzero(taken[i], strlen(taken[i]));
		free(taken[i]);
	}
	free(taken);
}
