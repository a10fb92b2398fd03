import type { Exploration, ExploreThing } from '../../core/explore.ts';
import { compare } from '../../core/money.ts';
import { TOKEN_KINDS } from '../../core/types.ts';
import { type Asking, inOneReading, scopeOf } from '../asking.ts';
import { readNames } from '../names.ts';
import { profileQuestion, seenProfiles, visibleUsers } from '../visible.ts';

/** What somebody may choose from where they narrow a question down: what they may see, and not more than one looks through. */

export interface Choice {
  value: string;
  /** What it is called, where that is something else; '' else. */
  text: string;
}
export type ExploreChoices = Readonly<Record<ExploreThing, readonly Choice[]>>;

/** Choices of each kind at most; of profiles fewer, whose ARNs are long. */
const MOST = 100;
const MOST_PROFILES = 50;

export const exploreChoices = (asking: Asking): Promise<ExploreChoices> =>
  inOneReading(asking, async (inside) => {
    const { store } = inside;
    const question = profileQuestion(inside);
    const profiles = seenProfiles(
      inside,
      await store.profiles.list(question, { limit: MOST_PROFILES, offset: 0 }),
    );
    const names = await readNames(inside, []);
    return {
      costCenter: (await spentMost(inside, 'costCenter')).map(plain),
      user: (await visibleUsers(inside, { limit: MOST })).map(plain),
      model: (await spentMost(inside, 'model')).map((value) => ({ value, text: names.model(value) })),
      profile: profiles.map(({ arn, name }) => ({ value: arn, text: name })),
      account: (await spentMost(inside, 'account')).map(plain),
      tokenKind: [...TOKEN_KINDS, 'other'].map(plain),
    };
  });

const plain = (value: string): Choice => ({ value, text: '' });

/** On which most was ever spent, of what whoever asks may see. */
async function spentMost(asking: Asking, group: 'costCenter' | 'model' | 'account'): Promise<string[]> {
  const { spend } = asking.store;
  const range = await spend.range();
  if (range === null) return [];
  const ask = { range, groupBy: [group], basis: 'best' as const, filter: {}, scope: scopeOf(asking) };
  const rows = [...(await spend.amounts(ask))].sort((a, b) => compare(b.amount, a.amount));
  return rows
    .map(({ keys }) => keys[0] ?? '')
    .filter((key) => key !== '')
    .slice(0, MOST);
}

/** The same question with models by their keys, where somebody typed what they are called. */
export async function byKeys(asking: Asking, asked: Exploration): Promise<Exploration> {
  const typed = asked.filter.model ?? [];
  if (typed.length === 0) return asked;
  const catalogue = await asking.store.profiles.catalogue();
  const names = await readNames(asking, []);
  const keys = new Set(catalogue.map(({ modelKey }) => modelKey));
  const named = new Map([...keys].map((key) => [names.model(key).toLowerCase(), key]));
  const model = typed.map((value) => (keys.has(value) ? value : (named.get(value.toLowerCase()) ?? value)));
  return { ...asked, filter: { ...asked.filter, model: [...new Set(model)] } };
}
