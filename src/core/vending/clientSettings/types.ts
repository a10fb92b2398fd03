import type { CatalogueEntry, Profile } from '../../types.ts';

/** Settings to paste, one client at a time. Texts are for machines and the same in every language; words about them are not. */

export const CLIENTS = [
  'aws-cli',
  'boto3',
  'javascript',
  'java',
  'claude-code',
  'cline',
  'cline-remote',
  'continue',
  'litellm',
  'env',
  'curl',
] as const;
/** What it is called in commands and addresses. */
export type Client = (typeof CLIENTS)[number];

/** A profile as clients are told of it. */
export type ProfileToUse = Pick<
  Profile,
  'arn' | 'accountId' | 'region' | 'modelKey' | 'sourceId' | 'route' | 'createdAt'
>;

export interface SettingsAsked {
  profile: ProfileToUse;
  /** What people call its model. */
  modelName: string;
  /** Everything that whoever uses it may call through a profile of theirs; what cannot serve is left out here. */
  own: readonly ProfileToUse[];
  /** What AWS offers, for what to get where something is missing. */
  catalogue: readonly CatalogueEntry[];
}

/** What a person should know of a text before they paste it; each has its words in the messages. */
export type Note =
  /** No profile of theirs is of that tier: another stands in, and `get` is what they could ask for, null where nothing is offered. */
  | { key: 'tierMissing'; tier: string; standsIn: string; get: string | null }
  /** Its budget is spent: policies that look at that refuse every call. */
  | { key: 'stopped' }
  /** Versions in the picker for which they have no profile call AWS past their profiles. */
  | { key: 'otherVersions' }
  /** Which file it belongs in that is there already: what is in it is to be kept. */
  | { key: 'merge' }
  /** Only administrators of that client's organization can set it. */
  | { key: 'forTeams' }
  /** Typed into the client's own form: it has no file. */
  | { key: 'byForm' };

export interface ClientSettings {
  client: Client;
  /** The client's own name. */
  name: string;
  /** Where it belongs; null for what is run or typed. */
  file: string | null;
  text: string;
  notes: readonly Note[];
}
