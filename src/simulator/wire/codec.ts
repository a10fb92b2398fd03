import { serialization } from './errors.ts';
import type { Operation, ServiceModel } from './model.ts';
import { hasType } from './validate.ts';

export type Fields = Record<string, unknown>;

/** Filters may lie inside one another; nothing that means anything is deeper than this. */
const MAX_DEPTH = 500;
const MAX_NAME = 1_000;

/**
 * Reads JSON into the members that the shape knows (others are ignored, as AWS does); timestamps become `Date`.
 * A value of a wrong type is a SerializationException.
 */
export function fromJson(model: ServiceModel, shapeName: string, value: unknown, depth = 0): unknown {
  const shape = model.shape(shapeName);
  if (depth > MAX_DEPTH) throw serialization(`more than ${MAX_DEPTH} values one inside another`);
  if (!hasType(shape, value)) throw serialization(`expected ${shapeName}, found ${typeof value}`);
  switch (shape.kind) {
    case 'struct': {
      const result: Fields = {};
      for (const { name, wireName, shape: target, where } of shape.members) {
        const field = (value as Fields)[wireName];
        if (where === 'body' && field !== undefined && field !== null)
          result[name] = fromJson(model, target, field, depth + 1);
      }
      return result;
    }
    case 'list':
      return (value as unknown[]).map((item) => fromJson(model, shape.member, item, depth + 1));
    case 'map':
      return Object.fromEntries(
        Object.entries(value as Fields).map(([key, item]) => [
          key,
          fromJson(model, shape.value, item, depth + 1),
        ]),
      );
    case 'timestamp':
      return toDate(value as number | string);
    default:
      return value;
  }
}

/** Reads the flat `A.member.1.B=` parameters of the query protocol. */
export function fromQuery(model: ServiceModel, shapeName: string, params: URLSearchParams): unknown {
  const prefixes = new Set<string>();
  for (const key of params.keys()) {
    // No member lies so deep; without a limit a hostile name would cost the square of its length.
    if (key.length > MAX_NAME)
      throw serialization(`a parameter's name is longer than ${MAX_NAME} characters`);
    for (let end = key.length; end > 0; end = key.lastIndexOf('.', end - 1)) prefixes.add(key.slice(0, end));
  }
  return readQuery(model, shapeName, { params, prefixes }, '');
}

interface QueryParams {
  params: URLSearchParams;
  /** Every name and every leading part of one, so that a member's presence is one look-up. */
  prefixes: Set<string>;
}

function readQuery(model: ServiceModel, shapeName: string, query: QueryParams, prefix: string): unknown {
  const shape = model.shape(shapeName);
  const text = query.params.get(prefix) ?? '';
  switch (shape.kind) {
    case 'struct': {
      const result: Fields = {};
      for (const { name, wireName, shape: target } of shape.members) {
        const at = prefix === '' ? wireName : `${prefix}.${wireName}`;
        if (query.prefixes.has(at)) result[name] = readQuery(model, target, query, at);
      }
      return result;
    }
    case 'list': {
      const items: unknown[] = [];
      for (let i = 1; query.prefixes.has(`${prefix}.member.${i}`); i++)
        items.push(readQuery(model, shape.member, query, `${prefix}.member.${i}`));
      return items;
    }
    case 'map': {
      const [key, value] = shape.names;
      const entries: [string, unknown][] = [];
      for (let i = 1; query.prefixes.has(`${prefix}.entry.${i}`); i++) {
        const at = `${prefix}.entry.${i}`;
        entries.push([
          query.params.get(`${at}.${key}`) ?? '',
          readQuery(model, shape.value, query, `${at}.${value}`),
        ]);
      }
      return Object.fromEntries(entries);
    }
    case 'number': {
      const number = Number(text);
      if (text === '' || !hasType(shape, number)) throw serialization(`${prefix} is not a number: ${text}`);
      return number;
    }
    case 'boolean':
      return text === 'true';
    case 'timestamp':
      return toDate(text);
    default:
      return text;
  }
}

/** Reads the members of a REST request that stand in its path, its query string and its headers. */
export function fromUri(
  model: ServiceModel,
  operation: Operation,
  labels: Fields,
  { query, headers }: { query: URLSearchParams; headers: Readonly<Record<string, unknown>> },
): Fields {
  const shape = operation.input === undefined ? undefined : model.shape(operation.input);
  const result: Fields = {};
  if (shape?.kind !== 'struct') return result;
  for (const { name, wireName, where, shape: target } of shape.members) {
    if (where === 'uri') result[name] = labels[wireName];
    if (where === 'header' && headers[wireName.toLowerCase()] !== undefined)
      result[name] = String(headers[wireName.toLowerCase()]);
    const text = where === 'query' ? query.get(wireName) : null;
    if (text !== null) {
      const number = model.shape(target).kind === 'number';
      if (number && !/^-?\d+$/.test(text)) throw serialization(`${wireName} is not a number: ${text}`);
      result[name] = number ? Number(text) : text;
    }
  }
  return result;
}

/** The member that the whole body is, if there is one. */
export function payloadOf(model: ServiceModel, shapeName: string): string | undefined {
  const shape = model.shape(shapeName);
  return shape.kind === 'struct' ? shape.members.find(({ where }) => where === 'payload')?.name : undefined;
}

/** Writes an answer for JSON; `iso` timestamps for REST JSON, epoch seconds for AWS JSON. */
export function toJson(
  model: ServiceModel,
  shapeName: string,
  value: unknown,
  timestamps: 'iso' | 'epoch',
): unknown {
  const shape = model.shape(shapeName);
  switch (shape.kind) {
    case 'struct':
      return Object.fromEntries(
        shape.members.flatMap(({ name, wireName, shape: target }) => {
          const field = (value as Fields)[name];
          return field === undefined ? [] : [[wireName, toJson(model, target, field, timestamps)]];
        }),
      );
    case 'list':
      return (value as unknown[]).map((item) => toJson(model, shape.member, item, timestamps));
    case 'map':
      return Object.fromEntries(
        Object.entries(value as Fields).map(([key, item]) => [
          key,
          toJson(model, shape.value, item, timestamps),
        ]),
      );
    case 'timestamp':
      return timestamps === 'iso' ? (value as Date).toISOString() : (value as Date).getTime() / 1000;
    default:
      return value;
  }
}

/** Writes an answer for the query protocol. */
export function toXml(model: ServiceModel, shapeName: string, value: unknown): string {
  const shape = model.shape(shapeName);
  switch (shape.kind) {
    case 'struct':
      return shape.members
        .map(({ name, wireName, shape: target }) => {
          const field = (value as Fields)[name];
          return field === undefined ? '' : `<${wireName}>${toXml(model, target, field)}</${wireName}>`;
        })
        .join('');
    case 'list':
      return (value as unknown[])
        .map((item) => `<member>${toXml(model, shape.member, item)}</member>`)
        .join('');
    case 'map':
      return Object.entries(value as Fields)
        .map(
          ([key, item]) =>
            `<entry><key>${escapeXml(key)}</key><value>${toXml(model, shape.value, item)}</value></entry>`,
        )
        .join('');
    case 'timestamp':
      return (value as Date).toISOString();
    default:
      return escapeXml(String(value));
  }
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

function toDate(value: number | string): Date {
  const date = new Date(typeof value === 'number' ? value * 1000 : value);
  if (Number.isNaN(date.getTime())) throw serialization(`not a timestamp: ${value}`);
  return date;
}
