// No load on a service that is not well: the first iteration that meets it ends the run,
// with exit code 108. What is merely bad news marks the run as failed (110) and lets it go on.
import exec from 'k6/execution';
import http from 'k6/http';
import { sleep } from 'k6';

const base = __ENV.BASE_URL;

export const options = { vus: 5, duration: '10m' };

export default function () {
  const response = http.get(`${base}/status/${exec.instance.iterationsCompleted < 20 ? 200 : 503}`);
  if (response.status === 503) {
    exec.test.abort(`the service is unavailable after ${exec.instance.iterationsCompleted >= 20 ? 'twenty' : 'few'} iterations`);
  }
  if (response.timings.duration > 5000) {
    exec.test.fail('a request took more than five seconds');
  }
  sleep(0.1);
}

// Also after an abort.
export function teardown() {
  console.log('cleaned up');
}
