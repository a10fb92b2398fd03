import { hash, randomBytes } from 'node:crypto';

/** Secrets that are handed out: 256 random bits; the ledger keeps their SHA-256, which is enough for what cannot be guessed. */
export const newSecret = (): string => randomBytes(32).toString('base64url');
/** What is typed at a command line, where a name that begins with - is taken for an option. */
export const newId = (): string => randomBytes(9).toString('base64url').replace(/^-/, '_');
export const hashOf = (secret: string): string => hash('sha256', secret, 'base64url');

/** How personal access tokens begin, so that people and secret scanners know one when they see it. */
export const TOKEN_PREFIX = 'blt_';
export const newToken = (): string => TOKEN_PREFIX + newSecret();
