/* Any bytes as a picture: JPEG, PNG, GIF, WebP or TIFF by its first bytes: read, cleaned and read again; what was cleaned has nothing removable left and stays as it is. */
#include "meta_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	meta_fuzz((struct bytes){ data, n }, "", 0);
	return 0;
}
