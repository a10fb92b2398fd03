import { LedgerError } from './errors.ts';

/**
 * - `denied`: the person or the provider said no
 * - `invalid`: forged, damaged, of another sign-in, or a provider that is set up wrongly
 * - `expired`: too late or used already; starting again helps
 * - `claims`: verified, but what it says of the person is missing or unusable
 * - `unverified`: verified itself, but it does not say that the e-mail address was; the address may be anybody's
 * - `unreachable`: the provider or its keys could not be asked; trying later helps
 */
export type RefusalCode = 'denied' | 'invalid' | 'expired' | 'claims' | 'unverified' | 'unreachable';

/** Words for the person who signs in. Neither they nor `cause`, which is for the log, carry tokens, codes or secrets. */
export class SignInRefused extends LedgerError {
  override name = 'SignInRefused';
  readonly refusal: RefusalCode;
  constructor(refusal: RefusalCode, message: string, cause?: Error) {
    super(refusal === 'unreachable' ? 'outside' : 'unauthorized', message, { cause });
    this.refusal = refusal;
  }
}

/** Who somebody is, as a provider that is trusted says. What they may do is decided elsewhere. */
export interface Identity {
  /** Of the provider that says it, as it writes it. */
  issuer: string;
  /** The provider's own key of the person; stays when name or e-mail change. */
  subject: string;
  /** Exactly as the provider writes it: AWS compares owners' addresses letter by letter. */
  email: string;
  name: string | null;
  groups: string[];
  costCenter: string | null;
  /** The manager's e-mail or name, as the provider has it. */
  manager: string | null;
}

/** A sign-in that has begun. All but `url` stays on the server, bound to the browser, and is used once. */
export interface SignInStart {
  /** Where the browser goes. */
  url: string;
  state: string;
  nonce: string;
  codeVerifier: string;
}
