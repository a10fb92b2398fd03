import { describe } from 'vitest';
import { aliasesContract } from './aliases.ts';
import { auditContract } from './audit.ts';
import { bindingsContract } from './bindings.ts';
import { collectedContract } from './collected.ts';
import { decidedContract } from './decided.ts';
import type { Engine } from './engine.ts';
import { identityContract } from './identity.ts';
import { leaseContract } from './lease.ts';
import { leavingContract } from './leaving.ts';
import { peopleContract } from './people.ts';
import { profilesContract } from './profiles.ts';
import { retentionContract } from './retention.ts';
import { runsContract } from './runs.ts';
import { scopeContract } from './scope.ts';
import { sessionsContract } from './sessions.ts';
import { spendContract } from './spend.ts';
import { spendDayContract } from './spendDay.ts';
import { tokensContract } from './tokens.ts';
import { unitsContract } from './units.ts';
import { versionContract } from './version.ts';
import { watchingContract } from './watching.ts';
import { wholeContract } from './whole.ts';

/** Everything that the ledger's interface promises, held against an engine. */
export function contract(name: string, engine: Engine): void {
  describe(name, () => {
    unitsContract(engine);
    versionContract(engine);
    wholeContract(engine);
    identityContract(engine);
    leaseContract(engine);
    runsContract(engine);
    watchingContract(engine);
    collectedContract(engine);
    profilesContract(engine);
    retentionContract(engine);
    spendContract(engine);
    spendDayContract(engine);
    scopeContract(engine);
    decidedContract(engine);
    auditContract(engine);
    peopleContract(engine);
    aliasesContract(engine);
    leavingContract(engine);
    sessionsContract(engine);
    bindingsContract(engine);
    tokensContract(engine);
  });
}
