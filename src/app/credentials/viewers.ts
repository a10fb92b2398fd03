import { LRUCache } from 'lru-cache';
import { type Scope, type Viewer, viewerOfPerson } from '../../core/access.ts';
import { nowOf } from '../asking.ts';
import type { Coming } from './coming.ts';

/** Somebody as they were found, and how long that holds: no longer than the ledger stays as it is. */
interface Found {
  version: string;
  viewer: Viewer;
  /** UTC milliseconds; the second is excluded. */
  from: number;
  until: number;
}

/** Of those who come by. */
const MOST = 2_000;

/**
 * Whoever comes, with everything that decides on what they may, as of now: who left or lost a role is refused from the
 * next request on. Who was found is kept until the ledger changes, so that the same question has the same viewer.
 */
export class Viewers {
  readonly #found = new LRUCache<string, Found>({ max: MOST });

  /**
   * @param scopes of the token that they came with; null: they signed in themselves
   * @returns null where the directory does not hold them, or holds them as left
   */
  async of(coming: Coming, email: string, scopes: readonly Scope[] | null = null): Promise<Viewer | null> {
    const { store, settings, now } = coming;
    const key = JSON.stringify([email, scopes]);
    // Asked first: a change meanwhile makes what is found older than it is, and not younger.
    const { ledger: version } = await store.version.get();
    const known = this.#found.get(key);
    if (known?.version === version && known.from <= now && now < known.until) return known.viewer;
    const facts = await store.people.viewerFacts(email, nowOf(coming));
    if (facts === null) return null;
    const viewer = viewerOfPerson(facts, settings.roles, scopes && new Set(scopes));
    this.#found.set(key, { version, viewer, from: now, until: facts.until });
    return viewer;
  }
}
