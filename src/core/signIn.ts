import { LedgerError } from './errors.ts';

/**
 * - `denied`: the person or the provider said no
 * - `invalid`: forged, damaged, of another sign-in, or a provider that is set up wrongly
 * - `expired`: too late or used already; starting again helps
 * - `claims`: verified, but what it says of the person is missing or unusable
 * - `unreachable`: the provider or its keys could not be asked; trying later helps
 */
export type RefusalCode = 'denied' | 'invalid' | 'expired' | 'claims' | 'unreachable';

/** Words for the person who signs in. Neither they nor `cause`, which is for the log, carry tokens, codes or secrets. */
export class SignInRefused extends LedgerError {
  override name = 'SignInRefused';
  readonly refusal: RefusalCode;
  constructor(refusal: RefusalCode, message: string, cause?: Error) {
    super(refusal === 'unreachable' ? 'outside' : 'unauthorized', message, { cause });
    this.refusal = refusal;
  }
}
