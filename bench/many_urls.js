// A thousand addresses: memory must not grow with the number of requests.
import http from 'k6/http';

export default function () {
  http.get(`${__ENV.BASE_URL}/get?n=${__ITER % 1000}`);
}
