import type { Alert } from '../../core/alerts.ts';
import type { LetterData } from '../../core/letters.ts';
import { money, ZERO } from '../../core/money.ts';
import type { NoticeData, StopAbout } from '../../core/noticeData.ts';
import { addDays, DAY_MS, dayOf, HOUR_MS, instantOf, monthOf, monthRange } from '../../core/periods.ts';
import type { Instant, Month, Priced } from '../../core/types.ts';
import { sampleReport } from './sampleReport.ts';

/** What examples of messages are worded from: made-up people and figures, with names in both scripts. The only such. */

const MODEL = { model: 'Claude Opus 4.6', modelKey: 'anthropic.claude-opus-4-6' };
const PLACE = { region: 'ap-northeast-1', accountId: '111122223333' };
const SLICE = `${PLACE.accountId} ${PLACE.region}`;
export const ANN = { user: 'ann.sato@example.com', userName: 'Ann Sato' };
export const BOSS = { user: 'hiroshi.yamamoto@example.com', userName: '山本 浩' };
/** What drove Ann's spend. */
export const DRIVEN = { model: MODEL.model, profile: 'ann-opus', person: '' };
export const ARN = `arn:aws:bedrock:${PLACE.region}:${PLACE.accountId}:application-inference-profile/4q2k7d9x1m0p`;

/** '' of whoever is not among them. */
export const sampleNameOf = (email: string): string =>
  [ANN, BOSS].find(({ user }) => user === email)?.userName ?? '';

/**
 * Most of a monthly budget is spent.
 * @param people whether it may be of a person, else of a cost center
 * @param now UTC milliseconds
 */
export function sampleAlert(people: boolean, now: number): Alert {
  const month = monthOf(dayOf(now));
  const { start, endExclusive } = monthRange(month);
  return {
    id: 'example',
    budgetId: 'example',
    version: 1,
    scopeKind: people ? 'user' : 'costCenter',
    scopeKey: people ? ANN.user : 'CC-1000 Example',
    month,
    period: 'month',
    periodStart: start,
    periodEnd: endExclusive,
    narrowing: '',
    threshold: '80%',
    thresholdPercent: 80,
    spent: money('96.4') as Priced,
    unpricedTokens: null,
    cautious: ZERO,
    budget: money('120'),
    carriedOver: ZERO,
    forecast: money('141.2'),
    memberCount: null,
    label: 'mixed',
    staleSince: null,
    crossedAt: instantOf(now),
  };
}

/** Ann, near the limit of a hard budget, stopped at it, and free again. */
function sampleStops(month: Month, since: Instant): Pick<NoticeData, 'stopNear' | 'stopped' | 'freed'> {
  const { start, endExclusive: end } = monthRange(month);
  const about: StopAbout = {
    ...{ scope: 'user', key: ANN.user, narrow: '', period: 'month', start, end },
    ...{ grace: '5', graceHours: 4, contact: 'platform@example.com' },
  };
  return {
    stopNear: { ...about, left: '3', limit: '60' },
    stopped: { ...about, since, counted: '60.12', limit: '60' },
    freed: { ...about, since, why: 'raised', until: '' },
  };
}

/** What each kind of notice is worded from. @param now UTC milliseconds */
export function sampleNotices(channel: string, now: number): NoticeData {
  const [day, month] = [dayOf(now), monthOf(dayOf(now))];
  const since = instantOf(now - 5 * HOUR_MS);
  return {
    heldBack: {
      sums: [
        {
          ...{ source: 'charges', name: `usage ${PLACE.accountId}`, from: addDays(day, -3) },
          ...{ until: addDays(day, -1), days: 3, unit: 'usd', before: '1842.55', after: '12.4' },
        },
      ],
    },
    jobFailing: {
      ...{ job: 'usage', status: 'partial', since, more: 3 },
      errors: [
        {
          slice: SLICE,
          error: `AccessDenied: User: arn:aws:sts::${PLACE.accountId}:assumed-role/reader/ledger is not authorized to perform: cloudwatch:GetMetricData`,
        },
      ],
    },
    jobWell: { job: 'usage', since },
    jobStuck: { job: 'charges', lastStartedAt: since },
    ownersLeft: {
      people: [{ email: 'leo.martin@example.com', profiles: 3, named: 'leo-opus, leo-sonnet, leo-haiku' }],
    },
    staleData: {
      sources: [
        { source: 'usage', slice: SLICE, since, error: 'the credentials have expired' },
        { source: 'profiles', slice: SLICE, since: '', error: 'AccessDenied' },
      ],
      more: 2,
    },
    chargesNearCeiling: { month, spent: '41.3', ceiling: '50', at: 80 },
    billDisagrees: {
      month,
      days: [
        { day: addDays(day, -8), model: MODEL.model, estimated: '412.5', billed: '398.07' },
        { day: addDays(day, -6), model: 'Amazon Nova Pro', estimated: '18.22', billed: '25.9' },
      ],
      more: 1,
    },
    unpricedModel: { model: 'Mistral Large 3', modelKey: 'mistral.large-3', day, tokens: '1284000' },
    outsideProfiles: { month, spent: '612.4', models: [MODEL.model, 'Claude Sonnet 4.6'] },
    newModel: { ...MODEL, day, spent: '88.1' },
    newRegion: { region: 'eu-central-1', day, spent: '4.2' },
    jump: {
      ...{ ...ANN, day, since: day, until: instantOf(now), spent: '184.2', low: '9.5', high: '33.1' },
      ...{ estimated: true, model: MODEL.model, profile: DRIVEN.profile, region: PLACE.region },
    },
    ...sampleStops(month, since),
    report: sampleReport(now, ANN),
    test: { channel },
  };
}

/** What each kind of letter is worded from. @param now UTC milliseconds */
export function sampleLetters(now: number): LetterData {
  const about = {
    ...{ requestId: 'example', ...ANN, costCenter: 'CC-1000 Example' },
    reason: 'The migration of the billing service needs long contexts until the end of the month.',
  };
  const profile = { ...about, ...PLACE, model: MODEL.model };
  // The end of the month is what a raise lasts to.
  const lastDay = addDays(monthRange(monthOf(dayOf(now))).endExclusive, -1);
  const raise = { ...about, period: 'month', narrow: '', amount: '120', extra: '80', lastDay } as const;
  const how = { deadlineAt: instantOf(now + 3 * DAY_MS), deputyFor: '', escalated: false };
  const answered = { by: BOSS.user, why: '' };
  return {
    requestAsked: { ...profile, ...how },
    requestAnswered: { ...profile, ...answered, outcome: 'made', arn: ARN },
    budgetAsked: { ...raise, ...how, most: '200' },
    budgetAnswered: { ...raise, ...answered, outcome: 'approved', granted: '80', grantedLastDay: lastDay },
    rolledOver: {
      ...{ ...PLACE, model: MODEL.model, oldModel: 'Claude Opus 4.5', arn: ARN },
      ...{ oldArn: ARN.replace('4q2k', '9z8y'), until: addDays(dayOf(now), 14), unusedDays: 0 },
      environment: `AWS_REGION=${PLACE.region}\nBEDROCK_MODEL_ID=${ARN}`,
      claudeCode: `{\n  "env": { "CLAUDE_CODE_USE_BEDROCK": "1", "ANTHROPIC_MODEL": "${ARN}" }\n}`,
    },
  };
}
