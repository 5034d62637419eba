import { Parser } from 'htmlparser2';
import { expect } from 'vitest';

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Of itself and what is in it. */
  text: string;
}

/** All elements of a document in the order of their ends. Throws where a tag is not closed. */
export function elementsOf(xml: string): Element[] {
  const open: Element[] = [];
  const closed: Element[] = [];
  const parser = new Parser(
    {
      onopentag: (name, attributes) => open.push({ name, attributes, text: '' }),
      ontext: (text) => {
        for (const element of open) element.text += text;
      },
      onclosetag: (name, isImplied) => {
        const element = open.pop()!;
        expect(element.name).toBe(name);
        if (isImplied) expect(xml).not.toContain(`<${name}>`);
        closed.push(element);
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  expect(open).toEqual([]);
  return closed;
}
