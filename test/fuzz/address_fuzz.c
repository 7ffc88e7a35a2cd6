/* Address lists: whatever the bytes, no reading outside them; and a list that is refused allows nobody. */
#include <stdlib.h>

#include "model/address.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t cut = size ? data[0] % size : 0;
	struct str peer = { (const char *)data, cut }, list = { (const char *)data + cut, size - cut };
	struct address address;
	bool ok = address_list_ok(list), blank = true;
	for (size_t i = 0; i < list.n; i++)
		blank = blank && (list.p[i] == ',' || list.p[i] == ' ' || list.p[i] == '\n' || list.p[i] == '\t' || list.p[i] == '\r');
	bool allows = address_list_allows(list, peer);
	if (allows && !ok)
		abort();
	if (allows && !blank && !address_parse(peer, &address))
		abort();
	return 0;
}
