import type { Asking } from '../asking.ts';

/** Somebody who is not known yet: as whom the audit log names them, when, and what they are held against. */
export type Coming = Pick<Asking, 'actor' | 'now' | 'store' | 'settings'>;
