import * as z from 'zod';
import { auditHead } from '../../app/operations/auditChain.ts';
import { auditPart } from '../../app/operations/auditLog.ts';
import { readFreshness, readJobs } from '../../app/operations/jobs.ts';
import { HEAD_FORMAT } from '../../core/auditHead.ts';
import { formatExact, sum } from '../../core/money.ts';
import { type HeldBackSum, QUARANTINED } from '../../core/quarantine.ts';
import { JOBS } from '../../core/runs.ts';
import type { Money } from '../../core/types.ts';
import { type Endpoint, endpoint } from '../api/endpoint.ts';
import { freshnessJson } from '../api/json.ts';
import { auditQuery, pageQuery } from '../api/query.ts';
import { day, freshnessFull, instant, money, paging } from '../api/shapes.ts';
import { askingOf } from '../http/asking.ts';
import { exactState } from './auditState.ts';

/** What was read from AWS and when, what AWS charges for that, and what was changed by whom. */

const MINUTE_MS = 60_000;
const minutesOf = (ms: number | null): number | null => (ms === null ? null : ms / MINUTE_MS);

const sizeText = ({ unit }: Pick<HeldBackSum, 'unit'>, size: bigint): string =>
  unit === 'usd' ? formatExact(size as Money) : String(size);

const jobs = endpoint({
  id: 'getJobs',
  tag: 'Operations',
  path: '/jobs',
  summary: 'Runs of jobs, newest first, and what AWS charges for them',
  scope: 'operations',
  audience: 'jobs',
  query: pageQuery(100),
  answer: {
    jobs: z.array(
      z
        .strictObject({
          id: z.string(),
          job: z.enum(JOBS),
          startedAt: instant,
          endedAt: instant.nullable(),
          status: z.enum(['running', 'ok', 'partial', 'failed', 'interrupted']),
          rows: z.int(),
          requests: z.int().describe('To AWS.'),
          awsCharge: money.describe('What AWS charges for those requests.'),
          errors: z.array(z.strictObject({ slice: z.string(), error: z.string() })),
          progress: z
            .strictObject({
              label: z.string().describe('What it does now.'),
              done: z.int(),
              total: z.int().describe('Steps in all; 0: not known yet.'),
              note: z.string().describe('What the last step was about.'),
              since: instant.describe('When this piece of work began.'),
              at: instant.describe('When it was last heard of.'),
              next: z.array(z.enum(JOBS)).describe('What the same sync does after it.'),
            })
            .nullable()
            .describe('How far a run is that goes on; null where it has not said so, and once it has ended.'),
        })
        .meta({ id: 'JobRun' }),
    ),
    month: z
      .strictObject({
        awsCharge: money,
        ceiling: money.describe('At which reading from AWS stops for the month.'),
        reserve: money.describe(
          'Part of the ceiling that is kept for people who can reach a threshold soon, and for the total of the bill.',
        ),
        forecast: money.describe('At the end of the month, as the last seven days go on.'),
        polled: money.describe(
          'What CloudWatch alone would have charged so far if every look had read everything that is active.',
        ),
        operations: z.array(z.strictObject({ operation: z.string(), requests: z.int(), awsCharge: money })),
      })
      .describe('Requests to AWS in the running month.'),
    watching: z
      .strictObject({
        state: z
          .enum(['all', 'urgentOnly', 'stopped'])
          .describe('`urgentOnly`: the reserve is all that is left. `stopped`: nothing is.'),
        stoppedSince: instant.nullable().describe('Since when the money is short; null: it is not.'),
        resumesAt: instant.nullable().describe('When a new month begins; a higher ceiling resumes at once.'),
        withinMinutes: z
          .int()
          .nullable()
          .describe(
            'How late an alert can be of somebody who spends at up to their rate: four times their highest hour; null, as below: nothing is promised while the money is short.',
          ),
        costCenterMinutes: z.int().nullable().describe('How late an alert of a cost center can be.'),
        beyondMinutes: z
          .int()
          .nullable()
          .describe('How late it can be beyond the rate, up to `times` as much.'),
        times: z.int().nullable().describe('null: however much it is.'),
        longestMinutes: z.int().nullable().describe('Nobody who is active is put off for longer than this.'),
      })
      .describe('How closely is looked, as money allows.'),
    freshness: z.array(freshnessFull),
    heldBack: z
      .array(
        z
          .strictObject({
            source: z.enum(QUARANTINED),
            name: z.string().describe('A part of the bill, or a place and what was listed there.'),
            days: z.array(day).describe('Of the bill; empty for lists.'),
            unit: z.enum(['usd', 'entries']),
            before: z.string().describe('What is held: USD, or entries of a list.'),
            after: z.string().describe('What AWS says now.'),
            firstAt: instant,
            lastAt: instant,
            acceptedAt: instant
              .nullable()
              .describe('When an operator said that the next answer is believed.'),
          })
          .meta({ id: 'HeldBack' }),
      )
      .describe('Answers of AWS that say much less than before: not stored until they are confirmed.'),
    nextOffset: paging.nextOffset,
  },
  example: '/jobs?limit=2',
  async answers({ c, deps, query: { limit, offset } }) {
    const { runs, more, operations, freshness, watching, heldBack } = await readJobs(askingOf(c, deps), {
      limit,
      offset,
    });
    return {
      jobs: runs.map((run) => ({ ...run, awsCharge: formatExact(run.awsCharge) })),
      month: {
        awsCharge: formatExact(sum(operations.map(({ charge }) => charge))),
        ceiling: formatExact(watching.ceiling),
        reserve: formatExact(watching.reserve),
        forecast: formatExact(watching.forecast),
        polled: formatExact(watching.polled),
        operations: operations.map(({ operation, requests, charge }) => ({
          operation,
          requests,
          awsCharge: formatExact(charge),
        })),
      },
      watching: {
        state: watching.state,
        stoppedSince: watching.stoppedSince,
        resumesAt: watching.resumesAt,
        withinMinutes: minutesOf(watching.withinMs),
        costCenterMinutes: minutesOf(watching.costCenterMs),
        beyondMinutes: minutesOf(watching.beyondMs),
        times: watching.attention.times,
        longestMinutes: minutesOf(watching.longestMs),
      },
      freshness: freshness.map(freshnessJson),
      heldBack: heldBack.map((one) => ({
        ...one,
        before: sizeText(one, one.before),
        after: sizeText(one, one.after),
      })),
      nextOffset: more ? offset + limit : null,
    };
  },
});

const freshness = endpoint({
  id: 'getFreshness',
  tag: 'Operations',
  path: '/freshness',
  summary: 'Up to when figures are complete, and which sources are stale',
  scope: 'spend',
  audience: 'everybody',
  answer: {
    estimatesUntil: instant.nullable().describe('Token usage is complete up to here in every place.'),
    billReadUntil: day.nullable().describe('The last day that the bill was read for as a whole.'),
    sources: z.array(freshnessFull.extend({ stale: z.boolean() })),
  },
  example: '/freshness',
  async answers({ c, deps }) {
    const { estimatesUntil, billedUntil, sources } = await readFreshness(askingOf(c, deps));
    return {
      estimatesUntil,
      billReadUntil: billedUntil,
      sources: sources.map((one) => ({ ...freshnessJson(one), stale: one.stale })),
    };
  },
});

const audit = endpoint({
  id: 'getAudit',
  tag: 'Operations',
  path: '/audit',
  summary: 'Every change, sign-in, refusal and export, newest first',
  description: 'All that is given must fit. The log cannot be changed.',
  scope: 'audit',
  audience: 'audit',
  query: auditQuery,
  answer: {
    entries: z.array(
      z
        .strictObject({
          id: z.int(),
          at: instant,
          actor: z.string(),
          action: z.string(),
          subject: z.string(),
          before: z.unknown().describe('What it was; null: nothing.'),
          after: z.unknown().describe('What it became; null: nothing.'),
          reason: z.string().nullable(),
          via: z.enum(['page', 'api', 'cli', 'job', 'slack']).nullable(),
          address: z.string().nullable().describe('The network address it came from.'),
        })
        .meta({ id: 'AuditEntry' }),
    ),
    rowCount: paging.rowCount,
    nextBefore: z.int().nullable().describe('`before` of the next part; null on the last one.'),
  },
  example: '/audit?action=budget&limit=2',
  async answers({ c, deps, query: { limit, before, ...given } }) {
    const search = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const { entries, ...rest } = await auditPart(askingOf(c, deps), search, { before, limit });
    return {
      entries: entries.map(({ before: was, after: became, ...entry }) => ({
        ...entry,
        before: exactState(entry.action, was),
        after: exactState(entry.action, became),
      })),
      ...rest,
    };
  },
});

const auditHeadOf = endpoint({
  id: 'getAuditHead',
  tag: 'Operations',
  path: '/audit/head',
  summary: 'The head of the audit log: its last entry with the digest that stands for all before it',
  description:
    'Kept where whoever can write to the ledger cannot, it tells whether the log is still what it was: `bedrock-ledger audit verify --head FILE`.',
  scope: 'audit',
  audience: 'audit',
  answer: {
    format: z.literal(HEAD_FORMAT),
    id: z.int().describe('Of the last entry; 0: there is none.'),
    digest: z.string().describe('SHA-256, hexadecimal.'),
    entries: z.int().describe('How many are kept.'),
    at: instant,
    key: z.string().nullable().describe('The public Ed25519 key, base64; null: `auditKey` is not set.'),
    signature: z.string().nullable().describe('Base64.'),
  },
  example: '/audit/head',
  async answers({ c, deps }) {
    return { format: HEAD_FORMAT, ...(await auditHead(askingOf(c, deps))) } as const;
  },
});

export const operationsEndpoints: readonly Endpoint[] = [jobs, freshness, audit, auditHeadOf];
