/* sys/certificate.h — what a PEM certificate chain and its key say about themselves (GnuTLS). */
#ifndef NOROSHI_SYS_CERTIFICATE_H
#define NOROSHI_SYS_CERTIFICATE_H
#include "base/cx.h"

struct certificate_facts {
	int64_t from_us, to_us;                                 /* the first certificate of the chain: the server's */
	bool key_matches;                                       /* the private key is that certificate's */
};
enum status certificate_read(struct cx *, struct bytes chain_pem, struct bytes key_pem, struct certificate_facts *ret) MUST_CHECK;      /* E_INVALID T_CERTIFICATE */
#endif
