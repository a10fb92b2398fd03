import type { ChannelSetting, WebhookFormat } from './channels.ts';
import type { LetterLocale } from './letters.ts';
import type { QuietHours, ReportRhythm } from './preferences.ts';
import type { Weekday } from './reportTimes.ts';
import type { ChosenKind } from './topics.ts';
import type { Money } from './types.ts';

/** How people are told, as it is set (`notify`). Plain values. */
export interface NotifySettings {
  smtpUrl: string | null;
  from: string;
  /** Extra recipients of everything. */
  to: string[];
  /** Whoever spends is told about their own. */
  toOwner: boolean;
  /** Managers about whoever reports to them, owners about their cost centers, finance, administrators about health. */
  toManagers: boolean;
  toCostCenterOwners: boolean;
  toFinance: boolean;
  toAdministrators: boolean;
  /** In which language whoever chose none is told. */
  language: LetterLocale;
  /** Kinds that are told by choice. */
  tells: ChosenKind[];
  /** For whoever has none of their own; null: none. */
  quietHours: QuietHours | null;
  /** More than `above` messages that wait for one recipient leave as one; daily ones leave at `at`, a local `HH:MM`. */
  digest: { above: number; at: string; timeZone: string };
  /** A manager is told of a jump of at least so much; null: never. */
  jumps: { toManagerAbove: Money | null };
  /** What owners, managers and finance are sent who chose nothing; at a local `HH:MM`, weekly ones on a weekday. */
  reports: { rhythm: ReportRhythm; at: string; timeZone: string; weekday: Weekday };
  webhook: { url: string; secret: string; format: WebhookFormat; people: boolean } | null;
  channels: ChannelSetting[];
}
