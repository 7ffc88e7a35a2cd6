/* noroshi serve: the settings; what is wired together stands in main.c. */
#include "base/str.h"
#include "cli/pages.h"

const struct cli_option serve_options[] = {
	{ LIT("--listen"), LIT("ADDRESS:PORT"), LIT("where to serve; default 127.0.0.1:8080") },
	{ LIT("--keys"), LIT("DIR"), LIT("directory of the keys; default the data directory") },
	{ LIT("--tls-cert"), LIT("FILE"), LIT("certificate chain, PEM; with --tls-key serves HTTPS") },
	{ LIT("--tls-key"), LIT("FILE"), LIT("private key, PEM") },
	{ LIT("--behind-tls"), LIT(""), LIT("a proxy in front speaks HTTPS") },
	{ LIT("--trust-proxy"), LIT(""), LIT("take callers' addresses from X-Forwarded-For") },
	{ LIT("--threads"), LIT("N"), LIT("I/O threads; default one per processor, 8 at most") },
	{ LIT("--writers"), LIT("N"), LIT("writing connections to PostgreSQL; default 4") },
	{ LIT("--queue"), LIT("N"), LIT("changes that may wait for the writer; default 4096") },
	{ LIT("--rate"), LIT("N"), LIT("requests per second and session or token; default 200, 0: no limit") },
	{ LIT("--burst"), LIT("N"), LIT("requests at once, before the rate applies; default 400") },
	{ LIT("--connections"), LIT("N"), LIT("open connections; default 12000") },
	{ LIT("--timeout-s"), LIT("N"), LIT("seconds for a slow or silent client; default 30") },
	{ LIT("--idle-hours"), LIT("N"), LIT("hours until an idle session ends; default 8") },
	{ LIT("--session-hours"), LIT("N"), LIT("hours until any session ends; default 12") },
	{ LIT("--access-log"), LIT(""), LIT("log every request") },
	{ LIT(""), LIT(""), LIT("") },
};

int serve_command(struct cli *cli)
{
	enum status st = cli_config(cli);
	if (st == OK && cli->config.tls_cert.n != 0 && cli->config.tls_key.n == 0)
		return cli_misused(cli, "--tls-cert needs --tls-key");
	if (st == OK)
		st = cli->program->serve(&cli->cx, &cli->config);
	return st == OK ? EXIT_DONE : cli_failed(cli, st);
}
