/** Private data: real Fabric has it, the embedded network says that it does not (docs/decisions/0002). */
import { askOf, endorse } from '../calls.js';
import type { Case, Observation } from '../case.js';
import { propose } from '../proposals.js';
import type { Subject } from '../subject.js';

const REFUSAL = 'private data collections are not implemented by the embedded network';

function evaluated(name: string, type: string, why: string, ...args: readonly string[]): Case {
  return {
    name,
    run: (subject) => askOf(subject, { args }),
    difference: {
      why,
      embedded: refused(`chaincode response 500, ${type} failed: transaction ID: <hash>: ${REFUSAL}`),
    },
  };
}

function refused(message: string): Observation {
  return {
    failed: {
      code: 'UNKNOWN',
      message: `evaluate call to endorser returned error: ${message}`,
      details: [{ address: '<peer of tax>', mspId: 'TaxMSP', message }],
    },
  };
}

/** The collection that every organization has without defining it. */
const OWN = '_implicit_org_TaxMSP';
const WITHOUT =
  'the embedded network has no private data: nothing in Chopmark is private to one organization on the ledger';

async function transient(subject: Subject): Promise<Observation> {
  const { signed } = propose(subject.channel, subject.tax.identity, {
    args: ['putPrivate', OWN, 'private-1', 'value'],
  });
  return subject.outcome(endorse(subject, signed, ['TaxMSP']), () => 'endorsed');
}

export const cases: readonly Case[] = [
  {
    name: 'are written into the organization’s own collection',
    run: transient,
    difference: {
      why: WITHOUT,
      embedded: {
        failed: {
          code: 'ABORTED',
          message: 'failed to collect enough transaction endorsements, see attached details for more info',
          details: [
            {
              address: '<peer of tax>',
              mspId: 'TaxMSP',
              message: `chaincode response 500, PUT_STATE failed: transaction ID: <hash>: ${REFUSAL}`,
            },
          ],
        },
      },
    },
  },
  evaluated(
    'are read from the organization’s own collection',
    'GET_STATE',
    WITHOUT,
    'getPrivate',
    OWN,
    'private-2',
  ),
  evaluated('are read by their hash', 'GET_PRIVATE_DATA_HASH', WITHOUT, 'privateHash', OWN, 'private-3'),
  evaluated(
    'are not read from a collection that is not defined',
    'GET_STATE',
    WITHOUT,
    'getPrivate',
    'nowhere',
    'private-4',
  ),
  evaluated(
    'are not written into a collection that is not defined',
    'PUT_STATE',
    WITHOUT,
    'putPrivate',
    'nowhere',
    'private-5',
    'x',
  ),
  evaluated('are purged', 'PURGE_PRIVATE_DATA', WITHOUT, 'purgePrivate', OWN, 'private-6'),
];
