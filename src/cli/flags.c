/* cli/flags.c — see flags.h. */
#include "cli/flags.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"

static bool refuse(const char *why, struct str word)
{
	fprintf(stderr, "noroshi: %s: %.*s (see noroshi help)\n", why, STR_ARG(word));
	return false;
}

static const struct flag *flag_named(const struct flag *flags, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(flags[i].name, name))
			return &flags[i];
	return NULL;
}

/* Takes the flag at argv[*i], and its value from the next word where it has none by "=". */
static bool take(int argc, char **argv, int *i, const struct flag *flags, size_t n)
{
	struct str word = str_of(argv[*i]), value, name = str_cut(str_slice(word, 2, word.n), '=', &value);
	bool has_value = name.n + 2 < word.n;
	const struct flag *f = flag_named(flags, n, name);
	if (!f)
		return refuse("there is no such option", word);
	if (f->on) {
		*f->on = true;
		return !has_value || refuse("this option takes no value", word);
	}
	if (f->text->p)
		return refuse("this option is given twice", word);
	if (!has_value && *i + 1 >= argc)
		return refuse("this option needs a value", word);
	*f->text = has_value ? (value.p ? value : S("")) : str_of(argv[++*i]);
	return true;
}

bool flags_read(int argc, char **argv, const struct flag *flags, size_t n, struct str *rest, size_t rest_max, size_t *ret_rest)
{
	size_t n_rest = 0;
	bool only_words = false;
	for (int i = 1; i < argc; i++) {
		struct str word = str_of(argv[i]);
		if (!only_words && str_eq(word, S("--"))) {
			only_words = true;
		} else if (!only_words && str_starts(word, S("--"))) {
			if (!take(argc, argv, &i, flags, n))
				return false;
		} else {
			if (n_rest == rest_max)
				return refuse("one word too many", word);
			rest[n_rest++] = word;
		}
	}
	for (size_t i = 0; i < n; i++) {
		const char *value = flags[i].text && !flags[i].text->p && flags[i].environment ? getenv(flags[i].environment) : NULL;
		if (value && *value)
			*flags[i].text = str_of(value);
	}
	*ret_rest = n_rest;
	return true;
}

int cli_failed(const struct cx *cx)
{
	struct str sentence = text_sentence(cx->problem->why, cx->lang), detail = cx->problem->detail;
	fprintf(stderr, "noroshi: %.*s%s%.*s\n", STR_ARG(sentence), detail.n > 0 ? ": " : "", STR_ARG(detail));
	return CLI_FAILED;
}
