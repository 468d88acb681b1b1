/** Where the nodes of an organization are dialed and where they listen: one machine for all, or one for each. */
import type { Organization } from './description.js';

/** Where every node of a network on one machine is dialed; elsewhere what stays inside a host listens there. */
export const HOST = '127.0.0.1';

/** What a machine without one needs before a peer starts there; some kernels know no `dummy`. */
export const ADDRESS_CURE =
  'as root: (ip link add chopmark0 type dummy || ip link add chopmark0 type bridge) && ip address add 192.0.2.1/32 dev chopmark0 && ip link set chopmark0 up';

const EVERYWHERE = '0.0.0.0';
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;

/** Name or IPv4 address by which other organizations reach the peer and the orderer. */
export function hostOf({ host }: Organization): string {
  return host ?? HOST;
}

/** Where peer and orderer listen: on a machine of their own for everybody, for the firewall to narrow. */
export function listenAddressOf({ host }: Organization): string {
  return host === undefined ? HOST : EVERYWHERE;
}

export function isIpv4(host: string): boolean {
  return IPV4.test(host);
}
