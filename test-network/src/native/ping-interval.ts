/**
 * Shortest time between the pings of a client that peers and orderers put up with.
 *
 * The gateway service of a peer dials the other peers and the orderers without settings of its own for pings
 * (`internal/pkg/gateway/endpoint.go` of v3.1.5), so gRPC has it ping every 10 s. With the sample files' 60 s they cut it
 * off some 40 s after a start ("too_many_pings"), and calls under way fail with the connection.
 */
export const PERMITTED_PING_INTERVAL = '5s';
