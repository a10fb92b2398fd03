import * as z from 'zod';
import { OUTGOING_WORDS, outgoingFaultOf } from './core/outgoing.ts';
import { emailFault } from './core/people.ts';
import { TAG_KEY } from './core/policies/choices.ts';
import { isRegion } from './core/regions.ts';
import { tidy } from './core/signs.ts';
import {
  type AmountKind,
  amountDetail,
  partsOf,
  readAccount,
  readAmount,
  readPercent,
  readWhole,
} from './core/typedNumbers.ts';
import { VALUE_WORDS, valueWords, wholeWords } from './core/valueWords.ts';

/** Values as settings have them, in a file and in the environment, and in which words a fault is told. */

/** What a reader makes of text; what it makes nothing of is a fault in these words. */
export const readBy = <T>(words: string, read: (text: string) => T | null) =>
  z.string(words).transform((text, context) => {
    const value = read(text);
    if (value === null) context.addIssue({ code: 'custom', message: words });
    return value ?? z.NEVER;
  });
export const accountId = readBy('must be the 12 digits of an AWS account', readAccount);
const REGION = 'must be an AWS Region such as us-east-1';
export const region = z.string(REGION).refine(isRegion, REGION);
export const email = readBy('must be an e-mail address', (text) => (emailFault(text) === null ? text : null));
export const text = (min: number) =>
  z.string('must be text').min(min, `must have at least ${min} characters`);
const A_TAG_KEY = 'must be a tag key of letters, digits, spaces and . _ : / = + @ -, and not begin with aws:';
export const tagKey = z.string(A_TAG_KEY).overwrite(tidy).regex(TAG_KEY, A_TAG_KEY);
export const usd = (kind: AmountKind) =>
  z.string(VALUE_WORDS.amount).transform((text, context) => {
    const read = readAmount(text, kind);
    if (typeof read !== 'string') return read;
    context.addIssue({ code: 'custom', message: valueWords(read, amountDetail(read, kind)) });
    return z.NEVER;
  });
export const flag = readBy('must be true or false', (text) =>
  /^true$/i.test(text) ? true : /^false$/i.test(text) ? false : null,
);
/** The first value that stands twice; reading an account or a Region twice would only cost twice. */
export const twice = (values: readonly string[]): string | undefined =>
  values.find((value, at) => values.indexOf(value) < at);
/** A list without repetitions, or text with commas as the environment has it. */
export const list = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (value) => (typeof value === 'string' ? partsOf(value) : value),
    z.array(item).superRefine((values, context) => {
      const again = twice(values.map(String));
      if (again !== undefined) context.addIssue(`names ${again} twice`);
    }),
  );
export const whole = (min: number, max: number) =>
  readBy(wholeWords(min, max), (text) => readWhole(text, min, max));
export const percent = (min: number, max: number) =>
  readBy(wholeWords(min, max), (text) => readPercent(text, min, max));
export const optional = <T extends z.ZodType>(type: T) => type.nullable().default(null);

/** Aborts: what looks further into an address must not be given one that is none. */
export const http = z.url({ protocol: /^https?$/, error: 'must be http://… or https://…', abort: true });
/** An address that this server asks. */
export const asked = http.refine((url) => outgoingFaultOf(url) === null, OUTGOING_WORDS);
