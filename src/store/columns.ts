import { customType } from 'drizzle-orm/sqlite-core';

/**
 * Column types of the ledger. The connection hands every integer over as a bigint (`defaultSafeIntegers`), so that
 * money beyond 2⁵³ stays exact; `int` turns the small ones back into numbers.
 */

/** Any 64-bit count: money (10⁻¹⁰ USD), quantities (10⁻¹⁰ units), tokens. The domain type is named at the column. */
export const big = <T extends bigint>(name: string) =>
  customType<{ data: T; driverData: bigint }>({
    dataType: () => 'integer',
    fromDriver: (value) => BigInt(value) as T,
    toDriver: (value) => value,
  })(name);

export const int = customType<{ data: number; driverData: bigint | number }>({
  dataType: () => 'integer',
  fromDriver: Number,
  toDriver: (value) => value,
});

export const bool = customType<{ data: boolean; driverData: bigint | number }>({
  dataType: () => 'integer',
  fromDriver: (value) => Number(value) === 1,
  toDriver: (value) => (value ? 1 : 0),
});

export const json = <T>(name: string) =>
  customType<{ data: T; driverData: string }>({
    dataType: () => 'text',
    fromDriver: (value) => JSON.parse(value) as T,
    toDriver: (value) => JSON.stringify(value),
  })(name);
