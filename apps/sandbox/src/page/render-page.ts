import { html } from 'hono/html';
import { suggestions } from '../demo/demo-tenant.ts';
import type { Demo } from '../demo/seed-demo.ts';
import { renderFaults } from './render-faults.ts';
import { renderFlow } from './render-flow.ts';
import { renderInbox } from './render-inbox.ts';

type Rendered = ReturnType<typeof html>;

/** The whole page without what changes; `browser/main.js` fills that in. Everything put in is escaped. */
export function renderPage({ demo }: { demo: Demo }): Rendered {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Tandem sandbox · ${demo.tenantName}</title>
    <link rel="icon" href="/assets/mark.svg" />
    <link rel="stylesheet" href="/assets/base.css" />
    <link rel="stylesheet" href="/assets/chat.css" />
    <link rel="stylesheet" href="/assets/inbox.css" />
    <link rel="stylesheet" href="/assets/extras.css" />
    <link rel="stylesheet" href="/assets/flow.css" />
    <link rel="stylesheet" href="/assets/why.css" />
    <link rel="stylesheet" href="/assets/narrow.css" />
    <script type="module" src="/assets/main.js"></script>
  </head>
  <body data-bot="${demo.botName}" data-agent="${demo.agent.name}">
    ${renderTop({ demo })}
    <main class="stage">
      ${renderCustomer(demo)} ${renderInbox(demo)} ${renderFlow()} ${renderFaults()}
    </main>
    <dialog id="why" class="why" aria-labelledby="why-title">
      <div class="why-head">
        <h2 id="why-title">What happened to this message</h2>
        <form method="dialog"><button class="quiet" aria-label="Close">Close</button></form>
      </div>
      <blockquote id="why-words"></blockquote>
      <ol id="why-steps" class="steps"></ol>
      <p id="why-end" class="why-end"></p>
    </dialog>
    <p id="toast" class="toast" role="status" hidden></p>
  </body>
</html>`;
}

function renderTop({ demo }: { demo: Demo }): Rendered {
  return html`<header class="top">
      <h1><img src="/assets/mark.svg" alt="" width="26" height="26" />Tandem <span>sandbox</span></h1>
      <p class="tenant"><strong>${demo.tenantName}</strong><span> · bot ${demo.botName} · agent ${demo.agent.name}</span></p>
      <nav aria-label="Parts of the page">
        <a href="#customer">Customer</a><a href="#inbox">Inbox</a><a href="#flow">Flow</a><a href="#faults">Faults</a>
      </nav>
      <p id="health" class="health" role="status" data-state="waiting">Connecting</p>
    </header>`;
}

function renderCustomer(demo: Demo): Rendered {
  return html`<section id="customer" class="panel customer" aria-labelledby="customer-title">
      <header class="panel-head">
        <div class="who">
          <p class="role">Customer’s side</p>
          <h2 id="customer-title" class="hidden">Website chat</h2>
          <select id="customer-select" aria-label="You write as"></select>
        </div>
        <button id="new-customer" type="button">New customer</button>
      </header>
      <div id="chat" class="chat" role="log" aria-label="Conversation as the customer sees it" tabindex="0">
        <p id="chat-empty" class="empty">Say something, or pick one of these:</p>
        <ol id="chat-messages" class="bubbles"></ol>
        <p id="typing" class="typing" role="status" hidden>
          <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>${demo.botName} is typing
        </p>
      </div>
      <ul id="suggestions" class="suggestions" aria-label="Suggestions">
        ${suggestions.map((words) => html`<li><button type="button">${words}</button></li>`)}
      </ul>
      <form id="customer-form" class="composer">
        <label class="hidden" for="customer-text">Your message as the customer</label>
        <input id="customer-text" autocomplete="off" maxlength="20000" placeholder="Write a message" />
        <button id="send-photo" type="button" class="icon" aria-label="Send a photo" title="Send a photo">
          <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><path d="M3 6.5h3l1.3-2h5.4l1.3 2h3v9.5H3z M10 8.2a2.8 2.8 0 1 0 .01 0" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" /></svg>
        </button>
        <button class="strong">Send</button>
      </form>
    </section>`;
}
