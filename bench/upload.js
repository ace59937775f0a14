// A request of 100 KB.
import http from 'k6/http';
import { check } from 'k6';

const url = `${__ENV.BASE_URL}/upload`;
const body = '0123456789abcdef'.repeat(6250);

export default function () {
  check(http.post(url, body), { 'status is 200': (r) => r.status === 200 });
}
