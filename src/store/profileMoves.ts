import type Database from 'better-sqlite3';
import { unlistedModel } from '../core/models.ts';
import { dayOf } from '../core/periods.ts';
import type { Day, Instant, Profile, TagVersion } from '../core/types.ts';
import { moveDaysBilledTo, moveDaysFrom, moveDaysSpelling } from './dayInputs.ts';

/**
 * What of profiles changed in one transaction, and which days it can matter to. Nobody uses a profile before it was
 * created; what a tag of it stands for on the bill of earlier days is looked for there. When it was last seen, and that it
 * is gone, matters to none.
 */
export class ProfileMoves {
  readonly #sqlite: Database.Database;
  readonly #byPrincipal: boolean;
  #from: Day | null = null;
  readonly #tagged = new Set<string>();
  readonly #called = new Set<string>();
  readonly #models = new Set<string>();
  readonly #left = new Set<string>();

  constructor(sqlite: Database.Database, attribution: 'profileTags' | 'iamPrincipal') {
    this.#sqlite = sqlite;
    this.#byPrincipal = attribution === 'iamPrincipal';
  }

  /** A profile came, or became another in what it is or in which of its tags was the first. */
  whole(
    { createdAt, modelKey }: Pick<Profile, 'createdAt' | 'modelKey'>,
    tags: readonly TagVersion['tags'][],
  ): void {
    // Unknown is before everything.
    this.#since(createdAt === '' ? '' : dayOf(createdAt));
    this.#models.add(modelKey);
    for (const one of tags) {
      for (const value of Object.values(one)) this.#tagged.add(value);
      this.#calledBy(one);
    }
  }

  /** Tags hold from a moment on, beside those that it had until then; those of that very moment are replaced. */
  retagged(
    profile: Pick<Profile, 'createdAt' | 'modelKey'>,
    had: readonly TagVersion[],
    { from, tags }: TagVersion,
  ): void {
    const stay = had.filter((version) => version.from < from);
    const replaced = had.filter((version) => version.from === from).map((version) => version.tags);
    // The first ones hold for all days before them as well.
    if (stay.length === 0) {
      this.whole(profile, [tags, ...replaced]);
      return;
    }
    this.#since(dayOf(from));
    const known = new Set(stay.flatMap((version) => Object.values(version.tags)));
    for (const value of [tags, ...replaced].flatMap(Object.values))
      if (!known.has(value)) this.#tagged.add(value);
    for (const one of [tags, ...replaced]) this.#calledBy(one);
  }

  /** A profile is no longer of this model. */
  unnamed(modelKey: string): void {
    this.#left.add(modelKey);
  }

  /** Moves on the days; `known` are models that the catalogue or profiles named before. */
  carryOut(known: ReadonlySet<string>): void {
    if (this.#from !== null) moveDaysFrom(this.#sqlite, this.#from);
    moveDaysBilledTo(this.#sqlite, 'profile', this.#tagged);
    moveDaysBilledTo(this.#sqlite, 'principal', this.#called);
    const named = [...this.#models].filter((key) => !known.has(key));
    moveDaysSpelling(this.#sqlite, [...named, ...this.#left].map(unlistedModel));
  }

  #since(day: Day): void {
    if (this.#from === null || day < this.#from) this.#from = day;
  }

  /** The latest cost center of a user counts on every day on which people are known by their calls. */
  #calledBy(tags: TagVersion['tags']): void {
    if (this.#byPrincipal) for (const value of Object.values(tags)) this.#called.add(value);
  }
}

/** All models that are known before a change: without them, one that a profile names is one more to look for. */
export const modelsKnown = (sqlite: Database.Database): Set<string> =>
  new Set(
    sqlite
      .prepare('SELECT model_key FROM catalogue UNION SELECT model_key FROM profiles')
      .pluck()
      .all() as string[],
  );

/** Versions of one profile's tags, oldest first. */
export const versionsOf = (sqlite: Database.Database, arn: string): TagVersion[] =>
  (
    sqlite
      .prepare('SELECT valid_from AS "from", tags FROM profile_tags WHERE arn = ? ORDER BY valid_from')
      .all(arn) as { from: Instant; tags: string }[]
  ).map(({ from, tags }) => ({ from, tags: JSON.parse(tags) as TagVersion['tags'] }));
