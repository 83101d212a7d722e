/* Which IP addresses lead into the own network instead of the internet. */
#ifndef BASE_ADDRESS_H
#define BASE_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

struct sockaddr;
struct sockaddr_storage;

/* By the registries of special addresses (RFC 6890 and what updates it):
 * loopback, private, link-local, shared, multicast, reserved; and IPv6
 * addresses in which such an IPv4 address is wrapped. What is neither IPv4
 * nor IPv6 counts as well. */
bool address_is_private(const struct sockaddr *a);

/* Reads "10.0.0.1", the shapes that inet_aton takes ("0x7f.1", "2130706433"),
 * and "fe80::1", in brackets or not. False: it is a name. */
bool address_read(const char *host, struct sockaddr_storage *out);

/* Whether a URL's host says already that it is in the own network: such an
 * address, or "localhost". Names are not looked up. */
bool address_names_private(const char *host);

/* Looks a name up, waiting for that: up to n addresses, how many. */
size_t address_find(const char *host, const char *port,
	struct sockaddr_storage *to, size_t n);

/* In digits, with a NUL. size is a's. */
void address_print(
	const struct sockaddr *a, size_t size, char *to, size_t room);

#endif
