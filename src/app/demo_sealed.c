/* One CEPTOAR of the demonstration country has a key, made while it is built; the others take reports open, so that both ways are seen.
 * Its passphrase is the demonstration's password: nothing here is a secret. */
#include "app/demo_parts.h"
#include "app/key.h"
#include "app/party.h"
#include "app/report.h"
#include "app/sealing.h"
#include "base/str.h"
#include "base/uuid.h"

#define OFFICER S("ceptoar-medical")
#define MEMBER S("hospital")

static enum status lock(struct cx *cx, const struct box_key *key, struct str secret, const struct json **ret)
{
	struct str blob;
	enum status st = key_lock(cx, key, secret, &blob);
	return st == OK ? json_parse(cx, blob, ret) : st;
}

static enum status make_key(struct cx *cx, const struct demo *d, struct org_key *ret)
{
	struct box_key key;
	struct copy_input *copies = arena_array(cx->mem, struct copy_input, 2);
	struct str secret;
	copies[0].kind = COPY_PASSPHRASE;
	copies[1].kind = COPY_SHARE;
	copies[1].label = S("業務課 係長 耐火庫");
	box_key_new(&key);
	enum status st = lock(cx, &key, passphrase_text(cx->mem, json_get_text(d->accounts, S("password"))), &copies[0].blob);
	if (st == OK)
		st = code_secret(cx, code_new(cx->mem), &secret);
	if (st == OK)
		st = lock(cx, &key, secret, &copies[1].blob);
	crypto_forget(key.secret, sizeof key.secret);
	if (st != OK)
		return st;
	return key_create(cx, &(struct key_input){ .pub = str_base64url(cx->mem, key.pub, sizeof key.pub), .copies = { copies, 2 } }, ret);
}

static enum status send_sealed(struct cx *cx, const struct org_key *key)
{
	static const char content[] =
		"{\"content\":{\"title\":\"予約受付サーバーへの不審な接続\",\"sector\":\"medical\",\"event_type\":\"unavailable\",\"basis\":\"fit\",\"route\":\"ceptoar\","
		"\"noticed_at\":\"%s\",\"summary\":\"架空の例です。夜間に予約受付サーバーへ海外のアドレスから多数の接続があり、受付を一時止めました。診療への影響はありません。\","
		"\"tlp\":\"AMBER\",\"consent\":\"anonymised\"},\"files\":[]}";
	struct secret_key content_key;
	struct seal_to to = { .key = key->id };
	struct report_done done;
	struct str envelope;
	struct sealed_report in = { .ceptoar = key->org, .tlp = TLP_AMBER, .basis = BASIS_FIT, .consent = CONSENT_ANONYMISED };
	for (size_t i = 0; i < sizeof to.pub; i++)
		to.pub[i] = key->pub[i];
	secret_key_new(&content_key);
	struct str at = time_format(cx->mem, cx->now_us - 30 * MINUTE_US), plain = str_of(content);
	ptrdiff_t mark = str_find(plain, S("%s"));
	plain = str_format(cx->mem, "%.*s%.*s%.*s", (int)mark, plain.p, STR_ARG(at), (int)(plain.n - (size_t)mark - 2), plain.p + mark + 2);
	enum status st = content_seal(cx, plain, &content_key, &to, 1, &envelope);
	if (st == OK)
		st = json_parse(cx, envelope, &in.envelope);
	return st == OK ? report_submit_sealed(cx, &in, &done) : st;
}

enum status demo_seal(struct cx *cx, struct demo *d)
{
	struct org_key key;
	cx->now_us = d->now_us - 72 * HOUR_US;
	enum status st = demo_be(cx, OFFICER);
	if (st == OK)
		st = make_key(cx, d, &key);
	cx->now_us = d->now_us - 5 * HOUR_US;
	if (st == OK)
		st = demo_be(cx, MEMBER);
	return st == OK ? send_sealed(cx, &key) : st;
}
