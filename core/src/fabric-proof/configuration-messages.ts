/**
 * The protobuf messages of a channel configuration, each with every field that Fabric v3.1.5 gives it.
 *
 * @see https://github.com/hyperledger/fabric-protos
 * @module
 */
import {
  type Message,
  bytes,
  bytesList,
  flag,
  integer,
  message,
  nested,
  nestedList,
  text,
} from '../protobuf/message.js';
import { chosenInteger, mapField } from '../protobuf/map-field.js';
import { ENVELOPE } from './block-messages.js';

export interface ConfigValue {
  version: number;
  value: Uint8Array;
  modPolicy: string;
}

export interface Policy {
  type: number;
  value: Uint8Array;
}

export interface ConfigPolicy {
  version: number;
  policy: Policy | undefined;
  modPolicy: string;
}

export interface ConfigGroup {
  version: number;
  groups: ReadonlyMap<string, ConfigGroup>;
  values: ReadonlyMap<string, ConfigValue>;
  policies: ReadonlyMap<string, ConfigPolicy>;
  modPolicy: string;
}

const VALUE = message<ConfigValue>('common.ConfigValue', {
  version: integer(1),
  value: bytes(2),
  modPolicy: text(3),
});

const POLICY = message<ConfigPolicy>('common.ConfigPolicy', {
  version: integer(1),
  policy: nested(2, message<Policy>('common.Policy', { type: integer(1), value: bytes(2) })),
  modPolicy: text(3),
});

/** Channel, its sections, their organizations, and one more; deeper groups mean nothing to Fabric. */
const MAX_GROUP_DEPTH = 4;

/** Written out to a depth instead of into itself: nobody's nesting exhausts the stack. */
function groupOf(depth: number): Message<ConfigGroup> {
  return message<ConfigGroup>('common.ConfigGroup', {
    version: integer(1),
    groups: mapField(2, depth === 0 ? NOTHING : groupOf(depth - 1)),
    values: mapField(3, VALUE),
    policies: mapField(4, POLICY),
    modPolicy: text(5),
  });
}

/** Takes no field at all. */
const NOTHING = message<ConfigGroup>('common.ConfigGroup too deep', {} as never);

export const CONFIG_ENVELOPE = message<{
  config: { sequence: number; channelGroup: ConfigGroup | undefined } | undefined;
  lastUpdate: { payload: Uint8Array; signature: Uint8Array } | undefined;
}>('common.ConfigEnvelope', {
  config: nested(
    1,
    message<{ sequence: number; channelGroup: ConfigGroup | undefined }>('common.Config', {
      sequence: integer(1),
      channelGroup: nested(2, groupOf(MAX_GROUP_DEPTH)),
    }),
  ),
  lastUpdate: nested(2, ENVELOPE),
});

export const CONSENSUS_TYPE = message<{ type: string; metadata: Uint8Array; state: number }>(
  'orderer.ConsensusType',
  { type: text(1), metadata: bytes(2), state: integer(3) },
);

export interface Consenter {
  id: number;
  host: string;
  port: number;
  mspId: string;
  identity: Uint8Array;
  clientTlsCert: Uint8Array;
  serverTlsCert: Uint8Array;
}

export const ORDERERS = message<{ consenters: Consenter[] }>('common.Orderers', {
  consenters: nestedList(
    1,
    message<Consenter>('common.Consenter', {
      id: integer(1),
      host: text(2),
      port: integer(3),
      mspId: text(4),
      identity: bytes(5),
      clientTlsCert: bytes(6),
      serverTlsCert: bytes(7),
    }),
  ),
});

export const IMPLICIT_META_POLICY = message<{ subPolicy: string; rule: number }>(
  'common.ImplicitMetaPolicy',
  { subPolicy: text(1), rule: integer(2) },
);

/** Exactly one of the two members is there. */
export interface SignatureRule {
  signedBy: number | undefined;
  outOf: { n: number; rules: SignatureRule[] } | undefined;
}

export interface MspPrincipal {
  classification: number;
  principal: Uint8Array;
}

/** Rules inside rules; what Fabric's tools write has two or three levels. */
const MAX_RULE_DEPTH = 6;

function ruleOf(depth: number): Message<SignatureRule> {
  const inner =
    depth === 0 ? message<SignatureRule>('common.SignaturePolicy too deep', {} as never) : ruleOf(depth - 1);
  return message<SignatureRule>('common.SignaturePolicy', {
    signedBy: chosenInteger(1),
    outOf: nested(
      2,
      message<{ n: number; rules: SignatureRule[] }>('common.SignaturePolicy.NOutOf', {
        n: integer(1),
        rules: nestedList(2, inner),
      }),
    ),
  });
}

export const SIGNATURE_POLICY_ENVELOPE = message<{
  version: number;
  rule: SignatureRule | undefined;
  identities: MspPrincipal[];
}>('common.SignaturePolicyEnvelope', {
  version: integer(1),
  rule: nested(2, ruleOf(MAX_RULE_DEPTH)),
  identities: nestedList(
    3,
    message<MspPrincipal>('common.MSPPrincipal', { classification: integer(1), principal: bytes(2) }),
  ),
});

export const MSP_ROLE = message<{ mspId: string; role: number }>('common.MSPRole', {
  mspId: text(1),
  role: integer(2),
});

export const MSP_CONFIG = message<{ type: number; config: Uint8Array }>('msp.MSPConfig', {
  type: integer(1),
  config: bytes(2),
});

interface OuIdentifier {
  certificate: Uint8Array;
  unit: string;
}

const OU_IDENTIFIER = message<OuIdentifier>('msp.FabricOUIdentifier', {
  certificate: bytes(1),
  unit: text(2),
});

export const FABRIC_MSP_CONFIG = message<{
  name: string;
  rootCerts: Uint8Array[];
  intermediateCerts: Uint8Array[];
  admins: Uint8Array[];
  revocationList: Uint8Array[];
  signingIdentity: Uint8Array;
  organizationalUnitIdentifiers: OuIdentifier[];
  cryptoConfig: object | undefined;
  tlsRootCerts: Uint8Array[];
  tlsIntermediateCerts: Uint8Array[];
  nodeOus: object | undefined;
}>('msp.FabricMSPConfig', {
  name: text(1),
  rootCerts: bytesList(2),
  intermediateCerts: bytesList(3),
  admins: bytesList(4),
  revocationList: bytesList(5),
  signingIdentity: bytes(6),
  organizationalUnitIdentifiers: nestedList(7, OU_IDENTIFIER),
  cryptoConfig: nested(
    8,
    message<object>('msp.FabricCryptoConfig', { signatureHashFamily: text(1), identityHash: text(2) }),
  ),
  tlsRootCerts: bytesList(9),
  tlsIntermediateCerts: bytesList(10),
  nodeOus: nested(
    11,
    message<object>('msp.FabricNodeOUs', {
      enable: flag(1),
      client: nested(2, OU_IDENTIFIER),
      peer: nested(3, OU_IDENTIFIER),
      admin: nested(4, OU_IDENTIFIER),
      orderer: nested(5, OU_IDENTIFIER),
    }),
  ),
});
