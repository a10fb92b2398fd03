import { statementBehind } from '../core/policies/explain.ts';
import type { SimulatedVerdict } from '../core/policies/simulator.ts';
import type { HeldCondition, NearMiss, PoliciesInForce, Verdict } from '../core/policies/types.ts';

/** Verdicts in plain English, for the terminal. */

export const DECISIONS: Readonly<Record<Verdict['decision'], string>> = {
  allowed: 'ALLOWED',
  denied: 'DENIED',
  unknown: 'CANNOT SAY',
};

/** The lines about one authorisation; `aws` is what AWS's simulator says of it, where it was asked. */
export function verdictLines(
  policies: PoliciesInForce,
  verdict: Verdict,
  aws: SimulatedVerdict | null,
): string[] {
  const { request, decision } = verdict;
  const region = request.context['aws:RequestedRegion'];
  return [
    `${request.action} on ${request.resource}${region === undefined ? '' : `, aws:RequestedRegion ${String(region)}`}`,
    ...[
      `${DECISIONS[decision]}${reason(policies, verdict)}`,
      ...details(policies, verdict),
      ...(aws === null ? [] : awsLines(verdict, aws)),
    ].map((line) => `   ${line}`),
  ];
}

function reason(policies: PoliciesInForce, { why, by }: Verdict): string {
  const statement = by === null ? '' : ` by ${by.statement} of ${by.policy}`;
  switch (why.kind) {
    case 'allow':
    case 'explicitDeny':
      return `${statement}.`;
    case 'noAllow':
      return ': no statement of the policies allows it.';
    case 'boundary':
      return `: the permissions boundary ${policies.boundary?.name ?? ''} does not allow it.`;
    case 'controls': {
      const level = (policies.controls[why.level] ?? []).map(({ name }) => name).join(', ');
      return `: no statement of the service control policies of level ${why.level + 1} (${level}) allows it.`;
    }
    case 'cannotJudge':
      return ': it depends on what cannot be judged here:';
  }
}

function details(policies: PoliciesInForce, verdict: Verdict): string[] {
  const { why } = verdict;
  switch (why.kind) {
    case 'noAllow':
      return why.nearly.flatMap(nearLines);
    case 'cannotJudge':
      return why.elements.map((element) => `- ${element}`);
    case 'allow':
    case 'explicitDeny':
      return heldLines(statementBehind(policies, verdict));
    default:
      return [];
  }
}

const nearLines = ({ statement, policy, conditions }: NearMiss): string[] =>
  conditions.length === 0
    ? []
    : [
        `${statement} of ${policy} would, but ${conditions.length === 1 ? 'this condition fails' : 'these conditions fail'}:`,
        ...conditions.map(conditionLine),
      ];

function heldLines(behind: NearMiss | null): string[] {
  const conditions = behind?.conditions ?? [];
  if (conditions.length === 0) return [];
  return [
    conditions.length === 1 ? 'Its condition holds:' : 'Its conditions all hold:',
    ...conditions.map(conditionLine),
  ];
}

function conditionLine({ operator, key, wanted, actual }: HeldCondition): string {
  const has = actual === null ? 'has no such key' : `has ${listed(actual)}`;
  return `- ${operator} ${key}: the request ${has}; the policy names ${listed(wanted)}`;
}

const MOST_SHOWN = 5;

function listed(values: readonly string[]): string {
  if (values.length === 0) return 'nothing';
  const shown = values.slice(0, MOST_SHOWN).map((value) => JSON.stringify(value));
  return values.length > MOST_SHOWN
    ? `${shown.join(', ')} and ${values.length - MOST_SHOWN} more`
    : shown.join(', ');
}

/** Whether the two contradict each other; who cannot say contradicts nobody. */
export const disagrees = ({ decision }: Verdict, aws: SimulatedVerdict): boolean =>
  decision !== 'unknown' && decision !== aws.decision;

function awsLines(verdict: Verdict, aws: SimulatedVerdict): string[] {
  const differs = disagrees(verdict, aws);
  const says = `AWS’s policy simulator says ${DECISIONS[aws.decision]}${aws.explicit ? ', by a statement that denies' : ''}`;
  // A key that is known to be missing is missing there as well; that is worth a word only where the answer is open.
  const lacking = differs || verdict.decision === 'unknown' ? aws.missing : [];
  return [
    `${says}${differs ? ': it DISAGREES.' : '.'}`,
    ...(lacking.length === 0 ? [] : [`It had no value for ${lacking.join(', ')}: name it with --context.`]),
  ];
}
