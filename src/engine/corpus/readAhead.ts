/**
 * Starts `read` on up to `width` items beyond the one that is waited for, and yields the results in the order of the
 * items. `read` must not reject: results carry their errors, so that none is lost when the consumer stops early.
 */
export async function* readAhead<Item, Result>(
  items: readonly Item[],
  width: number,
  read: (item: Item) => Promise<Result>,
): AsyncIterable<Result> {
  const started: Promise<Result>[] = [];
  let next = 0;
  try {
    while (next < items.length || started.length > 0) {
      while (started.length < width && next < items.length) started.push(read(items[next++]!));
      yield await started.shift()!;
    }
  } finally {
    await Promise.all(started);
  }
}
