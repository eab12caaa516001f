import type { WebhookOutcome } from '@tandem/core/intake';
import { runLane, type TenantView } from '@tandem/core/lanes';
import type { Database, Session, TenantScope, Trail, Turn } from '@tandem/db';
import { createIntegrations } from '@tandem/integrations';
import type { EngineDialect, Integrations } from '@tandem/integrations/contract';
import { newId } from '@tandem/runtime';
import {
  type Config,
  type ConnectionId,
  configDefaults,
  type Direction,
  type LaneKey,
  type TenantId,
} from '@tandem/schemas';
import type { OnStep } from './call-script.ts';
import * as chatwoot from './chatwoot-bodies.ts';
import { type KillableDatabase, killableDatabase } from './killable-database.ts';
import { createLaneContext, type RecordingLaneContext, type TestTenants } from './lane-context.ts';
import { dueLanes, nextDueAt } from './next-due.ts';
import { ScriptedChannel } from './scripted-channel.ts';
import { ScriptedEngine } from './scripted-engine.ts';
import { openStageIntake, type StageIntake } from './stage-intake.ts';
import { mintTenant } from './tenants.ts';
import { TestClock } from './test-clock.ts';

interface Options {
  config?: Partial<Config>;
  dialect?: EngineDialect;
  /** A bot server in place of the scripted bot; its webhooks are put into `engine.outbox`. */
  server?: BotServer;
  /** Called before and after each statement and upstream call of the lanes; what it throws kills the worker there. */
  onStep?: OnStep;
}

interface BotServer {
  /** Of the connection to it. */
  settings: Record<string, unknown>;
  /** Resolves when it has said all that it will say. */
  settled(): Promise<void>;
}

const roundsMax = 500;
/** Stories of other things go on for longer than a customer is left waiting: nobody is missed in them. */
const aWeekMin = 7 * 24 * 60;

/**
 * One conversation of a fresh tenant between a scripted Chatwoot and a scripted bot, carried by the real webhook path and the
 * real lanes over a real database, on a clock that the test sets. The database is swept for due work: give it one of its own.
 */
export async function openLaneStage(database: Database, options: Options = {}): Promise<LaneStage> {
  const { tenantId } = await mintTenant(database);
  return new LaneStage(database, tenantId, options);
}

export class LaneStage {
  readonly tenantId: TenantId;
  readonly connectionId: ConnectionId = newId<ConnectionId>();
  readonly conversationId = 9876;
  readonly clock = new TestClock();
  readonly channel: ScriptedChannel;
  readonly engine: ScriptedEngine;
  readonly context: RecordingLaneContext;
  readonly view: TenantView;
  readonly tenants: TestTenants;
  readonly scope: TenantScope;
  /** False: what the bot says comes by no webhook. */
  repliesArrive = true;
  /** False: no echo of what we sent comes back. */
  echoesArrive = true;
  readonly #database: Database;
  readonly #killable: KillableDatabase;
  readonly #intake: StageIntake;
  readonly #server: BotServer | null;
  #echoed = 0;

  constructor(
    database: Database,
    tenantId: TenantId,
    { config = {}, dialect = 'chat_api', server, onStep = () => {} }: Options,
  ) {
    this.#database = database;
    this.tenantId = tenantId;
    this.scope = database.enter(tenantId);
    const real = createIntegrations({ allowPrivate: server !== undefined });
    const reader = real.engines[dialect];
    if (!reader) throw new Error(`the dialect ${dialect} is not available`);
    this.channel = new ScriptedChannel({ reader: real.channels.chatwoot, onStep });
    this.engine = new ScriptedEngine({ reader, nowMs: () => this.clock.now().getTime(), onStep });
    this.#server = server ?? null;
    const integrations: Integrations = {
      channels: { chatwoot: this.channel.channel },
      engines: { [dialect]: server ? reader : this.engine.engine },
      detectDialect: real.detectDialect,
    };
    this.view = {
      tenantId,
      active: true,
      config: { ...configDefaults, unattendedMinutes: aWeekMin, ...config },
      configVersion: 1,
      channel: { connectionId: this.connectionId, answerWhen: 'pending', settings: {} },
      engine: { dialect, settings: server?.settings ?? {} },
    };
    this.tenants = { views: [this.view], knowledge: [] };
    this.#killable = killableDatabase(database, onStep);
    this.context = createLaneContext({
      database: this.#killable.database,
      integrations,
      tenants: this.tenants,
      clock: this.clock,
    });
    const { context, view, conversationId } = this;
    this.#intake = openStageIntake(database, { integrations, context, view, conversationId });
  }

  /** A customer writes; `id` is Chatwoot's id of the message, the next one when not given. */
  customerWrites(text: string, more: chatwoot.MessageDetails = {}): Promise<WebhookOutcome> {
    return this.#intake.fromChannel(
      chatwoot.customerMessage(this.#place(), { id: this.channel.nextMessageId(), ...more }, text),
    );
  }

  customerChooses(value: string, more: chatwoot.MessageDetails = {}): Promise<WebhookOutcome> {
    return this.#intake.fromChannel(
      chatwoot.choice(this.#place(), { id: this.channel.nextMessageId(), ...more }, value),
    );
  }

  customerDeletes(messageId: number): Promise<WebhookOutcome> {
    return this.#intake.fromChannel(chatwoot.deletion(this.#place(), messageId));
  }

  visitorOpensWidget({ sourceId = 'visitor', hasConversation = false } = {}): Promise<WebhookOutcome> {
    return this.#intake.fromChannel(chatwoot.widgetOpened({ sourceId, hasConversation }, this.#place()));
  }

  /** `change` is laid over the body of the webhook. */
  agentWrites(text = 'I will take this.', change: Record<string, unknown> = {}): Promise<WebhookOutcome> {
    const body = chatwoot.agentMessage(this.#place(), { id: this.channel.nextMessageId() }, text);
    return this.#intake.fromChannel({ ...body, ...change });
  }

  statusBecomes(
    status: 'open' | 'pending' | 'resolved' | 'snoozed',
    more: Pick<chatwoot.MessageDetails, 'assigneeId' | 'updatedAtMs'> = {},
  ): Promise<WebhookOutcome> {
    return this.#intake.fromChannel(chatwoot.statusChange(this.#place(), status, more));
  }

  /** The webhook of one of our own messages that Chatwoot has stored. */
  echo(message: { messageId: number; ref: string }): Promise<WebhookOutcome> {
    return this.#intake.fromChannel(chatwoot.echo(this.#place(), message));
  }

  engineWebhook(body: unknown): Promise<WebhookOutcome> {
    return this.#intake.fromEngine(body);
  }

  async run(direction: Direction): Promise<void> {
    await runLane(this.context, this.lane(direction));
  }

  /** Ends the lease of a worker that was killed, as time would. */
  async expireLease(): Promise<void> {
    await this.#killable.expireLease();
  }

  /** Delivers what is on its way and works every lane as it gets due, going on in time, until nothing is left to do. */
  async settle(until = new Date(this.clock.now().getTime() + 3_600_000)): Promise<void> {
    for (let round = 0; round < roundsMax; round += 1) {
      await this.deliver();
      await this.context.runPostponed();
      const lanes = await dueLanes(this.#due());
      for (const lane of lanes) await runLane(this.context, lane);
      if (lanes.length > 0 || this.#isSomethingOnItsWay()) continue;
      const next = await this.#nextAt();
      if (next === null || next > until) return;
      this.clock.set(next);
    }
    throw new Error('the stage never settles');
  }

  /** Delivers the webhooks that upstreams have sent, as far as they arrive. */
  async deliver(): Promise<void> {
    await this.#server?.settled();
    for (const body of this.engine.outbox.splice(0)) if (this.repliesArrive) await this.engineWebhook(body);
    const { shown } = this.channel;
    for (; this.#echoed < shown.length; this.#echoed += 1) {
      const message = shown[this.#echoed];
      if (this.echoesArrive && message) await this.echo(message);
    }
  }

  lane(direction: Direction): LaneKey {
    const { tenantId, connectionId, conversationId } = this;
    return { tenantId, connectionId, conversationId, direction };
  }

  async session(): Promise<Session> {
    const session = await this.scope.sessions.find(this);
    if (!session) throw new Error('there is no session yet');
    return session;
  }

  async turns(): Promise<Turn[]> {
    return await this.scope.turns.open(this);
  }

  /** What became of one message, by our id or by Chatwoot's. */
  async trail(outcome: WebhookOutcome): Promise<Trail> {
    if (!('id' in outcome)) throw new Error(`nothing was stored: ${outcome.status}`);
    const trail = await this.scope.trails.find({ by: 'id', id: outcome.id });
    if (!trail) throw new Error('there is no trail');
    return trail;
  }

  /** How one message ended: `<kind>: <reason>`, or null while it has no end. */
  async endOf(outcome: WebhookOutcome): Promise<string | null> {
    const { subject } = await this.trail(outcome);
    const { row } = subject;
    return 'endKind' in row && row.endKind !== null ? `${row.endKind}: ${row.endReason}` : null;
  }

  #place(): chatwoot.Place {
    return { conversationId: this.conversationId, nowMs: this.clock.now().getTime() };
  }

  #isSomethingOnItsWay(): boolean {
    return this.engine.outbox.length > 0 || this.#echoed < this.channel.shown.length;
  }

  /** What may be due next, beside what lanes' own times say. */
  async #nextAt(): Promise<Date | null> {
    const checks = (await this.turns()).map(({ checkAt }) => checkAt);
    const told = [...this.context.wakes, ...this.context.postponed].map(({ at }) => at);
    return await nextDueAt(this.#due(), [...checks, ...told]);
  }

  #due() {
    const { dueWork } = this.#database.platform;
    return { dueWork, tenantId: this.tenantId, now: this.clock.now() };
  }
}
