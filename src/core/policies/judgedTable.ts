import type { CatalogueEntry } from '../types.ts';
import { type CallVerdict, judgeCallBy } from './calls.ts';
import { OWN_ACCOUNT, type PolicyChoices } from './choices.ts';
import { judgeOf } from './explain.ts';
import { type PolicyKind, printPolicy } from './generate.ts';
import { ANY_ACCOUNT, levelOf } from './pasted.ts';
import { probeFacts } from './probeFacts.ts';
import { PROBES, type ProbeFacts } from './probes.ts';
import { SERVICE_CALLS } from './serviceCalls.ts';
import type { NamedPolicy, PoliciesInForce, PolicyDocument, Verdict } from './types.ts';

/** Who may do what to what under a printed policy: the calls that people ask about, judged. */

export type Who = 'person' | 'administrator' | 'service';

/** What somebody does, by the call that shows it. */
const ASKED = {
  'own.inRegion': 'call',
  'own.geographic': 'call',
  'own.global': 'call',
  exceeded: 'call',
  others: 'call',
  untagged: 'call',
  wildcard: 'call',
  nobody: 'call',
  otherAccount: 'call',
  global: 'call',
  geography: 'call',
  model: 'call',
  system: 'call',
  'provisioned-model': 'call',
  'prompt-router': 'call',
  marketplace: 'call',
  'look.list': 'look',
  'create.own': 'make',
  'create.forOthers': 'make',
  'create.otherCostCenter': 'make',
  'create.untagged': 'make',
  'create.moreTags': 'make',
  'create.fromGlobal': 'make',
  retag: 'tag',
  claim: 'tag',
  giveAway: 'tag',
  costCenter: 'tag',
  'mark.removed': 'untag',
  'untag.owner': 'untag',
  'delete.own': 'delete',
  'others.delete': 'delete',
  'apiKey.call': 'call',
  'apiKey.make': 'make',
  mantle: 'call',
  'bedrock:CreateModelInvocationJob': 'start',
  'service.look': 'look',
  'service.create': 'make',
  'service.createUnmarked': 'make',
  'service.adopt': 'tag',
  'service.replaceOwner': 'tag',
  'service.note': 'tag',
  'service.mark': 'tag',
  'service.unmark': 'untag',
  'service.untagOwner': 'untag',
  'service.deleteMarked': 'delete',
  'service.deleteOthers': 'delete',
  'service.call': 'call',
  'service.model': 'call',
} as const;
export type QuestionId = keyof typeof ASKED;
export type What = (typeof ASKED)[QuestionId];

export interface JudgedCall {
  who: Who;
  what: What;
  /** Says on what it is done; pages word it. */
  id: QuestionId;
  expects: 'allowed' | 'denied';
  decision: Verdict['decision'];
  /** Statements that decide, or policies that are not ours; empty where nothing allows it. */
  by: readonly string[];
}

/** @returns nothing for a policy under which nobody calls anything */
export function judgedTable(
  kind: PolicyKind,
  document: PolicyDocument,
  choices: PolicyChoices,
  catalogue: readonly CatalogueEntry[],
): JudgedCall[] {
  if (kind === 'trust' || kind === 'boundary') return [];
  const own: NamedPolicy = { name: kind, document };
  const who = kind === 'guard' ? 'administrator' : kind === 'service' ? 'service' : 'person';
  const judge = judgeOf(under(own, kind, choices));
  const facts = factsOf(who, choices, catalogue);
  const questions = kind === 'service' ? SERVICE_CALLS : PROBES;
  return (Object.keys(ASKED) as QuestionId[]).flatMap((id) => {
    const question = questions.find((one) => one.id === id);
    const call = question?.call(facts) ?? null;
    if (question === undefined || call === null) return [];
    const verdict = judgeCallBy(judge, call);
    const { decision } = verdict;
    return [
      { who, what: ASKED[id], id, expects: question.expects, decision, by: decidedBy(verdict, OURS_BY[who]) },
    ];
  });
}

const ADMINISTRATOR: NamedPolicy = {
  name: 'AdministratorAccess',
  document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};
/** Policies whose statements have names of their own. */
const OURS_BY: Readonly<Record<Who, (policy: string) => boolean>> = {
  person: () => true,
  administrator: (policy) => policy !== ADMINISTRATOR.name,
  service: () => true,
};

/** The policy with what stands beside it where it is in force. */
function under(own: NamedPolicy, kind: PolicyKind, choices: PolicyChoices): PoliciesInForce {
  if (kind === 'guard') return { identity: [ADMINISTRATOR], boundary: null, controls: [levelOf([own])] };
  const beside = kind === 'self-service' ? [invokeAlone(choices)] : [];
  return { identity: [...beside, own], boundary: null, controls: [] };
}

const invokeAlone = (choices: PolicyChoices): NamedPolicy => ({
  name: 'invoke',
  document: printPolicy('invoke', { ...choices, selfService: false }).document,
});

function factsOf(who: Who, choices: PolicyChoices, catalogue: readonly CatalogueEntry[]): ProbeFacts {
  const { partition, accounts, regions, serviceRoles } = choices;
  const accountId = accounts.find((one) => one !== OWN_ACCOUNT) ?? ANY_ACCOUNT;
  const [region = 'us-east-1'] = regions;
  const role = serviceRoles.find((arn) => arn.includes(`::${accountId}:`));
  const somebody = `arn:${partition}:iam::${accountId}:role/somebody`;
  return probeFacts({
    accountId,
    region,
    catalogue,
    choices,
    caller: { arn: who === 'service' ? (role ?? somebody) : somebody, tags: {} },
  });
}

function decidedBy({ decision, verdicts, deciding }: CallVerdict, isOurs: (policy: string) => boolean) {
  const all = decision === 'allowed' ? verdicts : [deciding];
  const names = all.flatMap(({ by }) => (by === null ? [] : [isOurs(by.policy) ? by.statement : by.policy]));
  return [...new Set(names)];
}
