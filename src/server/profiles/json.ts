import * as z from 'zod';
import { ownerOf } from '../../core/estate.ts';
import type { Profile } from '../../core/types.ts';
import { CLIENTS, type ClientSettings } from '../../core/vending/clientSettings/types.ts';
import { en } from '../../ui/messages/en.ts';
import { instant } from '../api/shapes.ts';
import type { ServerDeps } from '../deps.ts';
import { noteWords } from './settingsToPaste.tsx';

/** A profile in the words of the API. */

export const profileShape = {
  arn: z.string(),
  shortId: z.string().describe("The last part of the ARN; CloudWatch's `ModelId`."),
  name: z.string(),
  user: z.string().describe('By its tags of today; empty where they do not say.'),
  costCenter: z.string(),
  accountId: z.string(),
  region: z.string(),
  status: z.string(),
  modelKey: z.string().describe('Foundation model id.'),
  modelArns: z.array(z.string()),
  route: z.enum(['inRegion', 'geo', 'global']).nullable().describe('null: unknown.'),
  sourceId: z.string().nullable().describe('The system profile or model it stands for.'),
  createdAt: instant,
  firstSeenAt: instant,
  lastSeenAt: instant,
  goneAt: instant.nullable().describe('Since when a complete listing no longer holds it.'),
  history: z
    .array(z.strictObject({ from: instant, tags: z.record(z.string(), z.string()) }))
    .describe('Its tags from each moment on, oldest first.'),
};
export const profileObject = z.strictObject(profileShape).meta({ id: 'Profile' });

export const profileJson = (profile: Profile, deps: Pick<ServerDeps, 'settings'>) => {
  const { aliases: _, ...rest } = profile;
  return { ...rest, ...ownerOf(profile, deps.settings.tagKeys) };
};

export const settingsShape = z
  .array(
    z.strictObject({
      id: z.enum(CLIENTS).describe('As commands call the client.'),
      client: z.string(),
      file: z.string().nullable().describe('The file that it belongs in; null for what is run or typed.'),
      text: z.string(),
      notes: z
        .array(
          z.strictObject({
            key: z.string(),
            text: z.string(),
            tier: z.string().nullable().describe('Of `tierMissing`: for which there is no profile.'),
            standsIn: z.string().nullable().describe('Of `tierMissing`: the model that is called instead.'),
            get: z.string().nullable().describe('Of `tierMissing`: what a profile could be had for.'),
          }),
        )
        .describe('What whoever pastes it should know.'),
    }),
  )
  .describe('Of each client that can use its model, ready to paste; none of what AWS no longer has.');
export const settingsJson = (settings: readonly ClientSettings[], only?: ClientSettings['client']) =>
  settings
    .filter(({ client }) => only === undefined || client === only)
    .map(({ client: id, name, file, text, notes }) => ({
      id,
      client: name,
      file,
      text,
      notes: notes.map((note) => ({
        key: note.key,
        text: noteWords(note, en, (modelKey) => modelKey),
        ...(note.key === 'tierMissing'
          ? { tier: note.tier, standsIn: note.standsIn, get: note.get }
          : { tier: null, standsIn: null, get: null }),
      })),
    }));
