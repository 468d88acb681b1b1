/**
 * One transaction after the other, by Fabric's client alone: endorsed by two organizations, ordered, committed. Each
 * reads one key and writes it, and depends on none before it (a role for a certificate that nobody has).
 */
import { createPrivateKey, randomBytes, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { report, spread } from './report.mjs';

const ROUNDS = 200;
const WARM_UP = 5;
const ENDORSERS = ['TaxMSP', 'AffairsMSP'];

export async function benchSubmit(platform) {
  const [{ Client, credentials }, { connect, hash }] = await Promise.all([
    import('@grpc/grpc-js'),
    import('@hyperledger/fabric-gateway'),
  ]);
  const network = join(platform.home, platform.kind, 'network');
  const { peers, channel, mspId } = platform.readJson(platform.kind, 'network', 'connections', 'tax.json');
  const msp = join(network, 'organizations', 'tax', 'admin', 'msp');
  const key = createPrivateKey(readFileSync(join(msp, 'keystore', 'key.pem')));
  const client = new Client(
    peers[0].address,
    credentials.createSsl(readFileSync(join(network, 'tls-roots.pem'))),
  );
  const gateway = connect({
    client,
    identity: { mspId, credentials: readFileSync(join(msp, 'signcerts', 'cert.pem')) },
    hash: hash.none,
    signer: (message) => Promise.resolve(lowS(sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' }))),
  });
  try {
    const contract = gateway.getNetwork(channel).getContract('tax');
    const times = [];
    for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
      const certificate = randomBytes(32).toString('hex');
      const began = performance.now();
      await contract.submit('grantRoles', {
        arguments: [certificate, 'anchor'],
        endorsingOrganizations: ENDORSERS,
      });
      if (round >= WARM_UP) times.push(performance.now() - began);
    }
    report('submit to committed, Fabric client alone', `${ROUNDS} in a row`, ...spread(times));
  } finally {
    gateway.close();
    client.close();
  }
}

const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

/** DER with the smaller of the two possible values of s: peers refuse the other. */
function lowS(signature) {
  const [r, s] = [signature.subarray(0, 32), signature.subarray(32)].map((part) =>
    BigInt(`0x${part.toString('hex')}`),
  );
  const body = Buffer.concat([integer(r), integer(s > ORDER / 2n ? ORDER - s : s)]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

function integer(value) {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const bytes = Buffer.from(parseInt(even.slice(0, 2), 16) >= 0x80 ? `00${even}` : even, 'hex');
  return Buffer.concat([Buffer.from([0x02, bytes.length]), bytes]);
}
