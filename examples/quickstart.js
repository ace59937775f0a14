// A first load test: ten users for ten seconds, against any server that answers
// /get and /delay/<seconds> as httpbin does. Try it with `make demo`, or by hand:
//
//   headroom target --port 8080 &
//   headroom run -e BASE_URL=http://127.0.0.1:8080 examples/quickstart.js
import http from 'k6/http';
import { check, group, sleep } from 'k6';
import { Trend } from 'k6/metrics';

const base = __ENV.BASE_URL || 'http://127.0.0.1:8080';
const searchTime = new Trend('search_time', true);

export const options = {
  scenarios: {
    browse: { executor: 'constant-vus', vus: 10, duration: '10s' },
    search: {
      executor: 'constant-arrival-rate',
      exec: 'search',
      rate: 20,
      timeUnit: '1s',
      duration: '10s',
      preAllocatedVUs: 10,
    },
  },
  thresholds: {
    http_req_failed: ['rate<0.01'],
    http_req_duration: ['p(95)<500'],
    'http_req_duration{scenario:search}': ['p(99)<1000'],
    checks: ['rate>0.99'],
  },
};

// Runs once; what it returns is handed to every iteration.
export function setup() {
  return { terms: ['ale', 'stout', 'porter'] };
}

export default function () {
  group('home', () => {
    const response = http.get(`${base}/get?user=${__VU}`);
    check(response, {
      'status is 200': (r) => r.status === 200,
      'body is not empty': (r) => r.body.length > 0,
    });
  });
  sleep(0.1);
}

export function search(data) {
  const term = data.terms[__ITER % data.terms.length];
  const response = http.get(`${base}/delay/0.05?term=${term}`, { tags: { name: 'search' } });
  check(response, { 'search answers': (r) => r.status === 200 });
  searchTime.add(response.timings.duration);
}
