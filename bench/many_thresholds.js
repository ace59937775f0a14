// A hundred thresholds on fifty sub-metrics, on the loop of kept_connection.js:
// what a request pays for being judged. PLAIN=1 has the same tags and none.
import http from 'k6/http';

const pages = 50;
const thresholds = {};
for (let page = 0; page < pages; page++) {
  thresholds[`http_req_duration{name:page ${page}}`] = ['p(95)<60000', 'avg<60000'];
}

export const options = {
  vus: 64,
  duration: __ENV.DURATION || '3s',
  thresholds: __ENV.PLAIN ? {} : thresholds,
};

const tagged = Array.from({ length: pages }, (_, page) => ({ tags: { name: `page ${page}` } }));

export default function () {
  http.get(__ENV.URL, tagged[__ITER % pages]);
}
