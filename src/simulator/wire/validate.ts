import type { ServiceModel, Shape } from './model.ts';

/**
 * Checks a decoded request against its model and says what is wrong in the words AWS uses, one sentence per fault,
 * in the order of the members. An empty list means that the request is well-formed.
 */
export function violations(model: ServiceModel, shapeName: string, value: unknown): string[] {
  const found: string[] = [];
  visit(model, shapeName, value, '', found);
  return found;
}

/** AWS's one message for a number of faults. */
export function violationMessage(faults: string[]): string {
  return `${faults.length} validation error${faults.length > 1 ? 's' : ''} detected: ${faults.join('; ')}`;
}

function visit(model: ServiceModel, shapeName: string, value: unknown, path: string, found: string[]): void {
  const shape = model.shape(shapeName);
  const fail = (constraint: string) =>
    found.push(`Value ${shown(value)} at '${path}' failed to satisfy constraint: Member must ${constraint}`);
  if (shape.kind === 'struct') visitMembers(model, shape, value as Record<string, unknown>, path, found);
  else if (shape.kind === 'list') {
    const items = value as unknown[];
    checkRange(shape, items.length, 'length', fail);
    items.forEach((item, i) => {
      visit(model, shape.member, item, `${path}.${i + 1}.member`, found);
    });
  } else if (shape.kind === 'map') {
    const entries = Object.entries(value as Record<string, unknown>);
    checkRange(shape, entries.length, 'length', fail);
    for (const [key, item] of entries) {
      visit(model, shape.key, key, `${path}.key`, found);
      visit(model, shape.value, item, `${path}.${key}.member`, found);
    }
  } else if (shape.kind === 'string') checkText(shape, value as string, fail);
  else if (shape.kind === 'number') checkRange(shape, value as number, 'value', fail);
}

function visitMembers(
  model: ServiceModel,
  shape: Extract<Shape, { kind: 'struct' }>,
  fields: Record<string, unknown>,
  path: string,
  found: string[],
): void {
  for (const member of shape.members) {
    const at = path === '' ? lowerFirst(member.name) : `${path}.${lowerFirst(member.name)}`;
    const field = fields[member.name];
    if (field !== undefined) visit(model, member.shape, field, at, found);
    else if (member.required)
      found.push(`Value null at '${at}' failed to satisfy constraint: Member must not be null`);
  }
}

function checkText(
  shape: Extract<Shape, { kind: 'string' }>,
  text: string,
  fail: (constraint: string) => void,
): void {
  checkRange(shape, text.length, 'length', fail);
  if (shape.values && !shape.values.includes(text))
    fail(`satisfy enum value set: [${shape.values.join(', ')}]`);
  if (shape.pattern && !shape.pattern.test(text))
    fail(`satisfy regular expression pattern: ${shape.patternText}`);
}

function checkRange(
  { min, max }: { min?: number; max?: number },
  size: number,
  what: 'length' | 'value',
  fail: (constraint: string) => void,
): void {
  if (min !== undefined && size < min) fail(`have ${what} greater than or equal to ${min}`);
  if (max !== undefined && size > max) fail(`have ${what} less than or equal to ${max}`);
}

const shown = (value: unknown) =>
  `'${typeof value === 'object' ? JSON.stringify(value) : String(value)}'`.slice(0, 300);

const lowerFirst = (name: string) => name.slice(0, 1).toLowerCase() + name.slice(1);

/** Whether a decoded value has the JavaScript type that its shape asks for. */
export function hasType(shape: Shape, value: unknown): boolean {
  switch (shape.kind) {
    case 'struct':
    case 'map':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'list':
      return Array.isArray(value);
    case 'number':
      return typeof value === 'number' && (!shape.whole || Number.isInteger(value));
    case 'boolean':
      return typeof value === 'boolean';
    case 'timestamp':
      return typeof value === 'number' || typeof value === 'string';
    case 'document':
      return true;
    default:
      return typeof value === 'string';
  }
}
