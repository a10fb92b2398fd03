import type { ErrorCode } from '../../core/errors.ts';
import { didYouMean } from '../../core/nearest.ts';

/** Words about what programs may change: the page of the API, tokens, and refusals. */

export const apiWords = {
  sent: 'Send',
  field: 'Field',
  optional: 'may be left out',
  writes: 'changes something',
  errorsTitle: 'Errors',
  errorsIntro:
    'Each has a code, the field at fault, a reason in English, and a message in the language that "Accept-Language" asks for (en, ja).',
  errorCode: 'Code',
  errorStatus: 'Status',
  /** Where a fault is, behind what is wrong. */
  at: (field: string) => ` Look at "${field}".`,
  confirm: (json: string) => ` If that is meant, send "confirm": ${json}.`,
  /** Of the form of a body. */
  form: {
    twice: 'stands twice: give it once',
    inherited: 'is no name that can be used',
    noBody: 'this address takes no body: send none',
    unknown: (near: readonly string[]) =>
      `is nothing that this address takes${didYouMean(near).replace(/^ /, '. ')}`,
    missing: (wanted: string) => `is missing: it must be ${wanted}`,
    wrong: (wanted: string) => `must be ${wanted}`,
    kinds: {
      string: 'text in quotes',
      boolean: 'true or false, without quotes',
      object: 'an object: { … }',
      record: 'an object: { … }',
      array: 'a list: [ … ]',
      number: 'a number',
      int: 'a whole number',
    } as Readonly<Record<string, string>>,
  },
  oneMore: 'An administrator may make one more all the same.',
  errors: {
    badRequest: 'The request cannot be read.',
    invalid: 'What was sent is read and wrong. Nothing was changed.',
    unauthorized: 'Nobody is signed in, or the token is unknown, expired or revoked.',
    forbidden: 'Your roles or your token do not give this.',
    notFound: 'There is no such thing, or it is not yours to see.',
    methodNotAllowed: 'The address does not take this method.',
    conflict: 'Not as things stand. Nothing was changed.',
    tooLarge: 'The request is too large.',
    notForm: 'Changes are made by the forms of the pages.',
    notJson: 'What was sent is no JSON in UTF-8. Nothing was changed.',
    badForm: 'The form cannot be read. Nothing was changed.',
    tooMany: 'Too many requests: wait as many seconds as "Retry-After" says.',
    withheld: 'Figures of other people, which the setting privacy.othersSee keeps back.',
    switchedOff: 'Switched off by a setting.',
    busy: 'Another program writes to the ledger: try again.',
    leaseLost: 'Another sync took over: try again.',
    outside: 'AWS, a mail server or the identity provider refused, or cannot be reached.',
    full: 'The disk of the ledger is full. Nothing was changed.',
    damaged: 'The file of the ledger is damaged.',
    readOnly: 'The ledger cannot be written. Nothing was changed.',
    gone: 'The file of the ledger was removed or replaced.',
    io: 'The disk of the ledger, or its machine, fails.',
    unusable: 'The ledger or the settings cannot be used as they are.',
    internal: 'A fault of the server; its log says more.',
  } satisfies Record<ErrorCode, string>,
};

export const accessWords = {
  vend: 'makes and deletes inference profiles in AWS, for whom you may; it reads none of your figures',
  budget: 'sets, changes, raises and ends budgets, where you may; it reads no spend and no list',
  writes: 'Writing',
};

export const invalidApi = {
  sourceTwice: 'Say either the source, or model and geography.',
  geographyOfModel: (there: readonly string[]) =>
    `Say one of the ways that this model has there: ${there.join(', ')}.`,
};

export const notJson = 'The API takes JSON, and what was sent is something else. Nothing was changed.';
