import type { Whom } from './budgets.ts';
import type { NotifySettings } from './notifySettings.ts';
import type { Preferences, ReportRhythm } from './preferences.ts';
import type { PrivacySettings } from './privacy.ts';
import type { MessageKind } from './topics.ts';
import type { Money } from './types.ts';

/** By what it is decided who is told what (`core/routes`). Plain values. */

/** Something to tell, as far as it decides whom. */
export interface Event {
  kind: MessageKind;
  /** Whom it is about; null: the service itself, or nobody in particular. */
  scope: Whom | null;
  /** Whose figures it shows: of so many people together; null: of one person, or of nobody where `scope` is null. */
  people: number | null;
  /** The one reader of a letter, by their address: no role decides then. */
  to?: string;
  /** Of a jump: how much more than usual. */
  amount?: Money;
  /** Told to this role alone, and to nobody who reads everything: the others were told before. */
  only?: 'manager';
  /** Of a report: to those who want it so often. */
  rhythm?: ReportRhythm;
}

/** What is known of people when it is decided. Addresses are people's own, but where it says otherwise. */
export interface Directory {
  /** Whose an address is. */
  personOf(address: string): string;
  /** The directory holds them as left. */
  hasLeft(email: string): boolean;
  /** Whoever is in the directory and has not left. */
  isHere(email: string): boolean;
  managerOf(email: string): string | null;
  /** '' where the directory does not say. */
  costCenterOf(email: string): string;
  ownersOf(costCenter: string): readonly string[];
  finance: readonly string[];
  administrators: readonly string[];
  /** What they chose; null: nothing. */
  preferencesOf(email: string): Preferences | null;
}

export interface Routing {
  notify: NotifySettings;
  privacy: Pick<PrivacySettings, 'othersSee' | 'leastPeople'>;
  directory: Directory;
  /** UTC milliseconds. */
  now: number;
}
