import type { ProfileRequest } from '../../src/core/approvals.ts';
import { at, NOW, PLACE } from './setup.ts';

const MINUTES_OF_DAY = 24 * 60;

/** A request that waits, asked now and with two weeks to answer, but for what is said otherwise. */
export const requestOf = (more: Partial<ProfileRequest>): ProfileRequest => ({
  id: 'one',
  kind: 'profile',
  key: 'one',
  user: 'ann@example.com',
  askedBy: 'ann@example.com',
  costCenter: 'Mobile',
  wanted: {
    ...PLACE,
    userEmail: more.user ?? 'ann@example.com',
    costCenter: more.costCenter ?? 'Mobile',
    sourceId: 'us.m1',
    tags: {},
  },
  reason: '',
  state: 'waiting',
  rule: 'costCenterOwner',
  level: 0,
  asked: [],
  askedAt: NOW,
  escalateAt: null,
  escalatedAt: null,
  deadlineAt: at(14 * MINUTES_OF_DAY),
  nextAt: at(60),
  decidedAt: null,
  decidedBy: null,
  decidedFor: null,
  decisionReason: '',
  endedAt: null,
  arn: null,
  attempts: 0,
  lastError: null,
  ...more,
});
