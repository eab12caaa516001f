import ipaddr from 'ipaddr.js';

const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/** Azure's wire server: a public-looking address that only answers from inside a machine. */
const hostOnly = new Set(['168.63.129.16']);

/**
 * Whether an IP address (text, no brackets) is one of the public internet. Private, loopback, link-local, carrier-grade
 * NAT, multicast, reserved and metadata addresses are not, also when they are wrapped in IPv6; what cannot be read is not.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return isPublicV4(parsed);
  const embedded = embeddedV4(parsed);
  if (embedded !== null) return isPublicV4(embedded);
  return parsed.range() === 'unicast' && parsed.match(globalUnicast);
}

function isPublicV4(address: ipaddr.IPv4): boolean {
  return address.range() === 'unicast' && !hostOnly.has(address.toString());
}

/** NAT64 networks reach IPv4 hosts through these; what counts is the host behind. */
function embeddedV4(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  if (address.range() !== 'rfc6052') return null;
  return new ipaddr.IPv4(address.toByteArray().slice(12));
}
