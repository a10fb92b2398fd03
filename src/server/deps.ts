import type { Viewer } from '../core/access.ts';
import type { Clock } from '../core/clock.ts';
import type { Settings } from '../core/settings.ts';
import type { Actor, JobName } from '../core/types.ts';
import type { AlbGateway, OidcGateway } from '../identity/types.ts';
import type { Store } from '../store/types.ts';

/** What the server works with. What writes to AWS, signs in or starts work is handed in. */
export interface ServerDeps {
  store: Store;
  clock: Clock;
  settings: Settings;
  /** Who everybody is where nobody signs in: whoever is at the machine. */
  operator: Viewer;
  /** Who is asked who somebody is; null: nobody signs in. */
  signIn: { kind: 'oidc'; gateway: OidcGateway } | { kind: 'loadBalancer'; gateway: AlbGateway } | null;
  assets: { css: Asset; js: Asset };
  actions: {
    /** null where no schedule runs. */
    trigger: ((jobs: readonly JobName[]) => void) | null;
    /** null while vending is switched off. */
    createProfile:
      | ((input: CreateProfile, actor: Actor) => Promise<{ arn: string; created: boolean }>)
      | null;
    deleteProfile: ((arn: string, actor: Actor) => Promise<void>) | null;
  };
  /** Messages of the demo's mail sink; null outside the demo. */
  inbox: (() => readonly { at: string; to: string; subject: string; text: string }[]) | null;
  /** Told of faults that a visitor saw as "that did not work". */
  onError: (error: unknown) => void;
}
export interface Asset {
  path: string;
  type: string;
  body: string;
}
export interface CreateProfile {
  userEmail: string;
  costCenter: string;
  /** Model or system profile to stand for. */
  sourceId: string;
  accountId: string;
  region: string;
}
