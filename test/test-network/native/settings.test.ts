import assert from 'node:assert/strict';
import { defaultDescription } from '../../../test-network/dist/description.js';
import { layoutOf } from '../../../test-network/dist/layout.js';
import { ordererSettings } from '../../../test-network/dist/native/orderer-settings.js';
import { peerSettings } from '../../../test-network/dist/native/peer-settings.js';

/** What gRPC makes of "no setting", as the gateway service of a peer dials other peers and orderers. */
const GATEWAY_PINGS_EVERY_S = 10;

describe('settings of peers and orderers', () => {
  const organization = defaultDescription('native').organizations[0]!;
  const layout = layoutOf('/srv/here');
  const peerYaml = peerSettings(organization, layout, '/srv/here/peer', '/srv/here/builder');
  const ordererYaml = ordererSettings(organization, layout, '/srv/here/orderer');
  const secondsOf = (duration: string): number => Number(/^(\d+)s$/.exec(duration)?.[1]);

  it('put up with the pings of a gateway service, which has no setting for them', () => {
    const { peer } = peerYaml as { peer: { keepalive: { minInterval: string } } };
    const { General } = ordererYaml as { General: { Keepalive: { ServerMinInterval: string } } };

    for (const permitted of [peer.keepalive.minInterval, General.Keepalive.ServerMinInterval])
      assert.ok(secondsOf(permitted) < GATEWAY_PINGS_EVERY_S, permitted);
  });

  // What a slip would open or break without a word: fabric.md section 1.3 says why each.
  for (const [path, want] of [
    [
      ['peer', 'handlers', 'authFilters', 'names'],
      ['DefaultAuth', 'ExpirationCheck', 'TimeWindowCheck'],
    ],
    [['peer', 'authentication', 'timewindow'], '15m'],
    [['peer', 'tls', 'enabled'], true],
    [['peer', 'gossip', 'state', 'enabled'], false],
    [['peer', 'deliveryclient', 'policy'], 'cluster'],
    [['chaincode', 'keepalive'], 0],
    [['chaincode', 'runtimeParams', 'useGetMultipleKeys'], false],
    [['vm', 'endpoint'], ''],
    [['metrics', 'provider'], 'prometheus'],
  ] as const) {
    it(`of a peer: ${path.join('.')} is ${JSON.stringify(want)}`, () => {
      assert.deepEqual(valueAt(peerYaml, path), want);
    });
  }
  for (const [path, want] of [
    [['General', 'TLS', 'Enabled'], true],
    [['General', 'BootstrapMethod'], 'none'],
    [['Admin', 'TLS', 'ClientAuthRequired'], true],
    [['ChannelParticipation', 'Enabled'], true],
    [['Metrics', 'Provider'], 'prometheus'],
  ] as const) {
    it(`of an orderer: ${path.join('.')} is ${JSON.stringify(want)}`, () => {
      assert.deepEqual(valueAt(ordererYaml, path), want);
    });
  }

  it('open what needs no other host on loopback alone', () => {
    for (const [yaml, path] of [
      [peerYaml, ['peer', 'chaincodeListenAddress']],
      [peerYaml, ['operations', 'listenAddress']],
      [ordererYaml, ['Operations', 'ListenAddress']],
      [ordererYaml, ['Admin', 'ListenAddress']],
    ] as const)
      assert.match(String(valueAt(yaml, path)), /^127\.0\.0\.1:/);
  });
});

/** Of a list of named things the names. */
function valueAt(settings: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      Array.isArray(value)
        ? value.map(({ name }: { name: string }) => name)
        : (value as Record<string, unknown>)[step],
    settings,
  );
}
