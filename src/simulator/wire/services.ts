import type { Access } from '../iam/access.ts';
import type { World } from '../types.ts';
import { bedrockService } from './bedrock.ts';
import { Budgets } from './budget-store.ts';
import { budgetsService } from './budgets.ts';
import { ceService } from './ce.ts';
import { cloudtrailService } from './cloudtrail.ts';
import { RecordedCalls } from './cloudtrail-recorded.ts';
import { cloudwatchService } from './cloudwatch.ts';
import { iamService } from './iam.ts';
import { identityStoreService } from './identitystore.ts';
import { organizationsService } from './organizations.ts';
import { quotasService } from './quotas.ts';
import { runtimeService } from './runtime.ts';
import type { Service } from './service.ts';
import { snsService, Topics } from './sns.ts';
import { ssoAdminService } from './ssoadmin.ts';
import { stsService } from './sts.ts';
import { taggingService } from './tagging.ts';

/** Every simulated service, with a state of its own. */
export function createServices(world: World, access: Access, topics = new Topics()): Service[] {
  const everTagged = new Set<string>();
  const recorded = new RecordedCalls();
  return [
    bedrockService(everTagged),
    recorded.recording(runtimeService()),
    cloudwatchService(world),
    ceService(),
    budgetsService(new Budgets()),
    taggingService(everTagged),
    stsService(access),
    iamService(),
    snsService(topics),
    quotasService(),
    identityStoreService(),
    organizationsService(),
    ssoAdminService(),
    cloudtrailService(recorded),
  ];
}
