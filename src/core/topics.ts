import type { LetterKind } from './letters.ts';
import type { Notice } from './notices.ts';

/** What messages are about, as people choose what they want to be told and by what. Pure. */

export const TOPICS = ['budgets', 'spend', 'health', 'requests', 'reports'] as const;
export type Topic = (typeof TOPICS)[number];

/** Each kind of message: a threshold that was crossed, a notice (`test` tries a channel), a letter, a report. */
export type MessageKind = 'threshold' | Notice['kind'] | LetterKind;

const TOPIC_OF: Readonly<Record<MessageKind, Topic>> = {
  threshold: 'budgets',
  stopNear: 'budgets',
  stopped: 'budgets',
  freed: 'budgets',
  jump: 'spend',
  outsideProfiles: 'spend',
  unpricedModel: 'spend',
  newModel: 'spend',
  newRegion: 'spend',
  heldBack: 'health',
  jobFailing: 'health',
  jobWell: 'health',
  jobStuck: 'health',
  staleData: 'health',
  chargesNearCeiling: 'health',
  billDisagrees: 'health',
  ownersLeft: 'health',
  requestAsked: 'requests',
  requestAnswered: 'requests',
  budgetAsked: 'requests',
  budgetAnswered: 'requests',
  rolledOver: 'requests',
  report: 'reports',
  test: 'health',
};

export const topicOf = (kind: MessageKind): Topic => TOPIC_OF[kind];

/** Kinds that a company chooses to be told; the others are told always. */
export const CHOSEN_KINDS = [
  'jump',
  'outsideProfiles',
  'unpricedModel',
  'newModel',
  'newRegion',
  'chargesNearCeiling',
  'billDisagrees',
] as const satisfies readonly MessageKind[];
export type ChosenKind = (typeof CHOSEN_KINDS)[number];

/** Whether a company is told of a kind. @param chosen what its settings name */
export const isTold = (kind: MessageKind, chosen: readonly ChosenKind[]): boolean =>
  !CHOSEN_KINDS.some((one) => one === kind) || chosen.some((one) => one === kind);
