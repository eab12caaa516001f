export { createFaults } from './create-faults.ts';
export { type Fault, type Faults, type FaultsView, requestFaults, webhookFaults, zFault } from './faults.ts';
export { seededRandom } from './seeded-random.ts';
export { type ServedFake, serveFake } from './serve-fake.ts';
export { createWebhookLine } from './webhook-line.ts';
