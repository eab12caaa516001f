import type { Readable } from 'node:stream';
import type { Archive } from './open-archive.ts';
import { readXml } from './read-xml.ts';

/** What a reader of the first sheet needs. */
export interface Workbook {
  sheet: Readable;
  /** Texts that cells name by their number. */
  sharedTexts: string[];
}

const folder = 'xl/';
const sharedTextsMax = 500_000;

/** Finds the first sheet of a spreadsheet and the texts its cells share (ECMA-376 Part 1 §12.3, §18.2, §18.4). Throws when it has none. */
export async function openWorkbook(archive: Archive): Promise<Workbook> {
  const related = await readRelations(await need(archive, `${folder}_rels/workbook.xml.rels`));
  let first: string | undefined;
  await readXml(await need(archive, `${folder}workbook.xml`), {
    open: (name, attributes) => {
      if (name === 'sheet') first ??= attributes['r:id'] ?? idOf(attributes);
    },
  });
  const path = related.find(({ id }) => id === first)?.path;
  if (path === undefined) throw new Error('the workbook names no sheet');
  const shared = related.find(({ type }) => type.endsWith('/sharedStrings'));
  const texts = shared === undefined ? null : await archive.read(shared.path);
  return { sharedTexts: texts === null ? [] : await readTexts(texts), sheet: await need(archive, path) };
}

async function need(archive: Archive, name: string): Promise<Readable> {
  const stream = await archive.read(name);
  if (stream === null) throw new Error(`the archive has no ${name}`);
  return stream;
}

/** The prefix of the relation's attribute is the writer's own choice. */
const idOf = (attributes: Readonly<Record<string, string>>): string | undefined =>
  Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1];

async function readRelations(stream: Readable): Promise<{ id: string; type: string; path: string }[]> {
  const relations: { id: string; type: string; path: string }[] = [];
  await readXml(stream, {
    open: (name, { Id: id = '', Type: type = '', Target: target = '' }) => {
      const path = target.startsWith('/') ? target.slice(1) : `${folder}${target.replace(/^\.\//, '')}`;
      if (name === 'Relationship') relations.push({ id, type, path });
    },
  });
  return relations;
}

async function readTexts(stream: Readable): Promise<string[]> {
  const texts: string[] = [];
  let text = '';
  const inside = { text: false, reading: false };
  await readXml(stream, {
    open: (name) => {
      if (name === 'si') text = '';
      if (name === 't') inside.text = true;
      if (name === 'rPh') inside.reading = true;
    },
    text: (more) => {
      if (inside.text && !inside.reading) text += more;
    },
    close: (name) => {
      if (name === 't') inside.text = false;
      if (name === 'rPh') inside.reading = false;
      if (name === 'si') texts.push(text);
      if (texts.length > sharedTextsMax) throw new Error('the workbook shares too many texts');
    },
  });
  return texts;
}
