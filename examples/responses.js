// What a script can see of a response, and how it says what it expected.
import http from 'k6/http';
import { check } from 'k6';

const base = __ENV.BASE_URL;

export const options = {
  thresholds: {
    'http_reqs{name:item}': ['count==3'],
    'http_req_failed{expected_response:true}': ['rate==0'],
  },
};

export default function () {
  const response = http.get(`${base}/get?list=1&list=2`);
  check(response, {
    'json() reads the body': (r) => r.json().url === `${base}/get?list=1&list=2`,
    'and takes paths': (r) => r.json('args.list.#') === 2 && r.json('args.list.1') === '2',
    'headers have canonical names': (r) => r.headers['Content-Type'] === 'application/json',
    'phases add up to the duration': (r) =>
      Math.abs(r.timings.sending + r.timings.waiting + r.timings.receiving - r.timings.duration) < 0.001,
    'it survives JSON.stringify': (r) => JSON.parse(JSON.stringify(r)).status === 200,
    'where it came from': (r) => r.remote_ip === '127.0.0.1' && r.remote_port > 0,
  });

  const missing = http.get(`${base}/status/404`, { responseCallback: http.expectedStatuses(404, { min: 200, max: 299 }) });
  check(missing, { 'an expected 404 is no failure': (r) => r.status === 404 && r.error_code === 1404 });

  for (let id = 0; id < 3; ++id) {
    http.get(`${base}/anything/${id}`, { tags: { name: 'item' } });
  }

  const refused = http.get('http://127.0.0.1:1/');
  check(refused, { 'a failure is an answer too': (r) => r.status === 0 && r.error_code === 1212 && r.body === null });
}
