const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The same DER signature with s in the upper half: mathematically valid, and refused by Fabric. */
export function highSTwin(signature: Uint8Array): Buffer {
  const rEnd = 4 + signature[3]!;
  const s = BigInt(`0x${Buffer.from(signature.subarray(rEnd + 2)).toString('hex')}`);
  const twin = Buffer.from((ORDER - s).toString(16).padStart(64, '0'), 'hex');
  const padded = twin[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), twin]) : twin;
  const body = Buffer.concat([signature.subarray(2, rEnd), Buffer.from([0x02, padded.length]), padded]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}
