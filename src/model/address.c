#include "model/address.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/str.h"

#define V4_BITS 96                                              /* ::ffff:0:0/96 */

bool address_parse(struct str text, struct address *ret)
{
	struct str zone, host = str_cut(text, '%', &zone);
	char z[INET6_ADDRSTRLEN];
	if (host.n == 0 || host.n >= sizeof z || memchr(host.p, 0, host.n))
		return false;
	memcpy(z, host.p, host.n);
	z[host.n] = 0;
	struct address a = { { 0 } };
	if (inet_pton(AF_INET6, z, a.b) == 1) {
		*ret = a;
		return true;
	}
	memset(a.b, 0, sizeof a.b);
	a.b[10] = a.b[11] = 0xff;
	if (inet_pton(AF_INET, z, a.b + 12) != 1)
		return false;
	*ret = a;
	return true;
}

static void keep_prefix(struct address *a, int prefix)
{
	for (int i = 0; i < 16; i++) {
		int bits = prefix - 8 * i;
		if (bits <= 0)
			a->b[i] = 0;
		else if (bits < 8)
			a->b[i] = (uint8_t)(a->b[i] & (0xff << (8 - bits)));
	}
}

bool address_block_parse(struct str text, struct address_block *ret)
{
	struct str length, host = str_cut(text, '/', &length);
	bool has_prefix = host.n < text.n;
	struct address_block block = { .prefix = 128 };
	if (str_find(host, S("%")) >= 0 || !address_parse(host, &block.address))
		return false;
	if (has_prefix) {
		bool v4 = str_find(host, S(":")) < 0;
		int64_t n;
		if (length.n == 0 || length.n > 3 || length.p[0] < '0' || length.p[0] > '9' || !str_int(length, 0, v4 ? 32 : 128, &n))
			return false;
		block.prefix = (int)n + (v4 ? V4_BITS : 0);
	}
	struct address whole = block.address;
	keep_prefix(&whole, block.prefix);
	if (memcmp(whole.b, block.address.b, sizeof whole.b) != 0)
		return false;
	*ret = block;
	return true;
}

bool address_in_block(const struct address *address, const struct address_block *block)
{
	struct address a = *address;
	keep_prefix(&a, block->prefix);
	return memcmp(a.b, block->address.b, sizeof a.b) == 0;
}

static bool is_separator(char c)
{
	return c == ',' || c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* The next entry of a list; false at its end. */
static bool next_entry(struct str *rest, struct str *ret)
{
	while (rest->n && is_separator(*rest->p)) {
		rest->p++;
		rest->n--;
	}
	size_t n = 0;
	while (n < rest->n && !is_separator(rest->p[n]))
		n++;
	if (n == 0)
		return false;
	*ret = (struct str){ rest->p, n };
	rest->p += n;
	rest->n -= n;
	return true;
}

bool address_list_ok(struct str list)
{
	struct str entry;
	struct address_block block;
	size_t n = 0;
	while (next_entry(&list, &entry))
		if (++n > ADDRESS_BLOCKS_MAX || !address_block_parse(entry, &block))
			return false;
	return true;
}

bool address_list_allows(struct str list, struct str peer)
{
	struct str entry, rest = list;
	struct address_block block;
	struct address address;
	if (!next_entry(&rest, &entry))
		return true;
	if (!address_parse(peer, &address) || !address_list_ok(list))
		return false;
	for (rest = list; next_entry(&rest, &entry); )
		if (address_block_parse(entry, &block) && address_in_block(&address, &block))
			return true;
	return false;
}

struct str address_throttle_key(struct arena *mem, struct str peer)
{
	static const uint8_t v4[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
	struct address a;
	if (!address_parse(peer, &a))
		return str_copy(mem, S("address:unknown"));
	if (memcmp(a.b, v4, sizeof v4) != 0)
		keep_prefix(&a, 64);
	return str_format(mem, "address:%.*s", STR_ARG(str_hex(mem, a.b, sizeof a.b)));
}
