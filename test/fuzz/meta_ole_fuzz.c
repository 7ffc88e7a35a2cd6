/* Any bytes as an old Office file: read, cleaned and read again; what was cleaned has nothing removable left and stays as it is. */
#include "meta_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	meta_fuzz((struct bytes){ data, n }, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8);
	return 0;
}
