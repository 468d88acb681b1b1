export { LedgerContract } from './ledger-contract';
