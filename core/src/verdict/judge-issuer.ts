/** Is the organization that issued the document entitled to issue such a one? */
import type { BundleFile } from '../bundle/bundle.js';
import type { Statement } from '../fabric-proof/statement.js';
import type { PreparedTrust } from '../trust/prepared-trust.js';
import { type Finding, finding } from './verdict.js';

export function judgeIssuer(
  { document: { header } }: BundleFile,
  statement: Statement | undefined,
  trust: PreparedTrust | undefined,
  anyProfile: boolean,
): Finding {
  if (!trust) {
    return anyProfile
      ? finding('NETWORK_MISMATCH', `the document names network ${header.network}, the profiles others`)
      : finding('PROFILE_MISSING', 'no trust profile given');
  }
  if (!statement) return finding('ISSUER_NOT_CHECKED', 'no readable statement');
  const { profile } = trust;
  const { answer } = statement;
  if (answer.network !== profile.network) {
    return finding('NETWORK_MISMATCH', `the statement is about network ${answer.network}`);
  }
  if (answer.channel !== profile.channel) {
    return finding('CHANNEL_MISMATCH', `the statement is about channel ${answer.channel}`);
  }
  return judgeEntitlement(statement, trust);
}

function judgeEntitlement({ answer }: Statement, { profile }: PreparedTrust): Finding {
  const { namespace, authority, record } = answer;
  const rules = profile.namespaces.find((one) => one.namespace === namespace);
  if (!rules) return finding('NAMESPACE_UNKNOWN', `the profile says nothing about namespace ${namespace}`);
  if (rules.authority !== authority) {
    return finding('AUTHORITY_MISMATCH', `authority of ${namespace} is ${rules.authority}, not ${authority}`);
  }
  const kind = rules.kinds.find((one) => one.kind === record.kind);
  if (!kind)
    return finding('KIND_NOT_ALLOWED', `${authority} does not issue documents of kind ${record.kind}`);
  if (!new RegExp(kind.prefixes).test(record.prefix)) {
    return finding('PREFIX_NOT_ALLOWED', `prefix ${record.prefix} does not belong to ${namespace}`);
  }
  const name = profile.organizations.find(({ mspId }) => mspId === authority)?.name ?? authority;
  return finding('ISSUER_ENTITLED', `${name} (${authority})`);
}
