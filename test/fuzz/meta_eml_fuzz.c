/* Any bytes as a mail: read, cleaned and read again; what was cleaned has nothing removable left and stays as it is. */
#include "meta_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	meta_fuzz((struct bytes){ data, n }, "From: a\nTo: b\n", 14);
	return 0;
}
