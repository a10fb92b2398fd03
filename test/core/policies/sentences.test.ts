import { describe, expect, it } from 'vitest';
import { judgeCallBy } from '../../../src/core/policies/calls.ts';
import { OWN_ACCOUNT } from '../../../src/core/policies/choices.ts';
import { judgeOf } from '../../../src/core/policies/explain.ts';
import type { Call, PoliciesInForce } from '../../../src/core/policies/types.ts';
import { judgeCall as simulated } from '../../../src/simulator/iam/calls.ts';
import { choicesFor, documentsFor, inForce } from './arrangements.ts';
import { copiedPattern } from './copied.ts';
import { ARRANGEMENTS, FURTHER, type Row, rowsOf, WORLDS, type World } from './sentences.ts';
import { furtherServiceRows, serviceRows } from './serviceSentences.ts';

/** Every sentence is judged by the product's own evaluator and by the simulator's, which share no code. */

const DURING = ['present', 'absent'] as const;
const letter = (decision: string) => (decision === 'allowed' ? 'A' : decision === 'denied' ? 'D' : '?');

/** Operations that IAM knows by another action. */
const AUTHORISED_AS: Readonly<Record<string, string>> = {
  'bedrock:Converse': 'bedrock:InvokeModel',
  'bedrock:ConverseStream': 'bedrock:InvokeModelWithResponseStream',
};

/** What both say of a call under policies; a text that names both where they differ. */
type Both = (call: Call) => string;
function bothUnder(policies: PoliciesInForce): Both {
  const judge = judgeOf(policies);
  return (call) => {
    const ours = letter(judgeCallBy(judge, call).decision);
    const action = AUTHORISED_AS[call.action] ?? call.action;
    const theirs = simulated(policies, { ...call, action }).allowed ? 'A' : 'D';
    return ours === theirs ? ours : `(${ours}${theirs})`;
  };
}

/** Policies are made ready once for all rows with the same choices. */
const ready = new Map<string, readonly Both[]>();
function arrangementsFor(world: World, { choices }: Row, global: boolean): readonly Both[] {
  const key = JSON.stringify([world.partition, choices ?? {}, global]);
  const held = ready.get(key);
  if (held !== undefined) return held;
  const documents = documentsFor(choicesFor(world, global, choices));
  const made = ARRANGEMENTS.map((one) => bothUnder(inForce(one, documents)));
  ready.set(key, made);
  return made;
}

const answersTo = (world: World, row: Row, global: boolean, during: Call['tagsWhileCreating']): string =>
  arrangementsFor(world, row, global)
    .map((both) => both({ ...row.call, tagsWhileCreating: during }))
    .join('');

const expected = (row: Row, global: boolean, during: Call['tagsWhileCreating']): string =>
  (during === 'absent' && !(row.name === 'from global' && !global) ? row.absent : undefined) ??
  (global ? (row.global ?? row.expect) : row.expect);

describe('the sentences', () => {
  const [first] = WORLDS as [World];
  it('are at least 120', () => expect(rowsOf(first).length).toBeGreaterThanOrEqual(120));

  describe.each(WORLDS)('in $partition', (world) => {
    it.each([false, true])('hold in the printed policies, with the global route %s', (global) => {
      const wrong = DURING.flatMap((during) =>
        rowsOf(world).flatMap((row) => {
          const found = answersTo(world, row, global, during);
          const wanted = expected(row, global, during);
          return found === wanted
            ? []
            : [`${row.sentence}: ${row.name} (${during}): ${found}, not ${wanted}`];
        }),
      );
      expect(wrong).toEqual([]);
    });

    it('hold where the account is that of whoever calls', () => {
      const own = { accounts: [OWN_ACCOUNT] };
      // System profiles are the same in every account: whose they are is asked for where it is named alone.
      const rows = rowsOf(world).filter(({ name }) => !/^from .* of another account$/.test(name));
      const wrong = rows.flatMap((row) => {
        const named = { ...row, choices: { ...row.choices, ...own } };
        const [found, wanted] = [answersTo(world, named, false, 'present'), expected(row, false, 'present')];
        return found === wanted ? [] : [`${row.sentence}: ${row.name}: ${found}, not ${wanted}`];
      });
      expect(wrong).toEqual([]);
    });

    it.each([
      ['', [], serviceRows],
      [', with further tags', FURTHER, furtherServiceRows],
    ] as const)('hold for the service%s', (_, tags, rows) => {
      const both = bothUnder(inForce('service', documentsFor(choicesFor(world, false, { tags }))));
      const wrong = DURING.flatMap((during) =>
        rows(world).flatMap(([name, call, wanted]) => {
          const found = both({ ...call, tagsWhileCreating: during });
          return found === wanted ? [] : [`${name} (${during}): ${found}, not ${wanted}`];
        }),
      );
      expect(wrong).toEqual([]);
    });
  });
});

describe('the copied pattern', () => {
  const [world] = WORLDS as [World];
  it('fails exactly its holes', () => {
    const both = bothUnder(copiedPattern(world));
    const open = rowsOf(world)
      .filter((row) => row.choices === undefined && row.expect[1] === 'D')
      .filter((row) => both(row.call) !== 'D')
      .map(({ sentence, name }) => `${sentence}: ${name}`);
    expect(open).toMatchInlineSnapshot(`
      [
        "not another’s, not an untagged one, not one of another account: of another account with my tag",
        "not another’s, not an untagged one, not one of another account: of another account with my tag, itself alone",
        "not another’s, not an untagged one, not one of another account: of another Region with my tag",
        "not another’s, not an untagged one, not one of another account: with an empty tag, one with an empty tag, streamed",
        "not another’s, not an untagged one, not one of another account: with an empty tag, one with an empty tag",
        "nothing but application profiles: through a profile of another account",
        "nothing but application profiles: through a profile of another Region",
        "nothing but application profiles: through an ARN of no account",
        "cross-Region and global ones only where allowed: a self-made profile copied from global",
        "cross-Region and global ones only where allowed: the same, streamed",
        "cross-Region and global ones only where allowed: a profile that ends in another geography",
        "cross-Region and global ones only where allowed: the same, streamed",
        "I create a profile only with my own tags and only those: the creation itself, in my name alone",
        "I create a profile only with my own tags and only those: the creation itself, on another’s cost center",
        "I create a profile only with my own tags and only those: the creation itself, on mine in small letters",
        "I create a profile only with my own tags and only those: the creation itself, with one tag more",
        "I create a profile only with my own tags and only those: the creation itself, with keys in small letters",
        "I create a profile only with my own tags and only those: the creation itself, with * as my tags, as * CC-2",
        "I create a profile only with my own tags and only those: without a cost center",
        "I create a profile only with my own tags and only those: on another’s cost center",
        "I create a profile only with my own tags and only those: with one tag more",
        "I create a profile only with my own tags and only those: with an InferenceProfile tag",
        "I create a profile only with my own tags and only those: with the mark of the service",
        "I create a profile only with my own tags and only those: with a budget mark",
        "I create a profile only with my own tags and only those: with keys in small letters",
        "I create a profile only with my own tags and only those: with empty tags of mine",
        "I create a profile only with my own tags and only those: with an empty cost center of mine",
        "I create a profile only with my own tags and only those: from global",
        "I create a profile only with my own tags and only those: from another geography",
        "I create a profile only with my own tags and only those: from a model of another Region",
        "I create a profile only with my own tags and only those: from a system profile of another account",
        "I create a profile only with my own tags and only those: from global of another account",
        "I create a profile only with my own tags and only those: in another Region",
        "never move one to or from somebody else: re-tag another’s to me",
        "never move one to or from somebody else: only its name",
        "never move one to or from somebody else: claim an untagged one",
        "never move one to or from somebody else: claim one with a cost center alone",
        "never move one to or from somebody else: keys in small letters",
        "never move one to or from somebody else: my tags on what is spelled in capitals",
        "never move one to or from somebody else: my tags on mine of another account",
        "never change its cost center or budget mark: with my name",
        "never change its cost center or budget mark: my new one, after I moved",
        "never change its cost center or budget mark: one where it has none",
        "never change its cost center or budget mark: mine in small letters",
        "never change its cost center or budget mark: with * as my cost center",
        "never change its cost center or budget mark: with my own tags",
        "the guard denies everybody but an exemption list: one of that name in another account, batch: a model elsewhere",
        "the guard denies everybody but an exemption list: one of that name in another account, batch: making one from elsewhere",
        "the guard denies everybody but an exemption list: one of that name in another account, batch: making one on another cost center",
        "the guard denies everybody but an exemption list: one of that name in another account, batch: making one with another tag",
        "the guard denies everybody but an exemption list: one of that name in another account, ledger: a model elsewhere",
        "the guard denies everybody but an exemption list: one of that name in another account, ledger: making one from elsewhere",
        "the guard denies everybody but an exemption list: one of that name in another account, ledger: making one on another cost center",
        "the guard denies everybody but an exemption list: one of that name in another account, ledger: making one with another tag",
        "a profile over its budget is denied; other tiers where that is wanted: InvokeModel",
        "a profile over its budget is denied; other tiers where that is wanted: InvokeModelWithResponseStream",
        "a profile over its budget is denied; other tiers where that is wanted: Converse",
        "a profile over its budget is denied; other tiers where that is wanted: ConverseStream",
      ]
    `);
  });
});
