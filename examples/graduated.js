// A graduated load: to 10 users, to 50, to 100 and back to none, holding each level
// long enough to see whether it settles. 31 minutes; SCALE shortens every stage:
//
//   headroom target --port 8080 &
//   headroom run -e BASE_URL=http://127.0.0.1:8080 examples/graduated.js
//   headroom run -e BASE_URL=http://127.0.0.1:8080 -e SCALE=0.1 examples/graduated.js
import http from 'k6/http';
import { check, sleep } from 'k6';

const base = __ENV.BASE_URL || 'http://127.0.0.1:8080';
const scale = Number(__ENV.SCALE || 1);

function stage(minutes, target) {
  return { duration: `${Math.round(minutes * 60000 * scale)}ms`, target };
}

export const options = {
  stages: [
    stage(2, 10),
    stage(5, 10),
    stage(2, 50),
    stage(5, 50),
    stage(2, 100),
    stage(10, 100),
    stage(5, 0),
  ],
  thresholds: {
    http_req_duration: ['p(95)<500'],
    http_req_failed: ['rate<0.1'],
    http_reqs: ['rate>20'],
  },
};

export default function () {
  const response = http.get(`${base}/get`);
  check(response, {
    'status is 200': (r) => r.status === 200,
    'answered within 500 ms': (r) => r.timings.duration < 500,
    'body is not empty': (r) => r.body.length > 0,
  });
  sleep(1);
}
