import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { type Command, type News, type UpstreamsInput, zNews } from '../upstreams/talk.ts';

type NewsOf<Type extends News['type']> = Extract<News, { type: Type }>;

/** The process with the fakes, their customers and agents. */
export interface UpstreamsProcess {
  readonly pid: number;
  /** Sends a command, if any, and resolves with the news of that type; rejects when the process ends first. */
  ask<Type extends News['type']>(command: Command | null, answer: Type): Promise<NewsOf<Type>>;
  stop(): Promise<void>;
}

export function startUpstreams(input: { start: UpstreamsInput; logPath: string }): UpstreamsProcess {
  const log = openSync(input.logPath, 'a', 0o600);
  const program = new URL('../upstreams/main.ts', import.meta.url).pathname;
  const child = fork(program, [JSON.stringify(input.start)], {
    execPath: process.execPath,
    stdio: ['ignore', log, log, 'ipc'],
    detached: true,
  });
  closeSync(log);
  return {
    pid: child.pid ?? 0,
    ask: (command, answer) => {
      const heard = hear(child, answer, input.logPath);
      if (command !== null) child.send(command);
      return heard;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGTERM');
      await gone;
    },
  };
}

function hear<Type extends News['type']>(
  child: ChildProcess,
  type: Type,
  logPath: string,
): Promise<NewsOf<Type>> {
  const isWanted = (news: News): news is NewsOf<Type> => news.type === type;
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown): void => {
      const news = zNews.parse(message);
      if (!isWanted(news)) return;
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(news);
    };
    const onExit = (): void => reject(new Error(`the process with the fakes ended (log: ${logPath})`));
    child.on('message', onMessage);
    child.once('exit', onExit);
  });
}
