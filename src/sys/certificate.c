/* sys/certificate.c — see certificate.h. */
#include "sys/certificate.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

#include "base/time.h"

static int public_id(gnutls_x509_crt_t cert, gnutls_x509_privkey_t key, unsigned char of_cert[64], unsigned char of_key[64], size_t *n)
{
	size_t n_key = 64;
	*n = 64;
	int error = gnutls_x509_crt_get_key_id(cert, GNUTLS_KEYID_USE_SHA256, of_cert, n);
	if (error == 0)
		error = gnutls_x509_privkey_get_key_id(key, GNUTLS_KEYID_USE_SHA256, of_key, &n_key);
	return error == 0 && n_key != *n ? GNUTLS_E_INTERNAL_ERROR : error;
}

enum status certificate_read(struct cx *cx, struct bytes chain_pem, struct bytes key_pem, struct certificate_facts *ret)
{
	gnutls_datum_t chain = { (unsigned char *)(uintptr_t)chain_pem.p, (unsigned)chain_pem.n };
	gnutls_datum_t secret = { (unsigned char *)(uintptr_t)key_pem.p, (unsigned)key_pem.n };
	gnutls_x509_crt_t *certs = NULL;
	gnutls_x509_privkey_t key = NULL;
	unsigned count = 0;
	unsigned char of_cert[64], of_key[64];
	size_t n = 0;
	int error = gnutls_x509_crt_list_import2(&certs, &count, &chain, GNUTLS_X509_FMT_PEM, 0);
	if (error >= 0)
		error = count > 0 ? gnutls_x509_privkey_init(&key) : GNUTLS_E_NO_CERTIFICATE_FOUND;
	if (error == 0)
		error = gnutls_x509_privkey_import2(key, &secret, GNUTLS_X509_FMT_PEM, NULL, 0);
	if (error == 0)
		error = public_id(certs[0], key, of_cert, of_key, &n);
	struct certificate_facts facts = { .key_matches = error == 0 && memcmp(of_cert, of_key, n) == 0 };
	if (error == 0) {
		facts.from_us = (int64_t)gnutls_x509_crt_get_activation_time(certs[0]) * SECOND_US;
		facts.to_us = (int64_t)gnutls_x509_crt_get_expiration_time(certs[0]) * SECOND_US;
	}
	for (unsigned i = 0; i < count; i++)
		gnutls_x509_crt_deinit(certs[i]);
	gnutls_free(certs);
	if (key)
		gnutls_x509_privkey_deinit(key);
	if (error != 0)
		return fail_detail(cx, E_INVALID, T_CERTIFICATE, "%s", gnutls_strerror(error));
	*ret = facts;
	return OK;
}
