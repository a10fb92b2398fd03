import { open } from '../setup.ts';
import { contract } from './contract.ts';

/** The contract, by SQLite in memory: one connection, which reading and writing take in turn. */
contract('memory', { open: (attribution) => open(':memory:', attribution) });
