import type { LetterLocale } from './letters.ts';
import type { Topic } from './topics.ts';
import type { Instant } from './types.ts';

/** How one person wants to be told. Pure. */

/** `now`: as it comes, but in quiet hours; `daily`: together once a day; `never`. */
export const WISHES = ['now', 'daily', 'never'] as const;
export type Wish = (typeof WISHES)[number];

export const REPORT_RHYTHMS = ['daily', 'weekly', 'monthly', 'never'] as const;
export type ReportRhythm = (typeof REPORT_RHYTHMS)[number];

/** Hours in which nothing leaves that can wait: local times `HH:MM`; they may go over midnight. */
export interface QuietHours {
  from: string;
  until: string;
  /** An IANA time zone, such as `Asia/Tokyo`. */
  timeZone: string;
  /** Saturdays and Sundays are quiet as a whole. */
  weekends: boolean;
}

/** What somebody chose; null: as the company has it. */
export interface Preferences {
  email: string;
  locale: LetterLocale | null;
  /** Replaces the company's; of a day without quiet hours both times are the same. */
  quiet: QuietHours | null;
  wishes: Readonly<Partial<Record<Topic, Wish>>>;
  reports: ReportRhythm | null;
  /** The name of the channel by which they are told; null: the first that reaches a person. */
  via: string | null;
  updatedAt: Instant;
}
