import type { TenantId } from '@tandem/schemas';
import { Attempts } from './repositories/attempts.ts';
import { Audit } from './repositories/audit.ts';
import { Checkup } from './repositories/checkup.ts';
import { ChatbotConfig } from './repositories/config.ts';
import { ConfigVersions } from './repositories/config-versions.ts';
import { Connections } from './repositories/connections.ts';
import { ContactRows } from './repositories/contact-rows.ts';
import { ContactSearch } from './repositories/contact-search.ts';
import { ConversationMarks } from './repositories/conversation-marks.ts';
import { DeadLetters } from './repositories/dead-letters.ts';
import { Erasures } from './repositories/erasures.ts';
import { ExportRows } from './repositories/export-rows.ts';
import { Inbound } from './repositories/inbound.ts';
import { Knowledge } from './repositories/knowledge.ts';
import { LaneFailures } from './repositories/lane-failures.ts';
import { Lanes } from './repositories/lanes.ts';
import { LedgerEvents } from './repositories/ledger-events.ts';
import { LetterReplays } from './repositories/letter-replays.ts';
import { MessageList } from './repositories/message-list.ts';
import { Onboardings } from './repositories/onboardings.ts';
import { OpenWork } from './repositories/open-work.ts';
import { OutboundMessages } from './repositories/outbound.ts';
import { Retention } from './repositories/retention.ts';
import { SessionList } from './repositories/session-list.ts';
import { Sessions } from './repositories/sessions.ts';
import { SyncRuns } from './repositories/sync-runs.ts';
import { SyncState } from './repositories/sync-state.ts';
import { Traces } from './repositories/traces.ts';
import { Trails } from './repositories/trail.ts';
import { Transcripts } from './repositories/transcripts.ts';
import { Turns } from './repositories/turns.ts';
import { Users } from './repositories/users.ts';
import { WidgetOpenings } from './repositories/widget-openings.ts';
import type { ResultsOf, Statement } from './statement.ts';
import type { TenantDb } from './tenant-db.ts';

/** A handle already narrowed to one tenant: nothing reached from here can see or change another tenant's rows. */
export class TenantScope {
  readonly tenantId: TenantId;
  readonly attempts: Attempts;
  readonly audit: Audit;
  readonly checkup: Checkup;
  readonly config: ChatbotConfig;
  readonly configVersions: ConfigVersions;
  readonly connections: Connections;
  readonly deadLetters: DeadLetters;
  readonly contactRows: ContactRows;
  readonly contactSearch: ContactSearch;
  readonly erasures: Erasures;
  readonly exportRows: ExportRows;
  readonly inbound: Inbound;
  readonly knowledge: Knowledge;
  readonly laneFailures: LaneFailures;
  readonly lanes: Lanes;
  readonly ledgerEvents: LedgerEvents;
  readonly letterReplays: LetterReplays;
  readonly marks: ConversationMarks;
  readonly messageList: MessageList;
  readonly onboardings: Onboardings;
  readonly openWork: OpenWork;
  readonly outbound: OutboundMessages;
  readonly retention: Retention;
  readonly sessionList: SessionList;
  readonly sessions: Sessions;
  readonly syncRuns: SyncRuns;
  readonly syncState: SyncState;
  readonly traces: Traces;
  readonly trails: Trails;
  readonly transcripts: Transcripts;
  readonly turns: Turns;
  readonly users: Users;
  readonly widgetOpenings: WidgetOpenings;
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
    this.tenantId = db.tenantId;
    this.attempts = new Attempts(db);
    this.audit = new Audit(db);
    this.checkup = new Checkup(db);
    this.config = new ChatbotConfig(db);
    this.configVersions = new ConfigVersions(db);
    this.connections = new Connections(db);
    this.deadLetters = new DeadLetters(db);
    this.contactRows = new ContactRows(db);
    this.contactSearch = new ContactSearch(db);
    this.erasures = new Erasures(db);
    this.exportRows = new ExportRows(db);
    this.inbound = new Inbound(db);
    this.knowledge = new Knowledge(db);
    this.laneFailures = new LaneFailures(db);
    this.lanes = new Lanes(db);
    this.ledgerEvents = new LedgerEvents(db);
    this.letterReplays = new LetterReplays(db);
    this.marks = new ConversationMarks(db);
    this.messageList = new MessageList(db);
    this.onboardings = new Onboardings(db);
    this.openWork = new OpenWork(db);
    this.outbound = new OutboundMessages(db);
    this.retention = new Retention(db);
    this.sessionList = new SessionList(db);
    this.sessions = new Sessions(db);
    this.syncRuns = new SyncRuns(db);
    this.syncState = new SyncState(db);
    this.traces = new Traces(db);
    this.trails = new Trails(db);
    this.transcripts = new Transcripts(db);
    this.turns = new Turns(db);
    this.users = new Users(db);
    this.widgetOpenings = new WidgetOpenings(db);
  }

  /** Sends statements of this scope in one packet, in their order; outside a transaction each commits by itself. */
  async together<const Statements extends readonly Statement<unknown>[]>(
    statements: Statements,
  ): Promise<ResultsOf<Statements>> {
    return await this.#db.together(statements);
  }

  /**
   * Sends statements of this scope in one packet and one transaction: all of them or none. `before`: sent ahead of them, their
   * answers are not wanted. Not inside a transaction.
   */
  async atomically<const Statements extends readonly Statement<unknown>[]>(
    statements: Statements,
    before: readonly Statement<unknown>[] = [],
  ): Promise<ResultsOf<Statements>> {
    return await this.#db.atomically(statements, before);
  }

  /** As `atomically`; null when what a statement stands on, a lease or a row, is gone: nothing of it happened. */
  async attempt<const Statements extends readonly Statement<unknown>[]>(
    statements: Statements,
    before: readonly Statement<unknown>[] = [],
  ): Promise<ResultsOf<Statements> | null> {
    return await this.#db.attempt(statements, before);
  }

  /**
   * Runs `work` in one transaction of this tenant; a nested call joins the one that is open. After a deadlock, which undid all
   * of it, `work` runs once more: it must change nothing but the database.
   */
  async transaction<Result>(work: (scope: TenantScope) => Promise<Result>): Promise<Result> {
    return await this.#db.transaction((db) => work(new TenantScope(db)));
  }
}
