import type { Readable } from 'node:stream';
import sax from 'sax';

/** What to do with a document as it comes by; names without their prefix. */
export interface XmlVisitor {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  /** A long text comes in parts. */
  text?(text: string): void;
  close?(name: string): void;
}

/** The parser keeps what is open, which is many times what it takes in an archive; a spreadsheet needs about ten of either. */
const depthMax = 100;
const attributesMax = 1_000;

/**
 * Reads a document from its bytes, a chunk at a time, and yields after each: what was found may be taken away, and others
 * have their turn. References to entities of the document's own are not followed. Throws what is wrong with the XML.
 */
export async function* parseXml(stream: Readable, visitor: XmlVisitor): AsyncGenerator<void> {
  const parser = sax.parser(true);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let depth = 0;
  let attributesLeft = attributesMax;
  parser.onattribute = () => {
    attributesLeft -= 1;
    if (attributesLeft < 0) throw new Error('an element has too many attributes');
  };
  parser.onopentag = ({ name, attributes }) => {
    depth += 1;
    attributesLeft = attributesMax;
    if (depth > depthMax) throw new Error('elements are nested too deep');
    visitor.open?.(bareName(name), textsOf(attributes));
  };
  parser.ontext = (text) => visitor.text?.(text);
  parser.oncdata = (text) => visitor.text?.(text);
  parser.onclosetag = (name) => {
    depth -= 1;
    visitor.close?.(bareName(name));
  };
  parser.onerror = (error) => {
    throw error;
  };
  for await (const chunk of stream) {
    parser.write(decoder.decode(chunk, { stream: true }));
    yield;
  }
  parser.write(decoder.decode()).close();
  yield;
}

/** Reads a whole document that is small, or whose visitor keeps little of it. */
export async function readXml(stream: Readable, visitor: XmlVisitor): Promise<void> {
  for await (const _chunk of parseXml(stream, visitor));
}

const bareName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Attributes have the form of their parser's options; without `xmlns` all are texts. */
const textsOf = (attributes: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, String(value)]));
