/**
 * What this product says when it does not do something. Every error that people can act upon is a `LedgerError` with a
 * code; the code alone decides how HTTP answers, how a command ends and which words a page has for it. Nothing asks an
 * error for its name or its text.
 */

interface Kind {
  /** Status of the answer over HTTP. */
  status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 500 | 502 | 503;
  /** How a command ends: 1 failed, 2 wrong usage, 3 done in part or not now. */
  exitCode: 1 | 2 | 3;
  /** When to come again, seconds, where that may help: the header `Retry-After`. */
  retryAfter?: number;
}

/** One line per code: the only table of this kind. */
export const ERRORS = {
  /** Something in the question cannot be read: a parameter, an option, a day. */
  badRequest: { status: 400, exitCode: 2 },
  /** What was typed or imported is read and wrong; `faults` says where. */
  invalid: { status: 422, exitCode: 2 },
  unauthorized: { status: 401, exitCode: 1 },
  /** Their roles, or their token, do not go that far. */
  forbidden: { status: 403, exitCode: 1 },
  /** There is none, or it is not theirs to know of: one and the same. */
  notFound: { status: 404, exitCode: 1 },
  methodNotAllowed: { status: 405, exitCode: 2 },
  /** It would be right at another time or in another state: the last administrator, a quota, a ledger of another payer. */
  conflict: { status: 409, exitCode: 1 },
  tooLarge: { status: 413, exitCode: 1 },
  notForm: { status: 415, exitCode: 2 },
  /** What was sent to the API is no JSON by its own words: another content type, or compressed. */
  notJson: { status: 415, exitCode: 2 },
  badForm: { status: 400, exitCode: 2 },
  tooMany: { status: 429, exitCode: 1 },
  /** Figures of other people that the setting `privacy.othersSee` keeps back. */
  withheld: { status: 403, exitCode: 1 },
  /** Switched off by a setting, which the message names. */
  switchedOff: { status: 403, exitCode: 1 },
  /** Somebody else is at it: try again. */
  busy: { status: 503, exitCode: 3, retryAfter: 10 },
  /** Another sync took over this one's lease. */
  leaseLost: { status: 503, exitCode: 1, retryAfter: 30 },
  /** AWS, a mail server or an identity provider refused, or cannot be reached. */
  outside: { status: 502, exitCode: 1 },
  /** The disk of the ledger's file is full, or its quota used up. */
  full: { status: 503, exitCode: 1, retryAfter: 60 },
  /** The ledger's file is no longer what was written. */
  damaged: { status: 500, exitCode: 1 },
  /** The ledger's file or folder may not be written. */
  readOnly: { status: 503, exitCode: 1, retryAfter: 60 },
  /** The ledger's file was removed or replaced while it was open. */
  gone: { status: 503, exitCode: 1, retryAfter: 60 },
  /** The disk, or the system, failed with the ledger's file. */
  io: { status: 503, exitCode: 1, retryAfter: 60 },
  /** The ledger's file or the settings cannot be used as they are. */
  unusable: { status: 500, exitCode: 1 },
  /** A fault of ours; its stack belongs into the log. */
  internal: { status: 500, exitCode: 1 },
} as const satisfies Readonly<Record<string, Kind>>;

export type ErrorCode = keyof typeof ERRORS;

/** What is wrong with one field of what was typed or imported. */
export interface Fault {
  field: string;
  /** Names the words: a key of `invalid` in the messages of pages. */
  key: string;
  /** As it was typed; left out where it may be a secret. */
  value?: string;
  /** What the words need beside: how somebody is spelled, for example. */
  detail?: string | number | readonly string[];
}

/** The base of every error in words. The message is for people: what, why, what to do; in English, as logs and API have it. */
export class LedgerError extends Error {
  override name = 'LedgerError';
  readonly code: ErrorCode;
  /** The field, parameter or header at fault; null where there is none. */
  readonly field: string | null;
  /**
   * What happened without any advice, where the same may succeed later without anybody changing anything: whoever tells it
   * knows better what to do. Null elsewhere.
   */
  readonly passing: string | null;
  /** Whoever was asked has answered: there is nothing to read yet. */
  readonly nothingYet: boolean;
  /** Operators have a message about it already. */
  readonly isTold: boolean;
  constructor(
    code: ErrorCode,
    message: string,
    options: {
      field?: string | null;
      passing?: string | null;
      nothingYet?: boolean;
      isTold?: boolean;
      cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.field = options.field ?? null;
    this.passing = options.passing ?? null;
    this.nothingYet = options.nothingYet ?? false;
    this.isTold = options.isTold ?? false;
  }
}

/** What was typed or imported is wrong: every fault at once, each with its field. */
export class Invalid extends LedgerError {
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[]) {
    const [first] = faults;
    super('invalid', faults.map(({ field, key }) => `${field}: ${key}`).join('; '), {
      field: first?.field ?? null,
    });
    this.faults = faults;
  }
}

/** Whether it is an error of ours with that code. */
export const isError = (error: unknown, code: ErrorCode): error is LedgerError =>
  error instanceof LedgerError && error.code === code;
