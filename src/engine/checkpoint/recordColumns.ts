/** Records of like fields by column: a name is then written once, not once a record. */
interface RecordColumns {
  readonly length: number;
  readonly columns: Readonly<Record<string, Column>>;
}

interface Column {
  /** Of the records that have the field, in their order. */
  readonly values: readonly unknown[];
  /** Which of `values` each of these records has, where many have the same. */
  readonly places?: readonly number[];
  /** Records without the field. */
  readonly missing?: readonly number[];
}

type FlatRecord = Readonly<Record<string, unknown>>;

/** Whether all are objects of simple values. */
export function isRecordList(values: readonly unknown[]): values is readonly FlatRecord[] {
  return values.every(
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.values(value).every((field) => typeof field !== 'object' || field === null),
  );
}

export function columnsOf(records: readonly FlatRecord[]): RecordColumns {
  const names = new Set(records.flatMap((record) => Object.keys(record)));
  return {
    length: records.length,
    columns: Object.fromEntries([...names].map((name) => [name, columnOf(records, name)])),
  };
}

function columnOf(records: readonly FlatRecord[], name: string): Column {
  const values: unknown[] = [];
  const missing: number[] = [];
  records.forEach((record, i) => {
    if (record[name] === undefined) missing.push(i);
    else values.push(record[name]);
  });
  return { ...(dictionaryOf(values) ?? { values }), ...(missing.length > 0 && { missing }) };
}

/** Fewer different values than this share are written once each. */
const mostDifferent = 0.25;

function dictionaryOf(column: readonly unknown[]): Pick<Column, 'values' | 'places'> | undefined {
  const placeOf = new Map<unknown, number>();
  const places: number[] = [];
  for (const value of column) {
    if (typeof value !== 'string') return undefined;
    let place = placeOf.get(value);
    if (place === undefined) {
      place = placeOf.size;
      if (place > mostDifferent * column.length) return undefined;
      placeOf.set(value, place);
    }
    places.push(place);
  }
  return { values: [...placeOf.keys()], places };
}

export function recordsOf(stored: unknown): FlatRecord[] {
  const { length, columns } = stored as RecordColumns;
  const records = Array.from({ length }, (): Record<string, unknown> => ({}));
  for (const [name, { values, places, missing = [] }] of Object.entries(columns)) {
    const lacks = new Set(missing);
    let at = 0;
    records.forEach((record, i) => {
      if (lacks.has(i)) return;
      record[name] = values[places === undefined ? at : places[at]!];
      at++;
    });
  }
  return records;
}
