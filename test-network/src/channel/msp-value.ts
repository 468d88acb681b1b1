/** The MSP of an organization as the channel keeps it: its roots, and which OU is which role. */
import { msp } from '@hyperledger/fabric-protos';
import type { Roots } from '../identities/msp-folder.js';

/** `FABRIC` in Fabric's list of MSP types. */
const FABRIC_MSP = 0;

export function mspValue(mspId: string, roots: Roots): msp.MSPConfig {
  const ca = Buffer.from(roots.ca);
  const crypto = new msp.FabricCryptoConfig();
  crypto.setSignatureHashFamily('SHA2');
  crypto.setIdentityIdentifierHashFunction('SHA256');

  const config = new msp.FabricMSPConfig();
  config.setName(mspId);
  config.setRootCertsList([ca]);
  config.setTlsRootCertsList([Buffer.from(roots.tlsca)]);
  config.setCryptoConfig(crypto);
  config.setFabricNodeOus(nodeOus(ca));

  const value = new msp.MSPConfig();
  value.setType(FABRIC_MSP);
  value.setConfig(config.serializeBinary());
  return value;
}

function nodeOus(ca: Uint8Array): msp.FabricNodeOUs {
  const unit = (role: string): msp.FabricOUIdentifier => {
    const identifier = new msp.FabricOUIdentifier();
    identifier.setCertificate(ca);
    identifier.setOrganizationalUnitIdentifier(role);
    return identifier;
  };
  const ous = new msp.FabricNodeOUs();
  ous.setEnable(true);
  ous.setClientOuIdentifier(unit('client'));
  ous.setPeerOuIdentifier(unit('peer'));
  ous.setAdminOuIdentifier(unit('admin'));
  ous.setOrdererOuIdentifier(unit('orderer'));
  return ous;
}
