// A response of 100 KB that is kept but not looked into, as wrk does.
import http from 'k6/http';
import { check } from 'k6';

const url = `${__ENV.BASE_URL}/100k`;

export default function () {
  check(http.get(url), { 'status is 200': (r) => r.status === 200 });
}
