import { html } from 'hono/html';
import type { Demo } from '../demo/seed-demo.ts';

/** The agents' inbox: the list of conversations, the open one, and what an agent may do with it. */
export function renderInbox({ agent }: Demo): ReturnType<typeof html> {
  return html`<section id="inbox" class="panel inbox" aria-labelledby="inbox-title">
      <div class="list">
        <header class="panel-head">
          <div>
            <p class="role">Agent’s side</p>
            <h2 id="inbox-title">Inbox</h2>
          </div>
        </header>
        <ul id="conversations" class="conversations" aria-label="Conversations"></ul>
      </div>
      <div class="thread">
        <header class="panel-head thread-head">
          <div class="thread-title">
            <h3 id="thread-name">No conversation</h3>
            <p id="thread-status" class="status"></p>
            <ul id="thread-facts" class="facts" aria-label="Labels and more"></ul>
          </div>
          <div class="actions" role="group" aria-label="What to do with this conversation">
            <button id="take-over" type="button">Take over</button>
            <button id="hand-back" type="button">Hand back</button>
            <button id="resolve" type="button">Resolve</button>
          </div>
        </header>
        <p id="owner" class="owner" role="status"></p>
        <ol id="thread-messages" class="entries" role="log" aria-label="Conversation as the agent sees it" tabindex="0"></ol>
        <form id="agent-form" class="composer">
          <fieldset class="kinds">
            <legend class="hidden">Kind of message</legend>
            <label><input type="radio" name="kind" value="reply" checked /><span>Reply</span></label>
            <label><input type="radio" name="kind" value="note" /><span>Private note</span></label>
          </fieldset>
          <label class="hidden" for="agent-text">Message as ${agent.name}</label>
          <input id="agent-text" autocomplete="off" maxlength="20000" placeholder="Reply as ${agent.name}" />
          <button class="strong" id="agent-send">Send reply</button>
        </form>
      </div>
    </section>`;
}
