import { describe, expect, it } from 'vitest';
import {
  boundaryDocument,
  boundaryFault,
  boundarySize,
  boundaryWanted,
  isBoundary,
  isNearlyFull,
  NOTHING_DENIED,
} from '../../../src/core/stop/boundary.ts';
import { slotText } from '../../../src/core/stop/reprieves.ts';
import type { Stop } from '../../../src/core/stop/stops.ts';
import { usd } from './world.ts';

const CHOICES = {
  partition: 'aws',
  tagKeys: { user: 'UserEmail', costCenter: 'CostCenter', profile: 'InferenceProfile' },
} as const;
const stop = (scopeKind: Stop['scopeKind'], scopeKey: string, more: Partial<Stop> = {}): Stop => ({
  ...{ budgetId: scopeKey, scopeKind, scopeKey, periodStart: '2026-11-01', periodEnd: '2026-12-01' },
  ...{ narrowing: '', since: '2026-11-20T09:00:00.000Z', counted: usd(2), limit: usd(1) },
  ...more,
});
const wanted = (stops: readonly Stop[], exempt: readonly string[] = []) =>
  boundaryWanted(stops, () => exempt, CHOICES);

describe('the boundary of wide stops', () => {
  it('denies cost centers by their tag, and nothing of people, teams or single models', () => {
    const center = stop('costCenter', 'CC-1');
    const { document, held, left } = wanted([
      stop('user', 'ann@example.com'),
      stop('team', 'max@example.com'),
      stop('costCenter', 'CC-2', { narrowing: 'family:claude-opus' }),
      center,
    ]);
    expect([[...held], left]).toEqual([[slotText(center)], 0]);
    expect(document.Statement).toEqual([
      { Sid: 'LeaveAllElseToPolicies', Effect: 'Allow', Action: ['*'], Resource: ['*'] },
      {
        Sid: 'DenyStoppedCostCenters',
        Effect: 'Deny',
        Action: ['bedrock:InvokeModel*'],
        Resource: ['arn:aws:bedrock:*:*:application-inference-profile/*'],
        Condition: { StringEquals: { 'aws:ResourceTag/CostCenter': ['CC-1'] } },
      },
    ]);
  });

  it('denies every call while everybody is stopped; of who never is, by their profiles', () => {
    const all = [stop('organisation', ''), stop('costCenter', 'CC-1')];
    expect(wanted(all).document.Statement.slice(1)).toEqual([
      { Sid: 'DenyWhileAllAreStopped', Effect: 'Deny', Action: ['bedrock:InvokeModel*'], Resource: ['*'] },
    ]);
    expect(wanted(all, ['Ann@example.com']).document.Statement[1]).toMatchObject({
      Resource: ['arn:aws:bedrock:*:*:application-inference-profile/*'],
      Condition: { StringNotEquals: { 'aws:ResourceTag/UserEmail': ['Ann@example.com'] } },
    });
  });

  it('holds some hundred and fifty cost centers, the oldest first, and says when it is nearly full', () => {
    const centers = (count: number) =>
      Array.from({ length: count }, (_, at) =>
        stop('costCenter', `CC-${1000 + at} ${'Some department'.padEnd(25, 's')}`, {
          since: `2026-11-20T09:00:00.${String(at).padStart(3, '0')}Z`,
        }),
      );
    const full = wanted(centers(300));
    expect([full.held.size > 140, full.left]).toEqual([true, 300 - full.held.size]);
    expect(boundarySize(full.document)).toBeLessThanOrEqual(6_144);
    expect([...full.held][0]).toBe(slotText(centers(1)[0] as Stop));
    expect([100, 140].map((count) => isNearlyFull(wanted(centers(count)).document))).toEqual([false, true]);
  });

  it('is known again however it is laid out, and what is somebody else’s is not', () => {
    const { document } = wanted([stop('costCenter', 'CC-1')]);
    const laidOut = JSON.stringify(document, null, 2).replace(/\[\s*("[^"]*")\s*\]/g, '$1');
    expect(isBoundary(laidOut, document)).toBe(true);
    expect(isBoundary(laidOut, boundaryDocument(NOTHING_DENIED, CHOICES))).toBe(false);
    const found = { text: laidOut, carriers: 1, attached: 0 };
    expect([
      boundaryFault(found),
      boundaryFault(null),
      boundaryFault({ ...found, attached: 1 }),
      boundaryFault({ ...found, carriers: 0 }),
      boundaryFault({ ...found, text: '{"Statement":[{"Effect":"Allow"}]}' }),
      boundaryFault({ ...found, text: null }),
    ]).toEqual([null, 'missing', 'attached', 'uncarried', 'foreign', 'foreign']);
  });
});
