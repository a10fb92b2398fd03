import type { BudgetPeriod } from './budgetPeriods.ts';
import type { WhyDropped } from './dropped.ts';
import { DAY_MS } from './periods.ts';
import type { Day, Instant } from './types.ts';

/**
 * Letters: what one person is told by e-mail, such as that a request waits for them. They go through the outbox as alerts
 * do. Pure.
 */

/** In which languages letters are worded. */
export const LETTER_LOCALES = ['en', 'ja'] as const;
export type LetterLocale = (typeof LETTER_LOCALES)[number];

/** A value of a letter as it is kept and, to webhooks, sent: plain, and of its moment. */
type Plain = string | number | boolean | null | readonly string[];

/** What a request is told with, whatever it is about. Names and addresses as they were when it was asked. */
export interface AboutAny {
  requestId: string;
  /** Whom it is for. */
  user: string;
  userName: string;
  costCenter: string;
  /** Why they want it; '' where they did not say. */
  reason: string;
}
/** How whoever may decide is asked. */
interface HowAsked {
  deadlineAt: Instant;
  /** For whom the recipient stands in; '' where they are asked themselves. */
  deputyFor: string;
  /** Whether nobody before them has answered in time. */
  escalated: boolean;
}

/** A request for a profile. */
export interface AboutRequest extends AboutAny {
  /** What is wanted: the name of the model, and where. */
  model: string;
  region: string;
  accountId: string;
}

/** A request for more than a budget gives; amounts are exact USD in digits. */
export interface AboutBudget extends AboutAny {
  period: BudgetPeriod;
  /** What of their spend it is about, as it is typed; '' for all of it. */
  narrow: string;
  /** The budget when it was asked, and so much more in each period. */
  amount: string;
  extra: string;
  /** The last day on which it counts. */
  lastDay: Day;
}

/** Each kind of letter, with what it is worded from: `src/jobs/letters` has a file for each. */
export interface LetterData {
  /** To whoever may decide: a request waits for them. */
  requestAsked: AboutRequest & HowAsked;
  /** The same of more than a budget gives. `most`: what the recipient may grant; '' where nothing bounds it. */
  budgetAsked: AboutBudget & HowAsked & { most: string };
  /** To whoever asked: what became of it. */
  requestAnswered: AboutRequest & {
    outcome: 'made' | 'declined' | 'expired' | 'failed';
    /** Who decided; '' where nobody did. */
    by: string;
    /** Why it was declined, or could not be made; '' otherwise. */
    why: string;
    /** ARN of the profile; '' where there is none. */
    arn: string;
  };
  /** To whoever asked for more than a budget gives: what became of it. */
  budgetAnswered: AboutBudget & {
    /** `changed`: approved with another amount or end than was asked for. */
    outcome: 'approved' | 'changed' | 'declined' | 'expired';
    by: string;
    /** What was said with the answer; '' where nothing was. */
    why: string;
    /** What was granted; '' where nothing was. */
    granted: string;
    grantedLastDay: string;
  };
  /** To whoever has a profile of a model whose successor they were given. */
  rolledOver: {
    /** Names of the models, as they were called then. */
    model: string;
    oldModel: string;
    region: string;
    accountId: string;
    /** ARN of the new profile, and of the old one. */
    arn: string;
    oldArn: string;
    /** The day on which the old one goes; '' where none was set. */
    until: string;
    /** After so many days without use the old one goes; 0 where none were set. */
    unusedDays: number;
    /** What to put into `.env`, and into Claude Code's settings.json; '' where Claude Code cannot use it. */
    environment: string;
    claudeCode: string;
  };
}
export type LetterKind = keyof LetterData;
/** For terminals and logs. */
export const LETTER_NAMES: Readonly<Record<LetterKind, string>> = {
  requestAsked: 'a request waits for an answer',
  requestAnswered: 'what became of a request',
  budgetAsked: 'a request for more budget waits for an answer',
  budgetAnswered: 'what became of a request for more budget',
  rolledOver: 'a new model in the place of an old one',
};
/** Somebody waits for an answer to them: they leave before what people are only told. */
export const URGENT_LETTERS = ['requestAsked', 'budgetAsked'] as const satisfies readonly LetterKind[];

/** What it is about, so that it can be asked whether it still holds; '' where nothing ends it but its age. */
export type LetterAbout = '' | `request:${string}` | `profile:${string}`;

/** What a letter says, and to whom. */
export type LetterContent = {
  [K in LetterKind]: {
    kind: K;
    /** One e-mail address. */
    to: string;
    about: LetterAbout;
    data: LetterData[K] & Readonly<Record<string, Plain>>;
  };
}[LetterKind];
/** A letter before it is kept, in the language of its reader. */
export type Draft = LetterContent & { locale: LetterLocale };
/** A letter as it is kept. */
export type Letter = Draft & { id: string; raisedAt: Instant };

/** How what letters are about stands now. What is not here nobody knows of. */
export type Standings = ReadonlyMap<LetterAbout, 'waiting' | 'answered' | 'there' | 'gone'>;

/** A letter older than that is no news. */
const LETTER_MS = 30 * DAY_MS;

/** Why a letter is not sent any more; null: it holds. That a request waits is no news once it is answered. */
export function letterDropped(
  { kind, about, raisedAt }: Pick<Letter, 'kind' | 'about' | 'raisedAt'>,
  standings: Standings,
  now: number,
): WhyDropped | null {
  if (now - Date.parse(raisedAt) > LETTER_MS) return 'over';
  const standing = standings.get(about);
  if (standing === 'gone' || (standing === 'answered' && URGENT_LETTERS.some((one) => one === kind)))
    return 'resolved';
  return null;
}
