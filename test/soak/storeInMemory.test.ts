import { contract } from '../store/contract/contract.ts';
import { open } from '../store/setup.ts';

/**
 * The contract, by SQLite in memory: one connection, which reading and writing take in turn. In `npm test` a file keeps the
 * contract, and most tests work with a ledger in memory anyway.
 */
contract('memory', { open: (attribution) => open(':memory:', attribution) });
