/* Special addresses, as tables of prefixes. */
#define _DEFAULT_SOURCE /* inet_aton */
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "base/address.h"

struct prefix {
	unsigned char bytes[16];
	unsigned bits;
};

static const struct prefix private4[] = {
	{ { 0 }, 8 },		  /* this network */
	{ { 10 }, 8 },		  /* private */
	{ { 100, 64 }, 10 },	  /* shared by a provider's customers */
	{ { 127 }, 8 },		  /* loopback */
	{ { 169, 254 }, 16 },	  /* link-local; what clouds tell machines */
	{ { 172, 16 }, 12 },	  /* private */
	{ { 192, 0, 0 }, 24 },	  /* protocols */
	{ { 192, 0, 2 }, 24 },	  /* documentation */
	{ { 192, 88, 99 }, 24 },  /* relays */
	{ { 192, 168 }, 16 },	  /* private */
	{ { 198, 18 }, 15 },	  /* measuring */
	{ { 198, 51, 100 }, 24 }, /* documentation */
	{ { 203, 0, 113 }, 24 },  /* documentation */
	{ { 224 }, 4 },		  /* multicast */
	{ { 240 }, 4 },		  /* reserved, broadcast */
};

static const struct prefix private6[] = {
	{ { 0 }, 96 },			       /* none, loopback, IPv4 of old */
	{ { 0, 0x64, 0xff, 0x9b, 0, 1 }, 48 }, /* local translation */
	{ { 1 }, 64 },			       /* to be thrown away */
	{ { 0x20, 1, 0, 0 }, 32 },	       /* Teredo */
	{ { 0x20, 1, 0x0d, 0xb8 }, 32 },       /* documentation */
	{ { 0x3f, 0xff, 0 }, 20 },	       /* documentation */
	{ { 0x5f }, 16 },		       /* segment routing */
	{ { 0xfc }, 7 },		       /* unique local */
	{ { 0xfe, 0x80 }, 10 },		       /* link-local */
	{ { 0xfe, 0xc0 }, 10 },		       /* site-local */
	{ { 0xff }, 8 },		       /* multicast */
};

/* An IPv4 address stands in these, behind the prefix. */
static const struct prefix wrapped4[] = {
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff }, 96 }, /* mapped */
	{ { 0, 0x64, 0xff, 0x9b }, 96 },		      /* NAT64 */
	{ { 0x20, 2 }, 16 },				      /* 6to4 */
};

static bool
begins(const unsigned char *a, const struct prefix *p)
{
	unsigned whole = p->bits / 8, rest = p->bits % 8;

	return memcmp(a, p->bytes, whole) == 0 &&
	       (!rest || ((a[whole] ^ p->bytes[whole]) >> (8 - rest)) == 0);
}

static bool
is_in(const unsigned char *a, const struct prefix *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (begins(a, &p[i]))
			return true;
	return false;
}

static bool
is_private4(const unsigned char *a)
{
	return is_in(a, private4, sizeof private4 / sizeof *private4);
}

static bool
is_private6(const unsigned char *a)
{
	size_t i;

	for (i = 0; i < sizeof wrapped4 / sizeof *wrapped4; i++)
		if (begins(a, &wrapped4[i]))
			return is_private4(a + wrapped4[i].bits / 8);
	return is_in(a, private6, sizeof private6 / sizeof *private6);
}

bool
address_is_private(const struct sockaddr *a)
{
	struct sockaddr_in in4;
	struct sockaddr_in6 in6;

	if (a->sa_family == AF_INET) {
		memcpy(&in4, a, sizeof in4);
		return is_private4((const unsigned char *)&in4.sin_addr);
	}
	if (a->sa_family == AF_INET6) {
		memcpy(&in6, a, sizeof in6);
		return is_private6(in6.sin6_addr.s6_addr);
	}
	return true;
}

bool
address_read(const char *host, struct sockaddr_storage *out)
{
	struct sockaddr_in in4 = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	char text[INET6_ADDRSTRLEN];
	size_t n = strlen(host);

	memset(out, 0, sizeof *out);
	if (inet_aton(host, &in4.sin_addr)) {
		memcpy(out, &in4, sizeof in4);
		return true;
	}
	if (n > 2 && host[0] == '[' && host[n - 1] == ']') {
		host++;
		n -= 2;
	}
	n = strcspn(host, "]%") < n ? strcspn(host, "]%") : n;
	if (n >= sizeof text)
		return false;
	memcpy(text, host, n);
	text[n] = '\0';
	if (inet_pton(AF_INET6, text, &in6.sin6_addr) != 1)
		return false;
	memcpy(out, &in6, sizeof in6);
	return true;
}

bool
address_names_private(const char *host)
{
	static const char local[] = "localhost";
	struct sockaddr_storage a;
	size_t n = strlen(host), tail = sizeof local - 1;

	n -= n > 0 && host[n - 1] == '.';
	if (n >= tail && strncasecmp(host + n - tail, local, tail) == 0 &&
		(n == tail || host[n - tail - 1] == '.'))
		return true;
	return address_read(host, &a) &&
	       address_is_private((struct sockaddr *)&a);
}

size_t
address_find(const char *host, const char *port, struct sockaddr_storage *to,
	size_t n)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *all, *a;
	size_t found = 0, length = strlen(host);
	char name[256];

	if (length >= sizeof name)
		return 0;
	strcpy(name, host);
	if (length > 2 && host[0] == '[') {
		memcpy(name, host + 1, length - 2);
		name[length - 2] = '\0';
	}
	if (getaddrinfo(name, port, &hints, &all) != 0)
		return 0;
	for (a = all; a && found < n; a = a->ai_next)
		if (a->ai_addrlen <= sizeof *to)
			memcpy(&to[found++], a->ai_addr, a->ai_addrlen);
	freeaddrinfo(all);
	return found;
}

void
address_print(const struct sockaddr *a, size_t size, char *to, size_t room)
{
	if (getnameinfo(a, (socklen_t)size, to, (socklen_t)room, NULL, 0,
		    NI_NUMERICHOST) != 0)
		snprintf(to, room, "?");
}
