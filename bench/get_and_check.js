// The comparison with wrk: one request and two checks an iteration, nothing else.
import http from 'k6/http';
import { check } from 'k6';

const url = `${__ENV.BASE_URL}/get`;

export default function () {
  const response = http.get(url);
  check(response, {
    'status is 200': (r) => r.status === 200,
    'body is not empty': (r) => r.body.length > 0,
  });
}
