// Who am I, where am I, and what shall my samples be called: k6/execution.
import exec from 'k6/execution';
import http from 'k6/http';
import { check } from 'k6';
import { Counter } from 'k6/metrics';

const base = __ENV.BASE_URL;
const accounts = ['ada', 'grace', 'edsger', 'barbara', 'donald', 'radia', 'tony', 'frances'];
const orders = new Counter('orders');

export const options = {
  scenarios: {
    browse: { executor: 'per-vu-iterations', vus: 2, iterations: 3, exec: 'browse', tags: { kind: 'read' } },
    order: { executor: 'shared-iterations', vus: 2, iterations: 8, exec: 'order', tags: { kind: 'write' } },
  },
  thresholds: {
    // Sub-metrics by the tags of a scenario, and by a tag set on the way.
    'http_reqs{kind:read}': ['count==6'],
    'http_reqs{kind:write}': ['count==8'],
    'http_reqs{visit:first}': ['count==2'],
    'http_reqs{visit:later}': ['count==4'],
    'iterations{visit:later}': ['count==4'],
    orders: ['count==8'],
  },
};

export function browse() {
  // On every sample of this virtual user from here on, until it serves another scenario.
  exec.vu.metrics.tags.visit = exec.vu.iterationInScenario === 0 ? 'first' : 'later';
  http.get(`${base}/get`);
}

export function order() {
  // Unique in the whole test, so each account orders once, whoever takes the iteration.
  const account = accounts[exec.scenario.iterationInTest];
  const response = http.post(`${base}/post`, { account });
  check(response, {
    'the account is the one of this iteration': (r) => r.json('form.account') === account,
    'the scenario knows how far it is': () => exec.scenario.progress >= 0 && exec.scenario.progress <= 1,
    'no virtual user is unknown': () => exec.vu.idInTest >= 1 && exec.vu.idInTest <= exec.instance.vusInitialized,
  });
  orders.add(1);
}

export function teardown() {
  const { scenarios } = exec.test.options;
  console.log(`served ${Object.keys(scenarios).sort().join(' and ')}`);
}
