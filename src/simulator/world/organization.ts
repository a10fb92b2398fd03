import type { ControlPolicy, Controls, NodeKind, Organization, OrganizationNode } from '../accessTypes.ts';
import { ACCOUNTS, PAYER, PLATFORM, RESEARCH } from './company.ts';
import { shortId } from './rng.ts';
import { dayStart } from './time.ts';

/** The company's organization in AWS Organizations: who stands where in the tree, and which policies bind them. */

/** Characters of one service control policy (AWS Organizations quotas, since May 2026). */
export const SCP_CHARACTERS = 10_240;
/** Service control policies attached to one root, unit or account (the same page and date). */
export const SCPS_PER_NODE = 10;
/** The policy that AWS attaches to everything; it can be detached and never changed. */
export const FULL_ACCESS = 'p-FullAWSAccess';

const ORGANIZATION_ID = 'o-exampleorg';
const ROOT_ID = 'r-ex4m';
const FOUNDED = dayStart('2025-09-01');

const UNITS = [
  { name: 'Platform', under: 'Root' },
  { name: 'Workloads', under: 'Root' },
  { name: 'Research', under: 'Workloads' },
  { name: 'Sandbox', under: 'Root' },
];
/** Who is in no unit stands at the root, as management accounts do. */
const PLACES: Readonly<Record<string, string>> = { [PLATFORM]: 'Platform', [RESEARCH]: 'Research' };

const arnOf = (what: string) => `arn:aws:organizations::${PAYER}:${what}`;

export class SimulatedOrganization implements Organization {
  readonly id = ORGANIZATION_ID;
  readonly arn = arnOf(`organization/${ORGANIZATION_ID}`);
  readonly managementAccountId = PAYER;
  readonly rootId = ROOT_ID;
  readonly foundedAt = FOUNDED;
  readonly nodes: readonly OrganizationNode[];
  private readonly known = new Map<string, ControlPolicy>();
  /** Ids of policies by the node that they are attached to, in the order of attachment. */
  private readonly attached = new Map<string, string[]>();
  private made = 0;

  constructor() {
    this.nodes = treeOf();
    this.known.set(FULL_ACCESS, fullAccess());
    for (const { id } of this.nodes) this.attached.set(id, [FULL_ACCESS]);
  }

  node(id: string): OrganizationNode | undefined {
    return this.nodes.find((node) => node.id === id);
  }

  children(parentId: string, kind: NodeKind): OrganizationNode[] {
    return this.nodes.filter((node) => node.parentId === parentId && node.kind === kind);
  }

  /** From the root to the node itself; empty for an id of nothing. */
  pathTo(id: string): OrganizationNode[] {
    const node = this.node(id);
    if (node === undefined) return [];
    return [...(node.parentId === null ? [] : this.pathTo(node.parentId)), node];
  }

  policies(): ControlPolicy[] {
    return [...this.known.values()];
  }

  policy(id: string): ControlPolicy | undefined {
    return this.known.get(id);
  }

  createPolicy(content: { name: string; description: string; content: string }): ControlPolicy {
    const id = `p-${shortId(`policy|${this.made++}`, 10)}`;
    const arn = arnOf(`policy/${ORGANIZATION_ID}/service_control_policy/${id}`);
    const policy = { id, arn, awsManaged: false, ...content };
    this.known.set(id, policy);
    return policy;
  }

  updatePolicy(id: string, content: Partial<Pick<ControlPolicy, 'name' | 'description' | 'content'>>): void {
    const policy = this.known.get(id);
    if (policy) this.known.set(id, { ...policy, ...content });
  }

  deletePolicy(id: string): void {
    this.known.delete(id);
  }

  attach(policyId: string, targetId: string): void {
    this.attached.set(targetId, [...this.attachedTo(targetId), policyId]);
  }

  detach(policyId: string, targetId: string): void {
    this.attached.set(
      targetId,
      this.attachedTo(targetId).filter((id) => id !== policyId),
    );
  }

  attachedTo(targetId: string): readonly string[] {
    return this.attached.get(targetId) ?? [];
  }

  targetsOf(policyId: string): OrganizationNode[] {
    return this.nodes.filter(({ id }) => this.attachedTo(id).includes(policyId));
  }

  controlsOf(accountId: string): Controls[] {
    if (accountId === PAYER) return [];
    return this.pathTo(accountId).map(({ id }) => ({
      target: id,
      documents: this.attachedTo(id).map((policyId) => this.known.get(policyId)?.content ?? ''),
    }));
  }
}

function treeOf(): OrganizationNode[] {
  const root: OrganizationNode = {
    kind: 'ROOT',
    id: ROOT_ID,
    arn: arnOf(`root/${ORGANIZATION_ID}/${ROOT_ID}`),
    name: 'Root',
    parentId: null,
  };
  const nodes = [root];
  const idOf = (name: string | undefined) => nodes.find((node) => node.name === name)?.id ?? ROOT_ID;
  for (const { name, under } of UNITS) {
    const id = `ou-${ROOT_ID.slice(2)}-${shortId(`unit|${name}`, 8)}`;
    const arn = arnOf(`ou/${ORGANIZATION_ID}/${id}`);
    nodes.push({ kind: 'ORGANIZATIONAL_UNIT', id, arn, name, parentId: idOf(under) });
  }
  for (const { id, name } of ACCOUNTS) {
    const arn = arnOf(`account/${ORGANIZATION_ID}/${id}`);
    nodes.push({ kind: 'ACCOUNT', id, arn, name, parentId: idOf(PLACES[id]) });
  }
  return nodes;
}

function fullAccess(): ControlPolicy {
  return {
    id: FULL_ACCESS,
    arn: `arn:aws:organizations::aws:policy/service_control_policy/${FULL_ACCESS}`,
    name: 'FullAWSAccess',
    description: 'Allows access to every operation',
    awsManaged: true,
    content: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    }),
  };
}
