/** `_lifecycle` about packages: what one peer has installed (`core/chaincode/lifecycle/scc.go`). */
import { peer } from '@hyperledger/fabric-protos';
import type { PackageStore } from './package-store.js';
import { decodeInput, type Serializable } from './system-chaincode.js';

const messages = peer.lifecycle;

export async function install(input: Uint8Array, packages: PackageStore): Promise<Serializable> {
  const args = decodeInput(() => messages.InstallChaincodeArgs.deserializeBinary(input));
  const { packageId, label } = await packages.install(args.getChaincodeInstallPackage_asU8());
  const result = new messages.InstallChaincodeResult();
  result.setPackageId(packageId);
  result.setLabel(label);
  return result;
}

export function queryInstalledOne(input: Uint8Array, packages: PackageStore): Promise<Serializable> {
  const packageId = decodeInput(() =>
    messages.QueryInstalledChaincodeArgs.deserializeBinary(input),
  ).getPackageId();
  const found = packages.installed.find((content) => content.packageId === packageId);
  if (!found) throw new Error(`could not find chaincode with package id '${packageId}'`);
  const result = new messages.QueryInstalledChaincodeResult();
  result.setPackageId(packageId);
  result.setLabel(found.label);
  return Promise.resolve(result);
}

export function queryInstalled(packages: PackageStore): Promise<Serializable> {
  const result = new messages.QueryInstalledChaincodesResult();
  for (const { packageId, label } of packages.installed) {
    const row = new messages.QueryInstalledChaincodesResult.InstalledChaincode();
    row.setPackageId(packageId);
    row.setLabel(label);
    result.addInstalledChaincodes(row);
  }
  return Promise.resolve(result);
}

export async function installedPackage(input: Uint8Array, packages: PackageStore): Promise<Serializable> {
  const packageId = decodeInput(() =>
    messages.GetInstalledChaincodePackageArgs.deserializeBinary(input),
  ).getPackageId();
  const bytes = await packages.read(packageId);
  if (!bytes) {
    throw new Error(`could not load cc install package: chaincode install package '${packageId}' not found`);
  }
  const result = new messages.GetInstalledChaincodePackageResult();
  result.setChaincodeInstallPackage(bytes);
  return result;
}
