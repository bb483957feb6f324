/*
 * address.h - which addresses on the network are public.
 *
 * A fetcher that follows what pages say can be sent into the network it runs in. So each address is
 * judged when a socket to it is about to be opened: whatever a name, a redirect or an odd spelling
 * of a number resolved to, this is the address that is used.
 */
#ifndef PITH_FETCH_ADDRESS_H
#define PITH_FETCH_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

/*
 * Why an address is no public one ("loopback", "private", "link-local", ...), or NULL if it is.
 * After the registries of special-purpose addresses (RFC 6890 and its updates). IPv6 addresses that
 * carry an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo) are judged by that one as well.
 * What is neither IPv4 nor IPv6 is "unknown".
 */
const char *pith__address_special(const struct sockaddr *address, size_t length);

/* The same for a host that is a literal address, IPv6 without brackets; NULL for a name. */
const char *pith__host_special(const char *host);

/* The address as text, without the port; cut to `size` bytes. */
void pith__address_text(const struct sockaddr *address, size_t length, char *text, size_t size);

#endif
