import { files, tables } from '@botpress/client';
import {
  type CloudPace,
  type EngineFile,
  type EngineFiles,
  type EngineKnowledgeBases,
  type EngineStore,
  UpstreamError,
} from '../../../contract/index.ts';
import { wellFormedText } from '../../../http/index.ts';
import { collectPages } from './collect-pages.ts';
import { cutToBytes } from './cut-to-bytes.ts';
import { openTables } from './open-tables.ts';
import { callCloud, routeThroughHttp } from './route-through-http.ts';
import { type CloudContext, sendRequest } from './send-request.ts';
import type { CloudSettings } from './settings.ts';
import * as wire from './wire.ts';

const queryBytesMax = 1_024;
const passagesMax = 50;
/** In one listing (`@botpress/client@1.45.0` types). */
const idsMax = 50;
const pageSizeWanted = 100;

interface StoreInput {
  settings: CloudSettings & { botId: string };
  pace: CloudPace;
}

/** Files, knowledge bases and tables of one bot, through the official client (contracts/botpress.md §3.1, §3.2). */
export function openStore(context: CloudContext, input: StoreInput): EngineStore {
  const { settings, pace } = input;
  // Everything explicit: what is missing here the package would read from `BP_*` variables.
  const props = { token: settings.token, botId: settings.botId, apiUrl: settings.apiUrl, debug: false };
  const client = routeThroughHttp(context, { client: new files.Client(props), settings, pace });
  const tableClient = routeThroughHttp(context, { client: new tables.Client(props), settings, pace });
  return {
    files: openFiles(context, { ...input, client }),
    knowledgeBases: openBases(client),
    tables: openTables(tableClient),
  };
}

function openFiles(context: CloudContext, input: StoreInput & { client: files.Client }): EngineFiles {
  const { client } = input;
  return {
    async list({ tags }) {
      try {
        return await listFiles(client, { tags, pageSize: pageSizeWanted });
      } catch (error) {
        // No page says how large pages may be.
        if (error instanceof UpstreamError && error.status === 400) return await listFiles(client, { tags });
        throw error;
      }
    },

    async put({ key, content, contentType, tags }) {
      const size = Buffer.byteLength(wellFormedText(content));
      const upsert = { key, size, contentType, tags, index: true };
      const { file } = await callCloud(wire.zUpsertAnswer, () => client.upsertFile(upsert));
      // Their `uploadFile` would send the bytes past our connector (contracts/botpress.md §3.1).
      await sendRequest(context, {
        ...input,
        request: {
          method: 'PUT',
          url: file.uploadUrl,
          body: { text: wellFormedText(content), contentType: file.contentType ?? contentType },
          authenticated: false,
        },
      });
      return toFile(file);
    },

    get: (fileId) =>
      orNull(async () =>
        toFile((await callCloud(wire.zFileAnswer, () => client.getFile({ id: fileId }))).file),
      ),

    async getMany(fileIds) {
      const found: EngineFile[] = [];
      for (let start = 0; start < fileIds.length; start += idsMax) {
        const ids = fileIds.slice(start, start + idsMax);
        found.push(...(await listFiles(client, { ids })));
      }
      return found;
    },

    async delete(fileId) {
      await orNull(() => callCloud(wire.zAnything, () => client.deleteFile({ id: fileId })));
    },

    async search({ query, tags, limit }) {
      const request = {
        query: cutToBytes(query, queryBytesMax),
        tags,
        limit: Math.min(limit, passagesMax),
      };
      const { passages } = await callCloud(wire.zPassages, () => client.searchFiles(request));
      return passages.map(({ content, score, file }) => ({
        content,
        score,
        fileKey: file.key,
        fileTags: file.tags,
      }));
    },
  };
}

async function listFiles(
  client: files.Client,
  filter: { tags: Record<string, string>; pageSize?: number } | { ids: string[] },
): Promise<EngineFile[]> {
  const found = await collectPages(async (nextToken) => {
    const query = { ...filter, ...(nextToken === undefined ? {} : { nextToken }) };
    const page = await callCloud(wire.zFilesPage, () => client.listFiles(query));
    return { items: page.files, nextToken: page.meta.nextToken };
  });
  return found.map(toFile);
}

function openBases(client: files.Client): EngineKnowledgeBases {
  return {
    list: () =>
      collectPages(async (nextToken) => {
        const query = nextToken === undefined ? {} : { nextToken };
        const page = await callCloud(wire.zBasesPage, () => client.listKnowledgeBases(query));
        return { items: page.knowledgeBases, nextToken: page.meta.nextToken };
      }),
    async create(input) {
      const { knowledgeBase } = await callCloud(wire.zBaseAnswer, () => client.createKnowledgeBase(input));
      return { id: knowledgeBase.id };
    },
  };
}

/** 404 and 410: there is none (contracts/botpress.md §5). */
export async function orNull<Result>(read: () => Promise<Result>): Promise<Result | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UpstreamError && (error.status === 404 || error.status === 410)) return null;
    throw error;
  }
}

const toFile = ({ id, key, status, failedStatusReason, tags }: wire.WireFile): EngineFile => ({
  id,
  key,
  status,
  failedReason: failedStatusReason ?? null,
  tags,
});
