export { createFaults } from './create-faults.ts';
export {
  type Fault,
  type Faults,
  type FaultsView,
  type RequestFault,
  requestFaults,
  type WebhookFault,
  webhookFaults,
  zFault,
} from './faults.ts';
export { seededRandom } from './seeded-random.ts';
export { type ServedFake, serveFake } from './serve-fake.ts';
export { createWebhookLine, type WebhookLine } from './webhook-line.ts';
