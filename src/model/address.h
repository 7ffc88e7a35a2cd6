/* model/address.h — IP addresses and CIDR blocks, and lists of them: from where a token may be used. Pure; IPv4 and IPv6.
 *
 * An IPv4 address written inside IPv6 (::ffff:192.0.2.1) is the IPv4 address. A block's bits after its prefix must be zero, because
 * "192.0.2.7/24" may be meant as either. A list is separated by commas or spaces; an empty one allows every address.
 */
#ifndef NOROSHI_MODEL_ADDRESS_H
#define NOROSHI_MODEL_ADDRESS_H
#include "base/cx.h"

struct address { uint8_t b[16]; };                              /* IPv6 form; IPv4 as ::ffff:a.b.c.d */
struct address_block { struct address address; int prefix; };   /* prefix of the IPv6 form: 0..128 */
#define ADDRESS_BLOCKS_MAX 64

bool address_parse(struct str, struct address *ret);            /* a zone ("%eth0") is left out */
bool address_block_parse(struct str, struct address_block *ret);        /* an address or a block */
bool address_in_block(const struct address *, const struct address_block *);
bool address_list_ok(struct str list);                          /* every entry is right, at most ADDRESS_BLOCKS_MAX */
/* False where the list or the peer cannot be read: what is not understood allows nothing. */
bool address_list_allows(struct str list, struct str peer);
/* What failed sign-ins are counted by: the IPv4 address, or the IPv6 /64, since one host has a whole /64. */
struct str address_throttle_key(struct arena *, struct str peer);
#endif
