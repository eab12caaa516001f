import { startChat } from './chat.js';
import { find } from './dom.js';
import { startFaults } from './faults.js';
import { startFlow } from './flow.js';
import { startInbox } from './inbox.js';
import { listen, onChange, store } from './store.js';

const healthWords = {
  waiting: 'Connecting',
  good: 'Tandem is running',
  'tandem-away': 'Tandem does not answer',
  'sandbox-away': 'The sandbox does not answer',
};

startChat();
startInbox();
startFlow();
startFaults();
onChange(() => {
  const health = find('health', HTMLParagraphElement);
  health.dataset.state = store.health;
  if (health.textContent !== healthWords[store.health]) health.textContent = healthWords[store.health];
});
listen();
