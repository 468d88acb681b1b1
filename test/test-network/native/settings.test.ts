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
  const secondsOf = (duration: string): number => Number(/^(\d+)s$/.exec(duration)?.[1]);

  it('put up with the pings of a gateway service, which has no setting for them', () => {
    const { peer } = peerSettings(organization, layout, '/srv/here/peer', '/srv/here/builder') as {
      peer: { keepalive: { minInterval: string } };
    };
    const { General } = ordererSettings(organization, layout, '/srv/here/orderer') as {
      General: { Keepalive: { ServerMinInterval: string } };
    };

    for (const permitted of [peer.keepalive.minInterval, General.Keepalive.ServerMinInterval])
      assert.ok(secondsOf(permitted) < GATEWAY_PINGS_EVERY_S, permitted);
  });
});
